// A Chromium for the browser tests: the one that is there, or Debian's.
import { existsSync } from "node:fs";
import { aptInstall } from "./apt.mjs";
import { Failure, ask } from "./child.mjs";
import { atLeast, find, versions } from "./place.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const PLACES = ["/usr/lib/chromium/chromium", "/opt/google/chrome/chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];
const ADVICE = `install Chromium or Chrome, version ${versions.chromium} or newer; if it is in an unusual place, name it in FIVETUPLE_CHROMIUM`;

export const chromium = {
  title: "Chromium for the browser tests",
  seconds: 60,
  async found() {
    const path = await findChromium();
    return path && `${path}, ${await versionOf(path)}`;
  },
  async work(tell) {
    const note = await aptInstall(["chromium"], tell, ADVICE);
    if (!(await findChromium())) throw new Failure("a Chromium was installed, but is too old or cannot be found", { advice: ADVICE });
    return note;
  },
};

/** The path of the first Chromium that is new enough; null when there is none. */
export async function findChromium() {
  const all = [process.env.FIVETUPLE_CHROMIUM, ...NAMES.map(find), ...PLACES].filter((path) => path && existsSync(path));
  for (const path of all) {
    const version = await versionOf(path);
    if (version && atLeast(version, versions.chromium)) return path;
  }
  return null;
}

async function versionOf(path) {
  return /\b(\d+(\.\d+)+)/.exec((await ask(path, ["--version"])) ?? "")?.[1] ?? null;
}
