// Building a survey: rows are moved by drag and by keys, choices in sentences take effect at once, Ctrl Z takes a step
// back. Everything works without this too: arrows, buttons and the forms themselves.

const EDGE = 60;
let lifted = null;

export function buildSurveys() {
  document.addEventListener("change", takeEffect);
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    // What could not be kept comes back with what is wrong.
    if (detail.xhr.status === 422 && detail.target?.id === "builder") Object.assign(detail, { shouldSwap: true, isError: false });
  });
  document.addEventListener("keydown", undo);
  document.addEventListener("keydown", byKeys);
  document.addEventListener("pointerdown", grip);
  document.addEventListener("pointermove", (event) => lifted?.follow(event));
  document.addEventListener("pointerup", (event) => lifted?.isDragged && lifted.letGo(event));
  document.addEventListener("pointercancel", () => lifted?.putBack());
  document.addEventListener("focusout", (event) => {
    if (lifted && !lifted.isDragged && event.target === lifted.handle) lifted.putBack();
  });
}

// A choice changes what the form asks: it comes back as it is then. Text is kept while one writes (parts.js).
function takeEffect(event) {
  const { target } = event;
  if (!target.matches("select, input[type=checkbox]") || target.form?.id === "build-step") return;
  if (target.closest("form[data-rebuilds], form[data-picks]")) target.form.requestSubmit();
}

// In a text the browser's own undo takes back letters; elsewhere the last step is taken back.
function undo(event) {
  if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
  const form = document.querySelector("form[data-undo]");
  if (!form || event.target.matches("textarea, input:not([type=checkbox], [type=radio])")) return;
  event.preventDefault();
  form.requestSubmit();
}

function grip(event) {
  const handle = event.target.closest?.("[data-grip]");
  if (!handle || event.button) return;
  event.preventDefault();
  handle.focus({ preventScroll: true });
  lifted?.putBack();
  lifted = new Lifted(handle, event);
}

const KEYS = { ArrowUp: -1, ArrowDown: 1 };

function byKeys(event) {
  const handle = event.target.closest?.("[data-grip]");
  if (event.key === "Escape" && lifted) {
    event.preventDefault();
    lifted.putBack();
  } else if (handle && (event.key === "Enter" || event.key === " ")) {
    event.preventDefault();
    if (lifted) lifted.drop();
    else lifted = new Lifted(handle);
  } else if (lifted && event.key in KEYS) {
    event.preventDefault();
    lifted.step(KEYS[event.key]);
  }
}

class Lifted {
  constructor(handle, event = null) {
    this.handle = handle;
    this.item = handle.closest("[data-question], [data-line]");
    this.isQuestion = this.item.matches("[data-question]");
    this.isDragged = Boolean(event);
    this.startY = event ? event.clientY + scrollY : 0;
    this.words = document.getElementById("build-step").dataset;
    this.mark = document.createElement("li");
    this.mark.className = "build-landing";
    this.slots = this.findSlots();
    this.place = this.slots.findIndex(({ before, list }) => this.isOwn(before, list));
    this.home = this.place;
    this.item.classList.add("build-lifted");
    if (!this.isDragged) this.say(this.words.lifted);
  }

  // Everywhere it may stand: before each of the others, and last in each list.
  findSlots() {
    const kind = this.isQuestion ? "[data-question]" : "[data-line]";
    const lists = this.isQuestion ? document.querySelectorAll("ol[data-part]") : [this.item.parentElement];
    return [...lists].flatMap((list) => {
      const others = [...list.children].filter((one) => one.matches(kind) && one !== this.item);
      const end = this.isQuestion ? null : list.querySelector(".build-new");
      return [...others, end].map((before, place) => ({ list, before, place }));
    });
  }

  isOwn(before, list) {
    return list === this.item.parentElement && before === this.item.nextElementSibling;
  }

  step(by) {
    this.to(Math.max(0, Math.min(this.slots.length - 1, this.place + by)));
    this.mark.scrollIntoView({ block: "nearest" });
  }

  to(place) {
    if (place === this.place && this.mark.isConnected) return;
    this.place = place;
    const { list, before } = this.slots[place];
    list.insertBefore(this.mark, before);
    this.say(this.words.moves);
  }

  follow(event) {
    if (!this.isDragged) return;
    this.item.style.translate = `0 ${event.clientY + scrollY - this.startY}px`;
    if (event.clientY < EDGE) scrollBy(0, -12);
    if (event.clientY > innerHeight - EDGE) scrollBy(0, 12);
    const middles = this.slots.map(({ list, before }) => {
      const { top } = before ? before.getBoundingClientRect() : { top: list.getBoundingClientRect().bottom };
      return Math.abs(top - event.clientY);
    });
    this.to(middles.indexOf(Math.min(...middles)));
  }

  letGo() {
    if (this.mark.isConnected && this.place !== this.home) this.drop();
    else this.putBack();
  }

  drop() {
    const { list, before, place } = this.slots[this.place];
    const hasMoved = this.place !== this.home;
    this.end(this.words.dropped);
    if (!hasMoved) return;
    list.insertBefore(this.item, before);
    this.handle.focus({ preventScroll: true });
    if (this.isQuestion) this.send(list.dataset.part, place);
    else this.item.closest("form").elements.text.dispatchEvent(new Event("input", { bubbles: true }));
  }

  send(part, place) {
    const form = document.getElementById("build-step");
    const given = { act: `place ${this.item.dataset.question}`, section: part, place };
    for (const [name, value] of Object.entries(given)) {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name, value });
      form.append(field);
    }
    form.requestSubmit();
  }

  putBack() {
    this.end(this.words.back);
  }

  end(words) {
    this.say(words);
    this.mark.remove();
    this.item.classList.remove("build-lifted");
    // An empty attribute would be copied to the row that comes, and styles in attributes are refused.
    this.item.removeAttribute("style");
    lifted = null;
  }

  say(words) {
    const place = this.isQuestion ? this.numberAt() : this.slots[this.place].place + 1;
    const says = document.querySelector("[data-says]");
    const what = this.handle.getAttribute("aria-label");
    says.textContent = words.replace("{what}", what).replace("{place}", place);
  }

  // The place among all questions, as it will be read.
  numberAt() {
    const { list, place } = this.slots[this.place];
    const lists = [...document.querySelectorAll("ol[data-part]")];
    const before = lists.slice(0, lists.indexOf(list));
    const count = before.flatMap((one) => [...one.children]).filter((one) => one.matches("[data-question]"));
    return count.filter((one) => one !== this.item).length + place + 1;
  }
}
