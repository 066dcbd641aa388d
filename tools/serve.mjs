#!/usr/bin/env node
// Provides what is missing, builds the page and serves it: node tools/serve.mjs --help
import { parseArgs } from "node:util";
import { compiler, rust } from "./setup/rust.mjs";
import { packages } from "./setup/packages.mjs";
import { trunk, wasmBindgen } from "./setup/cargo_tools.mjs";
import { freePort } from "./setup/port.mjs";
import { Page } from "./setup/serve_page.mjs";
import { doAll, endWithUs, explain } from "./setup/steps.mjs";
import { Failure, endAll, isEnding } from "./setup/child.mjs";

const HELP = `node tools/serve.mjs [--port N] [--release]

Provides what is missing (once, into .tools and www/node_modules), builds the page, serves it at
http://127.0.0.1:8080/ and builds it again whenever a source or a lesson changes. Ctrl+C ends it.

  --port N    serve at this port; without it 8080, or the next one that is free
  --release   build as for publication: small and fast, and slower to build
  --help      print this`;

const USUAL = 8080;

function options() {
  try {
    const { values } = parseArgs({
      options: { port: { type: "string" }, release: { type: "boolean" }, help: { type: "boolean", short: "h" } },
    });
    if (values.port !== undefined && !(Number(values.port) >= 1 && Number(values.port) <= 65535)) {
      throw new Error(`--port ${values.port}: a port is a number from 1 to 65535`);
    }
    return values;
  } catch (error) {
    console.error(`${error.message}\n\n${HELP}`);
    process.exit(2);
  }
}

const { port: wanted, release = false, help } = options();
if (help) {
  console.log(HELP);
  process.exit(0);
}
endWithUs();

let port = null;
const choose = {
  title: wanted ? `Port ${wanted}` : `Port ${USUAL}, or the next one that is free`,
  async work() {
    port = await freePort(Number(wanted ?? USUAL), wanted ? 1 : 100);
    if (port === null) throw new Failure(`port ${wanted} is taken`, { advice: "name another one with --port, or none" });
    return !wanted && port !== USUAL ? `port ${USUAL} is taken; taking ${port}` : `${port}`;
  },
};
const page = new Page(() => port, release);
const { failed, error } = await doAll("Fivetuple", [choose, rust, compiler, packages, wasmBindgen, trunk, page.step]);
if (failed) {
  console.error(explain(failed, error));
  await endAll();
  process.exit(1);
}
const status = await page.watch();
if (!isEnding()) process.exit(status);
