// What the page knows of the simulator, and who wants to hear of changes.

import { read } from "./api.js";
import { notify } from "./notices.js";

export const store = { state: null, faults: [], exchanges: new Map(), findings: new Map() };

const listeners = new Map();
let waiting = null;

// Calls *heard* whenever *topic* ("state", "exchanges", "world") has news.
export function on(topic, heard) {
  listeners.set(topic, [...(listeners.get(topic) ?? []), heard]);
}

export function tell(topic, ...news) {
  for (const heard of listeners.get(topic) ?? []) heard(...news);
}

// Fetches the state, once for many changes that come together.
export function refresh() {
  waiting ??= setTimeout(async () => {
    waiting = null;
    try {
      [store.state, store.faults] = await Promise.all([read("/state"), read("/faults")]);
      store.fetchedAt = Date.now();
      tell("state");
    } catch (error) {
      notify(error.message, "fail");
    }
  }, 200);
}

export const citizenName = (cpr) => store.state?.citizens.find((each) => each.cpr === cpr)?.name ?? cpr;

// The same where it may be a member of staff.
export const personName = (cpr) => store.state?.staff.find((each) => each.cpr === cpr)?.name ?? citizenName(cpr);
