// The log: the button says what it will add, and a line survives a lost connection. What waits lies in the browser's
// storage under the key that came with the form, so that sending it again, from here or another tab, adds it once.

const LOST = "lost";
const REFUSED = "refused";
const SIGNED_OUT = "signed-out";
const PATIENCE = 12_000;
const AGAIN = 20_000;

export function keepLogs() {
  const box = document.querySelector("[data-log-waiting]");
  if (!box) return;
  const waiting = new Waiting(box);
  for (const form of document.querySelectorAll("form[data-log]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      add(form, waiting);
    });
    sayWhatItAdds(form);
  }
  addEventListener("online", () => waiting.send());
  // Another tab has sent what waited, or keeps more.
  addEventListener("storage", ({ key }) => key === waiting.place && waiting.show(waiting.lines.length ? LOST : "sent"));
  setInterval(() => waiting.send(), AGAIN);
  waiting.send();
}

async function add(form, waiting) {
  const given = new FormData(form);
  const answer = await post(form.action, given);
  if (answer.url) return location.assign(answer.url);
  // The page itself shows what is wrong, at its field.
  if (answer.state === REFUSED) return form.submit();
  waiting.keep(given, form.action, answer.state);
  startAnew(form);
}

async function post(address, given) {
  try {
    const answer = await fetch(address, {
      method: "POST",
      body: given,
      headers: { Accept: "application/json" },
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.ok) return await answer.json();
    if (answer.status === 422) return { state: REFUSED, why: (await answer.json()).errors.join(" ") };
    const isTurnedAway = answer.type === "opaqueredirect" || answer.status === 403;
    return { state: isTurnedAway ? SIGNED_OUT : LOST };
  } catch {
    return { state: LOST };
  }
}

// The next line has a key of its own; what was offered with one tap has been taken.
function startAnew(form) {
  if (form.matches(".log-known")) {
    form.hidden = true;
    return;
  }
  form.elements.namedItem("key").value = crypto.randomUUID();
  form.reset();
  form.dispatchEvent(new Event("change"));
}

class Waiting {
  constructor(box) {
    this.box = box;
    this.place = `samsyn.log.${box.dataset.logWaiting}`;
    this.show();
  }

  get lines() {
    try {
      return JSON.parse(localStorage.getItem(this.place)) ?? [];
    } catch {
      return [];
    }
  }

  set lines(lines) {
    if (lines.length) localStorage.setItem(this.place, JSON.stringify(lines));
    else localStorage.removeItem(this.place);
  }

  keep(given, address, state) {
    const all = [...given.entries()];
    const fields = all.filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
    const hadFile = all.some(([, value]) => value instanceof File && value.size > 0);
    const line = { key: given.get("key"), address, fields, hadFile };
    this.lines = [...this.without(line.key), line];
    this.show(state);
    this.box.scrollIntoView({ block: "nearest" });
  }

  // Read anew each time: another tab may have sent some of it.
  without(key) {
    return this.lines.filter((line) => line.key !== key);
  }

  async send() {
    if (this.isSending || !this.lines.some((line) => !line.why)) return;
    this.isSending = true;
    let state = "";
    for (const line of this.lines.filter((each) => !each.why)) {
      const answer = await post(line.address, this.form(line));
      state = answer.state ?? "sent";
      if (answer.url) this.lines = this.without(line.key);
      else if (state === REFUSED) this.lines = [...this.without(line.key), { ...line, why: answer.why }];
      else break;
    }
    this.isSending = false;
    this.show(state);
  }

  form(line) {
    const given = new FormData();
    for (const [name, value] of line.fields) given.append(name, value);
    given.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    return given;
  }

  show(state = LOST) {
    const words = this.box.dataset;
    const lines = this.lines;
    const kept = lines.filter((line) => !line.why);
    const list = this.box.querySelector("[data-log-lines]");
    list.replaceChildren(...lines.filter((line) => line.why).map((line) => this.refused(line)));
    if (kept.some((line) => line.hadFile)) list.append(item(words.withoutFile));
    if (!kept.length && state === "sent") list.append(item("", link(words.again)));
    this.box.hidden = !lines.length && state !== "sent";
    this.box.querySelector("[data-log-says]").textContent = this.sentence(kept.length, state);
  }

  sentence(count, state) {
    const words = this.box.dataset;
    if (!count) return state === "sent" ? words.sent : "";
    if (state === SIGNED_OUT) return words.signedOut;
    return count === 1 ? words.one : words.many.replace("{n}", count);
  }

  refused(line) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "as-link";
    button.textContent = this.box.dataset.discard;
    button.addEventListener("click", () => {
      this.lines = this.without(line.key);
      this.show();
    });
    return item(`${this.box.dataset.refused.replace("{why}", line.why)} `, button);
  }
}

function item(text, ...more) {
  const line = document.createElement("li");
  line.append(text, ...more);
  return line;
}

function link(text) {
  const found = document.createElement("a");
  found.href = location.pathname;
  found.textContent = text;
  return found;
}

// "Add 30 min supervision": what is tapped, or written in the field beside it.
function sayWhatItAdds(form) {
  const button = form.querySelector("[data-log-button]");
  if (!button) return;
  for (const question of form.querySelectorAll("[data-log-question]")) oneAnswer(question);
  const say = () => {
    const time = minutes(form, form.elements.namedItem("minutes").value);
    const select = form.elements.namedItem("activity");
    const other = select.value ? lowered(select.selectedOptions[0].text) : "";
    const words = form.dataset.logWords;
    button.textContent = words
      .replace("{time}", time || tapped(form, "length"))
      .replace("{what}", other || tapped(form, "kind"))
      .trim();
  };
  form.addEventListener("input", say);
  form.addEventListener("change", say);
  say();
}

function tapped(form, name) {
  return form.querySelector(`[name="${name}"]:checked`)?.dataset.words ?? "";
}

function minutes(form, written) {
  const count = Number.parseInt(written, 10);
  if (!(count > 0)) return "";
  const parts = [
    [Math.floor(count / 60), form.dataset.logHour],
    [count % 60, form.dataset.logMinute],
  ];
  return parts.filter(([n]) => n).map(([n, words]) => words.replace("{n}", n)).join(" ");
}

const lowered = (text) => text.slice(0, 1).toLowerCase() + text.slice(1);

// A tap and a field answer the same question: the last one touched holds.
function oneAnswer(question) {
  const taps = question.querySelectorAll("input[type=radio]");
  const details = question.querySelector("details");
  const field = details.querySelector("input, select");
  for (const tap of taps) {
    tap.addEventListener("change", () => {
      field.value = "";
      details.open = false;
    });
  }
  field.addEventListener("input", () => {
    for (const tap of taps) tap.checked = tap.checked && !field.value;
  });
  details.addEventListener("toggle", () => details.open && field.focus());
}
