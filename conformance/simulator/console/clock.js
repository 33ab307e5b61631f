// The services' clock in the bar: it is read, set, moved forward and released there.

import { act } from "./api.js";
import { fill, h, moment } from "./dom.js";
import { on, store } from "./store.js";

const STEPS = [["1 hour", "PT1H"], ["1 day", "P1D"], ["8 days", "P8D"], ["91 days", "P91D"], ["1 year", "P365D"]];

export function clockView() {
  const face = document.getElementById("clock-face");
  const box = document.getElementById("clock");
  const reading = h("input", { type: "datetime-local", step: "1", id: "clock-reading", required: true });
  const show = () => {
    if (store.state === null) return;
    const { clock_stands: stands } = store.state;
    fill(face, h("span", { class: "clock-time" }, moment(now())), h("span", { class: stands ? "tag still" : "tag" }, stands ? "stands still" : "runs"));
  };
  box.append(h("div", { class: "dropped" },
    h("form", { onsubmit: (event) => {
      event.preventDefault();
      act("/clock", { now: new Date(reading.value).toISOString() }, "The clock is set, and stands still");
    } },
      h("label", { for: "clock-reading" }, "Set it to"), h("div", { class: "line" }, reading, h("button", {}, "Set"))),
    h("p", { class: "label" }, "Move forward"),
    h("div", { class: "line wrap" }, STEPS.map(([name, by]) =>
      h("button", { type: "button", onclick: () => act("/clock/advance", { by }, `${name} later`) }, name))),
    h("div", { class: "line wrap end" },
      h("button", { type: "button", onclick: () => act("/clock", { now: null }, "The clock runs with the real time") }, "Let it run"),
      h("button", { type: "button", class: "danger", onclick: startOver }, "Start over…"))));
  box.addEventListener("toggle", () => { if (box.open) reading.value = moment(now()).replace(" ", "T"); });
  box.addEventListener("keydown", (event) => { if (event.key === "Escape") { box.open = false; face.focus(); } });
  document.addEventListener("click", (event) => { if (!box.contains(event.target)) box.open = false; });
  on("state", show);
  setInterval(show, 1000);
}

// What the services' clock shows now.
export function now() {
  const told = Date.parse(store.state.now);
  return store.state.clock_stands ? told : told + Date.now() - store.fetchedAt;
}

function startOver() {
  if (confirm("Start over? Citizens, journal, MinLog and notifications become as they were at first; the keys stay.")) {
    act("/reset", {}, "A new world has begun");
  }
}
