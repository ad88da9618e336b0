// A filter sentence sends itself when a choice changes; htmx takes the event over where it is used.

export function sendFormsThemselves() {
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-autosubmit]");
    if (!form) return;
    // "All schools" is an empty choice, which a browser would stop as a missing one.
    form.noValidate = true;
    // Without the fragment that "To the content" left in the address, which would take the focus.
    if (!form.hasAttribute("action")) form.action = location.pathname;
    sessionStorage.setItem("chosen", event.target.name);
    form.requestSubmit();
  });
  goOnFromWhatWasChosen();
  document.addEventListener("submit", (event) => holdButton(event.target, event.submitter));
}

// The page comes anew with each choice: a keyboard goes on from where it was, not from the top.
function goOnFromWhatWasChosen() {
  const name = sessionStorage.getItem("chosen");
  sessionStorage.removeItem("chosen");
  const field = name && document.querySelector(`form[data-autosubmit] [name="${CSS.escape(name)}"]`);
  if (field) field.focus({ preventScroll: true });
}

// A double click must not send twice. The button is free again after a moment: the answer may be a download,
// or the page may come back from the browser's history.
function holdButton(form, button) {
  if (form.method !== "post" || !button) return;
  // Not at once: a disabled button's name and value would not be sent.
  setTimeout(() => (button.disabled = true));
  setTimeout(() => (button.disabled = false), 3000);
}
