// What the coding workbench and the adjudication share; each is loaded with this before it.

/** An element with attributes and children; text is only ever text. */
function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  // The notebook's own keys look at the element with the focus first, so each such element says that they are not meant.
  if (["button", "input", "select", "textarea"].includes(tag) || "tabindex" in attributes) made.dataset.lmSuppressShortcuts = "true";
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, String(value));
  }
  made.append(...children.filter((child) => child != null && child !== ""));
  return made;
}

const PLACES = { BracketLeft: "[", BracketRight: "]" };
/** Whether a key is meant for something else. AltGr is not: many keyboards write [ and ] with it. */
export const isForOthers = (event) => (event.ctrlKey || event.metaKey || event.altKey)
  && !("[]".includes(event.key) && (event.getModifierState("AltGraph") || !event.ctrlKey && !event.metaKey || event.ctrlKey && event.altKey));

/** The key of an event by its place on the keyboard where another script is typed. */
export function keyOf(event) {
  const { key, code } = event;
  if (key.charCodeAt(0) > 127 && code) { // some keys write two letters, such as لا in the place of b
    if (code.startsWith("Key")) return event.shiftKey ? code[3] : code[3].toLowerCase();
    if (code.startsWith("Digit")) return code[5];
    if (PLACES[code]) return PLACES[code];
  }
  if (code === "Slash" && key === ".") return "/"; // Russian, Ukrainian and others: ASCII, yet another sign
  if (code === "Slash" && key === ",") return "?";
  if (code && code.startsWith("Digit") && !event.shiftKey && "&\"'(-_)".includes(key)) return code[5];
  return key;
}
