// `trunk serve`, heard line by line: is it building, did it succeed, what did the compiler say?
import { asProgress, onLines, start } from "./child.mjs";

const EVENT = /^\d{4}-\d\d-\d\dT\S+Z\s+(INFO|WARN|ERROR)\s+(.*)$/;
const CHATTER = /^\s*(Compiling|Finished|Downloading|Downloaded|Updating|Locking|Blocking|Fresh|Checking)\b/;

export class Serving {
  /** "building", "built" or "failed" */
  state = "building";
  /** The newest line of the running build. */
  last = "";
  #said = [];
  #causes = [];
  #inCauses = false;
  #told;

  /** Begins to serve at this port. `told(serving, said)` hears of each change, with the compiler's words. */
  constructor(port, release, told) {
    this.address = `http://127.0.0.1:${port}/`;
    this.#told = told;
    const options = ["--port", `${port}`, "--address", "127.0.0.1", ...(release ? ["--release"] : [])];
    const { child, ended } = start("trunk", ["serve", ...options], { env: { RUST_BACKTRACE: "0" } });
    this.ended = ended;
    onLines(child.stdout, (line) => this.#hear(line));
    onLines(child.stderr, (line) => this.#hear(line));
  }

  /** What the running build, or the last one of a server that ended, said besides its progress. */
  get said() {
    return [...this.#said, ...this.#causes].join("\n").trim();
  }

  #hear(line) {
    const event = EVENT.exec(line);
    if (event) return this.#heard(event[1], event[2]);
    const progress = asProgress(line);
    if (progress ?? CHATTER.test(line)) this.last = progress ?? line.trim();
    else (this.#inCauses ? this.#causes : this.#said).push(line);
    return undefined;
  }

  #heard(level, words) {
    if (level === "WARN") this.#said.push(words);
    if (words.includes("starting build")) this.#become("building");
    else if (words.includes("✅")) this.#become("built");
    else if (words.includes("❌")) {
      this.#inCauses = true;
      setTimeout(() => this.#become("failed"), 200); // the causes are still to come
    } else if (level === "INFO") this.last = words;
  }

  #become(state) {
    const causes = this.#said.some((line) => line.startsWith("error")) ? [] : this.#causes;
    const said = state === "building" ? [] : [...this.#said, ...causes];
    if (state !== "building") [this.#said, this.#causes] = [[], []];
    this.#inCauses = false;
    this.state = state;
    this.last = "";
    this.#told(this, said.join("\n").trim());
  }
}
