// Shows XML with colours. The text is taken apart by eye, not parsed: it may be anything.

import { h, text } from "./dom.js";

const LONGEST = 400_000;
const TOKEN = /(<!--[^]*?-->|<\?[^]*?\?>)|(<\/?)([^\s<>/="']+)|(\/?>)|([^\s<>/="']+)(=)("[^"]*"|'[^']*')|([^<>]+?(?=<|$)|[^])/g;

// An element with the XML in it, and a button that copies what is seen.
export function xmlView(xml, label) {
  const code = h("pre", { class: "xml", tabindex: "0", "aria-label": label }, coloured(xml));
  const copy = h("button", { type: "button", class: "quiet copy" }, "Copy");
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(code.textContent);
    copy.textContent = "Copied";
  });
  return h("div", { class: "xml-frame" }, copy, code);
}

function coloured(xml) {
  if (xml.length > LONGEST || !xml.trimStart().startsWith("<")) return text(xml);
  const parts = document.createDocumentFragment();
  let inTag = false;
  const put = (kind, words) => parts.append(kind ? h("span", { class: kind }, words) : text(words));
  for (const [, aside, open, name, close, attribute, equals, value, rest] of tokens(xml)) {
    if (aside) put("x-aside", aside);
    else if (open) { put("x-mark", open); put("x-name", name); inTag = true; }
    else if (close && inTag) { put("x-mark", close); inTag = false; }
    else if (attribute && inTag) { put("x-attribute", attribute); put("x-mark", equals); put("x-value", value); }
    else put(null, close ?? (attribute ? attribute + equals + value : rest));
  }
  return parts;
}

// Inside a tag names and values are told apart; between tags all is text.
function* tokens(xml) {
  const tag = /<!--[^]*?-->|<\?[^]*?\?>|<[^>]*>|[^<]+|</g;
  for (const [piece] of xml.matchAll(tag)) {
    if (piece.startsWith("<") && piece.length > 1) yield* piece.matchAll(TOKEN);
    else yield [piece, undefined, undefined, undefined, undefined, undefined, undefined, undefined, piece];
  }
}
