// Does steps one after the other. A step is { title, seconds, found?, work }:
//   found()      says what makes the step unnecessary ("1.95.0 is there"), or null
//   work(tell)   does it; `tell.line` takes the newest line, and what it returns is the note beside "done"
// `seconds` is how long it takes at most on two idle cores with nothing there yet.
import { Board } from "./board.mjs";
import { Failure, endAll, isEnding } from "./child.mjs";

/** Does all steps, with the list on screen. Stops at the first failure, which it explains. */
export async function doAll(title, steps) {
  const board = new Board(title, steps);
  for (const [index, step] of steps.entries()) {
    try {
      const there = await step.found?.();
      if (there) {
        board.end(index, "there", there);
        continue;
      }
      board.begin(index);
      const note = await step.work({ line: (text) => board.line(index, text) });
      board.end(index, "done", note);
    } catch (error) {
      if (isEnding()) await new Promise(() => {}); // what we ended failed; the process is about to exit
      if (!(error instanceof Failure)) {
        board.close();
        throw error;
      }
      board.end(index, "failed", error.message);
      board.close();
      return { board, failed: step, error };
    }
  }
  board.close();
  return { board, failed: null, error: null };
}

/** What failed, why, and what to do. */
export function explain({ title }, { message, command, tail, log, advice }) {
  const lines = ["", `Failed: ${title}`];
  if (tail) lines.push("", ...tail.split("\n").map((line) => `    ${line}`), "");
  if (command) lines.push(`Command:    ${command}`);
  lines.push(`Reason:     ${message}`);
  if (log) lines.push(`All output: ${log}`);
  if (advice) lines.push(`What to do: ${advice}`);
  return lines.join("\n");
}

/** Ends all commands when we are ended: Ctrl+C, a closed terminal, a request, or an error of our own. */
export function endWithUs() {
  for (const [signal, status] of [["SIGINT", 130], ["SIGTERM", 143], ["SIGHUP", 129]]) {
    process.once(signal, async () => {
      await endAll();
      process.stdout.write("\nstopped\n");
      process.exit(status);
    });
  }
  process.once("uncaughtException", async (error) => {
    console.error(error);
    await endAll();
    process.exit(1);
  });
}
