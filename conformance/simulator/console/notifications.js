// The notification service: what waits in the pull points, who subscribes to what, and id lists.

import { read } from "./api.js";
import { fill, h, moment, nothing } from "./dom.js";
import { citizenName, on } from "./store.js";
import { xmlView } from "./xml.js";

export function notificationsView() {
  const place = h("div", {});
  let visible = false;
  const show = async () => {
    if (!visible) return;
    const told = await read("/notifications");
    fill(place,
      h("h2", {}, "Pull points"),
      told.pull_points.length ? told.pull_points.map(pullPoint) : nothing("Nobody has made a pull point yet."),
      h("h2", {}, "Subscriptions"),
      told.subscriptions.length ? subscriptions(told.subscriptions) : nothing("Nobody subscribes to anything."),
      h("h2", {}, "Id lists"),
      told.id_lists.length ? told.id_lists.map(idList) : nothing("There is no id list."));
  };
  on("shown", (part) => { visible = part === "notifications"; show(); });
  on("state", show);
  return h("section", { class: "view narrow", hidden: true }, h("h1", {}, "Notifications"),
    h("p", { class: "soft" }, "What the registers have told and nobody has fetched yet. To fetch a message takes it out."), place);
}

const pullPoint = (point) => h("article", { class: "box" },
  h("h3", {}, `Organisation ${point.owner}`, h("span", { class: "soft" }, ` ${point.id}`)),
  point.waiting.length ? h("ol", { class: "waiting" }, point.waiting.map((each) => h("li", {}, h("details", {},
    h("summary", {}, h("time", {}, moment(each.since)), " ", h("strong", {}, citizenName(each.citizen)), " ", h("span", { class: "soft" }, each.topic)),
    xmlView(each.content, "The notification"))))) : nothing("Nothing waits."));

const subscriptions = (told) => h("div", { class: "scroll" }, h("table", {},
  h("thead", {}, h("tr", {}, ["Organisation", "Topic", "Whom", "Ends"].map((each) => h("th", { scope: "col" }, each)))),
  h("tbody", {}, told.map((each) => h("tr", {}, h("td", {}, each.owner), h("td", { class: "wide" }, each.topic),
    h("td", {}, each.filtered ? "as filtered" : "everybody"), h("td", {}, each.ends_at ? moment(each.ends_at) : "never"))))));

const idList = (told) => h("article", { class: "box" },
  h("h3", {}, told.name, h("span", { class: "soft" }, ` ${told.owner}, ${told.ids.length} ${told.ids.length === 1 ? "citizen" : "citizens"}`)),
  h("p", {}, told.ids.slice(0, 50).map(citizenName).join(", "), told.ids.length > 50 ? " …" : ""));
