// The built page in Chromium, for tests: opened afresh each time, and watched for errors and for requests to elsewhere.
import assert from "node:assert/strict";
import { existsSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before } from "node:test";
import { findChromium } from "../../../tools/setup/chromium.mjs";
import { page as built, root } from "../../../tools/setup/place.mjs";
import { serveFolder } from "./server.mjs";

const require = createRequire(join(root, "www", "package.json"));

/** Without a sandbox, because root has none; and quiet: a test browser asks nothing of the network. */
const FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--force-color-profile=srgb", "--hide-scrollbars",
];

const shots = join(root, "target", "screenshots");

/** Starts server and browser for the tests of a file, and ends them after. Its `open` opens the page. */
export function useBrowser() {
  const here = { browser: null, server: null, open: (options) => open(here, options) };
  before(async () => {
    assert.ok(existsSync(join(built, "index.html")), "the page is not built: node tools/test.mjs --only page");
    const executablePath = await findChromium();
    assert.ok(executablePath, "no Chromium: node tools/test.mjs --only browser brings one");
    here.server = await serveFolder(built);
    here.browser = await require("playwright-core").chromium.launch({ executablePath, args: FLAGS });
  });
  after(async () => {
    await here.browser?.close();
    await here.server?.close();
  });
  return here;
}

/**
 * Opens the page in a new context and waits until it has started.
 * Options: width, height, dark, reducedMotion, forcedColors, path (what follows the address; without a lesson, it is "#five-tuple"),
 * allow: patterns of errors in the console that the test expects, and before: what runs in the page before its scripts.
 */
async function open({ browser, server }, options = {}) {
  const { width = 1280, height = 900, dark = false, allow = [] } = options;
  const asked = options.path ?? "";
  const path = asked.includes("#") ? asked : `${asked}#five-tuple`;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? "dark" : "light",
    reducedMotion: options.reducedMotion ?? "reduce",
    forcedColors: options.forcedColors ?? "none",
    serviceWorkers: "block",
  });
  const page = await context.newPage();
  const problems = watch(page, new URL(server.address).origin, allow);
  page.setDefaultTimeout(15_000);
  await page.addInitScript(() => {
    window.addEventListener("TrunkApplicationStarted", () => document.documentElement.setAttribute("data-started", ""));
  });
  if (options.before) await page.addInitScript(options.before);
  await page.goto(server.address + path);
  await page.waitForSelector("html[data-started]").catch(() => assert.fail(["it did not start", ...problems].join("\n")));
  // The lesson is fetched after that.
  await page.waitForSelector("#lesson.boot", { state: "detached" });
  return new Opened(page, problems);
}

/** Collects what must not happen. */
function watch(page, origin, allow) {
  const problems = [];
  const add = (text) => allow.some((pattern) => pattern.test(text)) || problems.push(text);
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) add(`console ${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => add(`uncaught: ${error.stack ?? error}`));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (!["data:", "blob:"].includes(url.protocol) && url.origin !== origin) add(`a request to elsewhere: ${url}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) add(`status ${response.status()}: ${response.url()}`);
  });
  page.on("requestfailed", (request) => add(`failed: ${request.url()} (${request.failure()?.errorText})`));
  return problems;
}

/** An opened page. `page` is Playwright's. */
class Opened {
  constructor(page, problems) {
    this.page = page;
    this.problems = problems;
  }

  /** Presses keys one after the other, such as "ArrowRight" or "Shift+Enter". */
  async keys(...names) {
    for (const name of names) await this.page.keyboard.press(name);
  }

  /** What the live regions say now: what a screen reader would speak. */
  async narration() {
    const texts = await this.page.locator("[aria-live]:not([aria-live=off]), [role=status], [role=alert]").allInnerTexts();
    return texts.map((text) => text.trim()).filter(Boolean).join("\n");
  }

  /** Waits until the narration fits. */
  async narrationIs(pattern) {
    for (let i = 0; i < 100; i += 1) {
      if (pattern.test(await this.narration())) return;
      await this.page.waitForTimeout(50);
    }
    assert.match(await this.narration(), pattern);
  }

  /** The page does not scroll sideways. */
  async fitsItsWidth() {
    const [inside, window] = await this.page.evaluate(() => [document.scrollingElement.scrollWidth, innerWidth]);
    assert.ok(inside <= window, `the page is ${inside} pixels wide in a window of ${window}`);
  }

  /** axe-core finds nothing wrong. */
  async isAccessible() {
    await this.page.evaluate(require("axe-core").source);
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const { violations } = await this.page.evaluate(
      (values) => window.axe.run(document, { runOnly: { type: "tag", values } }), tags,
    );
    const told = violations.map(({ id, help, nodes }) =>
      [`${id}: ${help}`, ...nodes.slice(0, 5).map(({ html, failureSummary }) => `    ${html}\n    ${failureSummary}`)].join("\n"));
    assert.equal(violations.length, 0, told.join("\n"));
  }

  /** Keeps a picture in target/screenshots, to be looked at. */
  async shot(name) {
    mkdirSync(shots, { recursive: true });
    await this.page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
  }

  /** Closes it: nothing went wrong, and nothing was asked of another place. */
  async close() {
    await this.page.context().close();
    assert.deepEqual(this.problems, []);
  }
}

/** The four looks that every page must stand: { name, width, height, dark }. */
export const LOOKS = [1280, 360].flatMap((width) =>
  [false, true].map((dark) => ({ name: `${width}-${dark ? "dark" : "light"}`, width, height: width === 360 ? 740 : 900, dark })));
