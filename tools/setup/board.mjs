// The list of steps on screen: what is done, what is running and since when, what is left. Drawn in place on a
// terminal; elsewhere (a log of CI) lines are only added.
import { asProgress } from "./child.mjs";

const EVERY_MS = 200;
const SAY_AGAIN_MS = 30_000;

export class Board {
  #steps = [];
  #drawn = 0;
  #began = Date.now();
  #timer = null;
  #screen;

  constructor(title, steps, out = process.stdout) {
    this.title = title;
    this.out = out;
    this.#screen = Boolean(out.isTTY);
    this.#steps = steps.map((step) => ({ step, state: "waiting", note: "", last: "", began: 0, took: 0 }));
    if (this.#screen) out.on("resize", () => this.#draw());
    else this.#print(this.#plan());
    this.#timer = setInterval(() => this.#tick(), this.#screen ? EVERY_MS : SAY_AGAIN_MS);
    this.#draw();
  }

  /** The rows, for a summary: step, state, took (ms), note. */
  get rows() {
    return this.#steps;
  }

  begin(index) {
    Object.assign(this.#steps[index], { state: "running", began: Date.now() });
    if (!this.#screen) this.#print([`${this.#place(index)} ${this.#steps[index].step.title} …`]);
    this.#draw();
  }

  /** The newest line of the running step. */
  line(index, text) {
    const last = asProgress(text) ?? text.trim();
    if (last) this.#steps[index].last = last;
  }

  end(index, state, note = "") {
    const row = this.#steps[index];
    Object.assign(row, { state, note, took: row.began ? Date.now() - row.began : 0 });
    if (!this.#screen) this.#print([`${this.#place(index)} ${row.step.title}: ${this.#result(row)}`]);
    this.#draw();
  }

  /** Prints lines that stay, above the list. */
  say(...lines) {
    this.#erase();
    this.#print(lines);
    this.#draw();
  }

  /** Leaves the list as it is. */
  close() {
    clearInterval(this.#timer);
    this.#draw();
    this.#drawn = 0;
    this.#screen = false;
  }

  #print(lines) {
    this.out.write(lines.map((line) => `${line}\n`).join(""));
  }

  #plan() {
    return [this.title, ...this.#steps.map(({ step }, index) => `  ${index + 1}. ${step.title}`)];
  }

  #place(index) {
    return `[${index + 1}/${this.#steps.length}]`;
  }

  #result({ state, note, took }) {
    const time = took >= 1000 ? ` in ${duration(took)}` : "";
    return [`${state}${state === "done" || state === "failed" ? time : ""}`, note].filter(Boolean).join(", ");
  }

  #tick() {
    if (this.#screen) return this.#draw();
    const index = this.#steps.findIndex(({ state }) => state === "running");
    if (index < 0) return;
    const { step, began, last } = this.#steps[index];
    this.#print([`${this.#place(index)} ${step.title}: running for ${duration(Date.now() - began)}: ${last}`]);
  }

  #erase() {
    if (this.#screen && this.#drawn > 0) this.out.write(`\u001b[${this.#drawn}A\u001b[0J`);
    this.#drawn = 0;
  }

  #draw() {
    if (!this.#screen) return;
    const width = (this.out.columns || 80) - 1;
    const room = Math.max(4, (this.out.rows || 24) - 2);
    const lines = [this.#head(), ...this.#fitting(room).map((row) => this.#row(row))];
    this.#erase();
    this.#print(lines.map((line) => clip(line, width)));
    this.#drawn = lines.length;
  }

  #head() {
    const over = this.#steps.filter(({ state }) => state !== "waiting" && state !== "running").length;
    const left = this.#secondsLeft();
    const rest = left > 0 ? `, about ${duration(left * 1000)} left` : "";
    return `${this.title}: ${over} of ${this.#steps.length} steps over after ${duration(Date.now() - this.#began)}${rest}`;
  }

  #secondsLeft() {
    let sum = 0;
    for (const { step, state, began } of this.#steps) {
      if (state === "waiting") sum += step.seconds ?? 0;
      if (state === "running") sum += Math.max(0, (step.seconds ?? 0) - (Date.now() - began) / 1000);
    }
    return Math.round(sum);
  }

  /** All rows, or on a low terminal those around the running one. */
  #fitting(room) {
    if (this.#steps.length <= room) return this.#steps;
    const now = Math.max(0, this.#steps.findIndex(({ state }) => state === "running" || state === "waiting"));
    const first = Math.min(Math.max(0, now - 2), this.#steps.length - room);
    return this.#steps.slice(first, first + room);
  }

  #row(row) {
    const { step, state, began, last } = row;
    if (state === "waiting") return `  waiting  ${step.title}${usual(step)}`;
    if (state === "running") {
      return `> running  ${step.title}, ${duration(Date.now() - began)}${usual(step)}  ${last}`;
    }
    const result = this.#result(row).replace(state, "").replace(/^,? ?/, "");
    return `  ${state.padEnd(8)} ${step.title}${result ? `: ${result}` : ""}`;
  }
}

function usual({ seconds }) {
  return seconds >= 5 ? ` (up to ${duration(seconds * 1000)})` : "";
}

function clip(text, width) {
  const characters = [...text];
  return characters.length <= width ? text : `${characters.slice(0, width - 1).join("")}…`;
}

/** "4 min 3 s" */
export function duration(ms) {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min${seconds % 60 > 0 ? ` ${seconds % 60} s` : ""}`;
}
