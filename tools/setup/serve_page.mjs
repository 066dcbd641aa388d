// The last step of tools/serve.mjs, and what stands on screen from then on.
import { Failure, isEnding } from "./child.mjs";
import { Serving } from "./serving.mjs";

/** The page being served: `step` builds it for the first time, `watch` tells of all later builds. */
export class Page {
  #port;
  #release;
  #serving = null;
  #hear = () => {};
  #first = "";

  constructor(port, release) {
    this.#port = port;
    this.#release = release;
  }

  get step() {
    return {
      title: `trunk serve: the first build of the page${this.#release ? ", for publication" : ""}`,
      seconds: this.#release ? 150 : 90,
      work: (tell) => this.#begin(tell),
    };
  }

  async #begin(tell) {
    const timer = setInterval(() => tell.line(this.#serving?.last ?? ""), 200);
    const built = new Promise((resolve) => {
      this.#hear = (serving, said) => serving.state !== "building" && resolve(said);
    });
    this.#serving = new Serving(this.#port(), this.#release, (...told) => this.#hear(...told));
    const early = this.#serving.ended.then((status) => ({ status }));
    const result = await Promise.race([built, early]);
    clearInterval(timer);
    if (typeof result === "object") {
      throw new Failure(`trunk serve ended (${result.status})`, { command: "trunk serve", tail: this.#serving.said });
    }
    this.#first = result;
    return this.#serving.state === "built" ? "built" : "does not compile yet: see below";
  }

  /** Tells of builds until it ends; resolves to the exit status. */
  async watch(out = process.stdout) {
    const status = new Status(out);
    const show = (serving, said) => {
      if (said) status.say(said);
      status.set(sentence(serving));
    };
    this.#hear = show;
    show(this.#serving, this.#first);
    const timer = setInterval(() => status.set(sentence(this.#serving), true), 500);
    const ended = await this.#serving.ended;
    clearInterval(timer);
    if (!isEnding()) status.say(`trunk serve ended (${ended})`);
    return 1;
  }
}

function sentence({ state, address, last }) {
  const now = new Date().toTimeString().slice(0, 8);
  if (state === "building") return `${address}  building again: ${last}`;
  if (state === "built") return `${address}  built at ${now}, Ctrl+C ends it`;
  return `${address}  does not compile (${now}); save a change to try again, Ctrl+C ends it`;
}

/** One line at the bottom of a terminal; lines of a log elsewhere. */
class Status {
  #line = "";

  constructor(out) {
    this.out = out;
  }

  set(line, onlyProgress = false) {
    if (onlyProgress && (!this.out.isTTY || !line.includes("building again"))) return;
    this.#line = line;
    this.#draw();
  }

  say(text) {
    this.out.write(this.out.isTTY ? `\r\u001b[0J${text}\n${this.#shown()}` : `${text}\n`);
  }

  #draw() {
    this.out.write(this.out.isTTY ? `\r\u001b[0J${this.#shown()}` : `${this.#line}\n`);
  }

  #shown() {
    return [...this.#line].slice(0, (this.out.columns || 80) - 1).join("");
  }
}
