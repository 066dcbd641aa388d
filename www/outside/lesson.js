// The page's lesson, as the modules here see and drive it. The page tells how it stands by the window's event
// `fivetuple-now` and hears what it shall do by `fivetuple-do` (src/app/outside.rs).

let latest = null;
const listeners = new Set();

// Not within the event: the page cannot be asked for something while it tells.
addEventListener("fivetuple-now", ({ detail }) => queueMicrotask(() => {
  latest = detail;
  for (const listener of [...listeners]) listener(latest);
}));

/** How the lesson stands; null where there is none. */
export const now = () => latest;

/** Calls back now and whenever something has changed. */
export function hear(listener) {
  listeners.add(listener);
  if (latest) listener(latest);
}

/** Lets the page do something. */
export function act(what, values = {}) {
  dispatchEvent(new CustomEvent("fivetuple-do", { detail: { do: what, ...values } }));
}

/** Waits for the next change that fits. */
export function next(fits = () => true) {
  return new Promise((resolve) => {
    const listener = (state) => fits(state) && listeners.delete(listener) && resolve(state);
    listeners.add(listener);
  });
}

/** A lesson is there. */
export const there = async () => latest ?? next();

/** Lets the page do something and waits until that, and the run that it starts, is over. */
export async function actAndWait(what, values) {
  const changed = next();
  act(what, values);
  // Something that cannot be done may change nothing.
  const state = await Promise.race([changed, new Promise((late) => setTimeout(() => late(latest), 3000))]);
  return state.running ? next(({ running }) => !running) : state;
}

/** What a setting of the address is, as www/address.js has read it. */
export const asked = (name) => document.documentElement.getAttribute(`data-asked-${name}`);

document.documentElement.setAttribute("data-outside", "");
act("tell");
