// What may be changed for a citizen: a button for each verb that needs no more than the citizen,
// and a small form for each that does.

import { act } from "./api.js";
import { fill, h } from "./dom.js";
import { FORMS, SIMPLE } from "./orders.js";
import { store } from "./store.js";

export function changesView(cpr) {
  return [
    h("h2", {}, "Change"),
    SIMPLE.map(([group, orders]) => h("div", { class: "group" }, h("p", { class: "label" }, group),
      h("div", { class: "line wrap" }, orders.map(([name, path, said]) =>
        h("button", { type: "button", onclick: () => act(path, { citizen: cpr }, said) }, name))))),
    FORMS.map((form) => h("details", { class: "form" }, h("summary", {}, form.name), formView(form, cpr))),
  ];
}

// The form of an order; *cpr* is whom it is about, where it is about a citizen.
export function formView(form, cpr) {
  const fields = form.fields.map((each) => field(each, cpr));
  return h("form", {
    onsubmit: (event) => {
      event.preventDefault();
      const values = Object.fromEntries(fields.map(([name, input]) => [name, input.value.trim()]));
      act(form.path, form.body(values, cpr), form.said);
    },
  }, fields.map(([, , shown]) => shown), h("button", {}, form.button ?? "Carry out"));
}

function field({ name, label, kind = "text", options, known, value, optional }, cpr) {
  if (known) return [name, ...asked(label, () => known(cpr))];
  const others = () => store.state.citizens.map((each) => [each.cpr, `${each.name} ${each.cpr}`]);
  const chosen = kind === "citizen" ? others() : options;
  const input = chosen
    ? h("select", { required: !optional }, chosen.map(([code, words]) => h("option", { value: code }, words)))
    : h("input", { type: kind, required: !optional, step: kind === "datetime-local" ? "1" : undefined, autocomplete: "off" });
  if (value !== undefined) input.value = value;
  if (kind === "citizen") {
    // New citizens may have come since the form was made.
    input.addEventListener("focus", () => {
      const kept = input.value;
      fill(input, others().map(([code, words]) => h("option", { value: code }, words)));
      input.value = kept;
    });
  }
  return [name, input, h("label", {}, h("span", {}, label), input)];
}

// A choice among what the registers know, fetched whenever it is turned to.
function asked(label, known) {
  const input = h("select", { required: true });
  const renew = async () => {
    const kept = input.value;
    const found = await known();
    fill(input, found.map(([code, words]) => h("option", { value: code }, words)));
    if (found.some(([code]) => code === kept)) input.value = kept;
  };
  input.addEventListener("focus", renew);
  renew();
  return [input, h("label", {}, h("span", {}, label), input)];
}
