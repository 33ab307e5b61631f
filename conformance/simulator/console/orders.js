// The verbs of the control API as the console offers them: what is asked, and the body that is sent.

import { read } from "./api.js";

const ADDRESS = [
  { name: "line", label: "Street and number" },
  { name: "postal_code", label: "Postal code" },
  { name: "city", label: "City" },
];
const address = ({ line, postal_code, city }) => ({ lines: [line], postal_code, city });
const instant = (value) => (value ? new Date(value).toISOString() : null);
const person = ({ name }) => [...name.given, ...name.family].join(" ");

// The relatives that the citizen has named, by id.
async function relatives(cpr) {
  const { registers } = await read(`/citizens/${encodeURIComponent(cpr)}`);
  return registers.relatives.map((each) => [each.id, person(each)]);
}

// Who has looked at the citizen's data, by the number in MinLog.
async function users(cpr) {
  const told = await read(`/citizens/${encodeURIComponent(cpr)}/minlog`);
  const found = told.flatMap((each) => [[each.user_id, each.user_name], [each.on_behalf_of_id, each.on_behalf_of_name]]);
  return [...new Map(found.filter(([id]) => id).map(([id, name]) => [id, name ? `${name} ${id}` : id]))];
}

const USES = [["MC", "mobile"], ["H", "home"], ["WP", "work"]];
const FAMILY = [["/custody/give", "gets custody of"], ["/custody/remove", "loses custody of"],
  ["/parents/record", "is a parent of"], ["/parents/strike", "is no parent of"],
  ["/guardians/appoint", "becomes guardian of"], ["/guardians/dismiss", "is guardian no more of"]];

const ROLES = [["", "none"], ...[["41001", "SundAssistR1"], ["41002", "SundAssistR2"]].map(([code, name]) =>
  [`urn:dk:healthcare:national-federation-role:code:${code}:value:${name}`, name])];
const DEPARTMENT = { name: "department", label: "SOR code", value: "441371000016004" };

export const SIMPLE = [
  ["Opt-out of resuscitation", [
    ["Register", "/opt-outs/register", "Registered: it counts after seven days"],
    ["Withdraw", "/opt-outs/withdraw", "Withdrawn, with effect at once"]]],
  ["Treatment will", [
    ["Register", "/treatment-wills/register", "Registered"], ["Withdraw", "/treatment-wills/withdraw", "Withdrawn"]]],
  ["Living will", [
    ["Register", "/living-wills/register", "Registered"], ["Withdraw", "/living-wills/withdraw", "Withdrawn"]]],
  ["Organ donor", [
    ["Register", "/organ-donors/register", "Registered"], ["Withdraw", "/organ-donors/withdraw", "Withdrawn"]]],
  ["Name and address protection", [
    ["Give", "/protection", "Protected"], ["Lift", "/protection/lift", "No longer protected"]]],
  ["Delete what was typed in", [
    ["Temporary address", "/temporary-address/leave", "Deleted"], ["Language", "/language/remove", "Deleted"],
    ["Contact", "/contact/remove", "Deleted"], ["Dentist", "/dentist/remove", "Deleted"]]],
  ["General practitioner", [["Leave", "/practitioner/leave", "No practitioner any more"]]],
];

export const FORMS = [
  { name: "Opt out at another time", path: "/opt-outs/register", said: "Registered: it counts after seven days",
    fields: [{ name: "at", label: "At", kind: "datetime-local" }],
    body: ({ at }, citizen) => ({ citizen, at: instant(at) }) },
  { name: "Move", path: "/persons/move", said: "Moved", fields: ADDRESS,
    body: (values, citizen) => ({ citizen, address: address(values) }) },
  { name: "Change name", path: "/persons/rename", said: "Renamed",
    fields: [{ name: "given", label: "Given names" }, { name: "family", label: "Family name" }],
    body: (values, citizen) => ({ citizen, ...values }) },
  { name: "Temporary address", path: "/temporary-address/stay", said: "Entered",
    fields: [...ADDRESS, { name: "start", label: "From (empty: now)", kind: "datetime-local", optional: true },
      { name: "end", label: "Until (may be empty)", kind: "datetime-local", optional: true }],
    body: (values, citizen) => ({ citizen, address: address(values), start: instant(values.start), end: instant(values.end) }) },
  { name: "Relative", path: "/relatives/name", said: "Entered",
    fields: [{ name: "given", label: "Given names" }, { name: "family", label: "Family name", optional: true },
      { name: "relation", label: "Relation", options: ["mor", "far", "barn", "nabo", "samboende", "uspec_paaroerende"].map((each) => [each, each]) },
      { name: "number", label: "Mobile number", kind: "tel", optional: true }, { name: "note", label: "Note", optional: true }],
    body: ({ given, family, relation, number, note }, citizen) =>
      ({ citizen, given, family, relation, numbers: number ? [{ number, use: "MC" }] : [], note: note || null }) },
  { name: "Remove a relative", path: "/relatives/remove", said: "Removed",
    fields: [{ name: "id", label: "Relative", known: relatives }],
    body: ({ id }, citizen) => ({ citizen, id }) },
  { name: "Language", path: "/language/choose", said: "Entered",
    fields: [{ name: "code", label: "Code (ISO 639-1)", value: "de" }, { name: "display_name", label: "Name", value: "Tysk" }],
    body: (values, citizen) => ({ citizen, ...values }) },
  { name: "Contact", path: "/contact/enter", said: "Entered",
    fields: [{ name: "number", label: "Number", kind: "tel" }, { name: "use", label: "Use", options: USES }],
    body: ({ number, use }, citizen) => ({ citizen, numbers: [{ number, use }] }) },
  { name: "Dentist", path: "/dentist/choose", said: "Chosen",
    fields: [{ name: "yder", label: "Provider number", value: "321322" }],
    body: ({ yder }, citizen) => ({ citizen, yder }) },
  { name: "General practitioner", path: "/practitioner/choose", said: "Chosen",
    fields: [{ name: "yder", label: "Provider number" }, { name: "name", label: "Name" },
      { name: "telephone", label: "Telephone", kind: "tel" }, ...ADDRESS],
    body: (values, citizen) => ({ citizen, yder: values.yder, name: values.name, telephone: values.telephone, address: address(values) }) },
  { name: "Coverage group", path: "/coverage-group", said: "Assigned",
    fields: [{ name: "group", label: "Group", options: [["1", "1"], ["2", "2"]] }],
    body: ({ group }, citizen) => ({ citizen, group }) },
  ...FAMILY.map(([path, words]) => ({ name: `… ${words}`, path, said: "Done",
    fields: [{ name: "child", label: "Child", kind: "citizen" }],
    body: ({ child }, adult) => ({ adult, child }) })),
  { name: "Blur an organisation's staff", path: "/blurring/organisation", said: "Blurred for 90 days",
    fields: [{ name: "organisation", label: "CVR number", value: "20921897" }],
    body: ({ organisation }, citizen) => ({ citizen, organisation }) },
  { name: "Extend the blurring", path: "/blurring/extend", said: "Extended by 90 days",
    fields: [{ name: "organisation", label: "CVR number", value: "20921897" }],
    body: ({ organisation }, citizen) => ({ citizen, organisation }) },
  { name: "Lift the blurring", path: "/blurring/lift", said: "Lifted",
    fields: [{ name: "organisation", label: "CVR number", value: "20921897" }],
    body: ({ organisation }, citizen) => ({ citizen, organisation }) },
  { name: "Disclose who looked", path: "/blurring/disclose", said: "Disclosed to the citizen",
    fields: [{ name: "user", label: "User in MinLog", known: users }],
    body: ({ user }, citizen) => ({ citizen, user }) },
  { name: "Death", path: "/deaths/record", said: "Recorded: the data go a year later",
    fields: [{ name: "on", label: "On", kind: "date" }], body: ({ on }, citizen) => ({ citizen, on }) },
  { name: "Annul a death", path: "/deaths/annul", said: "The citizen lives", fields: [],
    body: (_values, citizen) => ({ citizen }) },
  { name: "Forget the citizen", path: "/persons/forget", said: "The registers know nothing of the citizen any more",
    fields: [], body: (_values, citizen) => ({ citizen }) },
];

// What is about nobody that the registers know yet, or about more than one citizen.
export const REGISTERS = [
  { name: "New citizen", path: "/persons/admit", said: "Admitted: the registers know the citizen",
    fields: [{ name: "citizen", label: "CPR number, of a test person" },
      { name: "given", label: "Given names" }, { name: "family", label: "Family name" },
      { name: "gender", label: "Gender", options: [["F", "female"], ["M", "male"], ["UN", "neither"]] },
      { name: "born", label: "Born", kind: "date" }, ...ADDRESS],
    body: (values) => ({ citizen: values.citizen, given: values.given, family: values.family,
      gender: values.gender, born: values.born, address: address(values) }) },
  { name: "New member of staff", path: "/staff/employ", said: "Employed",
    fields: [{ name: "cpr", label: "CPR number, of a test person" }, { name: "given_name", label: "Given names" },
      { name: "surname", label: "Family name" }, { name: "education_code", label: "Education code", optional: true },
      { name: "authorisation_code", label: "Authorisation code", optional: true },
      { name: "role", label: "National role", options: ROLES, optional: true }],
    body: ({ role, ...values }) => ({ ...values, authorisation_code: values.authorisation_code || null,
      national_roles: role ? [role] : [] }) },
  { name: "Dentist in the Yderregister", path: "/dentists/list", said: "Listed",
    fields: [{ name: "yder", label: "Provider number" }, { name: "clinic", label: "Clinic" },
      { name: "telephone", label: "Telephone", kind: "tel" }, ...ADDRESS],
    body: (values) => ({ yder: values.yder, clinic: values.clinic, telephone: values.telephone, address: address(values) }) },
  { name: "Blur a department's staff", path: "/blurring/department", said: "Blurred towards everybody",
    fields: [DEPARTMENT], body: ({ department }) => ({ department }) },
  { name: "Extend a department's blurring", path: "/blurring/extend", said: "Extended",
    fields: [DEPARTMENT], body: ({ department }) => ({ organisation: department }) },
  { name: "Lift a department's blurring", path: "/blurring/lift", said: "Lifted",
    fields: [DEPARTMENT], body: ({ department }) => ({ organisation: department }) },
];
