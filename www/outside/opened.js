// A moment that somebody else has made, by a link or a file: first its reader sees what it holds, and agrees.
import { button, make, notice, show } from "./dialog.js";
import { there } from "./lesson.js";
import { unpack } from "./link.js";
import { check, restore } from "./moment.js";

/** Opens the link in the address, if there is one. */
export async function open() {
  const text = /&s=([^&]*)/.exec(location.hash)?.[1];
  if (text === undefined) return;
  const state = await there();
  // The link is in nobody's way after this: a new visit finds the lesson as the reader left it.
  history.replaceState(history.state, "", `#${state.lesson}`);
  await offer("link", () => unpack(text), state);
}

/** Shows what a link or file holds, and goes there if the reader wants to. */
export async function offer(what, read, state) {
  let moment;
  try {
    moment = check(await read());
    if (moment.lesson !== state.lesson) throw new Error("it belongs to another lesson");
  } catch (error) {
    notice(`This ${what} cannot be opened: ${error.message}. Here is the lesson as it is.`);
    return;
  }
  const go = button("Open it", "main", async () => {
    dialog.close();
    const problem = await restore(moment, notice).catch((error) => error.message);
    if (problem) notice(`This ${what} could not be followed to its end. ${problem}`);
  });
  const leave = button("Leave it", "quiet", () => dialog.close());
  const words = (text) => make("p", { textContent: text });
  const dialog = show("A moment of this lesson", [
    words(`Somebody made this ${what}. It holds:`),
    make("ul", {}, ...tell(moment, state)),
    words("Nothing of it has run yet. If you open it, it takes the place of what you have written and answered in this lesson; Undo "
      + "brings that back. Its programs run in the model in this page and reach nothing outside."),
  ], [go, leave]);
  leave.focus();
}

/** What a moment holds, a line each. */
function tell(moment, state) {
  const line = (text, ...more) => make("li", {}, text, ...more);
  const lines = [line(`the lesson “${state.title}”${moment.version === state.version ? "" : ", in another version: its scripts may not fit the text"}`)];
  const runs = [{ sources: moment.sources }, ...moment.runs];
  const said = new Set();
  for (const { sources } of runs) {
    for (const [file, text] of Object.entries(sources)) {
      if (said.has(file + text)) continue;
      said.add(file + text);
      const known = state.files.includes(file) ? "" : ", a file that this lesson does not have";
      lines.push(line(`another text for ${file}${known} `,
        make("details", {}, make("summary", { textContent: "Show it" }), make("pre", { className: "listing", tabIndex: 0, textContent: text }))));
    }
  }
  const answers = Object.keys(moment.answers).length;
  if (answers > 0) lines.push(line(answers === 1 ? "an answer to a question" : `answers to ${answers} questions`));
  if (moment.seed) lines.push(line(`the seed ${moment.seed}`));
  for (const { belief } of [moment, ...moment.runs].filter((one) => one.belief).slice(0, 1)) lines.push(line(`a wrong rule: ${belief}`));
  if (moment.runs.length > 0) lines.push(line("a run of the programs"));
  for (const [number, { branch, step, act, restarts }] of moment.runs.entries()) {
    if (number === 0) continue;
    const where = `after step ${step} of ${branch === 0 ? "the run" : `branch ${branch}`}`;
    lines.push(line(`branch ${number}, ${where}: ${restarts ? "the changed scripts start again" : (act ?? "nothing")}`));
  }
  if (moment.step > 0) lines.push(line(`step ${moment.step}`));
  return lines;
}
