// Ctrl K (⌘ K) goes to the search field. Only with a modifier: letters alone belong to screen readers and to speech (WCAG 2.1.4).

export function listenForSearch() {
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const fields = [...document.querySelectorAll("[data-search]")].filter((field) => field.offsetParent);
    const way = document.querySelector(".top-search-link");
    if (!fields.length && !way) return;
    event.preventDefault();
    if (fields.length) {
      fields[0].focus();
      fields[0].select();
    } else way.click();
  });
}
