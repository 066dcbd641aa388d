// Rust as rust-toolchain.toml names it, with the WebAssembly target, rustfmt and clippy; and a C compiler to link with.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { aptInstall } from "./apt.mjs";
import { Failure, ask, run } from "./child.mjs";
import { atLeast, find, versions } from "./place.mjs";

const TARGET = "wasm32-unknown-unknown";

const HERE = `Rust ${versions.rust}, its target ${TARGET}, rustfmt and clippy come from static.rust-lang.org through rustup \
(https://rustup.rs), and not through a package registry. Where that address is blocked: set RUSTUP_DIST_SERVER to a mirror \
that can be reached; or take lib/rustlib/${TARGET} from a Rust ${versions.rust} of another machine, and copy it into \
lib/rustlib of the folder that "rustc --print sysroot" prints.`;

export const rust = {
  title: `Rust ${versions.rust} with ${TARGET}`,
  seconds: 60,
  async found() {
    if (!(await isInstalled())) return null;
    return (await lacking()).length === 0 ? await version() : null;
  },
  async work(tell) {
    if (!find("rustup")) {
      if (!find("rustc")) throw new Failure("rustc was not found", { advice: HERE });
      throw new Failure(`this Rust lacks ${(await lacking()).join(", ")}, and there is no rustup to bring it`, { advice: HERE });
    }
    const parts = ["--profile", "minimal", "--component", "rustfmt,clippy", "--target", TARGET];
    try {
      await run("rustup", ["toolchain", "install", versions.rust, "--no-self-update", ...parts], { line: tell.line, log: "rust" });
    } catch (error) {
      if (error instanceof Failure) error.advice = HERE;
      throw error;
    }
    const missing = await lacking();
    if (missing.length > 0) throw new Failure(`${missing.join(", ")} cannot be found`, { advice: HERE });
    return version();
  },
};

export const compiler = {
  title: "A C compiler and linker",
  seconds: 30,
  found: async () => (find("cc") ? `${find("cc")}` : null),
  work: (tell) => aptInstall(["build-essential"], tell, "install one: Rust links its programs with `cc`"),
};

/** rustup would fetch a toolchain that is not there at the first call of rustc, without a word: so it is asked first. */
async function isInstalled() {
  if (!find("rustup")) return find("rustc") !== null;
  return ((await ask("rustup", ["toolchain", "list"])) ?? "").split("\n").some((line) => line.startsWith(versions.rust));
}

async function lacking() {
  const sysroot = await ask("rustc", ["--print", "sysroot"]);
  if (!sysroot) return ["rustc"];
  const missing = existsSync(join(sysroot, "lib", "rustlib", TARGET)) ? [] : [TARGET];
  if (!atLeast((await version()) ?? "0", versions.rust)) missing.push(`version ${versions.rust}`);
  if (!(await ask("cargo", ["fmt", "--version"]))) missing.push("rustfmt");
  if (!(await ask("cargo", ["clippy", "--version"]))) missing.push("clippy");
  return missing;
}

async function version() {
  return /rustc (\d+\.\d+\.\d+)/.exec((await ask("rustc", ["--version"])) ?? "")?.[1] ?? null;
}
