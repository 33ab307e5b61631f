// Short notices at the edge of the page: what was done, or why not.

import { h } from "./dom.js";

const LASTS = { good: 3500, fail: 9000 };

// Shows *words* for some seconds; returns whether they are good news.
export function notify(words, kind) {
  const close = () => notice.remove();
  const notice = h("div", { class: `toast ${kind}` }, h("span", {}, words),
    h("button", { type: "button", class: "quiet", "aria-label": "Close", onclick: close }, "×"));
  document.getElementById("notices").append(notice);
  setTimeout(close, LASTS[kind]);
  return kind === "good";
}
