// The console: puts its parts on the page and keeps them up to date with the simulator.

import { listen, read } from "./api.js";
import { citizensView } from "./citizens.js";
import { clockView } from "./clock.js";
import { fill, h } from "./dom.js";
import { exchangesView } from "./exchanges.js";
import { faultsView } from "./faults.js";
import { logView } from "./log.js";
import { hide } from "./masking.js";
import { notificationsView } from "./notifications.js";
import { registersView } from "./registers.js";
import { settingsView } from "./settings.js";
import { on, refresh, store, tell } from "./store.js";

const KEPT = 500;
const THEMES = ["auto", "light", "dark"];

const PARTS = [
  ["exchanges", "Exchanges", exchangesView, () => store.exchanges.size || ""],
  ["citizens", "Citizens", citizensView, () => store.state?.citizens.length ?? ""],
  ["faults", "Faults", faultsView, () => store.state?.faults.length || ""],
  ["notifications", "Notifications", notificationsView, () => store.state?.notifications_waiting || ""],
  ["minlog", "MinLog", logView, () => store.state?.minlog_entries || ""],
  ["registers", "Registers", registersView, () => ""],
  ["settings", "Settings", settingsView, () => Object.keys(store.state?.settings ?? {}).length || ""],
];

function showParts() {
  const views = new Map(PARTS.map(([id, , make]) => [id, make()]));
  const counts = new Map(PARTS.map(([id]) => [id, h("span", { class: "count" })]));
  const links = PARTS.map(([id, name]) => h("a", { href: `#${id}` }, name, counts.get(id)));
  fill(document.getElementById("nav"), links);
  fill(document.getElementById("main"), [...views.values()]);
  const choose = () => {
    const wanted = location.hash.slice(1);
    const chosen = views.has(wanted) ? wanted : "exchanges";
    for (const [id, view] of views) view.hidden = id !== chosen;
    links.forEach((link, place) => {
      if (PARTS[place][0] === chosen) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    });
    tell("shown", chosen);
  };
  const count = () => PARTS.forEach(([id, , , number]) => fill(counts.get(id), number()));
  addEventListener("hashchange", choose);
  on("state", count);
  on("exchanges", count);
  choose();
}

function showTools() {
  const theme = document.getElementById("theme");
  let chosen = localStorage.getItem("theme") ?? "auto";
  const dress = () => {
    document.documentElement.dataset.theme = chosen;
    theme.textContent = { auto: "◐ auto", light: "○ light", dark: "● dark" }[chosen];
    theme.setAttribute("aria-label", `Colours: ${chosen}`);
    localStorage.setItem("theme", chosen);
  };
  theme.addEventListener("click", () => {
    chosen = THEMES[(THEMES.indexOf(chosen) + 1) % THEMES.length];
    dress();
  });
  dress();
  const mask = document.getElementById("mask");
  mask.checked = localStorage.getItem("mask") === "on";
  const veil = () => {
    hide(mask.checked);
    localStorage.setItem("mask", mask.checked ? "on" : "off");
  };
  mask.addEventListener("change", veil);
  veil();
}

function keep(exchange) {
  store.exchanges.set(exchange.number, exchange);
  if (store.exchanges.size > KEPT) store.exchanges.delete(store.exchanges.keys().next().value);
  tell("exchanges", exchange);
  refresh();
}

function follow(known) {
  const live = document.getElementById("live");
  listen(Math.max(0, known - 200), {
    link: (there) => {
      live.textContent = there ? "live" : "no connection";
      live.classList.toggle("there", there);
      if (there) refresh();
    },
    exchange: keep,
    missed: ({ exchanges }) => tell("missed", exchanges),
    state: refresh,
    world: () => {
      store.exchanges.clear();
      tell("world");
      refresh();
    },
  });
}

showTools();
clockView();
showParts();
store.state = await read("/state");
store.fetchedAt = Date.now();
store.faults = await read("/faults");
tell("state");
follow(store.state.exchanges);
