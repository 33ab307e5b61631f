// MinLog: accesses as a table, and how much each caller has sent against the advice on volume.

import { read } from "./api.js";
import { fill, h, moment, nothing } from "./dom.js";
import { on } from "./store.js";

export function entries(told, none) {
  if (!told.length) return nothing(none);
  const heads = ["When", "Who", "On behalf of", "Activity", "Organisation", "System"];
  return h("div", { class: "scroll" }, h("table", {},
    h("thead", {}, h("tr", {}, heads.map((each) => h("th", { scope: "col" }, each)))),
    h("tbody", {}, told.toReversed().map((each) => h("tr", {},
      h("td", {}, moment(each.at), each.until ? ` – ${moment(each.until)}` : ""),
      h("td", {}, each.user_name ?? "", each.user_role ? h("div", { class: "soft" }, each.user_role) : null,
        each.user_id ? h("div", { class: "soft" }, each.user_id) : null,
        each.hides_user ? h("span", { class: "tag" }, "pseudonym") : null),
      h("td", {}, each.on_behalf_of_name ?? "", each.hides_principal ? h("span", { class: "tag" }, "pseudonym") : null),
      h("td", {}, each.activity, each.filters.map((filter) => h("div", { class: "soft" }, filter))),
      h("td", {}, each.organisation_name ?? "", h("div", { class: "soft" }, each.organisation_id ?? "")),
      h("td", {}, each.system_name))))));
}

export function logView() {
  const place = h("div", {});
  let visible = false;
  const show = async () => {
    if (!visible) return;
    const told = await read("/minlog/volume");
    fill(place, told.length ? table(told) : nothing("Nobody has called MinLog yet."));
  };
  on("shown", (part) => { visible = part === "minlog"; show(); });
  on("state", show);
  return h("section", { class: "view narrow", hidden: true }, h("h1", {}, "MinLog: volume"),
    h("p", { class: "soft" }, "NSP's guide advises at most 500 registrations in a call and 20 calls in an hour. It is advice: nothing is refused. A citizen's MinLog is under Citizens."),
    place);
}

function table(told) {
  const heads = ["Caller", "Calls", "Registrations", "Largest call", "Busiest hour", "Advice"];
  return h("div", { class: "scroll" }, h("table", {},
    h("thead", {}, h("tr", {}, heads.map((each) => h("th", { scope: "col" }, each)))),
    h("tbody", {}, told.map((each) => h("tr", {},
      h("th", { scope: "row" }, each.caller), h("td", {}, each.calls), h("td", {}, each.registrations),
      h("td", {}, each.largest_call), h("td", {}, `${each.busiest_hour.calls} from ${moment(each.busiest_hour.begin)}`),
      h("td", {}, each.keeps_advice ? h("span", { class: "tag good" }, "kept") : h("span", { class: "tag fail" }, "exceeded")))))));
}
