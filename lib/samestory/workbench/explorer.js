// Draws what the Python side says and tells it what a person chose. All texts are set as text, never as markup.
const FOCUSABLE = new Set(["button", "input", "select", "summary"]);
const SVG = "http://www.w3.org/2000/svg";
const VIEWS = {
  articles: "Articles", concordance: "Words in context", matrix: "Claims by article", outlet_matrix: "Claims by outlet",
  passages: "Passages", timeline: "Timeline", outlets: "Outlets", languages: "Languages",
};
const SIGNS = {
  asserted: "A", attributed: "T", hedged: "H", denied: "D", contradicted: "C", mentioned: "?", absent: "–", not_visible: "/",
};
const PAGE = 100;

function make(tag, about = {}, ...inside) {
  const one = document.createElement(tag);
  if (FOCUSABLE.has(tag)) one.dataset.lmSuppressShortcuts = "true"; // the notebook's own keys are not meant here
  for (const [name, value] of Object.entries(about)) {
    if (name === "on") for (const [event, hear] of Object.entries(value)) one.addEventListener(event, hear);
    else if (value !== undefined && value !== null && value !== false) one.setAttribute(name, value === true ? "" : value);
  }
  one.append(...inside.filter((part) => part !== null && part !== undefined));
  return one;
}
const button = (text, click, about = {}) => make("button", { type: "button", ...about, on: { click } }, text);
const count = (n) => Number(n).toLocaleString("en");
const auto = (text) => make("span", { dir: "auto" }, text ?? "");

// In a table of buttons the arrow keys move, and only one button is reached by Tab.
function roving(box, width) {
  const all = () => [...box.querySelectorAll("[data-rove]")];
  const start = all()[0];
  all().forEach((one) => one.setAttribute("tabindex", one === start ? "0" : "-1"));
  box.addEventListener("keydown", (event) => {
    const list = all(), at = list.indexOf(event.target);
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: width, ArrowUp: -width, Home: -at, End: list.length - 1 - at };
    if (at < 0 || !(event.key in step)) return;
    event.preventDefault();
    const next = list[at + step[event.key]];
    if (!next) return;
    list[at].setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus();
  });
}

function render({ model, el }) {
  const about = model.get("about");
  const state = { ...about.state };
  let number = 0;
  const asked = { main: 0, below: 0, article: 0 };

  const root = make("div", { class: "ss-explorer" });
  const status = make("p", { role: "status", class: "ss-said" });
  const main = make("section", { "aria-label": "Rows" });
  const below = make("section", { "aria-label": "Behind it", class: "ss-below" });
  const whole = make("section", { "aria-label": "Whole article", class: "ss-whole" });

  const ask = (place, message) => {
    number += 1;
    asked[place] = number;
    root.setAttribute("aria-busy", "true");
    model.send({ id: number, place, ...message });
  };
  const show = (place, which, from = 0) => {
    if (place === "below") asked.state = which;
    ask(place, { do: "show", state: which, from, size: PAGE });
  };
  const refresh = (from = 0) => {
    below.replaceChildren();
    status.textContent = "…";
    show("main", clean(state), from);
  };
  const clean = (which) => Object.fromEntries(Object.entries(which).filter(([, value]) =>
    value !== null && value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0)));
  // What is behind a cell, bar or point: places of the word searched for, else passages of coded claims, else the articles.
  const behind = (more, isOfClaim = false) => {
    const { sort, ...kept } = state;
    const view = state.search && !isOfClaim ? "concordance" : about.has_claims ? "passages" : "articles";
    show("below", clean({ ...kept, ...more, view }));
  };
  const article = (id) => ask("article", { do: "article", article: id, state: clean(state) });

  // filters -----------------------------------------------------------------------------------------------------
  const search = make("input", { type: "search", "aria-label": "A word or phrase", placeholder: "word or phrase, explo*, ~fire" });
  search.value = state.search ?? "";
  const within = make("select", { "aria-label": "Search where" },
    ...about.within.map((name) => make("option", { value: name }, `in the ${name}`)));
  within.value = state.within ?? "text";
  const look = () => { state.search = search.value.trim() || null; state.within = within.value; refresh(); };
  search.addEventListener("keydown", (event) => { if (event.key === "Enter") look(); });
  search.addEventListener("search", () => { if (!search.value) look(); });
  within.addEventListener("change", () => { if (state.search) look(); });

  function choices(name, title) {
    const options = about[name];
    if (!options.length) return null;
    const head = make("summary");
    const chosen = new Set(state[name] ?? []);
    const say = () => {
      head.replaceChildren(`${title}: `, chosen.size ? `${chosen.size} of ${options.length}` : `all ${options.length}`);
    };
    const list = make("div", { role: "group", "aria-label": title, class: "ss-choices" });
    const filter = make("input", { type: "search", "aria-label": `Find in ${title}`, placeholder: "find" });
    const fill = () => {
      const words = filter.value.trim().toLowerCase();
      const fit = options.filter(([id, text]) => !words || text.toLowerCase().includes(words) || chosen.has(id));
      list.replaceChildren(...fit.slice(0, 200).map(([id, text, n]) => {
        const box = make("input", { type: "checkbox", on: { change: () => {
          box.checked ? chosen.add(id) : chosen.delete(id);
          state[name] = chosen.size ? [...chosen] : null;
          say();
          refresh();
        } } });
        box.checked = chosen.has(id);
        return make("label", {}, box, " ", auto(text), n === null ? "" : ` (${count(n)})`);
      }), fit.length > 200 ? `and ${count(fit.length - 200)} more: find them by name` : "");
    };
    filter.addEventListener("input", fill);
    say();
    fill();
    return make("details", {}, head, options.length > 12 ? filter : null, list);
  }

  const day = (at, title) => {
    const field = make("input", { type: "date", min: about.span[0], max: about.span[1] });
    field.value = Array.isArray(state.dates) ? state.dates[at] : "";
    field.addEventListener("change", () => {
      const both = Array.isArray(state.dates) ? [...state.dates] : ["", ""];
      both[at] = field.value;
      undated.checked = false;
      state.dates = both.some(Boolean) ? both : null;
      refresh();
    });
    return [make("label", {}, `${title} `, field), field];
  };
  const undated = make("input", { type: "checkbox" });
  undated.checked = state.dates === "undated";
  const [from, fromField] = day(0, "from");
  const [to, toField] = day(1, "to");
  undated.addEventListener("change", () => {
    fromField.value = toField.value = "";
    state.dates = undated.checked ? "undated" : null;
    refresh();
  });
  const filters = make("div", { class: "ss-filters", role: "group", "aria-label": "Filters" });
  const fill = () => filters.replaceChildren(...[
    choices("outlets", "Outlets"), choices("languages", "Languages"),
    about.has_claims ? choices("claims", "Claims") : null, about.has_claims ? choices("states", "States") : null,
    make("span", { class: "ss-dates" }, from, to, make("label", {}, undated, " only undated")),
    button("clear all", () => {
      Object.assign(state, { outlets: null, languages: null, claims: null, states: null, dates: null, articles: null, search: null });
      search.value = fromField.value = toField.value = "";
      undated.checked = false;
      fill();
      refresh();
    }),
  ].filter(Boolean));
  fill();

  // views -------------------------------------------------------------------------------------------------------
  const sort = make("select", { "aria-label": "Sort by", on: { change: () => { state.sort = sort.value; refresh(); } } });
  const tabs = make("div", { class: "ss-views", role: "group", "aria-label": "View" });
  const offered = Object.entries(VIEWS).filter(([view]) => about.has_claims || !/matrix|passages/.test(view));
  const tab = Object.fromEntries(offered.map(([view, name]) => [view, button(name, () => {
    state.view = view;
    state.sort = null;
    turned();
    refresh();
  })]));
  tabs.append(...Object.values(tab));
  function turned() {
    for (const [view, one] of Object.entries(tab)) one.setAttribute("aria-pressed", String(view === (state.view ?? "articles")));
    const sorts = about.sorts[state.view ?? "articles"];
    sort.replaceChildren(...sorts.map((name) => make("option", { value: name }, `sort by ${name}`)));
    sort.value = state.sort ?? sorts[0];
    sort.hidden = sorts.length < 2;
  }
  turned();

  function lineOf(said) {
    const line = make("input", { type: "text", readonly: true, "aria-label": "This state as one line of Python", class: "ss-line" });
    line.value = said || "too many choices for one line";
    const copy = button("copy", async () => {
      line.select();
      try { await navigator.clipboard.writeText(line.value); } catch { document.execCommand("copy"); }
      copy.textContent = "copied";
      setTimeout(() => { copy.textContent = "copy"; }, 1500);
    }, { "aria-label": "Copy the line of Python" });
    return make("div", { class: "ss-copy" }, line, copy);
  }
  function pager(answer, place, which) {
    const size = answer.size ?? PAGE, n = answer.n_rows, first = answer.first;
    if (n <= size && first === 0) return null;
    const go = (to_) => show(place, which, to_);
    return make("div", { class: "ss-pager" },
      button("‹", () => go(Math.max(0, first - size)), { "aria-label": "Previous rows", disabled: first === 0 }),
      ` ${count(first + 1)} to ${count(Math.min(n, first + size))} of ${count(n)} rows `,
      button("›", () => go(first + size), { "aria-label": "Next rows", disabled: first + size >= n }));
  }

  // drawings ----------------------------------------------------------------------------------------------------
  const open = (row) => button("whole article", () => article(row.id), { class: "ss-open", "aria-label": `Whole article: ${row.article}` });
  const cell = (text, kind) => make("td", { class: kind ?? null, dir: kind === "n" ? null : "auto" }, text ?? "");
  function table(heads, rows, name) {
    return make("div", { class: "ss-wide", tabindex: "0", role: "region", "aria-label": name },
      make("table", {}, make("thead", {}, make("tr", {}, ...heads.map((head) => head === "" ? make("td") : make("th", { scope: "col" }, head)))),
        make("tbody", {}, ...rows)));
  }
  const told = (row) => row.n_claims === "" ? ["", "", "", ""] : [`${row.n_carried} of ${row.n_claims}`, row.n_mentioned, row.n_not_visible, row.n_not_coded];
  const drawn = {
    articles: (answer) => table(
      ["article", "language", "title", "text seen", ...(about.has_claims ? ["claims carried", "cannot tell", "not visible", "not coded"] : []), "places", ""],
      answer.rows.map((row) => make("tr", {}, cell(row.article), cell(row.language), cell(row.title), cell(row.text_status),
        ...(about.has_claims ? told(row).map((text) => cell(text, "n")) : []), cell(row.n_places, "n"), make("td", {}, open(row)))),
      "Articles"),
    concordance: (answer) => {
      if (!answer.rows.length) return make("p", {}, state.search ? "" : "Type a word or phrase to see its places in context.");
      if (state.sort === "outlet") return sideBySide(answer.rows);
      return table(["article", "before", "match", "after", ""], answer.rows.map((row) => make("tr", { class: "ss-kwic" },
        cell(row.article), ...context(row), make("td", {}, open(row)))), "Words in context");
    },
    matrix, outlet_matrix: matrix,
    passages: (answer) => make("div", { class: "ss-passages" },
      make("p", {}, ...answer.states.flatMap(([name, n]) => [chip(name), ` ${count(n)}  `]), `of ${count(answer.n_rows)} coded`),
      ...answer.rows.map((row) => make("blockquote", {},
        make("p", { class: "ss-head" }, chip(row.status), " ", auto(row.claim || row.claim_id),
          row.attributed_to ? make("span", {}, " · to ", auto(row.attributed_to)) : null),
        row.passage
          ? make("p", { dir: "auto" }, make("span", { class: "ss-context" }, ...words(row.before)),
            make("mark", {}, ...words(row.passage)), make("span", { class: "ss-context" }, ...words(row.after)))
          : make("p", { class: "ss-context" }, { absent: "Nothing about it in the whole text.", not_visible: "Not seen: the text is not whole." }[row.status]
            ?? "Its place in the text is not known."),
        make("footer", {}, "— ", auto(row.article), " ", open(row))))),
    timeline,
    outlets: (answer) => bars(answer, "outlet", "outlets"),
    languages: (answer) => bars(answer, "language", "languages"),
  };
  const words = (parts) => parts.map(([text, kinds]) => kinds.length ? make("mark", { class: "ss-word" }, text) : text);
  const chip = (name) => make("span", { class: "ss-chip", "data-state": name }, SIGNS[name] ?? "", " ", name.replace("_", " "));
  function context(row) {
    const turn = row.is_turned ? "rtl" : "ltr";
    const [near, far] = row.is_turned ? [row.after, row.before] : [row.before, row.after];
    return [make("td", { dir: turn, class: "ss-near" }, near), make("td", { dir: turn, class: "ss-match" }, make("mark", {}, row.match)),
      make("td", { dir: turn, class: "ss-far" }, far)];
  }
  function sideBySide(rows) {
    const groups = new Map();
    for (const row of rows) groups.set(row.outlet, [...(groups.get(row.outlet) ?? []), row]);
    return make("div", { class: "ss-wide ss-side", tabindex: "0", role: "region", "aria-label": "Words in context, outlets side by side" },
      ...[...groups].map(([outlet, list]) => make("div", { class: "ss-column" },
        make("h4", { dir: "auto" }, outlet || "outlet not known", ` (${list.length} on this page)`),
        ...list.map((row) => make("p", { dir: row.is_turned ? "rtl" : "ltr" }, `${row.before} `, make("mark", {}, row.match), ` ${row.after} `, open(row))))));
  }
  function matrix(answer) {
    const byArticle = answer.view === "matrix";
    const rows = answer.rows.map((row) => make("tr", {},
      make("th", { scope: "row", dir: "auto" }, row.name, byArticle ? "" : ` (${row.n})`),
      ...answer.claims.map(([claim, name]) => {
        const [status_, several, n] = row.cells[claim] ?? ["", 0, 0];
        if (!status_) return make("td", { title: "not coded" });
        const said = `${row.name}: ${name}: ${status_.replace("_", " ")}${several > 1 ? ", its articles differ" : ""}${byArticle ? "" : `, of ${n}`}`;
        return make("td", {}, button(SIGNS[status_] + (several > 1 ? "*" : ""), () =>
          behind({ claims: [claim], states: null, ...(byArticle ? { articles: [row.key] } : { outlets: [row.key] }) }, true),
        { "data-state": status_, "data-rove": "", title: said, "aria-label": said }));
      })));
    const box = table(["", ...answer.claims.map(([claim, name]) => make("span", { title: name }, claim))], rows, "Claims");
    box.classList.add("ss-matrix");
    box.removeAttribute("tabindex");
    roving(box, answer.claims.length);
    return make("div", {}, make("p", { class: "ss-legend" }, ...Object.keys(SIGNS).map(chip), " empty: not coded ", byArticle ? "" : "* its articles differ"),
      box, answer.claims.length ? make("details", {}, make("summary", {}, "What the claims say"),
        make("ul", {}, ...answer.claims.map(([claim, name]) => make("li", { dir: "auto" }, `${claim}: ${name}`)))) : null);
  }
  function bars(answer, column, filter) {
    const most = Math.max(1, ...answer.rows.map((row) => row.n_base));
    const list = make("div", { class: "ss-bars", role: "group", "aria-label": `Articles by ${column}` }, ...answer.rows.map((row) => {
      const isNamed = about[filter].some(([id]) => id === row[column]);
      const name = (about[filter].find(([id]) => id === row[column]) ?? [null, row[column]])[1];
      const said = `${count(row.n_articles)} of ${count(row.n_base)} articles` +
        (row.n_cannot_tell ? `, cannot tell: ${count(row.n_cannot_tell)}` : "") + (row.n_places ? `, ${row.n_places} places` : "");
      const one = button("", () => isNamed && behind({ [filter]: [row[column]] }), { "data-rove": "", disabled: !isNamed, "aria-label": `${name}: ${said}` });
      const part = (n, kind) => { const piece = make("i", { class: kind }); piece.style.width = `${(100 * n) / most}%`; return piece; };
      one.append(make("span", { class: "ss-name", dir: "auto" }, name), make("span", { class: "ss-bar", "aria-hidden": "true" },
        part(row.n_articles, "yes"), part(row.n_cannot_tell, "untold"), part(row.n_base - row.n_articles - row.n_cannot_tell, "no")),
      make("span", { class: "ss-n" }, said));
      return one;
    }));
    roving(list, 1);
    return make("div", {}, make("p", { class: "ss-legend" }, make("i", { class: "yes" }), " fits ", make("i", { class: "untold" }), " cannot tell ",
      make("i", { class: "no" }), " does not"), list);
  }
  function timeline(answer) {
    const box = make("div", { class: "ss-wide ss-timeline" });
    const marks = answer.points ?? answer.bars, when = (one) => Date.parse(`${one.at ?? one.first}T00:00Z`);
    if (marks.length) {
      const DAY = 86400000, begin = when(marks[0]), end = Math.max(...marks.map((one) => Date.parse(`${one.at ?? one.last}T00:00Z`))) + DAY;
      const width = Math.max(320, Math.min(1100, main.clientWidth - 20)), x = (time) => 10 + ((width - 20) * (time - begin)) / (end - begin);
      const high = new Map();
      const placed = marks.map((one) => {
        if (answer.bars) return { one, x: x(when(one)), w: Math.max(3, x(Date.parse(`${one.last}T00:00Z`) + DAY) - x(when(one)) - 1), n: one.n };
        const at = Math.round((x(when(one)) + x(when(one) + DAY)) / 2 / 11), level = high.get(at) ?? 0;
        high.set(at, level + 1);
        return { one, x: at * 11, level };
      });
      const tallest = answer.bars ? 10 : Math.max(...high.values()), most = Math.max(1, ...marks.map((one) => one.n ?? 0));
      const height = tallest * 11 + 30;
      const svg = document.createElementNS(SVG, "svg");
      const draw = (tag, about_, parent = svg) => {
        const one = document.createElementNS(SVG, tag);
        for (const [name, value] of Object.entries(about_)) one.setAttribute(name, value);
        parent.append(one);
        return one;
      };
      for (const [name, value] of Object.entries({ width, height, role: "group", "aria-label": "Articles in time" })) svg.setAttribute(name, value);
      draw("line", { x1: 0, x2: width, y1: height - 22, y2: height - 22, class: "ss-axis" });
      for (const part of [0, 1]) {
        const text = draw("text", { x: part ? width - 4 : 4, y: height - 6, "text-anchor": part ? "end" : "start" });
        text.textContent = part ? new Date(end - DAY).toISOString().slice(0, 10) : marks[0].at ?? marks[0].first;
      }
      for (const place of placed) {
        const { one } = place;
        const said = answer.bars ? `${one.first} to ${one.last}: ${count(one.n)} articles` : `${one.article}: ${one.title}`;
        const tall = answer.bars ? (tallest * 11 * one.n) / most : 0;
        const mark = answer.bars
          ? draw("rect", { x: place.x, y: height - 23 - tall, width: place.w, height: tall })
          : draw("circle", { cx: place.x, cy: height - 29 - place.level * 11, r: 4.5, class: one.precision });
        for (const [name, value] of Object.entries({ role: "button", "data-rove": "", "data-lm-suppress-shortcuts": "true", "aria-label": said })) mark.setAttribute(name, value);
        draw("title", {}, mark).textContent = said;
        const go = () => behind(answer.bars ? { dates: [one.first, one.last] } : { articles: [one.id] });
        mark.addEventListener("click", go);
        mark.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); go(); } });
      }
      roving(svg, 1);
      box.append(svg);
    }
    const apart = answer.months.map((one) => button(`${one.month}: ${count(one.n)} known to the month only`, () => behind({ articles: one.ids })));
    if (answer.n_undated) apart.push(button(`${count(answer.n_undated)} without a date`, () => behind({ dates: "undated" })));
    return make("div", {}, make("p", {}, `${count(answer.n_dated)} known to the day or the minute, of ${count(answer.n_rows)} articles.`), box,
      apart.length ? make("p", { class: "ss-apart" }, "Not in the picture: ", ...apart) : null);
  }

  // answers -----------------------------------------------------------------------------------------------------
  function shown(answer) {
    const place = answer.place === "below" ? below : main;
    const which = answer.place === "below" ? asked.state : clean(state);
    if (answer.place === "main") status.textContent = answer.said;
    const parts = [drawn[answer.view](answer), answer.view === "timeline" ? null : pager(answer, answer.place, which), lineOf(answer.line)];
    if (answer.place === "below") parts.unshift(make("h4", {}, "Behind it ", button("close", () => below.replaceChildren())), make("p", {}, answer.said));
    if (!answer.n_rows && answer.view !== "concordance") parts[answer.place === "below" ? 2 : 0] = make("p", {}, "No row fits.");
    place.replaceChildren(...parts.filter(Boolean));
    if (answer.place === "below" && answer.first === 0) below.scrollIntoView({ block: "nearest" });
  }
  function wholeArticle(answer) {
    const text = make("div", { dir: "auto", class: "ss-text", tabindex: "0", role: "region", "aria-label": "Text", lang: answer.language || null }, ...answer.pieces.map(([piece, kinds]) => {
      if (!kinds.length) return piece;
      const name = kinds.join(", ");
      return make("mark", { title: name, class: kinds.includes("search") ? null : "ss-claim" }, piece);
    }));
    const close = button("close", () => whole.replaceChildren());
    whole.replaceChildren(make("h4", {}, auto(answer.title), " ", close), make("p", { dir: "auto" }, answer.said),
      answer.pieces.length ? text : make("p", {}, "No text of this article is here."), answer.cut ? make("p", {}, answer.cut) : "");
    close.focus();
    whole.scrollIntoView({ block: "nearest" });
  }
  const hear = (answer) => {
    const place = answer.do === "article" ? "article" : answer.place;
    if (answer.id !== asked[place]) return; // something newer was asked for
    root.removeAttribute("aria-busy");
    if (answer.fault) status.textContent = answer.fault;
    else if (place === "article") wholeArticle(answer);
    else shown(answer);
  };
  model.on("msg:custom", hear);

  root.append(make("p", { class: "ss-title" }, auto(about.title), about.invented ? make("b", {}, " INVENTED") : null),
    make("div", { class: "ss-search" }, search, within, button("search", look)), filters, tabs,
    make("div", { class: "ss-top" }, status, sort), main, below, whole);
  for (const [name, colour] of Object.entries(about.colours)) root.style.setProperty(`--ss-${name}`, colour);
  el.append(root);
  refresh();
  return () => model.off("msg:custom", hear);
}

export default { render };
