// Opens <dialog id="name"> from <a href="#name" data-dialog="name">; [data-close] inside closes it.

export function listenForDialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener) {
      event.preventDefault();
      document.getElementById(opener.dataset.dialog).showModal();
      return;
    }
    const dialog = event.target.closest("[data-close]")?.closest("dialog[open]");
    if (dialog) {
      event.preventDefault();
      dialog.close();
    }
  });
}
