// Runs commands: their lines are passed on while they run, and whatever was started ends with us.
import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { join } from "node:path";
import { environment, root, tools } from "./place.mjs";

const running = new Set();
let ending = false;

/** A step that could not be done. `advice` says what to do about it, `tail` what the command printed at the end. */
export class Failure extends Error {
  constructor(message, { command = null, tail = "", log = null, advice = null } = {}) {
    super(message);
    Object.assign(this, { command, tail, log, advice });
  }
}

/**
 * Runs a command to its end and gives all its output. `line` is called with each line, `log` names a file in
 * .tools/log that keeps the output.
 */
export async function run(command, args = [], { cwd = root, env = {}, line = () => {}, log = null } = {}) {
  const { child, ended } = start(command, args, { cwd, env });
  const path = log && join(tools, "log", `${log}.txt`);
  if (path) mkdirSync(join(tools, "log"), { recursive: true });
  const file = path && createWriteStream(path);
  const lines = [];
  const hear = (text) => {
    line(text);
    if (asProgress(text)) return;
    lines.push(text);
    file?.write(`${text}\n`);
  };
  onLines(child.stdout, hear);
  onLines(child.stderr, hear);
  const status = await ended;
  file?.end();
  const output = lines.join("\n");
  if (status === 0) return output;
  const shown = [command, ...args].map((word) => (/[\s"']/.test(word) ? JSON.stringify(word) : word)).join(" ");
  throw new Failure(typeof status === "string" ? status : `it ended with status ${status}`, {
    command: shown, tail: lines.slice(-60).join("\n"), output, log: path,
  });
}

/** The output of a short command, or null when it fails or is not there. */
export async function ask(command, args = [], options = {}) {
  try {
    return (await run(command, args, options)).trim();
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}

/** Starts a command in a process group of its own, so that it ends with all that it started. */
export function start(command, args, { cwd = root, env = {} } = {}) {
  const child = spawn(command, args, {
    cwd, env: environment(env), stdio: ["ignore", "pipe", "pipe"], detached: process.platform !== "win32",
  });
  running.add(child);
  const ended = new Promise((resolve) => {
    child.once("error", (error) => resolve(error.code === "ENOENT" ? `${command} was not found` : error.message));
    child.once("close", (code, signal) => resolve(signal ? `ended by ${signal}` : code));
  }).finally(() => running.delete(child));
  return { child, ended };
}

/** Calls `hear` with each line. What a command writes over in place, ended by a carriage return, counts as a line. */
export function onLines(stream, hear) {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (text) => {
    const parts = (rest + text).split(/\r\n|\n|\r/);
    rest = parts.pop();
    for (const part of parts) hear(plain(part));
  });
  stream.on("end", () => rest && hear(plain(rest)));
}

/** "Building [==> ] 12/345: serde, syn" as "12 of 345: serde, syn"; null for a line that is no progress bar. */
export function asProgress(text) {
  const bar = /^\s*(?:Building|Fetch|Downloading) \[[=> ]*\]\s*(?:(\d+)\/(\d+))?:?\s*(.*)$/.exec(text);
  if (!bar) return null;
  return bar[1] ? `${bar[1]} of ${bar[2]}: ${bar[3]}` : bar[3];
}

function plain(text) {
  return text.replace(/\u001b(\[[0-9;?]*[A-Za-z]|\(.)/g, "").trimEnd();
}

/** Ends everything that was started: first by asking, then by force. */
export async function endAll() {
  ending = true;
  const signal = (name) => {
    for (const { pid } of running) {
      try {
        process.kill(process.platform === "win32" ? pid : -pid, name);
      } catch (error) {
        if (error.code !== "ESRCH") throw error;
      }
    }
  };
  signal("SIGTERM");
  for (let i = 0; i < 30 && running.size > 0; i += 1) await new Promise((resolve) => setTimeout(resolve, 100));
  signal("SIGKILL");
}

/** Have we been told to end? */
export function isEnding() {
  return ending;
}
