// What the page and the page around its frame say to each other: README's table of messages, version 1. Nothing is believed
// but what comes from the parent; what the learner wrote and answered is told to no host that has not spoken first.
import { actAndWait, asked, hear, now } from "./lesson.js";
import { capture, check, take } from "./moment.js";
import { resizes, splice } from "./dialects.js";

const VERSION = 1;
/** Longer messages are not read: so many characters and values in all. */
const MOST = 1_000_000;

let number = 0;
/** Where the host is, as soon as that is known: its address says so, or its first message did. */
let host = asked("host");
const fid = asked("fid");

function post(type, rest, target) {
  number += 1;
  parent.postMessage({ ns: "fivetuple", v: VERSION, type, ...(fid && { fid }), seq: number, ...rest }, target);
}

/** Says something that any host may know. */
const say = (type, data) => post(type, { data }, asked("host") ?? "*");

/** Says something of the learner's work to the host that is known. */
const tell = (type, data) => host && post(type, { data }, host);

function about(state = now()) {
  const { lesson = null, title = document.title, steps = 0 } = state ?? {};
  return { protocols: [VERSION], app: "fivetuple", lesson, title, steps, capabilities: Object.keys(COMMANDS), lang: "en" };
}

class Refused extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

function lesson() {
  return now() ?? refuse("no-lesson", "No lesson is there.");
}

function refuse(code, message) {
  throw new Refused(code, message);
}

/** A run is begun by the reader or by one message at a time. */
function idle() {
  if (lesson().running) refuse("busy", "The programs are running.");
  return lesson();
}

function whole(value, least, most, name) {
  return Number.isInteger(value) && value >= least && value <= most ? value : refuse("bad-args", `${name} is no whole number that can be there.`);
}

const go = async (step) => where(await actAndWait("go", { number: Math.max(0, step) }));
const where = ({ step, steps, on, sentence }) => ({ step, steps, branch: on, sentence });
const ran = ({ problems, firstError, cut, steps }) => ({ ok: problems.length === 0 && firstError === undefined, problems, firstError, cut, steps });

/** What a host may ask for. Each returns what it is answered. */
const COMMANDS = {
  hello: () => about(),
  goto: ({ step }) => go(step === "end" ? lesson().steps : whole(step, 0, 1e9, "step")),
  step: ({ by = 1 }) => go(lesson().step + whole(by, -1e9, 1e9, "by")),
  play: async () => where(await actAndWait("play", { number: lesson() && 1 })),
  pause: async () => where(await actAndWait("play", { number: lesson() && 0 })),
  run: async () => {
    if (idle().locked) refuse("locked", "The reader must store a prediction first.");
    return ran(await actAndWait("run"));
  },
  "get-state": () => ({ state: capture(lesson()) }),
  "set-state": async ({ state }) => {
    await use(state);
    return {};
  },
};

/** Takes a state over that a host kept; runs nothing. */
async function use(state) {
  let moment;
  try {
    moment = check(state);
  } catch (error) {
    refuse("bad-args", `The state cannot be taken: ${error.message}.`);
  }
  if (moment.lesson !== idle().lesson) refuse("bad-args", "The state belongs to another lesson.");
  await take(moment);
}

/** Plain data of a bearable size? It is counted, so that a huge message costs no more than a small one. */
function isSmall(data) {
  let left = MOST;
  const walk = (value, depth) => {
    left -= typeof value === "string" ? value.length : 1;
    if (left < 0 || depth > 20) return false;
    if (typeof value !== "object" || value === null) return true;
    if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return false;
    return Object.keys(value).every((key) => walk(key, depth + 1) && walk(value[key], depth + 1));
  };
  return walk(data, 0);
}

addEventListener("message", async ({ source, origin, data }) => {
  if (source !== parent || (asked("host") && origin !== asked("host"))) return;
  if (typeof data !== "object" || data === null) return;
  const known = origin === "null" ? "*" : origin;
  if (splice.answers(data)) {
    host = known;
    if (isSmall(data) && data.state) await use(data.state).catch(() => {});
    return;
  }
  if (data.ns !== "fivetuple" || typeof data.type !== "string") return;
  const answer = (rest) => post(`${data.type.slice(0, 40)}.response`, { re: data.id, ...rest }, known);
  const fail = (code, message) => data.id !== undefined && answer({ error: { code, message } });
  if (!isSmall(data)) {
    post("error", { error: { code: "too-large", message: "The message is too large." } }, known);
    return;
  }
  if (data.v !== VERSION) return void fail("unknown-version", `This page speaks version ${VERSION}.`);
  host ??= known;
  if (!Object.hasOwn(COMMANDS, data.type)) return void fail("unknown-type", "This page does not know that.");
  try {
    const args = typeof data.data === "object" && data.data !== null ? data.data : {};
    answer({ data: await COMMANDS[data.type](args) });
    if (data.type === "hello" && now()) {
      tell("step", where(now()));
      if (now().questions.some(({ right }) => right !== undefined)) tell("score", points(now()));
      score(now());
    }
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    fail(error.code, error.message);
  }
});

/** What was told last, so that only what is new is told. */
let told = {};
let began = performance.now();
let later = 0;

hear((state) => {
  if (state.lesson !== told.lesson) {
    began = performance.now();
    told = { lesson: state.lesson, right: {}, kept: keep(state) };
    say("ready", about(state));
    if (asked("persist") !== "none") splice.ask();
  }
  const place = [state.on, state.step, state.steps].join();
  if (place !== told.place) tell("step", where(state));
  if ((told.running && !state.running) || state.problems.join() !== (told.problems ?? "")) {
    if (!state.running) tell("run", ran(state));
  }
  Object.assign(told, { place, running: state.running, problems: state.problems.join() });
  score(state);
  if (keep(state) !== told.kept) {
    told.kept = keep(state);
    clearTimeout(later);
    later = setTimeout(flush, 1000);
  }
});

/** What of a moment is worth keeping: not where the reader stands. */
function keep(state) {
  return `${state.progress} ${state.seed}`;
}

function points({ questions }) {
  const right = questions.filter((question) => question.right).length;
  return { scaled: questions.length > 0 ? right / questions.length : 0, right, of: questions.length };
}

function score(state) {
  for (const { id, right } of state.questions) {
    if (right !== undefined && right !== told.right[id]) {
      tell("answer", { item: id, correct: right });
      tell("score", points(state));
    }
    told.right[id] = right;
  }
  const open = state.questions.some(({ right }) => right === undefined);
  if (told.completed || !host || open || state.running || state.branches.length === 0) return;
  told.completed = true;
  const { scaled } = points(state);
  const seconds = Math.round((performance.now() - began) / 1000);
  const result = { completion: true, success: scaled === 1, score: { scaled }, duration: `PT${seconds}S` };
  tell("completed", { lesson: state.lesson, score: scaled, duration: seconds, success: scaled === 1, result });
}

/** The state goes to the host when nothing has changed for a moment, and when the page goes away. */
function flush() {
  clearTimeout(later);
  later = 0;
  if (!now() || !host || asked("persist") === "none") return;
  const state = capture();
  tell("state", { state });
  splice.report(host, points(now()).scaled, state);
}

addEventListener("pagehide", () => later !== 0 && flush());

// The load laboratory has no steps, but it is there.
if (location.hash.startsWith("#laboratory")) say("ready", about(null));
if (asked("sizing") === "auto") resizes((height) => say("resize", { height }), asked("host") ?? "*");
