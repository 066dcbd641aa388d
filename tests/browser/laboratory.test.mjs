// The load laboratory: an experiment is predicted, run off the page's thread, stopped, looked at, and changed.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../../tools/setup/place.mjs";
import { LOOKS, useBrowser } from "./harness/page.mjs";

const browser = useBrowser();

/** The laboratory, opened at an experiment. */
async function open(options = {}, experiment = "silent-client") {
  const opened = await browser.open({ ...options, path: `${options.query ?? ""}#laboratory/${experiment}` });
  await opened.page.waitForSelector(".laboratory h1");
  return opened;
}

const status = (page) => page.locator(".run-bar [role=status]");
const says = (page, pattern) => page.waitForFunction(
  (source) => new RegExp(source).test(document.querySelector(".run-bar [role=status]").textContent), pattern.source);

async function run(page) {
  await page.getByRole("button", { name: /^Run/ }).click();
  await says(page, /^Done/);
  await page.waitForSelector(".run-lanes .scene");
}

test("an experiment is predicted, run, scrubbed, and says what a request waited for", async () => {
  const { page, ...opened } = await open();
  assert.match(await status(page).innerText(), /First predict/);
  await page.getByRole("button", { name: "Run", exact: true }).click({ force: true });
  assert.equal(await page.locator(".figures").count(), 0, "it does not run without a prediction");
  await page.getByLabel(/about 2 %/).check();
  await run(page);
  assert.match(await page.locator(".verdict").innerText(), /something else[\s\S]*only thread/);

  const table = page.locator(".figures .as-table");
  await table.locator("summary").click();
  assert.equal(await table.locator("tbody tr").count(), 4);
  assert.match(await table.locator("tbody tr").first().innerText(), /A iterative/);

  const lanes = page.locator(".run").nth(2).locator(".run-lanes .scene");
  const before = await lanes.getAttribute("aria-label");
  const moment = page.getByLabel("Moment");
  await moment.focus();
  await page.keyboard.press("Home");
  await page.waitForFunction(([old]) => {
    const now = document.querySelectorAll(".run")[2].querySelector(".run-lanes .scene").getAttribute("aria-label");
    return now !== old && / from 0 /.test(now);
  }, [before]);

  const second = page.locator(".run").nth(1);
  await second.getByRole("button", { name: /slowest/ }).click();
  await page.waitForFunction(() => / of them /.test(document.querySelectorAll(".run")[1].querySelector(".story").textContent));
  assert.match(await second.locator(".story").innerText(), /^Client \d+: [\d.]+ ms: .* behind /);
  assert.deepEqual(opened.problems, []);
  await page.context().close();
});

test("a long run is stopped, keeps what it has, and the page stays awake", async () => {
  const { page, ...opened } = await open({ query: "?predict=off" }, "memory");
  await page.locator(".settings > summary").click();
  const field = page.getByLabel("Ends after so many answers", { exact: true });
  await field.fill("100000000");
  await field.press("Enter");
  await page.locator("#knob-time").fill("");
  await page.locator("#knob-time").press("Enter");
  await page.evaluate(() => {
    window.longest = 0;
    let last = performance.now();
    const tick = () => {
      const now = performance.now();
      window.longest = Math.max(window.longest, now - last);
      last = now;
      setTimeout(tick, 0);
    };
    tick();
  });
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.waitForSelector(".figures .scene");
  assert.ok(await page.locator("progress").isVisible());
  await page.getByRole("button", { name: "Stop" }).click();
  await says(page, /^Done/);
  assert.equal(await page.locator(".run").count(), 4);
  assert.deepEqual(opened.problems, []);
  await page.context().close();
});

test("what is wrong is said at once, and a changed experiment runs without a prediction", async () => {
  const { page, ...opened } = await open({}, "cores");
  await page.locator(".settings > summary").click();
  const cpu = page.locator("#knob-cpu");
  await cpu.fill("exp:fast");
  await cpu.press("Enter");
  assert.match(await status(page).innerText(), /cpu: `fast` is not a time: write a number/);
  assert.equal(await cpu.getAttribute("aria-invalid"), "true");
  await cpu.fill("50us");
  await cpu.press("Enter");
  await page.locator("#knob-requests").fill("2000");
  await page.locator("#knob-requests").press("Enter");
  await page.getByLabel("Options of run B alone").fill("cores=2");
  await page.getByLabel("Options of run B alone").press("Enter");
  await page.getByRole("button", { name: "Remove run D" }).click();
  await run(page);
  assert.equal(await page.locator(".run").count(), 3);
  await page.getByLabel("Computing, slider").fill("150");
  assert.match(await status(page).innerText(), /changed since/);
  assert.deepEqual(opened.problems, []);
  await page.context().close();
});

test("the laboratory is reached from a lesson and keeps its results while the reader is away", async () => {
  const { page, ...opened } = await browser.open({ path: "?predict=off#port" });
  await page.getByRole("link", { name: "Laboratory" }).click();
  await page.waitForSelector(".laboratory h1");
  await page.getByLabel("Experiment").selectOption("fork");
  await page.waitForFunction(() => location.hash === "#laboratory/fork");
  await run(page);
  await page.goBack();
  await page.goBack();
  await page.waitForFunction(() => !document.querySelector("#laboratory .laboratory")?.checkVisibility());
  await page.getByRole("link", { name: "Laboratory" }).click();
  await page.locator(".figures .scene").waitFor();
  assert.deepEqual(opened.problems, []);
  await page.context().close();
});

test("the same seed gives the same figures as natively, to the bit", async () => {
  const wanted = JSON.parse(readFileSync(join(root, "tests", "load", "bits.json"), "utf8"));
  const { page } = await open();
  const found = await page.evaluate((lines) => new Promise((done, failed) => {
    const worker = new Worker("./laboratory_worker.js");
    const figures = [];
    worker.onerror = () => failed(new Error("the worker failed"));
    worker.onmessage = ({ data }) => {
      const { Run: told, Wrong: wrong } = JSON.parse(data);
      if (wrong) failed(new Error(wrong.why));
      const [run, state] = told;
      if (state.over) figures[run] = state.figures;
      if (Object.keys(figures).length === lines.length) done(figures);
    };
    worker.postMessage(JSON.stringify({ Run: lines }));
  }), wanted.map(({ line }) => line));
  for (const [number, { line, figures }] of wanted.entries()) assert.deepEqual(found[number], figures, line);
  assert.ok(found.length >= 20);
  await page.context().close();
});

for (const look of LOOKS) {
  test(`the laboratory can be used by everyone, ${look.name}`, async () => {
    const opened = await open({ ...look, query: "?predict=off" }, "one-queue");
    const { page } = opened;
    await opened.shot(`laboratory-${look.name}-before`);
    await run(page);
    for (const more of await page.locator("details > summary").all()) if (await more.isVisible()) await more.click();
    await opened.shot(`laboratory-${look.name}-after`);
    await opened.fitsItsWidth();
    await opened.isAccessible();
    assert.deepEqual(opened.problems, []);
    await page.context().close();
  });
}
