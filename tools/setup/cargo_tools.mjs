// Trunk and wasm-bindgen, compiled from their sources into .tools: each into a folder named after its version. What was
// compiled before an interruption is kept in .tools/build, and used when the installation is taken up again.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { Failure, ask, run } from "./child.mjs";
import { find, home, tools, versions } from "./place.mjs";

const ADVICE = "the sources come from crates.io: see that it (or your mirror of it) can be reached, and run this again";

export const trunk = {
  title: `Trunk ${versions.trunk}`,
  seconds: 300,
  found: () => there("trunk", versions.trunk),
  work: (tell) =>
    install("trunk", versions.trunk, ["trunk", "--version", versions.trunk, "--no-default-features", "--features", "rustls"], tell),
};

export const wasmBindgen = {
  title: `wasm-bindgen ${versions.wasmBindgen}`,
  seconds: 60,
  async found() {
    const both = [await there("wasm-bindgen", versions.wasmBindgen), await there("wasm-bindgen-test-runner", versions.wasmBindgen)];
    return both.every(Boolean) ? both[0] : null;
  },
  // A package of this workspace: one Cargo.lock, so that the commands and the library cannot drift apart.
  work: (tell) => install("wasm-bindgen", versions.wasmBindgen, ["--path", join("tools", "wasm-bindgen")], tell),
};

async function there(command, version) {
  const said = await ask(command, ["--version"]);
  return said?.split(/\s+/)[1] === version ? find(command) : null;
}

/** Compiled quickly rather than well: they spend their time waiting for the compiler. */
const QUICKLY = {
  CARGO_PROFILE_RELEASE_OPT_LEVEL: "0",
  CARGO_PROFILE_RELEASE_LTO: "off",
  CARGO_PROFILE_RELEASE_CODEGEN_UNITS: "16",
  CARGO_PROFILE_RELEASE_DEBUG: "0",
  CARGO_PROFILE_RELEASE_STRIP: "true",
  CARGO_PROFILE_RELEASE_PANIC: "unwind",
};

async function install(name, version, source, tell) {
  const built = join(tools, "build", name);
  const args = ["install", "--locked", "--force", "--no-track", "--root", home(name, version), ...source];
  try {
    await run("cargo", args, { env: { ...QUICKLY, CARGO_TARGET_DIR: built }, line: tell.line, log: name });
  } catch (error) {
    if (error instanceof Failure) error.advice = ADVICE;
    throw error;
  }
  if (!(await there(name, version))) {
    throw new Failure(`${name} was installed, but does not call itself ${version}`, { advice: `remove ${home(name, version)}, and run this again` });
  }
  rmSync(built, { recursive: true, force: true });
  return home(name, version);
}
