#!/usr/bin/env node
// How fast is the model, natively and as WebAssembly under Node? Prints figures: node tools/bench.mjs
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { wasmBindgen } from "./setup/cargo_tools.mjs";
import { endAll, run } from "./setup/child.mjs";
import { packages } from "./setup/packages.mjs";
import { root } from "./setup/place.mjs";
import { compiler, rust } from "./setup/rust.mjs";
import { doAll, endWithUs, explain } from "./setup/steps.mjs";

const out = join(root, "target", "bench");
const figures = [];

const native = {
  title: "Build it natively",
  seconds: 90,
  async work(tell) {
    await cargo(tell, "--release");
    const program = join(await targets(), "release", "examples", "bench");
    figures.push(["native, release", () => run(program)]);
  },
};

/** The same profile, bindings and optimizer as those of the published page. */
const wasm = {
  title: "Build it as WebAssembly, as the page is built",
  seconds: 120,
  async work(tell) {
    await cargo(tell, "--target", "wasm32-unknown-unknown", "--features", "web", "--profile", "web");
    const module = join(await targets(), "wasm32-unknown-unknown", "web", "examples", "bench.wasm");
    await run("wasm-bindgen", ["--target", "nodejs", "--no-typescript", "--out-dir", out, module], { line: tell.line });
    const flags = /data-wasm-opt-params="(.+?)"/.exec(readFileSync(join(root, "www", "index.html"), "utf8"))[1].split(" ");
    const path = join(out, "bench_bg.wasm");
    await run("wasm-opt", ["-Oz", ...flags, path, "-o", path], { line: tell.line });
    figures.push([`WebAssembly, Node ${process.versions.node}`, () => run(process.execPath, [join(out, "bench.js")])]);
  },
};

const measure = {
  title: "Measure, one after the other",
  seconds: 30,
  async work() {
    for (const row of figures) row.push(await row[1]());
  },
};

/** The same M/M/4 in SimPy, where Python has it. */
async function simpy() {
  const file = join(root, "tests", "bench", "mm4.py");
  try {
    return `SimPy, the same M/M/4: ${(await run("python3", [file])).trim()} customers/s`;
  } catch {
    return "SimPy is not here (pip install simpy), so there is no comparison with it.";
  }
}

function cargo(tell, ...args) {
  return run("cargo", ["build", "--locked", "--example", "bench", ...args], { line: tell.line, log: "bench" });
}

async function targets() {
  return JSON.parse(await run("cargo", ["metadata", "--no-deps", "--format-version", "1", "--locked"])).target_directory;
}

endWithUs();
const { failed, error } = await doAll("Fivetuple: how fast", [rust, compiler, packages, wasmBindgen, native, wasm, measure]);
await endAll();
if (failed) console.log(explain(failed, error));
if (!failed) figures.push(["For comparison", undefined, await simpy()]);
for (const [title, , text] of figures) console.log(`\n${title}\n${text ?? ""}`);
process.exit(failed ? 1 : 0);
