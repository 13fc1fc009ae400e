// A form of the parameters. It reads and writes the cell tagged "parameters" of the open document, if that can be reached.
const OTHER = "…other"; // no value of a parameter
const FOCUSABLE = new Set(["button", "input", "select", "textarea"]);
function make(tag, about = {}, ...inside) {
  const one = document.createElement(tag);
  if (FOCUSABLE.has(tag)) one.dataset.lmSuppressShortcuts = "true";
  for (const [name, value] of Object.entries(about)) if (value !== false && value !== null) one.setAttribute(name, value);
  one.append(...inside);
  return one;
}

function render({ model, el }) {
  // JupyterLab and Notebook hand the document to the manager of widgets; other front ends do not.
  const cell = () => {
    const cells = model.widget_manager?.context?.model?.sharedModel?.cells;
    return cells ? [...cells].find((one) => (one.getMetadata("tags") ?? []).includes("parameters")) : undefined;
  };
  const source = () => cell()?.getSource() ?? null;
  const root = make("div", { class: "ss-form", role: "group", "aria-label": "Parameters of this notebook" });
  const fields = make("div", { class: "ss-fields" });
  const said = make("div", { role: "status" });
  const write = make("button", { type: "button" }, "Write into the parameters cell");
  const texts = {};
  let number = 0;
  const ask = (what) => { number += 1; model.send({ id: number, do: what, source: source(), values: texts }); };

  function faults(list) {
    said.replaceChildren(...list.map((text) => make("p", { class: "ss-fault", dir: "auto" }, text)));
  }
  function several(field) { // a list of choices: a box for each
    const chosen = new Set((() => { try { return JSON.parse(field.text); } catch { return []; } })());
    return make("span", { role: "group", "aria-label": field.name, class: "ss-several" }, ...field.choices.map(([value, name]) => {
      const box = make("input", { type: "checkbox" });
      box.checked = chosen.has(value);
      box.addEventListener("change", () => {
        box.checked ? chosen.add(value) : chosen.delete(value);
        texts[field.name] = JSON.stringify(field.choices.map(([one]) => one).filter((one) => chosen.has(one)));
        ask("read");
      });
      return make("label", { dir: "auto" }, box, ` ${name}`);
    }));
  }
  function one(field) {
    const help = make("span", { class: "ss-help", dir: "auto" }, field.help);
    const head = make("span", { class: "ss-name" }, field.name, make("small", {}, ` ${field.type}`));
    if (field.choices.length && field.type.startsWith("list")) return make("div", {}, head, several(field), help);
    const input = make("input", { type: "text", "aria-label": `${field.name} (${field.type})` });
    input.value = field.text;
    input.addEventListener("change", () => { texts[field.name] = input.value; ask("read"); });
    if (!field.choices.length) return make("div", {}, head, input, help);
    const select = make("select", { "aria-label": `${field.name} (${field.type})` },
      ...field.choices.map(([value, name]) => make("option", { value }, name)), make("option", { value: OTHER }, "other: type it"));
    const isKnown = field.choices.some(([value]) => value === field.text);
    select.value = isKnown ? field.text : OTHER;
    input.hidden = isKnown;
    select.addEventListener("change", () => {
      if (select.value === OTHER) { input.hidden = false; input.focus(); return; }
      texts[field.name] = select.value;
      ask("read");
    });
    return make("div", {}, head, make("span", {}, select, input), help);
  }
  function hear(answer) {
    if (answer.id !== number) return;
    if (answer.fault) return faults([answer.fault]);
    if (answer.fields) {
      const at = [...fields.querySelectorAll("select, input")].indexOf(document.activeElement);
      fields.replaceChildren(...answer.fields.map(one));
      if (at >= 0) [...fields.querySelectorAll("select, input")][at]?.focus();
      return faults(answer.faults);
    }
    if (answer.faults) return faults(answer.faults);
    const place = cell();
    if (place && place.getSource() === answer.from) {
      place.setSource(answer.source);
      for (const name of Object.keys(texts)) delete texts[name];
      said.replaceChildren(make("p", {}, "Written into the cell tagged “parameters”. Now run the notebook from the top (Run, Run All Cells)."));
      return;
    }
    const text = make("textarea", { readonly: "", rows: "6", "aria-label": "Text of the parameters cell" });
    text.value = answer.source;
    said.replaceChildren(make("p", {}, "This program does not let a form change another cell. Copy this into the parameters cell:"), text);
    text.select();
  }
  write.addEventListener("click", () => ask("write"));
  model.on("msg:custom", hear);
  root.append(fields, make("p", {}, write), said);
  el.append(root);
  ask("read");
  return () => model.off("msg:custom", hear);
}

export default { render };
