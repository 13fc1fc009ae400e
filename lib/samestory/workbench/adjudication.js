// Differences of two coders, one at a time. Words of articles, codebooks and coders reach the page as text only.

const HELP = [
  ["1 or ←", "the first coder is right"], ["2 or →", "the second coder is right"], ["o", "neither: another row"],
  ["x", "it cannot be told"], ["n", "a note, before you decide"], ["j k or ↓ ↑", "next, previous difference"],
  ["g", "the next one that is open"], ["r", "read the whole article, and close it"], ["z", "take the last decision back"], ["Esc", "leave a field"], ["?", "this list"],
];
const NAMES = { status: "state", attributed_to: "given to", low: "at least", high: "at most", evaluation: "evaluation", n: "how often", kind: "kind" };
const PATIENCE = 8000;

class Adjudication {
  constructor(model, el) {
    this.model = model;
    this.view = Math.random().toString(36).slice(2, 10);
    this.count = 0;
    this.waiting = new Map();
    this.at = 0;
    this.items = [];
    this.build(el);
    this.received = (content) => this.receive(content);
    model.on("msg:custom", this.received);
    this.ask({ do: "start" }).then((answer) => this.start(answer));
  }

  end() {
    this.model.off("msg:custom", this.received);
    for (const one of this.waiting.values()) clearTimeout(one.timer);
  }

  ask(message) {
    const id = `${this.view}-${++this.count}`;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.say("Not saved: the kernel does not answer. If it was restarted, run the cell again.", true), PATIENCE);
      this.waiting.set(id, { resolve, timer });
      this.model.send({ ...message, id });
    });
  }

  receive(content) {
    const one = this.waiting.get(content.id);
    if (!one) return;
    clearTimeout(one.timer);
    this.waiting.delete(content.id);
    if (content.ok) one.resolve(content); else this.say(content.error, true);
  }

  say(text, isWrong = false) {
    this.status.textContent = text;
    this.status.classList.toggle("ss-wrong", isWrong);
  }

  build(el) {
    const button = (text, title, act, more = {}) => make("button", { type: "button", title, onclick: () => act(), ...more }, text);
    this.heading = make("strong", { dir: "auto" });
    this.place = make("span");
    this.summary = make("div", { class: "ss-summary" });
    this.status = make("div", { class: "ss-status", role: "status", "aria-live": "polite" });
    this.help = make("dl", { class: "ss-help", hidden: true });
    for (const [key, text] of HELP) this.help.append(make("dt", {}, key), make("dd", {}, text));
    this.title = make("h3", { dir: "auto" });
    this.meaning = make("p", { class: "ss-meaning", dir: "auto" });
    this.sides = make("div", { class: "ss-sides" });
    this.note = make("input", { type: "text", maxlength: 1000, "aria-label": "Note", placeholder: "Why (n)", dir: "auto" });
    this.other = make("form", { class: "ss-other", hidden: true, onsubmit: (event) => { event.preventDefault(); this.decideOther(); } });
    this.done = make("p", { class: "ss-done", dir: "auto" });
    this.article = make("div", { class: "ss-article", dir: "auto", tabindex: 0, role: "region", "aria-label": "The whole article" });
    this.whole = make("details", { class: "ss-whole", ontoggle: () => this.read() }, make("summary", {}, "The whole article (r)"), this.article);
    this.acts = make("div", { class: "ss-acts", role: "toolbar", "aria-label": "Decision" },
      this.one = button("1", "The first coder is right (1)", () => this.decide("first"), { class: "ss-main" }),
      this.two = button("2", "The second coder is right (2)", () => this.decide("second"), { class: "ss-main" }),
      button("Other … (o)", "Neither: another row", () => this.openOther()),
      button("Cannot tell (x)", "It cannot be told from the text", () => this.decide("cannot_tell")), this.note);
    const bar = make("div", { class: "ss-bar" }, this.heading, make("span", { class: "ss-tools" },
      button("‹", "Previous (k)", () => this.step(-1), { "aria-label": "Previous difference" }), this.place,
      button("›", "Next (j)", () => this.step(1), { "aria-label": "Next difference" }),
      button("Next open (g)", "The next one without a decision", () => this.open(1)),
      button("Undo (z)", "Take the last decision back", () => this.undo()),
      button("?", "Keys", () => { this.help.hidden = !this.help.hidden; }, { "aria-label": "Keys" })));
    this.main = make("section", { class: "ss-main-part", tabindex: 0, "aria-label": "Difference: 1 and 2 decide, j and k move" },
      this.title, this.meaning, this.sides, this.whole, this.done, this.acts, this.other);
    this.root = make("div", { class: "ss-adjudication", "data-lm-suppress-shortcuts": "true", role: "group", "aria-label": "Differences of two coders",
      onkeydown: (event) => this.key(event) }, bar, this.status, this.help, this.main, this.summary);
    for (const kind of ["keyup", "keypress", "copy", "cut", "paste"]) this.root.addEventListener(kind, (event) => event.stopPropagation());
    el.append(this.root);
  }

  start(answer) {
    this.book = answer;
    this.items = answer.items;
    this.heading.textContent = `${answer.title} · ${answer.coders[0]} and ${answer.coders[1]}`;
    this.one.textContent = `${answer.coders[0]} (1)`;
    this.two.textContent = `${answer.coders[1]} (2)`;
    this.summary.textContent = answer.summary;
    this.say(answer.left ? `${answer.left} more differences come when these are decided and the cell is run again.` : `You decide as ${answer.by}.`);
    this.at = Math.max(0, this.items.findIndex((one) => !one.decided));
    this.show();
  }

  show() {
    const item = this.items[this.at];
    this.acts.hidden = this.whole.hidden = !item;
    if (item && this.shown !== item.article) this.whole.open = false;
    this.shown = item && item.article;
    if (this.whole.open) this.read();
    this.other.hidden = true;
    if (!item) {
      this.place.textContent = "0 of 0";
      this.title.textContent = "No difference in the articles that both have finished.";
      return;
    }
    this.place.textContent = `${this.at + 1} of ${this.items.length}`;
    this.title.textContent = `${item.title} — ${item.article}`;
    this.meaning.textContent = item.meaning;
    this.meaning.hidden = !item.meaning;
    this.sides.replaceChildren(...item.sides.map((side, n) => this.side(side, n, item)));
    this.note.value = (item.decided && item.decided.note) || "";
    const decided = item.decided;
    const whose = decided && { first: this.book.coders[0], second: this.book.coders[1], other: "another row", cannot_tell: "cannot be told" }[decided.decision];
    this.done.textContent = decided ? `Decided by ${decided.decided_by}: ${whose}${decided.changes ? ` ${this.changes(decided.changes)}` : ""}.` : "Open: differ in " + item.differ.map((one) => NAMES[one] || one).join(", ") + ".";
    this.done.classList.toggle("ss-open", !decided);
  }

  async read() {
    const item = this.items[this.at];
    if (!item || !this.whole.open) return;
    const answer = await this.ask({ do: "text", key: item.key });
    if (this.items[this.at] !== item) return;
    this.article.replaceChildren(...answer.pieces.map(([text, isMarked]) => isMarked ? make("mark", {}, text) : text));
    this.article.querySelector("mark")?.scrollIntoView({ block: "nearest" });
  }

  changes(json) {
    try {
      return Object.entries(JSON.parse(json)).map(([name, value]) => `${NAMES[name] || name}: ${value ?? "none"}`).join(", ");
    } catch { return ""; }
  }

  side(side, n, item) {
    const chosen = item.decided && item.decided.decision === (n ? "second" : "first");
    const made = make("section", { class: `ss-side${chosen ? " ss-chosen" : ""}`, "aria-label": this.book.coders[n] },
      make("h4", {}, `${this.book.coders[n]}${chosen ? " ✓" : ""}`), make("p", { class: "ss-says", dir: "auto" }, side.says));
    if (side.reads != null) {
      made.append(make("p", { class: "ss-passage", dir: "auto" }, `${side.is_first ? "" : "…"}${side.before}`, make("mark", {}, side.reads), `${side.after}${side.is_last ? "" : "…"}`));
    } else if (side.has) made.append(make("p", { class: "ss-quiet" }, "no passage"));
    if (side.note) made.append(make("p", { class: "ss-quiet", dir: "auto" }, `note: ${side.note}`));
    return made;
  }

  step(by) {
    if (!this.items.length) return;
    this.at = (this.at + by + this.items.length) % this.items.length;
    this.show();
  }

  open(by) {
    for (let n = 1; n <= this.items.length; n++) {
      const at = (this.at + by * n + this.items.length * n) % this.items.length;
      if (!this.items[at].decided) { this.at = at; return this.show(); }
    }
    this.show();
    this.say("Every difference is decided.");
  }

  async decide(decision, changes = null) {
    const item = this.items[this.at];
    if (!item) return;
    this.say("saving …");
    const answer = await this.ask({ do: "decide", key: item.key, decision, note: this.note.value, changes });
    this.taken(answer);
    this.say("saved");
    if (this.items[this.at] === item) this.open(1);
  }

  taken(answer) {
    const item = this.items.find((one) => one.key === answer.key);
    if (item) item.decided = answer.decided;
    if (answer.summary) this.summary.textContent = answer.summary;
    return item;
  }

  async undo() {
    const answer = await this.ask({ do: "undo" });
    if (answer.said) return this.say(answer.said);
    const item = this.taken(answer);
    if (item) this.at = this.items.indexOf(item);
    this.show();
    this.say("taken back");
  }

  openOther() {
    const item = this.items[this.at];
    if (!item) return;
    const cells = (item.sides[0].cells || item.sides[1].cells || {});
    this.other.replaceChildren();
    for (const name of this.book.changed[item.table]) {
      const allowed = this.book.allowed[`${item.table}.${name}`] || [];
      const value = cells[name] == null ? "" : String(cells[name]);
      const field = allowed.length
        ? make("select", { name }, ...allowed.map((one) => make("option", { value: one, selected: one === value }, one)))
        : make("input", { name, value, dir: "auto", maxlength: 300, inputmode: ["low", "high", "n"].includes(name) ? "decimal" : null });
      this.other.append(make("label", {}, make("span", {}, NAMES[name] || name), field));
    }
    this.other.append(make("button", { type: "submit", class: "ss-main" }, "Decide"),
      make("button", { type: "button", onclick: () => this.closeOther() }, "Leave"));
    this.other.hidden = false;
    this.other.querySelector("select, input").focus();
  }

  closeOther() {
    this.other.hidden = true;
    this.main.focus();
  }

  async decideOther() {
    const item = this.items[this.at], changes = {};
    for (const field of this.other.querySelectorAll("[name]")) changes[field.name] = field.value;
    this.main.focus();
    await this.decide("other", changes);
    if (this.items[this.at] !== item) this.other.hidden = true;
  }

  key(event) {
    event.stopPropagation();
    const inField = ["INPUT", "SELECT"].includes(event.target.tagName);
    if (event.key === "Escape" || (inField && event.target === this.note && event.key === "Enter")) {
      this.closeOther();
      return event.preventDefault();
    }
    if (inField || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = {
      1: () => this.decide("first"), ArrowLeft: () => this.decide("first"),
      2: () => this.decide("second"), ArrowRight: () => this.decide("second"),
      x: () => this.decide("cannot_tell"), o: () => this.openOther(), n: () => this.note.focus(),
      j: () => this.step(1), ArrowDown: () => this.step(1), k: () => this.step(-1), ArrowUp: () => this.step(-1),
      g: () => this.open(1), r: () => { this.whole.open = !this.whole.open; }, z: () => this.undo(), "?": () => { this.help.hidden = !this.help.hidden; },
    }[keyOf(event)];
    if (!act) return;
    event.preventDefault();
    act();
  }
}

export default {
  render({ model, el }) {
    const made = new Adjudication(model, el);
    return () => made.end();
  },
};
