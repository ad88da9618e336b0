// Texts that save themselves (form[data-saves], sent by htmx as one writes): says so when they could not be, and keeps
// the page open while something is not yet saved. Without script the forms have a button.

const unsaved = new Set();

export function watchTextsThatSaveThemselves() {
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-saves]");
    if (form) unsaved.add(form);
  });
  document.addEventListener("submit", (event) => unsaved.delete(event.target));
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form[data-saves]");
    if (!form) return;
    if (event.detail.successful) unsaved.delete(form);
    else sayNotSaved(form);
  });
  window.addEventListener("beforeunload", (event) => {
    if ([...unsaved].some((form) => form.isConnected)) event.preventDefault();
  });
}

// The words are the page's own, in its language: <template data-not-saved>.
function sayNotSaved(form) {
  const words = form.querySelector("template[data-not-saved]");
  const place = document.querySelector(form.getAttribute("hx-target"));
  if (words && place) place.replaceChildren(words.content.cloneNode(true));
}
