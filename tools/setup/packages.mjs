// Node, and the npm packages that www/package-lock.json names: esbuild, CodeMirror, wasm-opt, and what the tests need.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure, run } from "./child.mjs";
import { atLeast, root, versions } from "./place.mjs";

const www = join(root, "www");
const stamp = join(www, "node_modules", ".lock-hash");

export const packages = {
  title: "npm packages of www",
  seconds: 30,
  found: async () => {
    if (!atLeast(process.versions.node, versions.node)) {
      const advice = "install a newer Node from nodejs.org or your system's packages";
      throw new Failure(`Node ${versions.node} is needed, and this is ${process.versions.node}`, { advice });
    }
    return isCurrent() ? "as the lock file says" : null;
  },
  work: async (tell) => {
    try {
      await run("npm", ["ci", "--ignore-scripts"], { cwd: www, line: tell.line, log: "npm" });
    } catch (error) {
      if (error instanceof Failure) error.advice = "npm must be installed, and reach a registry (npm config get registry)";
      throw error;
    }
    writeFileSync(stamp, wanted());
    return "by npm ci";
  },
};

/** Is node_modules what the lock file says? */
export function isCurrent() {
  return existsSync(stamp) && readFileSync(stamp, "utf8") === wanted();
}

function wanted() {
  return createHash("sha256").update(readFileSync(join(www, "package-lock.json"))).digest("hex");
}
