// Texts that save themselves (form[data-saves], sent by htmx as one writes): says so when they could not be, tries again
// when the net is back, and keeps the page open while something is not yet saved. Without script the forms have a button.

const unsaved = new Set();

export function watchTextsThatSaveThemselves() {
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-saves]");
    if (form) unsaved.add(form);
  });
  document.addEventListener("submit", (event) => unsaved.delete(event.target));
  document.addEventListener("htmx:beforeSwap", stopAtTheDoor);
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form[data-saves]");
    if (!form) return;
    if (isSignedOut(event)) say(form, "signed-out");
    else if (event.detail.successful) unsaved.delete(form);
    else say(form, "not-saved");
  });
  document.addEventListener("htmx:afterSettle", goOnFromThePoint);
  addEventListener("online", () => unsaved.forEach((form) => form.dispatchEvent(new Event("input"))));
  addEventListener("beforeunload", (event) => {
    if ([...unsaved].some((form) => form.isConnected)) event.preventDefault();
  });
}

// The button that was pressed went with the swap: a keyboard goes on from what stands in its place.
function goOnFromThePoint({ detail }) {
  const point = document.getElementById(detail.target?.id);
  if (!point?.matches(".talk-point") || point.contains(document.activeElement)) return;
  point.querySelector("textarea, .pen button")?.focus();
}

// Whoever is signed out meanwhile is answered with the page to sign in on, which is no part of this one.
function stopAtTheDoor(event) {
  const asker = event.detail.requestConfig?.elt;
  if (asker?.closest("form[data-saves], form.pen, #dialogue-news") && isSignedOut(event)) event.detail.shouldSwap = false;
}

function isSignedOut({ detail }) {
  const { responseURL, status } = detail.xhr;
  if (!responseURL) return false;
  return status === 403 || new URL(responseURL).pathname !== new URL(detail.pathInfo.requestPath, location).pathname;
}

// The words are the page's own, in its language: <template data-say="…">.
function say(form, what) {
  const words = form.querySelector(`template[data-say="${what}"]`);
  const place = document.querySelector(form.getAttribute("hx-target"));
  if (words && place) place.replaceChildren(words.content.cloneNode(true));
}
