// Makes tables that a notebook shows sortable, searchable and paged. Rows are moved or hidden; nothing is made of text.
(() => {
  const made = (tag, text = "", about = {}) => {
    const one = document.createElement(tag);
    one.textContent = text;
    for (const [name, value] of Object.entries(about)) one.setAttribute(name, value);
    return one;
  };
  const folded = (text) => text.normalize("NFKC").toLocaleLowerCase();
  const order = new Intl.Collator(undefined, { numeric: true });

  function live(box) {
    box.dataset.on = "yes";
    box.dataset.lmSuppressShortcuts = "true"; // the notebook has keys of its own; typed here they are not for it
    const body = box.querySelector("tbody");
    const heads = [...box.querySelectorAll("thead th")];
    const names = heads.map((head) => head.textContent);
    const all = [...body.rows].map((row) => ({
      row,
      cells: [...row.cells].map((cell) => folded(cell.textContent)),
      keys: [...row.cells].map((cell) => cell.dataset.sort),
    }));
    const total = Number(box.dataset.rows);
    const isNumber = names.map((_, at) => all.some((one) => one.keys[at] !== undefined));
    let shown = all, first = 0, sorted = null, isDown = false;

    const search = made("input", "", { type: "search", placeholder: "search", "aria-label": "Search in this table" });
    const column = made("select", "", { "aria-label": "Search in which column" });
    ["any column", ...names].forEach((name, at) => column.append(made("option", name, { value: at - 1 })));
    const size = made("select", "", { "aria-label": "Rows on a page" });
    const steps = [...new Set([Number(box.dataset.page), 25, 100, 500])].sort((a, b) => a - b);
    steps.forEach((n) => size.append(made("option", `${n} rows`, { value: n })));
    size.value = box.dataset.page;
    const back = made("button", "‹", { type: "button", "aria-label": "Previous rows" });
    const on = made("button", "›", { type: "button", "aria-label": "Next rows" });
    const said = made("span", "", { role: "status" });
    const bar = made("div", "", { class: "ss-bar" });
    bar.append(search, column, size, back, on, said);
    box.prepend(bar);
    box.querySelector(".ss-note")?.remove();

    const fits = (one, words, at) => {
      const compared = at >= 0 && isNumber[at] && /^([<>]=?|=)\s*(-?[\d.]+)$/.exec(words);
      if (compared) {
        const value = one.keys[at], than = Number(compared[2]);
        if (value === undefined || value === "") return false;
        const more = compared[1];
        const is = { "<": value < than, ">": value > than, "<=": value <= than, ">=": value >= than, "=": value == than };
        return is[more];
      }
      const where = at >= 0 ? [one.cells[at]] : one.cells;
      return words.split(/\s+/).every((word) => where.some((cell) => cell.includes(word)));
    };
    const compare = (a, b) => {
      const [left, right] = [a, b].map((one) => (isNumber[sorted] ? one.keys[sorted] ?? "" : one.cells[sorted]));
      if (left === "" || right === "") return (left === "") - (right === ""); // empty cells come last, either way
      const by = isNumber[sorted] ? Number(left) - Number(right) : order.compare(left, right);
      return isDown ? -by : by;
    };
    function draw() {
      const n = Number(size.value);
      first = Math.max(0, Math.min(first, Math.floor((shown.length - 1) / n) * n));
      const page = shown.slice(first, first + n).map((one) => one.row);
      all.forEach((one) => { one.row.hidden = true; });
      page.forEach((row) => { row.hidden = false; });
      body.append(...page);
      back.disabled = first === 0;
      on.disabled = first + n >= shown.length;
      const count = (number) => number.toLocaleString("en");
      const range = shown.length ? `${count(first + 1)} to ${count(first + page.length)} of ${count(shown.length)}` : "0";
      const found = shown.length < all.length ? `, found in ${count(all.length)}` : "";
      said.textContent = `${range} rows${found}` + (total > all.length ? `, the first of ${count(total)}` : "");
    }
    function choose() {
      const words = folded(search.value.trim());
      shown = words ? all.filter((one) => fits(one, words, Number(column.value))) : [...all];
      if (sorted !== null) shown.sort(compare);
      first = 0;
      draw();
    }
    heads.forEach((head, at) => {
      const button = made("button", names[at], { type: "button", dir: "auto" });
      button.addEventListener("click", () => {
        isDown = sorted === at ? !isDown : false;
        sorted = at;
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", isDown ? "descending" : "ascending");
        choose();
      });
      head.replaceChildren(button);
    });
    search.addEventListener("input", choose);
    column.addEventListener("change", choose);
    size.addEventListener("change", draw);
    back.addEventListener("click", () => { first -= Number(size.value); draw(); });
    on.addEventListener("click", () => { first += Number(size.value); draw(); });
    draw();
  }
  document.querySelectorAll(".ss-live:not([data-on])").forEach(live);
})();
