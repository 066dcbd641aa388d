// A moment of a lesson as plain data: what was written and answered, what was done to the run, and the step. It is what
// links carry and what a host keeps.
import { actAndWait, next, now } from "./lesson.js";

/** More is not a moment of a lesson. */
const MOST = { text: 200_000, entries: 100, step: 1_000_000_000 };

/** The moment that the page shows. */
export function capture(state = now(), { answers = true } = {}) {
  const progress = JSON.parse(state.progress);
  const runs = state.branches.map((run, number) => ({
    ...(number > 0 && { branch: run.branch, step: run.step }),
    ...(run.restarts ? { restarts: true } : run.acts.length > 0 && { act: run.acts[0] }),
    ...(Object.keys(run.sources).length > 0 && { sources: run.sources }),
    ...(run.belief && { belief: run.belief }),
  }));
  return {
    lesson: state.lesson,
    version: state.version,
    ...(state.seed && { seed: state.seed }),
    ...(state.belief && { belief: state.belief }),
    ...(Object.keys(progress.sources).length > 0 && { sources: progress.sources }),
    ...(answers && Object.keys(progress.answers).length > 0 && { answers: progress.answers }),
    ...(runs.length > 0 && { runs }),
    ...(state.on > 0 && { on: state.on }),
    ...(state.step > 0 && { step: state.step }),
  };
}

/** Data that anybody may have written as a moment, with nothing in it that does not belong there. Throws what is wrong. */
export function check(data) {
  const moment = isObject(data) ? data : wrong("it is not a moment of a lesson");
  const runs = moment.runs ?? [];
  if (!Array.isArray(runs) || runs.length > MOST.entries) wrong("its runs are not a short list");
  return {
    lesson: word(moment.lesson, /^[a-z0-9-]{1,60}$/, "lesson"),
    version: whole(moment.version ?? 1, "version"),
    seed: optional(moment.seed, (seed) => word(seed, /^\d{1,20}$/, "seed")),
    belief: belief(moment),
    sources: texts(moment.sources),
    answers: answersOf(moment.answers),
    runs: runs.map((run, number) => oneRun(isObject(run) ? run : wrong("a run is not one"), number)),
    on: whole(moment.on ?? 0, "branch"),
    step: whole(moment.step ?? 0, "step"),
  };
}

function oneRun(run, number) {
  const branch = number > 0 ? whole(run.branch, "branch") : 0;
  if (number > 0 && branch >= number) wrong("a branch leaves one that comes after it");
  return {
    branch,
    step: number > 0 ? whole(run.step, "step") : 0,
    act: optional(run.act, (act) => word(act, /^[\w.:[\] -]{1,200}$/, "act")),
    restarts: run.restarts === true,
    sources: texts(run.sources),
    belief: belief(run),
  };
}

const belief = (of) => optional(of.belief, (name) => word(name, /^[a-z-]{1,40}$/, "rule"));

function texts(of = {}) {
  const all = entries(of, "scripts");
  const size = all.reduce((sum, [, text]) => sum + (typeof text === "string" ? text.length : wrong("a script is no text")), 0);
  if (size > MOST.text) wrong("its scripts are too long");
  return Object.fromEntries(all);
}

function answersOf(of = {}) {
  return Object.fromEntries(entries(of, "answers").map(([name, answer]) => {
    if (!isObject(answer)) wrong("an answer is not one");
    return [name, { option: whole(answer.option, "option"), sure: answer.sure === true }];
  }));
}

function entries(of, what) {
  const all = Object.entries(isObject(of) ? of : wrong(`its ${what} are not a list of names`));
  if (all.length > MOST.entries) wrong(`it has too many ${what}`);
  for (const [name] of all) word(name, /^[A-Za-z0-9_][A-Za-z0-9_./-]{0,80}$/, "name");
  return all;
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const optional = (value, read) => (value === undefined || value === null ? undefined : read(value));
const word = (value, pattern, what) =>
  (typeof value === "string" && pattern.test(value) ? value : wrong(`its ${what} makes no sense`));
const whole = (value, what) =>
  (Number.isInteger(value) && value >= 0 && value <= MOST.step ? value : wrong(`its ${what} is not a number of one`));

function wrong(why) {
  throw new Error(why);
}

/** Takes what was written and answered over into the page; runs nothing. */
export function take(moment, sources = moment.sources, rule = moment.belief) {
  const text = JSON.stringify({ version: moment.version, sources, answers: moment.answers });
  return actAndWait("take", { text, seed: moment.seed ?? "", belief: rule ?? "" });
}

/** Goes to a moment: takes it over, and runs what was run in it. Says meanwhile what it waits for, and in the end what could
 * not be done, or nothing. */
export async function restore(moment, tell) {
  const [first, ...branches] = moment.runs;
  let state = await take(moment, (first ?? moment).sources, (first ?? moment).belief);
  if (!first) return undefined;
  if (state.locked) tell("The programs run when you have stored your prediction.");
  while (state.locked) state = await next();
  state = await actAndWait("run");
  if (state.problems.length > 0) return `The programs cannot run: ${state.problems[0]}`;
  for (const [number, branch] of branches.entries()) {
    await actAndWait("switch", { number: branch.branch });
    await actAndWait("go", { number: branch.step });
    if (branch.restarts) await take(moment, branch.sources, first.belief);
    state = await actAndWait(branch.restarts ? "go-on" : "act", { text: branch.act ?? "" });
    if (state.branches.length < number + 2) return state.refusal ?? state.problems[0] ?? "A change to the run was not possible.";
  }
  await take(moment);
  await actAndWait("switch", { number: moment.on });
  await actAndWait("go", { number: moment.step });
  return undefined;
}
