// The citizens: who there is, and the chosen one's card, registers and MinLog beside the changes.

import { Problem, read, readText } from "./api.js";
import { changesView } from "./changes.js";
import { fill, h, moment, nothing } from "./dom.js";
import { entries } from "./log.js";
import { notify } from "./notices.js";
import { on, store } from "./store.js";
import { xmlView } from "./xml.js";

const ABOUT = [["Card", card], ["XML", cardXml], ["Registers", registers], ["MinLog", minlog]];

let chosen = null;
let about = 0;

export function citizensView() {
  const people = h("ul", { class: "people", "aria-label": "Citizens" });
  const find = h("input", { type: "search", placeholder: "Name or CPR number", "aria-label": "Find a citizen" });
  const person = h("section", { class: "person", "aria-label": "The chosen citizen" });
  const changes = h("aside", { class: "changes", "aria-label": "Changes in the registers" });
  let shown = null;
  let visible = false;

  const list = () => {
    const sought = find.value.toLowerCase();
    const found = store.state.citizens.filter((each) => `${each.name} ${each.cpr}`.toLowerCase().includes(sought));
    const focused = people.contains(document.activeElement) ? document.activeElement.dataset.place : null;
    fill(people, found.slice(0, 300).map((each) => h("li", {}, citizenRow(each, choose))));
    if (focused !== null) people.querySelector(`[data-place="${focused}"]`)?.focus();
  };

  async function choose(cpr) {
    chosen = cpr;
    list();
    fill(changes, changesView(cpr));
    await show();
  }

  async function show() {
    const citizen = store.state.citizens.find((each) => each.cpr === chosen);
    if (!citizen) {
      fill(person, nothing("Choose a citizen."));
      fill(changes);
      return;
    }
    const [, tell] = ABOUT[about];
    const body = await tell(chosen).catch((error) => {
      if (error instanceof Problem) return nothing(error.message);
      throw error;
    });
    if (citizen.cpr !== chosen || tell !== ABOUT[about][1]) return;
    const place = shown?.scrollTop ?? 0;
    shown = h("div", { class: "panel" }, body);
    fill(person, head(citizen), choices(), shown);
    shown.scrollTop = place;
  }

  function choices() {
    const buttons = ABOUT.map(([name], place) => h("button", {
      type: "button", role: "tab", class: "tab", "aria-selected": String(place === about), tabindex: place === about ? 0 : -1,
      onclick: () => turn(place), onkeydown: (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (step) turn((place + step + ABOUT.length) % ABOUT.length);
      },
    }, name));
    return h("div", { role: "tablist", class: "tablist", "aria-label": "About the citizen" }, buttons);
  }

  async function turn(place) {
    about = place;
    await show();
    person.querySelector("[aria-selected=true]").focus();
  }

  find.addEventListener("input", list);
  const renew = () => {
    if (!visible || store.state === null) return;
    chosen ??= store.state.citizens[0]?.cpr ?? null;
    list();
    if (chosen && !changes.hasChildNodes()) fill(changes, changesView(chosen));
    show().catch((error) => notify(error.message, "fail"));
  };
  on("state", renew);
  on("shown", (part) => { visible = part === "citizens"; renew(); });
  return h("section", { class: "view three", hidden: true }, h("h1", { class: "unseen" }, "Citizens"),
    h("div", { class: "list" }, h("div", { class: "filters" }, find), people), person, changes);
}

function citizenRow(citizen, choose) {
  const place = store.state.citizens.indexOf(citizen);
  return h("button", {
    type: "button", class: "row citizen", "data-place": place, "aria-current": String(citizen.cpr === chosen),
    onclick: () => choose(citizen.cpr),
  }, h("span", { class: "what" }, citizen.name), h("span", { class: "number" }, citizen.cpr), badges(citizen));
}

function badges(citizen) {
  const faults = store.state.faults.filter((each) => each.citizen === citizen.cpr).length;
  return h("span", { class: "badges" },
    citizen.died_on ? h("span", { class: "tag dead" }, `† ${citizen.died_on}`) : null,
    citizen.protected ? h("span", { class: "tag" }, "protected") : null,
    citizen.opt_out_in_force ? h("span", { class: "tag strong" }, "no resuscitation") : null,
    citizen.opted_out_at && !citizen.opt_out_in_force ? h("span", { class: "tag" }, "opt-out to come") : null,
    faults ? h("span", { class: "tag fail" }, `${faults} fault${faults > 1 ? "s" : ""}`) : null);
}

const head = (citizen) => h("header", { class: "detail-head" },
  h("h2", {}, citizen.name), h("span", { class: "number" }, citizen.cpr), badges(citizen));

async function card(cpr) {
  const told = await read(`/citizens/${encodeURIComponent(cpr)}/card`);
  const { patient } = told;
  return [
    h("p", { class: "soft" }, told.title, " · ", told.version),
    h("dl", { class: "facts" },
      h("div", {}, h("dt", {}, "Name"), h("dd", {}, patient.name ?? "not given")),
      h("div", {}, h("dt", {}, "Address"), h("dd", {}, patient.address.join(", ") || "not given")),
      h("div", {}, h("dt", {}, "Practitioner"), h("dd", {}, patient.practitioner ?? "none"))),
    told.rows.length ? h("div", { class: "scroll" }, h("table", { class: "card", lang: "da" },
      h("thead", {}, h("tr", {}, told.headings.map((each) => h("th", { scope: "col" }, each)))),
      h("tbody", {}, told.rows.map((each) => h("tr", {},
        h("th", { scope: "row" }, each.caption),
        h("td", {}, each.items.map((item) => h("div", {}, item))),
        h("td", {}, each.source), h("td", { class: "soft" }, each.changed)))))) : nothing("The card has no readable table."),
  ];
}

async function cardXml(cpr) {
  return xmlView(await readText(`/citizens/${encodeURIComponent(cpr)}/card.xml`), "The card as XML");
}

async function registers(cpr) {
  const told = await read(`/citizens/${encodeURIComponent(cpr)}`);
  return [tree({ ...told.registers, bonds: told.bonds, faults: told.faults, blurrings: told.blurrings })];
}

// Any value of the registers as a list of names and values.
function tree(value) {
  if (value === null || value === "" || (Array.isArray(value) && !value.length)) return h("span", { class: "soft" }, "–");
  if (value === true || value === false) return value ? "yes" : "no";
  if (Array.isArray(value) && value.every((each) => typeof each === "string")) return value.join(", ");
  if (Array.isArray(value)) return h("ul", { class: "plain" }, value.map((each) => h("li", {}, tree(each))));
  if (typeof value !== "object") return /^\d{4}-\d\d-\d\dT/.test(value) ? moment(value) : String(value);
  return h("dl", { class: "facts tree" }, Object.entries(value).map(([name, each]) =>
    h("div", {}, h("dt", {}, name.replaceAll("_", " ")), h("dd", {}, tree(each)))));
}

async function minlog(cpr) {
  const path = `/citizens/${encodeURIComponent(cpr)}/minlog`;
  const [all, seen] = await Promise.all([read(path), read(`${path}/shown`)]);
  return [
    h("h3", {}, "As the citizen sees it"), entries(seen, "The citizen sees no access."),
    h("h3", {}, "As it is registered"), entries(all, "No access is registered."),
  ];
}
