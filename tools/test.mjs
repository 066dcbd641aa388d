#!/usr/bin/env node
// Runs every test: node tools/test.mjs --help
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { duration } from "./setup/board.mjs";
import { wasmBindgen, trunk } from "./setup/cargo_tools.mjs";
import { Failure, endAll, run } from "./setup/child.mjs";
import { chromium } from "./setup/chromium.mjs";
import { packages } from "./setup/packages.mjs";
import { page, root } from "./setup/place.mjs";
import { compiler, rust } from "./setup/rust.mjs";
import { doAll, endWithUs, explain } from "./setup/steps.mjs";
import { sizes } from "./sizes.mjs";

const HELP = `node tools/test.mjs [--only GROUP]...

Provides what is missing (once, into .tools and www/node_modules; Chromium by apt-get), and runs the tests:

  style     cargo fmt, clippy and doc, for the core and for the page
  unit      the tools; and cargo test: the model, the language, the lessons, the laws, the kernel's cases
  page      builds the page as for publication, and weighs it against tools/budgets.json
  browser   builds it, and tests it in Chromium

  --only GROUP   only this group; may be given several times
  --help         print this`;

const totals = { passed: 0, failed: 0 };
const weights = [];

/** One check: passed when it does not fail. */
function check(title, seconds, work) {
  const counted = async (tell) => {
    totals.failed += 1;
    const note = await work(tell);
    totals.failed -= 1;
    totals.passed += 1;
    return note;
  };
  return { title, seconds, work: counted };
}

/** A command that runs many tests, and says how many passed and failed in lines that these patterns find. */
function suite(title, seconds, command, patterns) {
  const work = async (tell) => {
    const count = (output, pattern) => [...output.matchAll(pattern)].reduce((sum, found) => sum + Number(found[1]), 0);
    try {
      const output = await run(...command(), { line: tell.line, log: title.toLowerCase().replaceAll(" ", "-") });
      const passed = count(output, patterns.passed);
      if (passed === 0) throw new Failure("no test was run", { tail: output.slice(-2000) });
      totals.passed += passed;
      return `${passed} passed`;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      totals.passed += count(error.output ?? "", patterns.passed);
      totals.failed += Math.max(1, count(error.output ?? "", patterns.failed));
      throw error;
    }
  };
  return { title, seconds, work };
}

function cargo(title, seconds, log, ...args) {
  return check(title, seconds, async (tell) => void (await run("cargo", args, { line: tell.line, log })));
}

const NODE_TESTS = { passed: /^ℹ pass (\d+)/gm, failed: /^ℹ fail (\d+)/gm };

const CARGO_TESTS = { passed: /^test result: .*? (\d+) passed/gm, failed: /^test result: .*?; (\d+) failed/gm };

const STRICT = ["--", "--deny", "warnings"];

const style = [
  cargo("Format", 2, "format", "fmt", "--check"),
  cargo("Lints of the core", 60, "lints", "clippy", "--locked", "--all-targets", ...STRICT),
  cargo("Lints of the page", 60, "lints-page", "clippy", "--locked", "--features", "web", "--target", "wasm32-unknown-unknown",
    "--lib", "--bins", "--examples", ...STRICT),
  check("Documentation", 30, async (tell) => {
    const env = { RUSTDOCFLAGS: "--deny warnings" };
    await run("cargo", ["doc", "--locked", "--no-deps", "--features", "web"], { env, line: tell.line, log: "documentation" });
  }),
];

const unit = [
  suite("Tests of the tools", 5, () => nodeTest("tools"), NODE_TESTS),
  suite("Tests of the core", 120, () => ["cargo", ["test", "--locked", "--no-fail-fast"]], CARGO_TESTS),
  suite("Tests of the page's own code", 60, () => ["cargo", ["test", "--locked", "--features", "web", "--bins"]], CARGO_TESTS),
];

const built = [
  check("The page, built for publication", 180, async (tell) => {
    rmSync(page, { recursive: true, force: true });
    const env = { RUST_BACKTRACE: "0" };
    await run("trunk", ["build", "--release", "--locked", "--dist", page], { env, line: tell.line, log: "page" });
  }),
  check("Its size", 5, async () => {
    const { lines, problems } = sizes();
    weights.push(...lines);
    if (problems.length === 0) return undefined;
    const advice = "make it smaller; or, with a reason in the commit message, change tools/budgets.json";
    throw new Failure(problems.join("; "), { tail: lines.join("\n"), advice });
  }),
];

const inBrowser = [
  suite("Browser tests", 60, () => nodeTest(join("tests", "browser")), NODE_TESTS),
];

/** Node's test runner, for the files of a folder: named one by one, because its versions differ in what a folder means. */
function nodeTest(folder) {
  const files = readdirSync(join(root, folder)).filter((name) => name.endsWith(".test.mjs")).sort();
  return [process.execPath, ["--test", "--test-reporter=spec", ...files.map((name) => join(folder, name))]];
}

const GROUPS = {
  style: [rust, compiler, ...style],
  unit: [rust, compiler, ...unit],
  page: [rust, compiler, packages, wasmBindgen, trunk, ...built],
  browser: [rust, compiler, packages, wasmBindgen, trunk, ...built, chromium, ...inBrowser],
};

function chosen() {
  try {
    const { values } = parseArgs({
      options: { only: { type: "string", multiple: true }, help: { type: "boolean", short: "h" } },
    });
    const unknown = values.only?.find((name) => !GROUPS[name]);
    if (unknown !== undefined) throw new Error(`--only ${unknown}: the groups are ${Object.keys(GROUPS).join(", ")}`);
    return values.help ? null : (values.only ?? Object.keys(GROUPS));
  } catch (error) {
    console.error(`${error.message}\n\n${HELP}`);
    return process.exit(2);
  }
}

const groups = chosen();
if (!groups) {
  console.log(HELP);
  process.exit(0);
}
endWithUs();
const began = Date.now();
const { board, failed, error } = await doAll("Fivetuple: every test", [...new Set(groups.flatMap((name) => GROUPS[name]))]);
await endAll();

if (failed) console.log(explain(failed, error));
else if (weights.length > 0) console.log(["", ...weights].join("\n"));
const slow = board.rows.filter(({ took }) => took >= 1000).map(({ step, took }) => `${step.title} ${duration(took)}`);
console.log(`\nTime: ${duration(Date.now() - began)} in all${slow.length > 0 ? `; ${slow.join(", ")}` : ""}`);
const untried = board.rows.filter(({ state }) => state === "waiting").map(({ step }) => step.title);
if (untried.length > 0) console.log(`Not tried: ${untried.join(", ")}`);
if (failed && totals.failed === 0) totals.failed = 1;
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exit(failed ? 1 : 0);
