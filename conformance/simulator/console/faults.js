// The faults: how the services go wrong on demand, for one citizen or for all.

import { act } from "./api.js";
import { fill, h } from "./dom.js";
import { on, personName, store } from "./store.js";

export function faultsView() {
  const whom = h("select", { id: "whom" });
  const find = h("input", { type: "search", placeholder: "Filter", "aria-label": "Filter the faults" });
  const list = h("div");
  const closed = new Set();
  const mend = h("button", { type: "button", onclick: () => act("/faults/mend-all", {}, "Everything is mended") }, "Mend everything");

  const show = () => {
    const kept = whom.value;
    fill(whom, h("option", { value: "" }, "Everybody"),
      h("optgroup", { label: "Citizens" }, store.state.citizens.map(person)),
      h("optgroup", { label: "Staff, at the STS" }, store.state.staff.map(person)));
    whom.value = [...store.state.citizens, ...store.state.staff].some((each) => each.cpr === kept) ? kept : "";
    const focused = document.activeElement?.dataset?.fault;
    const sought = find.value.toLowerCase();
    const found = store.faults.filter((each) => `${each.system} ${each.fault} ${each.explanation}`.toLowerCase().includes(sought));
    fill(list, [...new Set(found.map((each) => each.system))].map((system) => group(system, found, sought)));
    mend.disabled = store.state.faults.length === 0;
    if (focused) list.querySelector(`[data-fault="${CSS.escape(focused)}"]`)?.focus();
  };

  const person = (each) => h("option", { value: each.cpr }, `${each.name} ${each.cpr}`);

  // The faults of one system, which can be folded away; what is looked for is never hidden.
  const group = (system, found, sought) => {
    const own = found.filter((each) => each.system === system);
    const turnedOn = own.filter((each) => each.on_for.length).length;
    const folded = (event) => { if (!sought) closed[event.target.open ? "delete" : "add"](system); };
    return h("details", { class: "system", open: Boolean(sought) || !closed.has(system), ontoggle: folded },
      h("summary", {}, `${system} `, h("span", { class: "soft" }, `${own.length} `), turnedOn ? h("span", { class: "tag fail" }, `${turnedOn} on`) : null),
      h("ul", { class: "faults", "aria-label": system }, own.map(item)));
  };

  const item = (each) => {
    const citizen = whom.value || null;
    const isOn = each.on_for.includes(citizen);
    const turn = () => (isOn
      ? act("/faults/mend", { fault: each.fault, citizen }, `Mended: ${each.fault}`)
      : act("/faults/inject", { fault: each.fault, citizen }, `Injected: ${each.fault}`));
    return h("li", { class: each.on_for.length ? "on" : "" },
      h("button", { type: "button", role: "switch", class: "toggle", "aria-checked": String(isOn), "aria-label": each.fault, "data-fault": each.fault, onclick: turn }),
      h("div", {}, h("strong", {}, each.fault), h("p", { class: "soft" }, each.explanation),
        each.on_for.length ? h("p", { class: "badges" }, each.on_for.map((cpr) => h("span", { class: "tag fail" }, cpr === null ? "everybody" : personName(cpr)))) : null));
  };

  const seconds = h("input", { type: "number", min: "0", step: "any", required: true });
  const whitelist = h("input", { placeholder: "every organisation", autocomplete: "off" });
  const setting = (label, input, send) => h("form", { class: "line", onsubmit: (event) => { event.preventDefault(); send(); } },
    h("label", {}, label, input), h("button", {}, "Set"));
  const settings = h("div", { class: "settings" },
    setting("Seconds that a slow service is late", seconds, () => act("/slowness", { seconds: Number(seconds.value) }, "Set")),
    setting("CVR numbers that may call (empty: all)", whitelist, () => {
      const named = whitelist.value.split(/[\s,]+/).filter(Boolean);
      act("/whitelist", { organisations: named.length ? named : null }, "Set");
    }));
  const settle = () => {
    if (settings.contains(document.activeElement)) return;
    seconds.value = store.state.slow_seconds;
    whitelist.value = (store.state.whitelist ?? []).join(" ");
  };

  whom.addEventListener("change", show);
  find.addEventListener("input", show);
  on("state", show);
  on("state", settle);
  return h("section", { class: "view narrow", hidden: true }, h("h1", {}, "Faults"),
    h("div", { class: "filters" }, h("label", { for: "whom" }, "For"), whom, find, mend), list,
    h("h2", {}, "Settings"), settings);
}
