// Answering a survey: what is chosen is counted, one too many is asked about, and what is written is kept.
// Without it everything works as well: the server counts, asks and keeps.

const PAUSE = 1000;
const AGAIN = 15000;

export function answerSurveys() {
  const form = document.querySelector("form[data-answer]");
  if (document.querySelector("[data-answered]")) forget();
  document.querySelectorAll("form[data-answer-first='anonymous']").forEach(offerDraft);
  if (form) open(form);
}

function open(form) {
  form.querySelectorAll("[data-several]").forEach((question) => several(question));
  form.querySelectorAll("[data-text-of]").forEach(chooseByWriting);
  form.addEventListener("input", () => fold(form));
  fold(form);
  countLetters(form);
  sendOnce(form);
  keep(form);
}

// --- Several choices ---

function several(question) {
  const most = Number(question.dataset.most) || Infinity;
  question.addEventListener("change", ({ target }) => {
    if (target.type !== "checkbox") return;
    closeSwap(question);
    if (target.checked) letExclusive(question, target);
    if (chosen(question).length > most) askWhich(question, target);
    count(question);
  });
  question.querySelector("[data-only-chosen]")?.addEventListener("click", ({ currentTarget }) => onlyChosen(question, currentTarget));
}

const boxes = (question) => [...question.querySelectorAll("input[type=checkbox]")];
const chosen = (question) => boxes(question).filter((box) => box.checked);

function count(question) {
  const place = question.querySelector("[data-count]");
  if (place) place.textContent = JSON.parse(question.dataset.counts)[chosen(question).length] ?? place.textContent;
}

// "None of these" goes with nothing else: the last that was chosen stands.
function letExclusive(question, box) {
  const alone = "exclusive" in box.dataset;
  for (const other of chosen(question)) {
    if (other !== box && (alone || "exclusive" in other.dataset)) other.checked = false;
  }
}

// Nothing is swallowed: the row opens and asks which one to change for it.
function askWhich(question, box) {
  box.checked = false;
  const panel = element("div", { className: "answer-swap", role: "group" });
  const title = element("p", { className: "strong", id: `${box.id}-swap`, textContent: question.dataset.swap });
  panel.setAttribute("aria-labelledby", title.id);
  const list = element("ul");
  list.setAttribute("role", "list");
  list.append(...chosen(question).map((one) => swapLine(question, box, one)));
  panel.append(title, list, button(question.dataset.keep, () => leave(question, box)));
  box.closest("li").append(panel);
  panel.addEventListener("keydown", (event) => event.key === "Escape" && leave(question, box));
  panel.querySelector("button").focus();
}

function swapLine(question, box, one) {
  const line = element("li");
  const label = one.closest("label").textContent.trim();
  const swap = button(question.dataset.swapOne, () => {
    one.checked = false;
    box.checked = true;
    leave(question, box);
    question.dispatchEvent(new Event("input", { bubbles: true }));
  });
  swap.append(element("span", { className: "hidden", textContent: ` ${label}` }));
  line.append(element("span", { textContent: label }), swap);
  return line;
}

function leave(question, box) {
  closeSwap(question);
  count(question);
  box.focus();
}

function closeSwap(question) {
  question.querySelectorAll("li > .answer-swap").forEach((panel) => panel.remove());
}

function onlyChosen(question, toggle) {
  const is = question.querySelector(".answer-choices").classList.toggle("only-chosen");
  toggle.setAttribute("aria-pressed", is);
  [toggle.textContent, toggle.dataset.other] = [toggle.dataset.other, toggle.textContent];
}

function chooseByWriting(line) {
  line.addEventListener("input", () => {
    const box = document.getElementById(line.dataset.textOf);
    if (!line.value || !box || box.checked) return;
    box.checked = true;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

function element(name, properties = {}) {
  return Object.assign(document.createElement(name), properties);
}

function button(words, act) {
  const made = element("button", { type: "button", className: "as-link", textContent: words });
  made.addEventListener("click", act);
  return made;
}

// --- Questions that an answer on the page brings or takes away ---

function fold(form) {
  for (const part of form.querySelectorAll("[data-show-if]")) {
    const is = JSON.parse(part.dataset.showIf).every((condition) => holds(form, condition));
    part.hidden = part.disabled = !is;
  }
}

function holds(form, { name, test, values, value }) {
  const given = [...new FormData(form)].filter(([key, said]) => (key === name || key.startsWith(`${name}.`)) && said).map(([, said]) => said);
  if (test === "answered") return given.length > 0;
  if (test === "any") return given.some((said) => values.includes(said));
  if (test === "none") return !given.some((said) => values.includes(said));
  const number = parseFloat((given[0] ?? "").replace(/\s/g, "").replace(",", "."));
  return test === "more" ? number > value : number < value;
}

function countLetters(form) {
  for (const field of form.querySelectorAll("textarea[data-length]")) {
    const place = field.parentElement.querySelector("[data-limit]");
    const say = () => field.value && (place.textContent = place.dataset.limit.replace("{count}", field.value.length.toLocaleString(document.documentElement.lang)));
    field.addEventListener("input", say);
    say();
  }
}

// Pressed twice, a button is pressed once. The browser's own way back makes it whole again.
function sendOnce(form) {
  let isSent = false;
  form.addEventListener("submit", (event) => (isSent ? event.preventDefault() : (isSent = true)));
  addEventListener("pageshow", () => (isSent = false));
}

// --- What is written is kept: a named answer by the server, an anonymous one in this browser alone ---

const place = () => `answer:${location.pathname}`;

function keep(form) {
  const way = form.dataset.answer === "named" ? keepThere : keepHere;
  let timer;
  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(() => way(form, () => later(AGAIN)), wait);
  };
  form.addEventListener("input", () => later(PAUSE));
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    saving.abort();
    if (form.dataset.answer !== "named") way(form);
  });
  if (form.dataset.answer !== "named") way(form);
}

function keepHere(form) {
  const fields = [...new FormData(form)].filter(([, said]) => typeof said === "string");
  try {
    localStorage.setItem(place(), JSON.stringify({ at: Date.now(), fields }));
    said(Date.now());
  } catch {
    // A browser that keeps nothing: the page itself still holds all that was sent.
  }
}

// What is on its way when the page is sent in must not come after it.
let saving = new AbortController();

async function keepThere(form, again) {
  const fields = new URLSearchParams(new FormData(form));
  // Where two versions wait for a choice, nothing is written behind its back.
  if (fields.get("section") === null || form.querySelector("[data-unsaved]")) return;
  fields.set("go", "save");
  saving.abort();
  const { signal } = (saving = new AbortController());
  try {
    const answer = await fetch(location.href, { method: "POST", body: fields, keepalive: true, signal });
    const words = await answer.text();
    if (answer.status === 409) return sayOvertaken(form, words);
    if (!answer.ok || answer.headers.get("Content-Type")?.startsWith("text/html")) return;
    mark(words);
  } catch {
    if (!signal.aborted) again();
  }
}

// Another page has written to this part: what stands here is kept in the fields until both versions are looked at.
function sayOvertaken(form, words) {
  mark(words, "failed");
  const notice = form.querySelector("template[data-overtaken]").content.cloneNode(true);
  form.querySelector("[data-overtaken-place]").replaceChildren(notice);
}

function said(moment) {
  const words = document.querySelector("[data-saved]")?.dataset.savedWords;
  if (words) mark(words.replace("{time}", clock(moment)));
}

function mark(words, state = "saved") {
  const line = document.querySelector("[data-saved]");
  if (!line || line.textContent === words) return;
  line.textContent = words;
  line.classList.remove("saved", "failed");
  line.classList.add(state);
}

const clock = (moment) => new Date(moment).toLocaleTimeString("sv", { hour: "2-digit", minute: "2-digit" }).replace(":", ".");

function forget() {
  try {
    localStorage.removeItem(place());
  } catch {
    // Nothing was kept.
  }
}

function kept() {
  try {
    return JSON.parse(localStorage.getItem(place()));
  } catch {
    return null;
  }
}

function offerDraft(form) {
  const draft = kept();
  if (!Array.isArray(draft?.fields)) return;
  const box = form.querySelector("[data-kept]");
  const words = box.querySelector("[data-kept-words]");
  words.textContent = words.dataset.keptWords.replace("{time}", clock(draft.at));
  box.hidden = false;
  form.querySelector("[data-begin] .button").hidden = true;
  box.querySelector("[data-go-on]").addEventListener("click", () => goOn(form, draft.fields));
  box.querySelector("[data-begin-anew]").addEventListener("click", () => {
    forget();
    box.hidden = true;
    form.querySelector("[data-begin] .button").hidden = false;
  });
}

// As if the page had been sent in just now: sealed answers, section and fields.
function goOn(form, fields) {
  form.querySelectorAll("input[type=hidden]").forEach((field) => field.remove());
  for (const [name, value] of [...fields, ["go", "resume"]]) {
    form.append(element("input", { type: "hidden", name, value }));
  }
  form.submit();
}
