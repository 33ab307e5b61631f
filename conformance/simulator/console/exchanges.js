// The exchanges as they come: a list, and the chosen one in full beside it.

import { read } from "./api.js";
import { fill, h, moment, nothing, tabs, time, unseen } from "./dom.js";
import { citizenName, on, store } from "./store.js";
import { xmlView } from "./xml.js";

const MARKS = {
  fail: ["✕", "breaks a rule"], warning: ["!", "warning"], notice: ["i", "notice"],
  none: ["✓", "keeps the rules"], unknown: ["·", "not judged"],
};

const short = (operation) => operation.split(/[:#/]/).pop();
const gravest = (exchange) => (exchange.verdict ? exchange.verdict.worst ?? "none" : "unknown");

export function exchangesView() {
  const rows = h("ol", { class: "rows", "aria-label": "Exchanges, the latest first", onkeydown: step });
  const detail = h("section", { class: "detail", "aria-label": "The chosen exchange" });
  const words = h("input", { type: "search", placeholder: "Filter: caller, citizen, outcome…", "aria-label": "Filter" });
  const service = h("select", { "aria-label": "Service" }, h("option", { value: "" }, "All services"));
  const faulty = h("input", { type: "checkbox" });
  const pause = h("button", { type: "button", "aria-pressed": "false" }, "Pause");
  const missed = h("p", { class: "missed", hidden: true });
  let chosen = null;
  let held = [];

  const wanted = (exchange) => {
    const told = [exchange.caller, exchange.outcome, exchange.operation, exchange.service,
      ...exchange.citizens, ...exchange.citizens.map(citizenName)].join(" ").toLowerCase();
    return told.includes(words.value.toLowerCase())
      && (!service.value || exchange.service === service.value)
      && (!faulty.checked || exchange.refused || ["fail", "warning"].includes(gravest(exchange)));
  };

  const add = (exchange) => {
    if (![...service.options].some((each) => each.value === exchange.service)) {
      service.append(h("option", { value: exchange.service }, exchange.service));
    }
    if (wanted(exchange)) rows.prepend(row(exchange, choose));
    while (rows.children.length > store.exchanges.size) rows.lastChild.remove();
    empty.hidden = rows.children.length > 0;
  };

  const all = () => {
    rows.replaceChildren();
    for (const exchange of store.exchanges.values()) add(exchange);
    mark();
    empty.hidden = rows.children.length > 0;
  };

  const mark = () => {
    for (const each of rows.querySelectorAll(".row")) {
      each.setAttribute("aria-current", String(Number(each.dataset.number) === chosen));
    }
  };

  async function choose(number) {
    chosen = number;
    mark();
    detail.classList.add("open");
    try {
      fill(detail, inFull(await read(`/journal/${number}`)));
    } catch (error) {
      fill(detail, nothing(error.message));
    }
  }

  pause.addEventListener("click", () => {
    const paused = pause.getAttribute("aria-pressed") !== "true";
    pause.setAttribute("aria-pressed", String(paused));
    pause.textContent = paused ? "Go on" : "Pause";
    held.forEach(add);
    held = [];
  });
  for (const field of [words, service, faulty]) field.addEventListener("input", all);
  const empty = nothing("No exchange yet. Each call to a service appears here as it comes.");
  fill(detail, nothing("Choose an exchange to see its messages, and what the message rules say of them."));

  on("exchanges", (exchange) => {
    if (pause.getAttribute("aria-pressed") === "true") {
      held.push(exchange);
      fill(pause, `Go on (${held.length})`);
    } else {
      add(exchange);
    }
  });
  on("missed", (count) => {
    missed.hidden = false;
    fill(missed, `${count} exchanges came faster than they could be shown.`);
  });
  on("world", () => {
    held = [];
    chosen = null;
    missed.hidden = true;
    all();
    fill(detail, nothing("A new world has begun."));
  });

  return h("section", { class: "view split" },
    h("h1", { class: "unseen" }, "Exchanges"),
    h("div", { class: "list" },
      h("div", { class: "filters" }, words, service,
        h("label", { class: "check" }, faulty, "Trouble only"), pause), missed, empty, rows),
    detail);
}

function row(exchange, choose) {
  const worst = gravest(exchange);
  const [sign, meaning] = MARKS[worst];
  const button = h("button", {
    type: "button", class: "row", "data-number": exchange.number,
    onclick: () => choose(exchange.number),
  },
    h("span", { class: `mark ${worst}`, title: meaning }, h("span", { "aria-hidden": "true" }, sign), unseen(meaning)),
    h("span", { class: "what" }, h("strong", {}, exchange.service), " ", h("span", { class: "soft" }, short(exchange.operation))),
    h("time", { class: "when", datetime: exchange.at }, time(exchange.at)),
    h("span", { class: "who" }, exchange.caller,
      exchange.citizens.length ? h("span", { class: "soft" }, " → ", people(exchange.citizens)) : null),
    h("span", { class: exchange.refused ? "outcome refused" : "outcome" }, exchange.outcome));
  return h("li", {}, button);
}

const people = (citizens) => citizens.slice(0, 3).map(citizenName).join(", ") + (citizens.length > 3 ? ` and ${citizens.length - 3} more` : "");

// Up and down go from exchange to exchange.
function step(event) {
  const way = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
  const next = way && event.target.closest("li")?.[way]?.querySelector(".row");
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.click();
}

function inFull(exchange) {
  const panels = [
    ["Request", () => xmlView(exchange.request, "Request")],
    ["Response", () => (exchange.response ? xmlView(exchange.response, "Response") : nothing("No body."))],
    ...exchange.documents.map((document, place) =>
      [exchange.documents.length > 1 ? `Document ${place + 1}` : "Document", () => xmlView(document, "Document")]),
  ];
  return [
    h("header", { class: "detail-head" },
      h("h2", {}, h("span", { class: "soft" }, `#${exchange.number} `), exchange.service),
      h("span", { class: exchange.refused ? "outcome refused" : "outcome" }, exchange.outcome)),
    h("dl", { class: "facts" },
      fact("Operation", exchange.operation), fact("Caller", exchange.caller),
      exchange.citizens.length ? fact("Citizen", exchange.citizens.map((cpr) => `${citizenName(cpr)} ${cpr}`).join(", ")) : null,
      fact("Services' time", moment(exchange.at)),
      fact("Size", `${exchange.request_bytes.toLocaleString("en")} bytes in, ${exchange.response_bytes.toLocaleString("en")} out`)),
    judged(exchange),
    tabs("Messages", panels),
  ];
}

const fact = (name, value) => h("div", {}, h("dt", {}, name), h("dd", {}, value));

function judged(exchange) {
  const worst = gravest(exchange);
  if (worst === "unknown") return h("p", { class: "verdict unknown" }, "Not judged: no message rules are at hand.");
  if (worst === "none") return h("p", { class: "verdict none" }, "✓ The message rules find nothing wrong.");
  return h("ul", { class: "findings", "aria-label": "Findings of the message rules" }, exchange.findings.map((each) =>
    h("li", { class: each.severity },
      h("div", { class: "finding-head" }, h("span", { class: `mark ${each.severity}`, title: MARKS[each.severity][1] }, MARKS[each.severity][0]),
        h("strong", {}, each.rule), h("span", { class: "soft" }, each.message), each.requirement ? h("span", { class: "tag" }, each.requirement) : null),
      h("p", {}, "Expected ", each.expected, ", found ", each.found, "."),
      h("p", { class: "where" }, each.where, each.line ? `, line ${each.line}` : ""),
      each.fix ? h("p", { class: "fix" }, each.fix) : null)));
}
