// Hides CPR numbers on the screen: the day of birth stays, the last four digits become dots.

const CPR = /(?<![0-9])((?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])[0-9]{2})(-?)[0-9]{4}(?![0-9])/g;

const whole = new WeakMap();
let hiding = false;

export const masked = (words) => (hiding ? words.replace(CPR, "$1$2••••") : words);

// Keeps what *node* says in full, if there is anything to hide in it.
export function remember(node, words) {
  if (words.search(CPR) >= 0) whole.set(node, words);
}

// Hides or shows every CPR number on the page.
export function hide(on) {
  hiding = on;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const words = whole.get(node);
    if (words !== undefined) node.data = masked(words);
  }
}
