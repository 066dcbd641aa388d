// The page inside other pages: a frame by itself, and the element of embed.js, on a host of another origin.
import assert from "node:assert/strict";
import { test } from "node:test";
import { host } from "./harness/host.mjs";
import { useBrowser } from "./harness/page.mjs";

const browser = useBrowser();

const element = (attributes) => (home) =>
  `<h1>Ports</h1><input id="mine" autofocus><script src="${home}embed/embed.js" defer></script>
   <fivetuple-lesson ${attributes}></fivetuple-lesson>`;

test("an element shows one lesson, and its programs run", async () => {
  const { page, frame, close } = await host(browser, element('lesson="event-loop" predict="off" theme="dark" height="800"'));
  await frame.locator("h1").waitFor();
  assert.equal(await frame.locator("h1").innerText(), "One thread, many clients");
  assert.equal(await frame.locator(".top nav").isVisible(), false, "the way to other lessons is the host's");
  assert.equal(await frame.locator("html").getAttribute("data-theme"), "dark");
  assert.equal(await page.evaluate(() => document.activeElement.id), "mine", "the focus stays with the host");
  await frame.getByRole("button", { name: /^Run/ }).click();
  await frame.locator(".panels .scene").first().waitFor();
  const own = frame.getByRole("link", { name: "Open on its own" });
  assert.match(await own.getAttribute("href"), /\/a\/folder\/index\.html#event-loop$/);
  await close();
});

test("a frame far down the page is not asked for before the reader comes near", async () => {
  const far = (home) => `<script src="${home}embed/embed.js" defer></script><div style="height: 9000px"></div>
    <fivetuple-lesson lesson="udp"></fivetuple-lesson>`;
  const { page, close } = await host(browser, far);
  await page.waitForSelector("iframe", { state: "attached" });
  await page.waitForTimeout(600);
  assert.equal(page.frames().filter((frame) => frame.url().includes("embed=on")).length, 0);
  await page.locator("iframe").scrollIntoViewIfNeeded();
  await page.frameLocator("iframe").locator("h1").waitFor();
  await close();
});

test("a plain frame without scripts of its host does the same, and Tab leads through and out", async () => {
  const plain = (home) =>
    `<button id="before">before</button><iframe src="${home}?embed=on#port" title="Ports" width="700" height="500"></iframe>
     <button id="after">after</button>`;
  const { page, frame, close } = await host(browser, plain);
  await frame.locator("h1").waitFor();
  await page.locator("#before").focus();
  let steps = 0;
  while (steps < 200 && (await page.evaluate(() => document.activeElement.id)) !== "after") {
    await page.keyboard.press("Tab");
    steps += 1;
  }
  assert.ok(steps > 5 && steps < 200, `${steps} stops between the two buttons`);
  await close();
});

test("what the address says wrongly is ignored", async () => {
  const { page, ...opened } = await browser.open({ path: "?embed=perhaps&theme=%3Cb%3E&predict=&x#five-tuple" });
  assert.ok(await page.locator(".top nav").isVisible());
  assert.match(await page.locator("html").getAttribute("data-theme"), /^auto$/);
  assert.deepEqual(opened.problems, []);
  await page.context().close();
});

test("the example shows all the ways", async () => {
  const page = await browser.browser.newPage();
  await page.goto(`${browser.server.address}embed/example.html`);
  await page.frameLocator("iframe").first().locator("h1").waitFor();
  assert.equal(await page.locator("iframe").count(), 4);
  await page.locator("#moment iframe").scrollIntoViewIfNeeded();
  await page.locator("#moment").locator("iframe").contentFrame().locator(".step-count b", { hasText: /^12$/ }).waitFor();
  await page.getByRole("button", { name: "Show step 40" }).click();
  await page.waitForFunction(() => document.getElementById("step").value === "40");
  for (const frame of await page.locator("iframe").all()) assert.ok(await frame.getAttribute("title"));
  await page.close();
});
