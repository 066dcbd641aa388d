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

const native = step("Build it natively", 90, async (cargo) => {
  const program = await cargo("build", "--release", "--example", "bench");
  figures.push(["native, release", () => run(program, [])]);
});

/** The same profile, bindings and optimizer as those of the published page. */
const wasm = step("Build it as WebAssembly, as the page is built", 120, async (cargo, tell) => {
  const target = ["--target", "wasm32-unknown-unknown", "--features", "web", "--profile", "web"];
  const module = await cargo("build", ...target, "--example", "bench");
  const options = { line: tell.line, log: "bench" };
  await run("wasm-bindgen", ["--target", "nodejs", "--no-typescript", "--out-dir", out, module], options);
  const flags = /data-wasm-opt-params="(.+?)"/.exec(readFileSync(join(root, "www", "index.html"), "utf8"))[1].split(" ");
  const path = join(out, "bench_bg.wasm");
  await run("wasm-opt", ["-Oz", ...flags, path, "-o", path], options);
  figures.push([`WebAssembly, Node ${process.versions.node}`, () => run(process.execPath, [join(out, "bench.js")])]);
});

const measure = {
  title: "Measure, one after the other",
  seconds: 30,
  async work() {
    for (const row of figures) row.push(await row[1]());
  },
};

function step(title, seconds, work) {
  return {
    title,
    seconds,
    work: (tell) => work(async (...args) => {
      const said = await run("cargo", [...args, "--locked", "--message-format", "json-render-diagnostics"], { line: tell.line, log: "bench" });
      const artifacts = said.split("\n").filter((line) => line.startsWith("{")).map((line) => JSON.parse(line));
      const { executable, filenames } = artifacts.findLast(({ target }) => target?.name === "bench");
      return executable ?? filenames[0];
    }, tell),
  };
}

endWithUs();
const { failed, error } = await doAll("Fivetuple: how fast", [rust, compiler, packages, wasmBindgen, native, wasm, measure]);
await endAll();
if (failed) console.log(explain(failed, error));
for (const [title, , text] of figures) console.log(`\n${title}\n${text ?? ""}`);
process.exit(failed ? 1 : 0);
