// Bundles the editor into www/generated/editor.js. Trunk calls it before every build; what did not change is not written,
// or `trunk serve` would see a change in its own output and build for ever.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { isCurrent, packages } from "../../tools/setup/packages.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const www = dirname(here);

await installPackages();
await bundle();

/** `npm ci`, unless node_modules already is what the lock file says. */
async function installPackages() {
  if (isCurrent()) return;
  console.log("installing the npm packages named in www/package-lock.json");
  try {
    await packages.work({ line: () => {} });
  } catch ({ message, tail, advice }) {
    console.error([tail, `npm ci failed: ${message}`, advice].filter(Boolean).join("\n"));
    process.exit(1);
  }
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
