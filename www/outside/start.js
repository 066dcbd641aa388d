// What the address asks for after `step`, `autoplay` and `speed`: the lesson at one of its steps.
import { actAndWait, asked, next, there } from "./lesson.js";

const SPEEDS = { 0.25: 3, 0.5: 5, 1: 10, 2: 20, 4: 40 };

let state = await there();
const speed = asked("speed");
if (speed) await actAndWait("speed", { number: SPEEDS[speed] ?? Math.round(speed * 10) });
const step = asked("step");
if (!location.hash.includes("&s=") && (step !== null || asked("autoplay") === "on")) {
  // Who must predict first runs the programs then.
  if (!state.locked && state.branches.length === 0 && !state.running) state = await actAndWait("run");
  else state = await next(({ branches, running }) => branches.length > 0 && !running);
  if (step !== null && state.branches.length > 0) {
    await actAndWait("go", { number: step === "end" ? state.steps : Number(step) });
  }
  if (asked("autoplay") === "on") autoplay();
}

/** Plays as soon as the laboratory can be seen, unless the reader wants nothing to move by itself. */
function autoplay() {
  const lab = document.querySelector(".lab");
  if (!lab || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const observer = new IntersectionObserver((seen) => {
    if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    actAndWait("play", { number: 1 });
  });
  observer.observe(lab);
}
