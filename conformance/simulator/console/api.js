// Talks with the control API on the same origin.

import { notify } from "./notices.js";

export class Problem extends Error {}

// What a reader of the control API answers. Throws Problem.
export async function read(path) {
  const answer = await fetch(`/control${path}`, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Problem((await answer.json().catch(() => ({}))).message ?? answer.statusText);
  return answer.json();
}

export async function readText(path) {
  const answer = await fetch(`/control${path}`);
  if (!answer.ok) throw new Problem((await answer.json().catch(() => ({}))).message ?? answer.statusText);
  return answer.text();
}

// Carries a verb out and says so; tells whether it went well.
export async function act(path, body = {}, said = "Done") {
  const answer = await fetch(`/control${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  }).catch(() => null);
  if (answer === null) return notify("The simulator does not answer.", "fail");
  if (answer.ok) return notify(said, "good");
  const { message } = await answer.json().catch(() => ({ message: answer.statusText }));
  return notify(message, "fail");
}

// Calls *on[name]* for each event as it comes, and *on.link* with whether there is a connection.
export function listen(since, on) {
  const source = new EventSource(`/control/events?since=${since}`);
  for (const name of ["hello", "exchange", "missed", "state", "world"]) {
    source.addEventListener(name, (event) => on[name]?.(JSON.parse(event.data)));
  }
  source.addEventListener("open", () => on.link(true));
  source.addEventListener("error", () => {
    on.link(false);
    // A browser gives up when the server refuses; the simulator may have been started anew.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen(0, on), 2000);
  });
}
