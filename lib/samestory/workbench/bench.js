// The coding workbench: an article, its codebook, and keys. Text of articles and codebooks reaches the page as text
// nodes and attributes only. Python counts code points, JavaScript UTF-16 units: `offsets` goes between the two.

const STATES = [
  ["a", "asserted", "asserted"], ["t", "attributed", "attributed …"], ["h", "hedged", "hedged"],
  ["d", "denied", "denied …"], ["o", "contradicted", "contradicted …"], ["m", "mentioned", "cannot tell"],
  ["b", "absent", "absent"], ["v", "not_visible", "not visible"],
];
const BY_SOMEBODY = ["attributed", "denied", "contradicted"];
const HELP = [
  ["j k or ↓ ↑", "next, previous sentence"], ["→ ←", "next, previous word"],
  ["Shift + arrow", "extend the selection by a word or a sentence"], ["g G", "first, last sentence"],
  ["1 2 3 …", "choose a claim by its number"], ["c", "choose a claim by its id or words"],
  ["q w", "previous, next claim"], ["a", "asserted"], ["t", "attributed, and to whom"], ["h", "hedged"],
  ["d", "denied, and by whom"], ["o", "contradicted, and by whom"], ["m", "mentioned: cannot tell how it is put"],
  ["b", "absent"], ["v", "not visible in the part of the text that is here"], ["u", "a figure"],
  ["l", "a label of an actor"], ["s", "a source"], ["n", "a note on the current decision"],
  ["Delete", "take the current decision out"], ["z", "undo, step by step"], ["i p", "next, previous suggestion"],
  ["y x", "accept, refuse a suggestion"], ["/", "search in the text; Enter: next place"], ["] [", "next, previous article"],
  ["f", "finish the article; reopen a finished one"], ["Esc", "leave a form"], ["?", "this list"],
];
const LAYERS = ["claims", "numbers", "labels", "citations", "suggested", "found", "selected"];
const MOST_FOUND = 500;
const PATIENCE = 8000; // milliseconds until a decision without an answer is called unsaved

/** Between places in code points and in UTF-16 units of one text. */
export function offsets(text) {
  const pairs = [];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0xd800 && unit < 0xdc00 && i + 1 < text.length) pairs.push(i++);
  }
  const below = (limit, at) => {
    let low = 0, high = pairs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (at(middle) < limit) low = middle + 1; else high = middle;
    }
    return low;
  };
  return {
    toPoints: (unit) => unit - below(unit, (n) => pairs[n]),
    toUnits: (point) => point + below(point, (n) => pairs[n] - n),
  };
}

/** A number as a person types it; null if nothing is typed, NaN for signs that may part thousands or decimals. */
export function numberIn(typed) {
  const said = typed.replace(/\s/g, "");
  if (said === "") return null;
  return /^-?\d+([.,](?!\d{3}$)\d+)?$/.test(said) || /^-?0[.,]\d+$/.test(said) ? Number(said.replace(",", ".")) : NaN;
}

function layer(name) {
  if (typeof Highlight === "undefined" || !CSS.highlights) return null;
  const full = `ss-${name}`;
  if (!CSS.highlights.has(full)) {
    const made = new Highlight();
    made.priority = LAYERS.indexOf(name);
    CSS.highlights.set(full, made);
  }
  return CSS.highlights.get(full);
}

class Bench {
  constructor(model, el) {
    this.model = model;
    this.waiting = new Map();
    this.view = Math.random().toString(36).slice(2, 10);
    this.count = 0;
    this.ranges = Object.fromEntries(LAYERS.map((name) => [name, []]));
    this.suggested = [];
    this.digits = "";
    this.quiet = true; // the first article takes no focus from the notebook
    this.build(el);
    this.received = (content) => this.receive(content);
    model.on("msg:custom", this.received);
    this.ask({ do: "start" }).then((answer) => this.start(answer));
  }

  end() {
    this.model.off("msg:custom", this.received);
    for (const name of LAYERS) this.paint(name, []);
    for (const one of this.waiting.values()) clearTimeout(one.timer);
  }

  // Messages

  ask(message) {
    const id = `${this.view}-${++this.count}`;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        const isDecision = !["start", "open", "propose"].includes(message.do);
        this.say(`${isDecision ? "Not saved yet" : "No answer"}: the kernel is busy or gone. If it was restarted, run the cell again.`, true);
        this.isOpening = false;
      }, PATIENCE);
      this.waiting.set(id, { resolve, timer });
      this.model.send({ ...message, id });
    });
  }

  receive(content) {
    if (content.kind === "suggestions") return this.suggestions(content);
    const one = this.waiting.get(content.id);
    if (!one) return;
    clearTimeout(one.timer);
    this.waiting.delete(content.id);
    if (content.ok) return one.resolve(content);
    this.isOpening = false;
    this.say(content.error, true);
  }

  say(text, isWrong = false) {
    this.status.textContent = text;
    this.status.classList.toggle("ss-wrong", isWrong);
  }

  // The page

  build(el) {
    const button = (text, title, act, more = {}) =>
      make("button", { type: "button", title, ...more, onclick: () => { act(); } }, text);
    this.heading = make("strong", { dir: "auto" });
    this.progress = make("progress", { max: 1, value: 0, "aria-label": "articles finished" });
    this.counted = make("span");
    this.choice = make("select", { "aria-label": "Article", onchange: () => this.open(this.choice.value) });
    this.search = make("input", { type: "search", placeholder: "Search the text ( / )", "aria-label": "Search the text",
      oninput: () => this.find(), onkeydown: (event) => this.searchKey(event) });
    this.finishButton = button("Finish (f)", "Finish this article", () => this.finish(), { class: "ss-main" });
    const bar = make("div", { class: "ss-bar" }, this.heading, make("span", { class: "ss-progress" }, this.progress, this.counted),
      make("span", { class: "ss-tools" },
        button("‹", "Previous article ( [ )", () => this.step(-1), { "aria-label": "Previous article" }), this.choice,
        button("›", "Next article ( ] )", () => this.step(1), { "aria-label": "Next article" }), this.search,
        button("Undo (z)", "Take the last step back", () => this.undo()), this.finishButton,
        button("?", "Keys", () => this.help(), { "aria-label": "Keys" })));
    this.status = make("div", { class: "ss-status", role: "status", "aria-live": "polite" });
    this.spoken = make("div", { class: "ss-hidden", "aria-live": "polite" });
    this.about = make("div", { class: "ss-about" });
    this.body = make("div", { class: "ss-body" });
    this.text = make("section", { class: "ss-article", tabindex: 0, "aria-label": "Article: j and k move by sentence, arrows by word",
      onmouseup: () => this.pointed(), onclick: (event) => this.clicked(event) }, this.about, this.body);
    this.panel = make("div", { class: "ss-form" });
    this.card = make("div", { class: "ss-card" });
    this.states = make("div", { class: "ss-states", role: "toolbar", "aria-label": "State of the claim" });
    for (const [key, status, shown] of STATES) {
      this.states.append(button(`${shown} (${key})`, status, () => this.claim(status), { "data-status": status }));
    }
    this.more = make("div", { class: "ss-states", role: "toolbar", "aria-label": "Other decisions" },
      button("figure … (u)", "A figure for a quantity of the codebook", () => this.form("numbers"), { "data-table": "numbers" }),
      button("label … (l)", "What an actor is called", () => this.form("labels"), { "data-table": "labels" }),
      button("source … (s)", "A source that the article names", () => this.form("citations"), { "data-table": "citations" }),
      button("note … (n)", "A note on the current decision", () => this.note()),
      button("take out (Del)", "Take the current decision out", () => this.remove()));
    this.meaning = make("div", { class: "ss-meaning" });
    this.claims = make("ul", { class: "ss-claims", role: "listbox", tabindex: 0, "aria-label": "Claims" });
    this.others = make("div", { class: "ss-decided" });
    this.side = make("section", { class: "ss-side", tabindex: -1, "aria-label": "Codebook" }, this.card, this.panel, this.states, this.more,
      this.meaning, this.claims, this.others);
    this.root = make("div", { class: "ss-bench", "data-lm-suppress-shortcuts": "true", role: "group", "aria-label": "Coding workbench",
      onkeydown: (event) => this.key(event) }, bar, this.status, make("div", { class: "ss-two" }, this.text, this.side), this.spoken);
    for (const kind of ["keyup", "keypress", "copy", "cut", "paste"]) this.root.addEventListener(kind, (event) => event.stopPropagation());
    el.append(this.root);
  }

  start(answer) {
    this.book = answer;
    this.heading.textContent = `${answer.title} · ${answer.coder}`;
    answer.articles.forEach((one, n) => this.choice.append(make("option", { value: one.id }, `${n + 1}. ${one.name}`)));
    this.states.hidden = !answer.claims.length;
    for (const one of this.more.querySelectorAll("[data-table]")) one.hidden = !answer.tables.includes(one.dataset.table);
    if (!answer.claims.length) {
      this.meaning.textContent = "The codebook has no claims yet: write them into codebook.yaml and run the cell again. Until then, sources can be coded"
        + (answer.tables.length > 1 ? ", and what else the codebook has." : ".");
    }
    this.claims.hidden = !answer.claims.length;
    answer.claims.forEach((one, n) => {
      const shown = make("li", { role: "option", id: `${this.view}-claim-${n}`, "aria-selected": "false",
        onclick: () => { this.choose(n); const row = this.row("claims", one.id); if (row) this.go(row, "claims"); } });
      this.claims.append(shown);
    });
    this.active = 0;
    this.done(answer.finished);
    if (answer.at == null) this.say("No article with a text to code.", true);
    else this.open(answer.at);
  }

  done(finished) {
    this.finished = new Set(finished);
    const all = this.book.articles.length;
    this.progress.max = Math.max(all, 1);
    this.progress.value = finished.length;
    this.counted.textContent = `${finished.length} of ${all} finished`;
    this.book.articles.forEach((one, n) => {
      const shown = `${this.finished.has(one.id) ? "✓ " : ""}${n + 1}. ${one.name}`;
      if (this.choice.options[n].textContent !== shown) this.choice.options[n].textContent = shown;
    });
  }

  async open(article) {
    this.isOpening = true; // a key pressed before the article is there would be for the last one
    this.say("opening …");
    const answer = await this.ask({ do: "open", article });
    this.isOpening = false;
    this.close();
    this.at = answer;
    this.choice.value = answer.article;
    this.map = offsets(answer.text);
    this.write(answer);
    this.suggested = [];
    this.current = null;
    this.decided = null;
    this.card.replaceChildren();
    this.search.value = "";
    this.hits = [];
    this.paint("found", []);
    this.state(answer);
    this.choose(0);
    this.sentence = 0;
    this.text.scrollTop = 0;
    if (this.spans.length) this.select(...this.spans[0], 0, false);
    if (!this.quiet) this.text.focus({ preventScroll: true });
    this.quiet = false;
    clearTimeout(this.later);
    if (!answer.is_blind && !answer.is_finished) {
      this.later = setTimeout(() => this.model.send({ do: "suggest", article: answer.article }), 400);
    }
    this.say(answer.is_blind ? "Blind: suggestions and other coders are hidden." : "Ready. Press ? for the keys.");
  }

  /** Write the article: a paragraph for each run of sentences on one line, a span for each sentence. */
  write(answer) {
    const facts = [answer.outlet, answer.published, answer.language, answer.text_status === "full" ? "" : `text: ${answer.text_status}`];
    this.about.replaceChildren(make("h3", { dir: "auto" }, answer.title || answer.name), make("p", { dir: "auto" }, facts.filter(Boolean).join(" · ")));
    this.spans = answer.sentences.map(([begin, end]) => [this.map.toUnits(begin), this.map.toUnits(end)]);
    this.firsts = this.spans.map(([begin]) => begin);
    this.starts = []; this.nodes = []; this.shown = []; this.words = [];
    this.places = new WeakMap();
    const keep = (begin, end) => {
      const node = document.createTextNode(answer.text.slice(begin, end));
      this.starts.push(begin); this.nodes.push(node); this.places.set(node, begin);
      return node;
    };
    const body = document.createDocumentFragment();
    let last = 0, paragraph = null;
    this.spans.forEach(([begin, end], n) => {
      if (!paragraph || /[\n\r\u000b\u000c\u0085\u2028\u2029]/.test(answer.text.slice(last, begin))) {
        paragraph = make("p", { dir: "auto" });
        body.append(paragraph);
      } else if (begin > last) paragraph.append(keep(last, begin));
      const shown = make("span", { class: "ss-sentence", "data-n": n });
      shown.append(keep(begin, end));
      paragraph.append(shown);
      this.shown.push(shown);
      last = end;
    });
    this.body.replaceChildren(body);
    if (/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(answer.language)) this.body.lang = answer.language; else this.body.removeAttribute("lang");
  }

  // Places in the text

  /** The number of the last start that is at or before a place. */
  before(starts, place) {
    let low = 0, high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= place) low = middle + 1; else high = middle;
    }
    return Math.max(low - 1, 0);
  }

  range(begin, end) {
    const first = this.before(this.starts, begin), last = this.before(this.starts, end - 1);
    const made = new Range();
    made.setStart(this.nodes[first], Math.min(begin - this.starts[first], this.nodes[first].length));
    made.setEnd(this.nodes[last], Math.min(Math.max(end - this.starts[last], 0), this.nodes[last].length));
    return made;
  }

  paint(name, spans) {
    const shown = layer(name);
    if (!shown) return;
    for (const range of this.ranges[name]) shown.delete(range);
    this.ranges[name] = spans.filter(([begin, end]) => begin < end).map(([begin, end]) => this.range(begin, end));
    for (const range of this.ranges[name]) shown.add(range);
  }

  sentenceAt(place) { return this.before(this.firsts, place); }

  wordsOf(n) {
    if (this.words[n]) return this.words[n];
    const [begin, end] = this.spans[n], said = this.at.text.slice(begin, end), found = [];
    if (typeof Intl.Segmenter === "function") {
      for (const one of new Intl.Segmenter(this.body.lang || undefined, { granularity: "word" }).segment(said)) {
        if (one.isWordLike) found.push([begin + one.index, begin + one.index + one.segment.length]);
      }
    } else for (const one of said.matchAll(/[\p{L}\p{M}\p{N}]+/gu)) found.push([begin + one.index, begin + one.index + one[0].length]);
    return (this.words[n] = found.length ? found : [[begin, end]]);
  }

  wordAfter(place) {
    for (let n = this.sentenceAt(place); n < this.spans.length; n++) {
      const found = this.wordsOf(n).find(([begin]) => begin >= place);
      if (found) return found;
    }
    return null;
  }

  wordBefore(place) {
    for (let n = this.sentenceAt(Math.max(place - 1, 0)); n >= 0; n--) {
      const found = this.wordsOf(n).findLast(([, end]) => end <= place);
      if (found) return found;
    }
    return null;
  }

  /** Select from an anchor to a head, both spans in units of the text. */
  select(begin, end, sentence = null, isSpoken = true) {
    this.anchor = this.head = [begin, end];
    this.isWhole = sentence != null;
    this.show(sentence ?? this.sentenceAt(begin), isSpoken);
  }

  extend(head) {
    if (!head) return;
    this.head = head;
    this.isWhole = false;
    this.show(this.sentenceAt(head === this.anchor ? head[0] : Math.max(head[1] - 1, head[0])));
  }

  get selected() {
    return [Math.min(this.anchor[0], this.head[0]), Math.max(this.anchor[1], this.head[1])];
  }

  show(sentence, isSpoken = true) {
    this.shown[this.sentence]?.classList.remove("ss-here");
    this.sentence = sentence;
    const shown = this.shown[sentence];
    shown.classList.add("ss-here");
    const [begin, end] = this.selected;
    this.paint("selected", [[begin, end]]);
    if (isSpoken) {
      this.reveal(shown);
      this.spoken.textContent = this.at.text.slice(begin, Math.min(end, begin + 200));
    }
  }

  /** Scroll the article, and only the article, until a sentence is in it. */
  reveal(shown) {
    const frame = this.text.getBoundingClientRect(), box = shown.getBoundingClientRect();
    if (box.top < frame.top + 8) this.text.scrollTop -= frame.top - box.top + frame.height / 4;
    else if (box.bottom > frame.bottom - 8) this.text.scrollTop += box.top - frame.top - frame.height / 3;
  }

  moveSentence(by, isLonger) {
    const next = Math.min(Math.max(this.sentence + by, 0), this.spans.length - 1);
    if (isLonger) this.extend(this.spans[this.isWhole || next !== this.sentence ? next : this.sentence]);
    else this.select(...this.spans[next], next);
  }

  moveWord(by, isLonger) {
    if (!isLonger && this.isWhole) {
      const words = this.wordsOf(this.sentence);
      return this.select(...words.at(by > 0 ? 0 : -1));
    }
    const found = by > 0 ? this.wordAfter(this.head[1]) : this.wordBefore(this.head[0]);
    if (!found) return;
    if (isLonger) this.extend(found); else this.select(...found);
  }

  /** What the mouse has selected in the article, without white space at its ends. */
  pointed() {
    const said = document.getSelection();
    if (!said.rangeCount || said.isCollapsed || !this.at) return;
    const range = said.getRangeAt(0);
    if (!this.body.contains(range.startContainer) || !this.body.contains(range.endContainer)) return;
    let begin = this.place(range.startContainer, range.startOffset), end = this.place(range.endContainer, range.endOffset);
    while (begin < end && /\s/.test(this.at.text[begin])) begin++;
    while (end > begin && /\s/.test(this.at.text[end - 1])) end--;
    if (begin < end) { this.select(begin, end, null, false); said.removeAllRanges(); this.dragged = true; }
  }

  place(node, offset) {
    if (this.places.has(node)) return this.places.get(node) + offset;
    const walker = document.createTreeWalker(this.body, NodeFilter.SHOW_TEXT);
    const limit = new Range();
    limit.setStart(node, offset);
    for (let one = walker.nextNode(); one; one = walker.nextNode()) {
      if (limit.comparePoint(one, 0) >= 0) return this.places.get(one);
    }
    return this.at.text.length;
  }

  clicked(event) {
    if (this.dragged) { this.dragged = false; return; }
    const shown = event.target.closest?.(".ss-sentence");
    if (shown && this.at) this.select(...this.spans[+shown.dataset.n], +shown.dataset.n);
  }

  // What is decided

  row(table, ...key) {
    return this.at.rows[table].find((one) => key.every((cell, n) => one.key[n + 1] === cell));
  }

  state(answer) {
    this.at.rows = answer.rows;
    this.at.is_finished = answer.is_finished;
    this.done(answer.finished);
    this.finishButton.textContent = answer.is_finished ? "Reopen (f)" : "Finish (f)";
    this.root.classList.toggle("ss-finished", answer.is_finished);
    const places = (table) => answer.rows[table].filter((one) => one.begin !== "" && one.begin != null)
      .map((one) => [this.map.toUnits(+one.begin), this.map.toUnits(+one.end)]);
    for (const table of ["claims", "numbers", "labels", "citations"]) this.paint(table, places(table));
    this.list();
  }

  list() {
    const rows = new Map(this.at.rows.claims.map((one) => [one.claim_id, one]));
    this.book.claims.forEach((one, n) => {
      const row = rows.get(one.id), shown = this.claims.children[n];
      const others = Object.entries(this.at.others[one.id] ?? {}).map(([coder, status]) => `${coder}: ${this.stateName(status)}`).join(", ");
      shown.replaceChildren(make("span", { class: "ss-number" }, String(n + 1)), make("span", { class: "ss-name", dir: "auto" }, `${one.id} ${one.title}`),
        row ? make("span", { class: `ss-chip ss-${row.status}` }, this.stateName(row.status)) : "",
        row?.attributed_to ? make("span", { class: "ss-small", dir: "auto" }, row.attributed_to) : "",
        row?.reads ? make("q", { dir: "auto" }, row.reads.length > 120 ? `${row.reads.slice(0, 119)}…` : row.reads) : "",
        row?.note ? make("span", { class: "ss-small", dir: "auto" }, `note: ${row.note}`) : "",
        others ? make("span", { class: "ss-small", dir: "auto" }, others) : "");
    });
    const parts = [];
    const headings = { numbers: "Figures", labels: "Labels", citations: "Sources" };
    for (const table of ["numbers", "labels", "citations"]) {
      if (!this.book.tables.includes(table) || !this.at.rows[table].length) continue;
      const list = make("ul");
      const order = [...this.at.rows[table]].sort((one, other) => +one.begin - +other.begin);
      for (const row of order) {
        const isCurrent = this.decided && this.decided.table === table && this.decided.key.join("\n") === row.key.join("\n");
        list.append(make("li", {}, make("button", { type: "button", "aria-pressed": String(Boolean(isCurrent)), dir: "auto",
          onclick: () => this.go(row, table) }, this.inWords(table, row))));
      }
      parts.push(make("h4", {}, headings[table]), list);
    }
    this.others.replaceChildren(...parts);
  }

  stateName(status) {
    return status === "mentioned" ? "cannot tell" : status === "not_visible" ? "not visible" : status;
  }

  inWords(table, row) {
    const note = row.note ? ` · note: ${row.note}` : "";
    if (table === "numbers") {
      const title = this.book.quantities.find((one) => one.id === row.quantity)?.title ?? row.quantity;
      const bounds = row.low === row.high ? row.low : row.high === "" ? `${row.low} or more` : row.low === "" ? `${row.high} or less` : `${row.low} to ${row.high}`;
      return `${title}: ${row.value_text} (${bounds} ${row.unit})${row.attributed_to ? `, ${row.attributed_to}` : ""}${note}`;
    }
    if (table === "labels") {
      const title = this.book.actors.find((one) => one.id === row.actor)?.title ?? row.actor;
      return `${title}: ${row.label} (${row.voice}, ${row.evaluation}${row.n === "1" ? "" : `, ${row.n} times`})${note}`;
    }
    if (table === "citations") return `${row.order ? `${row.order}. ` : ""}${row.cited} (${row.kind})${note}`;
    return `${row.claim_id} ${this.stateName(row.status)}${row.attributed_to ? `, ${row.attributed_to}` : ""}${note}`;
  }

  /** Go to a decision and its passage. */
  go(row, table) {
    this.decided = { table, key: row.key };
    if (row.begin) this.select(this.map.toUnits(+row.begin), this.map.toUnits(+row.end));
    this.list();
  }

  choose(n, isSpoken = false) {
    if (!this.book.claims.length) return;
    this.claims.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = Math.min(Math.max(n, 0), this.book.claims.length - 1);
    const one = this.book.claims[this.active], shown = this.claims.children[this.active];
    shown.setAttribute("aria-selected", "true");
    this.claims.setAttribute("aria-activedescendant", shown.id);
    const box = shown.getBoundingClientRect(), frame = this.claims.getBoundingClientRect();
    if (box.top < frame.top) this.claims.scrollTop -= frame.top - box.top;
    else if (box.bottom > frame.bottom) this.claims.scrollTop += box.bottom - frame.bottom;
    const rules = Object.entries(one.rules).map(([status, rule]) => make("li", { dir: "auto" }, make("b", {}, `${this.stateName(status)}: `), rule));
    this.meaning.replaceChildren(make("p", { dir: "auto" }, make("b", {}, `${one.id} `), one.description), rules.length ? make("ul", {}, ...rules) : "");
    const row = this.at && this.row("claims", one.id);
    if (row) this.decided = { table: "claims", key: row.key };
    if (isSpoken) this.spoken.textContent = `${one.id} ${one.title}${row ? `, ${this.stateName(row.status)}` : ""}`;
  }

  passage() {
    const [begin, end] = this.selected;
    return { begin: this.map.toPoints(begin), end: this.map.toPoints(end) };
  }

  async decide(decision, said) {
    this.say("saving …");
    const answer = await this.ask({ do: "decide", article: this.at.article, decisions: [decision] });
    if (answer.article !== this.at.article) return;
    const first = { claims: "claim_id", numbers: "quantity", labels: "actor", citations: "cited" }[decision.table];
    const row = answer.rows[decision.table].findLast((one) => one[first] === decision[first] && (decision.table === "claims" || decision.table === "citations" || +one.begin === decision.begin));
    this.decided = row && !decision.remove ? { table: decision.table, key: row.key } : null;
    this.state(answer);
    this.say(`saved: ${said}`);
    this.settled(decision);
  }

  claim(status) {
    const one = this.book.claims[this.active];
    if (!one || !this.at) return;
    const decision = { table: "claims", claim_id: one.id, status };
    if (!["absent", "not_visible"].includes(status)) Object.assign(decision, this.passage());
    const said = `${one.id} ${this.stateName(status)}`;
    if (!BY_SOMEBODY.includes(status)) return this.decide(decision, said);
    const before = this.row("claims", one.id)?.attributed_to ?? "";
    this.fill(status === "attributed" ? "Attributed to" : status === "denied" ? "Denied by" : "Contradicted by", [
      { name: "attributed_to", label: "Source (empty: none is named)", value: before, list: this.sources() },
    ], (given) => this.decide({ ...decision, attributed_to: given.attributed_to }, said));
  }

  sources() {
    const names = new Set(this.at.rows.citations.map((one) => one.cited));
    for (const table of ["claims", "numbers"]) for (const one of this.at.rows[table]) if (one.attributed_to) names.add(one.attributed_to);
    for (const one of this.book.sources) names.add(one);
    return [...names];
  }

  async form(table) {
    if (!this.at || !this.book.tables.includes(table)) return;
    const place = this.passage(), [begin, end] = this.selected, said = this.at.text.slice(begin, end);
    const propose = (more = {}) => this.ask({ do: "propose", article: this.at.article, table, ...place, ...more }).then((answer) => answer.given);
    const put = (names, given) => { for (const name of names) if (this.fields?.[name]) this.fields[name].value = given[name] ?? ""; };
    if (table === "numbers") {
      const quantity = this.quantity ?? this.book.quantities[0].id;
      const given = await propose({ quantity });
      this.fill(`Figure: ${said.slice(0, 80)}`, [
        { name: "quantity", label: "Quantity", value: quantity, options: this.book.quantities.map((one) => [one.id, `${one.title} (${one.unit})`]),
          onchange: () => propose({ quantity: this.fields.quantity.value }).then((made) => put(["low", "high"], made)) },
        { name: "low", label: "At least (empty: open)", value: given.low ?? "", number: true },
        { name: "high", label: "At most (empty: open)", value: given.high ?? "", number: true },
        { name: "attributed_to", label: "Given to (empty: the article's own voice)", value: "", list: this.sources() },
        { name: "scope", label: "Of whom, where, since when (if the article says it)", value: "" },
      ], (made) => { this.quantity = made.quantity; this.decide({ table, ...place, ...made }, `figure ${said.slice(0, 60)}`); });
    } else if (table === "labels") {
      const actor = this.actor ?? this.book.actors[0].id;
      const given = await propose({ actor });
      this.fill(`Label: ${said.slice(0, 80)}`, [
        { name: "actor", label: "Actor", value: actor, options: this.book.actors.map((one) => [one.id, one.title]),
          onchange: () => propose({ actor: this.fields.actor.value }).then((made) => put(["label", "evaluation", "voice", "n"], made)) },
        { name: "label", label: "Label, in base form", value: given.label },
        { name: "voice", label: "Voice", value: given.voice, options: [["own", "the article's own words"], ["quoted", "somebody's words"]] },
        { name: "evaluation", label: "Value for the actor", value: given.evaluation, options: ["legitimising", "neutral", "delegitimising"].map((one) => [one, one]) },
        { name: "n", label: "Times in the article so far", value: given.n, number: true },
      ], (made) => { this.actor = made.actor; this.decide({ table, ...place, ...made }, `label ${made.label}`); });
    } else {
      const given = await propose();
      this.fill(`Source: ${said.slice(0, 80)}`, [
        { name: "cited", label: "Name", value: given.cited, list: this.sources() },
        { name: "kind", label: "Kind", value: given.kind, options: this.book.kinds.map((one) => [one, one]) },
      ], (made) => this.decide({ table, ...place, ...made }, `source ${made.cited}`));
    }
  }

  /** A small form at the top of the codebook; what it gives goes to `then`. */
  fill(title, fields, then) {
    this.fields = {};
    const shown = fields.map((field, n) => {
      const id = `${this.view}-${field.name}`;
      let input;
      if (field.options) {
        input = make("select", { id, onchange: field.onchange }, ...field.options.map(([value, text]) => make("option", { value }, text)));
      } else {
        input = make("input", { id, type: "text", dir: "auto", autocomplete: "off", inputmode: field.number ? "decimal" : "text", list: field.list ? `${id}-list` : null });
      }
      input.value = field.value;
      this.fields[field.name] = input;
      return make("div", {}, make("label", { for: id }, field.label), input,
        field.list ? make("datalist", { id: `${id}-list` }, ...field.list.map((one) => make("option", { value: one }))) : "");
    });
    const byEnter = (event) => { if (event.key === "Enter" && event.target.tagName === "SELECT") { event.preventDefault(); form.requestSubmit(); } };
    const form = make("form", { "aria-label": title, onkeydown: byEnter, onsubmit: (event) => {
      event.preventDefault();
      const given = {};
      for (const field of fields) {
        const value = this.fields[field.name].value.trim();
        given[field.name] = field.number ? numberIn(value) : value;
        if (Number.isNaN(given[field.name])) return this.say(`${field.label}: type digits without signs between thousands, for instance 1200 or 0.5`, true);
      }
      this.close();
      this.text.focus({ preventScroll: true });
      then(given);
    } }, make("strong", { dir: "auto" }, title), ...shown,
      make("div", { class: "ss-tools" }, make("button", { type: "submit", class: "ss-main" }, "Save (Enter)"),
        make("button", { type: "button", onclick: () => { this.close(); this.text.focus({ preventScroll: true }); } }, "Cancel (Esc)")));
    this.panel.replaceChildren(form);
    this.side.scrollTop = 0;
    const first = this.fields[fields[0].name];
    first.focus();
    first.select?.();
  }

  close() { this.panel.replaceChildren(); this.fields = null; }

  note() {
    if (!this.decided) return this.say("Choose a decision first: a claim with a state, or a line of the lists below it.", true);
    const { table, key } = this.decided, row = this.at.rows[table].find((one) => one.key.join("\n") === key.join("\n"));
    if (!row) return;
    this.fill(`Note on ${this.inWords(table, row)}`, [{ name: "note", label: "Note", value: row.note ?? "" }], async (given) => {
      this.say("saving …");
      this.state(await this.ask({ do: "note", article: this.at.article, table, key, note: given.note }));
      this.say("saved: note");
    });
  }

  remove() {
    if (!this.decided) return this.say("Choose the decision to take out first.", true);
    const { table, key } = this.decided;
    this.decide({ table, key, remove: true }, "taken out");
  }

  async undo() {
    const answer = await this.ask({ do: "undo" });
    if (answer.article !== this.at.article) { await this.open(answer.article); this.say("undone in this article"); return; }
    this.decided = null;
    this.state(answer);
    this.choose(this.active);
    if (!this.at.is_blind) this.model.send({ do: "suggest", article: this.at.article });  // a refused one may be back
    this.say("undone");
  }

  async finish() {
    const doing = this.at.is_finished ? "reopen" : "finish";
    const answer = await this.ask({ do: doing, article: this.at.article });
    this.state(answer);
    if (doing === "reopen") return this.say("reopened: decisions can be changed");
    if (answer.next && answer.next !== answer.article && !this.finished.has(answer.next)) {
      await this.open(answer.next);
      this.say("saved: article finished. This is the next one.");
    } else this.say("saved: article finished. All articles are finished.");
  }

  step(by) {
    const n = this.book.articles.findIndex((one) => one.id === this.at.article) + by;
    if (n < 0 || n >= this.book.articles.length) return this.say(by > 0 ? "This is the last article." : "This is the first article.");
    this.open(this.book.articles[n].id);
  }

  // Suggestions

  suggestions(content) {
    if (!this.at || content.article !== this.at.article) return;
    if (content.error) return this.say(`No suggestions: ${content.error}`, true);
    this.suggested = content.given.filter((one) => !this.isDecided(one));
    this.paint("suggested", this.suggested.filter((one) => one.begin).map((one) => [this.map.toUnits(+one.begin), this.map.toUnits(+one.end)]));
    this.current = null;
    this.showCard();
  }

  isDecided(one) {
    return this.at.rows[one.table].some((row) => row.key.join("\n") === one.key.join("\n"));
  }

  /** After a decision: a suggestion for the same row is settled. */
  settled(decision) {
    if (decision.remove) return;
    const is = this.suggested.findIndex((one) => this.isDecided(one));
    const was = this.current;
    this.suggested = this.suggested.filter((one) => !this.isDecided(one));
    if (is >= 0) this.repaint(was);
  }

  repaint(was) {
    this.paint("suggested", this.suggested.filter((one) => one.begin).map((one) => [this.map.toUnits(+one.begin), this.map.toUnits(+one.end)]));
    if (was != null && this.suggested.length) this.suggest(Math.min(was, this.suggested.length - 1));
    else { this.current = null; this.showCard(); }
  }

  suggest(n) {
    if (!this.suggested.length) return this.say(this.at.is_blind ? "Blind: no suggestions here." : "No suggestions are left.");
    this.current = (n + this.suggested.length) % this.suggested.length;
    const one = this.suggested[this.current];
    if (one.table === "claims") this.choose(this.book.claims.findIndex((claim) => claim.id === one.claim_id));
    if (one.begin) this.select(this.map.toUnits(+one.begin), this.map.toUnits(+one.end));
    this.showCard();
  }

  showCard() {
    const n = this.suggested.length;
    if (!n) return this.card.replaceChildren();
    if (this.current == null) {
      this.card.replaceChildren(make("p", {}, `${n} suggestion${n === 1 ? "" : "s"} to look at, none of them decided. `,
        make("button", { type: "button", onclick: () => this.suggest(0) }, "look (i)")));
      return;
    }
    const one = this.suggested[this.current];
    const what = one.status === "" ? `${one.claim_id}: a place to look at` : this.inWords(one.table, { ...one, note: "", order: "" });
    this.card.replaceChildren(make("p", {}, make("b", {}, `Suggestion ${this.current + 1} of ${n}: `), make("span", { dir: "auto" }, what)),
      make("p", { class: "ss-small", dir: "auto" }, `${one.by}${one.why ? ` · ${one.why.slice(0, 200)}` : ""}`),
      make("div", { class: "ss-tools" }, make("button", { type: "button", onclick: () => this.accept() }, "accept (y)"),
        make("button", { type: "button", onclick: () => this.refuse() }, "refuse (x)"),
        make("button", { type: "button", onclick: () => this.suggest(this.current + 1) }, "next (i)")));
    this.spoken.textContent = `suggestion: ${what}`;
  }

  accept() {
    if (this.current == null) return this.suggest(0);
    const one = this.suggested[this.current];
    if (one.status === "") return this.say("Choose the state of this claim: a, t, h, d, o or m; or refuse with x.");
    const decision = { table: one.table, note: `suggested by ${one.by}` };
    for (const name of ["claim_id", "status", "attributed_to", "quantity", "value_text", "scope", "actor", "label", "voice", "evaluation", "cited", "kind"]) {
      if (one[name] != null && one[name] !== "") decision[name] = one[name];
    }
    for (const name of ["begin", "end", "n"]) if (one[name]) decision[name] = +one[name];
    if (one.table === "numbers") for (const name of ["low", "high"]) decision[name] = one[name] === "" ? null : +one[name];
    this.decide(decision, `accepted ${this.inWords(one.table, { ...one, note: "", order: "" })}`);
  }

  async refuse() {
    if (this.current == null) return this.suggest(0);
    const was = this.current, one = this.suggested[was], article = this.at.article;
    this.say("saving …");
    await this.ask({ do: "refuse", article, number: one.number });
    if (this.at.article !== article) return;
    this.suggested = this.suggested.filter((other) => other !== one);
    this.repaint(was);
    this.say("saved: refused");
  }

  // Search

  find() {
    const sought = this.search.value.toLowerCase();
    this.hits = [];
    const text = sought ? this.lowered() : "";
    for (let place = text.indexOf(sought); sought && place >= 0 && this.hits.length < MOST_FOUND; place = text.indexOf(sought, place + sought.length)) {
      this.hits.push([place, place + sought.length]);
    }
    this.hit = -1;
    this.paint("found", this.hits);
    if (sought) this.say(`${this.hits.length}${this.hits.length === MOST_FOUND ? " or more" : ""} place${this.hits.length === 1 ? "" : "s"}`);
  }

  /** The text in small letters, every letter at its place: a letter whose small form is longer stays. */
  lowered() {
    if (this.lowOf !== this.at) {
      const text = this.at.text, low = text.toLowerCase();
      this.lowOf = this.at;
      this.low = low.length === text.length ? low : Array.from(text, (sign) => (sign.toLowerCase().length === sign.length ? sign.toLowerCase() : sign)).join("");
    }
    return this.low;
  }

  searchKey(event) {
    if (event.key !== "Enter" || !this.hits?.length) return;
    event.preventDefault();
    this.hit = (this.hit + (event.shiftKey ? -1 : 1) + this.hits.length) % this.hits.length;
    this.select(...this.hits[this.hit]);
    this.say(`${this.hit + 1} of ${this.hits.length}`);
  }

  // Keys

  help() {
    const list = make("dl", { class: "ss-keys" }, ...HELP.flatMap(([keys, what]) => [make("dt", {}, keys), make("dd", {}, what)]));
    const shut = () => { dialog.close(); dialog.remove(); this.text.focus({ preventScroll: true }); };
    const dialog = make("dialog", { "aria-label": "Keys", class: "ss-help", oncancel: (event) => { event.preventDefault(); shut(); } },
      make("h3", {}, "Keys"), list, make("button", { type: "button", class: "ss-main", onclick: shut }, "Close (Esc)"));
    this.root.append(dialog);
    dialog.showModal();
  }

  key(event) {
    event.stopPropagation();
    if (event.isComposing || isForOthers(event) || !this.at || this.isOpening) return;
    const target = event.target, typed = target.closest?.("input, select, textarea");
    if (event.key === "Escape") {
      if (target.closest?.("dialog")) return;
      if (this.fields || typed) { event.preventDefault(); this.close(); this.text.focus({ preventScroll: true }); }
      return;
    }
    if (typed || target.closest?.("dialog")) return;
    const key = keyOf(event);
    if (target.tagName === "BUTTON" && (key === "Enter" || key === " ")) return;
    if (key === "Tab" || !this.act(key, event.shiftKey, target)) return;
    event.preventDefault();
  }

  act(key, shift, target) {
    if (/^[0-9]$/.test(key)) return this.digit(key);
    this.digits = "";
    const turned = ["ArrowLeft", "ArrowRight"].includes(key) && getComputedStyle(this.shown[this.sentence].parentElement).direction === "rtl" ? -1 : 1;
    const inList = target === this.claims;
    const acts = {
      j: () => this.moveSentence(1, shift), k: () => this.moveSentence(-1, shift),
      J: () => this.moveSentence(1, true), K: () => this.moveSentence(-1, true),
      ArrowDown: () => (inList ? this.choose(this.active + 1, true) : this.moveSentence(1, shift)),
      ArrowUp: () => (inList ? this.choose(this.active - 1, true) : this.moveSentence(-1, shift)),
      ArrowRight: () => this.moveWord(turned, shift), ArrowLeft: () => this.moveWord(-turned, shift),
      g: () => this.moveSentence(-Infinity), G: () => this.moveSentence(Infinity),
      q: () => this.choose(this.active - 1, true), w: () => this.choose(this.active + 1, true), c: () => this.chooseByName(),
      u: () => this.form("numbers"), l: () => this.form("labels"), s: () => this.form("citations"), n: () => this.note(),
      Delete: () => this.remove(), Backspace: () => this.remove(), z: () => this.undo(), f: () => this.finish(),
      i: () => this.suggest((this.current ?? -1) + 1), p: () => this.suggest((this.current ?? 0) - 1), y: () => this.accept(), x: () => this.refuse(),
      "/": () => { this.search.focus(); this.search.select(); }, "?": () => this.help(), "]": () => this.step(1), "[": () => this.step(-1),
    };
    const state = STATES.find(([one]) => one === key);
    if (state) this.claim(state[1]); else if (acts[key]) acts[key](); else return false;
    return true;
  }

  digit(key) {
    clearTimeout(this.digitsEnd);
    this.digits += key;
    if (+this.digits > this.book.claims.length) this.digits = key;
    if (+this.digits >= 1) this.choose(+this.digits - 1, true);
    this.digitsEnd = setTimeout(() => { this.digits = ""; }, 1200);
    return true;
  }

  chooseByName() {
    if (!this.book.claims.length) return;
    this.fill("Claim", [{ name: "claim", label: "Id, number or words of the claim", value: "", list: this.book.claims.map((one) => `${one.id} ${one.title}`) }], (given) => {
      const low = given.claim.toLowerCase(), names = this.book.claims.map((one) => `${one.id} ${one.title}`.toLowerCase());
      const exact = this.book.claims.findIndex((one) => one.id.toLowerCase() === low);
      const n = exact >= 0 ? exact : /^\d+$/.test(low) ? +low - 1 : names.findIndex((name) => name.includes(low));
      if (n < 0 || n >= names.length) return this.say(`No claim like ${given.claim.slice(0, 40)}.`, true);
      this.choose(n, true);
    });
  }
}

export default {
  render({ model, el }) {
    const bench = new Bench(model, el);
    return () => bench.end();
  },
};
