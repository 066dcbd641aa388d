#!/usr/bin/env node
// How fast is the page, in Chromium? Prints figures beside their targets: node tests/bench/page.mjs
// The page must be built: node tools/test.mjs --only page
import { createRequire } from "node:module";
import { join } from "node:path";
import { findChromium } from "../../tools/setup/chromium.mjs";
import { page as built, root } from "../../tools/setup/place.mjs";
import { Lesson } from "../browser/harness/lesson.mjs";
import { serveFolder } from "../browser/harness/server.mjs";

const require = createRequire(join(root, "www", "package.json"));
const { chromium } = require("playwright-core");
const rows = [];
const note = (what, measured, target, unit) =>
  rows.push([what, `${measured.toFixed(measured < 10 ? 2 : 0)} ${unit}`, `${target} ${unit}`, `${Math.round((100 * measured) / target)} %`]);

/** A page that is throttled as a phone on a slow network is, or not at all. */
async function open(browser, address, { slow = false, before } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "no-preference" });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  if (slow) {
    const session = await context.newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
    await session.send("Network.enable");
    const rate = (1.6e6 / 8) * 0.9;
    await session.send("Network.emulateNetworkConditions", { offline: false, latency: 150, downloadThroughput: rate, uploadThroughput: rate });
  }
  await page.addInitScript(() => {
    window.seen = { shift: 0, lcp: 0, long: 0 };
    const watch = (type, hear) => new PerformanceObserver((list) => list.getEntries().forEach(hear)).observe({ type, buffered: true });
    watch("layout-shift", (entry) => { if (!entry.hadRecentInput) window.seen.shift += entry.value; });
    watch("largest-contentful-paint", (entry) => { window.seen.lcp = entry.startTime; });
    watch("longtask", (entry) => { window.seen.long += Math.max(0, entry.duration - 50); });
  });
  if (before) await page.addInitScript(before);
  await page.goto(address, { waitUntil: "commit" });
  return { context, page };
}

const now = (page) => page.evaluate(() => performance.now());

/** The first view, on a slow network with a slow processor. */
async function start(browser, address) {
  const { context, page } = await open(browser, `${address}#five-tuple`, { slow: true });
  await page.locator("#boot h1, #lesson h1").first().waitFor();
  note("first text, slow network, processor 4 × slower", await now(page), 1000, "ms");
  await page.locator(".predict").first().waitFor();
  note("the lesson can be used, the same", await now(page), 2000, "ms");
  await page.waitForTimeout(1000);
  const seen = await page.evaluate(() => window.seen);
  note("largest text, the same", seen.lcp, 1000, "ms");
  note("layout shift", seen.shift, 0.02, "");
  note("blocking time, the same", seen.long, 200, "ms");
  await context.close();
}

/** From a key to the next frame, step by step. */
async function steps(browser, address, slow) {
  const { context, page } = await open(browser, `${address}?predict=off#five-tuple`, { slow });
  const lesson = new Lesson({ page });
  await lesson.run();
  await page.locator(".stepper").focus();
  const times = await page.evaluate(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const times = [];
    for (let step = 0; step < 60; step += 1) {
      const start = performance.now();
      document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true, cancelable: true }));
      await frame();
      times.push(performance.now() - start);
    }
    return times.sort((one, other) => one - other);
  });
  const name = slow ? "a step until its frame, processor 4 × slower" : "a step until its frame";
  note(`${name}, median`, times[30], slow ? 50 : 16.7, "ms");
  note(`${name}, 95 of 100`, times[57], slow ? 100 : 33, "ms");
  await context.close();
}

const MANY = `import socket
client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for number in range(300):
    client.sendto(b"one of many", ("203.0.113.1", 80))
`;

/** Three hundred packets on their way at once, moving: how often is a frame drawn? */
async function frames(browser, address) {
  const { context, page } = await open(browser, `${address}?predict=off#five-tuple`);
  const lesson = new Lesson({ page });
  await lesson.write("client_a.py", MANY);
  await lesson.run();
  await lesson.view("Network");
  const steps = await lesson.steps();
  let most = [0, 0];
  for (let step = 0; step <= steps; step += 7) {
    await lesson.go(step);
    const moving = await page.locator(".moves").count();
    if (moving > most[0]) most = [moving, step];
  }
  await lesson.go(most[1]);
  const times = await page.evaluate(async () => {
    const slider = document.querySelector(".scrubber input");
    const times = [];
    let last = performance.now();
    for (let frame = 0; frame < 120; frame += 1) {
      // Every tenth of a second a step, as at play.
      if (frame % 6 === 0) {
        slider.value = String(Number(slider.value) + 1);
        slider.dispatchEvent(new InputEvent("input", { bubbles: true }));
      }
      await new Promise(requestAnimationFrame);
      times.push(performance.now() - last);
      last = performance.now();
    }
    return times.sort((one, other) => one - other);
  });
  note(`a frame with ${most[0]} packets moving, median`, times[60], 16.7, "ms");
  note(`a frame with ${most[0]} packets moving, 95 of 100`, times[114], 33, "ms");
  await context.close();
}

const server = await serveFolder(built);
const browser = await chromium.launch({ executablePath: await findChromium(), args: ["--no-sandbox", "--disable-gpu"] });
try {
  await start(browser, server.address);
  await steps(browser, server.address, false);
  await steps(browser, server.address, true);
  await frames(browser, server.address);
} finally {
  await browser.close();
  await server.close();
}
const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column].length), 8));
for (const row of [["", "measured", "target", "of it"], ...rows])
  console.log(row.map((cell, column) => (column ? cell.padStart(widths[column]) : cell.padEnd(widths[column]))).join("  "));
