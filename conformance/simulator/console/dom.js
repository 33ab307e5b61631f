// Builds elements. Whatever comes from a register or a message becomes a text node, never markup.

import { masked, remember } from "./masking.js";

// An element with attributes, listeners (onclick and the like) and children.
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  append(element, children);
  return element;
}

// A text node that hides CPR numbers when it is told to.
export function text(value) {
  const whole = String(value);
  const node = document.createTextNode(masked(whole));
  remember(node, whole);
  return node;
}

// Puts *children* in place of all that is in *element*.
export function fill(element, ...children) {
  element.replaceChildren();
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === undefined || child === null || child === false) continue;
    element.append(child instanceof Node ? child : text(child));
  }
}

// What a screen reader says and nobody sees.
export const unseen = (words) => h("span", { class: "unseen" }, words);

export const nothing = (words) => h("p", { class: "nothing" }, words);

const two = (number) => String(number).padStart(2, "0");

// Date and time in the zone of the browser.
export function day(instant) {
  const at = new Date(instant);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

export function time(instant) {
  const at = new Date(instant);
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

export const moment = (instant) => `${day(instant)} ${time(instant)}`;

// Tabs: named panels of which one is shown. Each panel is made when it is first asked for.
export function tabs(label, panels, chosen = 0) {
  const shown = h("div", { class: "panel" });
  const buttons = panels.map(([name, make], place) =>
    h("button", {
      type: "button", role: "tab", class: "tab", onclick: () => choose(place), onkeydown: move,
    }, name));
  function choose(place) {
    buttons.forEach((button, each) => {
      button.setAttribute("aria-selected", String(each === place));
      button.tabIndex = each === place ? 0 : -1;
    });
    fill(shown, panels[place][1]());
  }
  function move(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = (buttons.indexOf(event.target) + step + buttons.length) % buttons.length;
    choose(next);
    buttons[next].focus();
  }
  choose(chosen);
  return h("div", { class: "tabs" }, h("div", { role: "tablist", class: "tablist", "aria-label": label }, buttons), shown);
}
