// The settings: what the services assume where public sources are silent, and how it was turned.

import { read } from "./api.js";
import { fill, h, nothing } from "./dom.js";
import { on } from "./store.js";

export function settingsView() {
  const find = h("input", { type: "search", placeholder: "Filter", "aria-label": "Filter the settings" });
  const turned = h("input", { type: "checkbox" });
  const place = h("div", { class: "choices" });
  let told = [];
  const show = () => {
    const sought = find.value.toLowerCase();
    const found = told.filter((each) => (each.turned || !turned.checked) && JSON.stringify(each).toLowerCase().includes(sought));
    fill(place, found.length ? found.map(setting)
      : nothing(turned.checked && !sought ? "Everything is as it is by default." : "No setting is called that."));
  };
  find.addEventListener("input", show);
  turned.addEventListener("change", show);
  on("shown", async (part) => {
    if (part !== "settings") return;
    told = await read("/settings");
    show();
  });
  return h("section", { class: "view narrow", hidden: true }, h("h1", {}, "Settings"),
    h("p", { class: "soft" }, "What the services do where public sources are silent. They are chosen when the simulator starts, with --settings; here they are to be read."),
    h("div", { class: "filters" }, find, h("label", { class: "line" }, turned, "Turned only")), place);
}

const setting = (each) => h("article", { class: "box" },
  h("h3", {}, each.name, each.turned ? h("span", { class: "tag strong" }, "turned") : null),
  h("p", {}, each.meaning),
  h("dl", { class: "facts" },
    fact("Value", h("code", {}, each.value)),
    each.turned ? fact("Default", h("code", {}, each.default)) : null,
    fact("Allowed", each.allowed),
    each.assumptions.map((one) => fact("Assumption", one.assumed, h("div", { class: "soft" }, `${one.name}, ${one.evidence}`)))));

const fact = (name, ...told) => h("div", {}, h("dt", {}, name), h("dd", {}, told));
