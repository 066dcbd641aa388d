// Where things are, and which versions are asked for. Each version stands in one place: Rust in rust-toolchain.toml,
// wasm-bindgen in Cargo.lock, npm packages in www/package-lock.json, the rest in tools/versions.json.
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** What set-up brings goes here; git ignores it. */
export const tools = join(root, ".tools");

/** The built page that the browser tests look at: apart from `dist`, which `trunk serve` writes. */
export const page = join(root, "target", "page");

const fixed = JSON.parse(read("tools/versions.json"));

export const versions = {
  ...fixed,
  rust: /channel = "(.+?)"/.exec(read("rust-toolchain.toml"))[1],
  wasmBindgen: /name = "wasm-bindgen"\nversion = "(.+?)"/.exec(read("Cargo.lock").replaceAll("\r", ""))[1],
};

/** The folder that a tool of this version is installed into: what is there has the right version. */
export function home(tool, version) {
  return join(tools, `${tool}-${version}`);
}

/** Folders with commands, before those of PATH. */
function folders() {
  return [
    join(home("trunk", versions.trunk), "bin"),
    join(home("wasm-bindgen", versions.wasmBindgen), "bin"),
    join(root, "www", "node_modules", ".bin"),
  ];
}

/** Where rustup puts its commands, though a shell that is older than it does not know; and where this Node is. */
function lastFolders() {
  return [join(process.env.CARGO_HOME ?? join(homedir(), ".cargo"), "bin"), dirname(process.execPath)];
}

/** The environment of the commands that are started: the only place where PATH is extended. */
export function environment(more = {}) {
  const env = {
    ...process.env,
    PATH: [...folders(), process.env.PATH, ...lastFolders()].join(delimiter),
    CARGO_TERM_COLOR: "never",
    CARGO_TERM_PROGRESS_WHEN: "always",
    CARGO_TERM_PROGRESS_WIDTH: "120",
    ...more,
  };
  delete env.NO_COLOR; // Trunk takes its value for that of an option, and refuses "1".
  return env;
}

/** The path of a command, ours first; null when there is none. */
export function find(command) {
  const all = environment().PATH.split(delimiter).map((folder) => join(folder, command));
  return all.find((path) => existsSync(path)) ?? null;
}

function read(path) {
  return readFileSync(join(root, path), "utf8");
}

/** Is `found` ("1.95.0") at least `wanted` ("1.95")? */
export function atLeast(found, wanted) {
  const [a, b] = [found, wanted].map((version) => version.split(".").map(Number));
  for (let i = 0; i < b.length; i += 1) if ((a[i] ?? 0) !== b[i]) return (a[i] ?? 0) > b[i];
  return true;
}
