// A part of an assignment saves itself while one writes. Nothing is lost on a bad line: it is tried again until it is
// kept, and the server takes the same text twice as once.

const PAUSE = 800;
const LONGEST = 5000;
const RETRIES = [2000, 5000, 10000, 20000];
const keepers = new Map();

export function saveWhileWriting() {
  document.addEventListener("input", (event) => keeperOf(event.target)?.changed());
  document.addEventListener("focusout", (event) => keeperOf(event.target)?.soon(0));
  // Before anybody else hears of it: what is on its way has to arrive first.
  document.addEventListener("submit", (event) => keepers.get(event.target)?.leave(event), true);
  addEventListener("online", () => forEachOpen((keeper) => keeper.soon(0)));
  addEventListener("pagehide", () => forEachOpen((keeper) => keeper.last()));
  addEventListener("beforeunload", (event) => {
    forEachOpen((keeper) => keeper.isUnsaved() && event.preventDefault());
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) print();
  });
  document.addEventListener("htmx:afterSwap", (event) => focusText(event.target));
  document.addEventListener("htmx:afterRequest", ({ target, detail }) => {
    if (!detail.successful && keepers.has(target)) keepers.get(target).isLeaving = false;
  });
}

// What was opened in place is ready to be written in, with the caret after the last word.
function focusText() {
  const field = document.querySelector("form[data-autosave]:not([data-rebuilds]) textarea");
  if (!field) return;
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
}

function keeperOf(field) {
  const form = field.closest?.("form[data-autosave]");
  if (!form) return null;
  if (!keepers.has(form)) keepers.set(form, new Keeper(form));
  return keepers.get(form);
}

function forEachOpen(act) {
  for (const [form, keeper] of keepers) if (form.isConnected) act(keeper);
}

class Keeper {
  constructor(form) {
    this.form = form;
    this.kept = null;
    this.sent = null;
    this.refusedContent = null;
    this.isSending = false;
    this.isStopped = false;
    this.isLeaving = false;
    this.submitter = null;
    this.offline = this.words().querySelector("[data-why]").textContent;
    this.failures = 0;
    this.since = 0;
    this.timer = null;
  }

  changed() {
    this.since ||= Date.now();
    const waited = Date.now() - this.since;
    this.soon(Math.max(0, Math.min(PAUSE, LONGEST - waited)));
  }

  soon(delay) {
    if (this.isStopped || !this.isUnsaved() || this.content() === this.refusedContent) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), delay);
  }

  isUnsaved() {
    return !this.isLeaving && this.since > 0 && this.content() !== this.kept;
  }

  // The form is sent by its button: the page that comes has what was written. What is under way arrives first,
  // else the button's text would meet its own as if somebody else had written it.
  leave(event) {
    this.isLeaving = true;
    clearTimeout(this.timer);
    if (!this.isSending) return;
    this.submitter = event.submitter;
    event.preventDefault();
    event.stopPropagation();
  }

  last() {
    if (this.isUnsaved() && !this.isStopped) this.send({ keepalive: true }).catch(() => {});
  }

  content() {
    const fields = new FormData(this.form);
    fields.delete("revision");
    return new URLSearchParams(fields).toString();
  }

  send(options = {}) {
    return fetch(this.form.action, {
      method: "POST",
      body: new FormData(this.form),
      headers: { "X-Autosave": "1" },
      ...options,
    });
  }

  async save() {
    if (this.isSending || this.isStopped || !this.isUnsaved()) return;
    const content = this.content();
    this.isSending = true;
    this.show("saving");
    try {
      const before = this.sent;
      this.sent = this.text();
      await this.read(await this.send(), content, before);
    } catch {
      this.failed();
    } finally {
      this.isSending = false;
    }
    if (this.isLeaving) this.form.requestSubmit(this.submitter);
    else if (!this.failures) this.soon(PAUSE);
  }

  async read(answer, content, before) {
    const isOurs = answer.headers.get("Content-Type")?.includes("json");
    // Signed out, or something between: the text stays here.
    if (!isOurs || answer.redirected) throw new Error("no answer");
    const said = await answer.json();
    if (answer.ok) this.saved(said, content);
    else if (answer.status === 409 && this.isOwn(said.theirs, before)) this.again(said);
    else this.refused(said, answer.status);
  }

  // What lies there is what was sent before, and its answer was lost on the way.
  isOwn(theirs, before) {
    return before !== null && clean(theirs) === clean(before);
  }

  again(said) {
    this.form.elements.revision.value = said.revision;
    this.failures = 0;
    this.timer = setTimeout(() => this.save(), 0);
  }

  saved(said, content) {
    this.form.elements.revision.value = said.revision;
    this.kept = content;
    this.sent = null;
    this.failures = 0;
    this.since = this.isUnsaved() ? Date.now() : 0;
    this.words().querySelector("[data-at]").textContent = said.at;
    this.show("saved");
    this.form.dispatchEvent(new CustomEvent("kept", { bubbles: true }));
  }

  // Where it is said whether what was written is kept: in the form, or at the place it names.
  words() {
    const place = this.form.dataset.autosave;
    return (place && document.querySelector(place)) || this.form;
  }

  failed() {
    const delay = RETRIES[Math.min(this.failures, RETRIES.length - 1)];
    this.failures += 1;
    this.say(this.offline);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), delay);
  }

  // The server says why. When somebody else wrote meanwhile, the button shows both texts.
  refused(said, status) {
    this.failures = 0;
    this.isStopped = status === 409;
    this.refusedContent = this.content();
    this.say(said.sentence);
  }

  say(sentence) {
    this.words().querySelector("[data-why]").textContent = sentence;
    this.show("failed");
  }

  text() {
    return this.form.elements[this.form.dataset.own ?? "text"].value;
  }

  show(state) {
    for (const name of ["saved", "saving", "failed"]) {
      this.words().querySelector(`[data-${name}]`).hidden = name !== state;
    }
  }
}

function clean(text) {
  return (text ?? "").replaceAll("\r\n", "\n").trim();
}
