// Bundles the editor into www/generated/editor.js. Trunk calls it before every build; what did not change is not written,
// or `trunk serve` would see a change in its own output and build for ever.
import { createHash } from "node:crypto";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const www = dirname(here);

installPackages();
await bundle();

/** `npm ci`, unless node_modules already is what the lock file says. */
function installPackages() {
  const stamp = join(www, "node_modules", ".lock-hash");
  const wanted = createHash("sha256").update(readFileSync(join(www, "package-lock.json"))).digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  console.log("installing the npm packages named in www/package-lock.json");
  const options = { cwd: www, stdio: "inherit", shell: process.platform === "win32" };
  const { status } = spawnSync("npm", ["ci", "--ignore-scripts"], options);
  if (status !== 0) {
    console.error("npm ci failed: the editor needs npm and a registry that it can reach");
    process.exit(1);
  }
  writeFileSync(stamp, wanted);
}

async function bundle() {
  const { build } = await import("esbuild");
  const result = await build({
    entryPoints: [join(here, "element.mjs")],
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    banner: { js: "/* CodeMirror 6, Lezer, style-mod, crelt, w3c-keyname: MIT licence, Marijn Haverbeke and others */" },
    logLevel: "warning",
  });
  const text = result.outputFiles[0].text;
  const output = join(www, "generated", "editor.js");
  if (existsSync(output) && readFileSync(output, "utf8") === text) return;
  writeFileSync(output, text);
  console.log(`www/generated/editor.js: ${Math.round(text.length / 1024)} KB`);
}
