// The registers that are about nobody's card alone: new citizens, staff, dentists, departments.

import { read } from "./api.js";
import { formView } from "./changes.js";
import { fill, h, nothing } from "./dom.js";
import { REGISTERS } from "./orders.js";
import { on, store } from "./store.js";

export function registersView() {
  const staff = h("div", {});
  const dentists = h("div", {});
  let visible = false;
  const show = async () => {
    if (!visible || store.state === null) return;
    fill(staff, rows(["CPR number", "Name"], store.state.staff.map((each) => [each.cpr, each.name]), "Nobody is employed."));
    const known = await read("/dentists");
    fill(dentists, rows(["Provider number", "Clinic", "Telephone"],
      known.map((each) => [each.yder, each.clinic, each.telephone]), "The Yderregister knows no dentist."));
  };
  on("shown", (part) => { visible = part === "registers"; show(); });
  on("state", show);
  return h("section", { class: "view narrow", hidden: true }, h("h1", {}, "Registers"),
    h("div", { class: "box forms", role: "group", "aria-label": "Changes" },
      REGISTERS.map((form) => h("details", { class: "form" }, h("summary", {}, form.name), formView(form)))),
    h("h2", {}, "Staff"), staff, h("h2", {}, "Dentists"), dentists);
}

const rows = (heads, told, none) => (told.length ? h("div", { class: "scroll" }, h("table", {},
  h("thead", {}, h("tr", {}, heads.map((each) => h("th", { scope: "col" }, each)))),
  h("tbody", {}, told.map((row) => h("tr", {}, row.map((each) => h("td", {}, each))))))) : nothing(none));
