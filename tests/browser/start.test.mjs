// The built page starts: from a folder of any plain web host, in each look, without a word in the console.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LOOKS, useBrowser } from "./harness/page.mjs";

const browser = useBrowser();

for (const look of LOOKS) {
  test(`it starts and can be used by everyone, ${look.name}`, async () => {
    const opened = await browser.open(look);
    assert.equal(await opened.page.title(), "Fivetuple");
    assert.equal(await opened.page.locator("h1").count(), 1);
    await opened.page.waitForFunction(() => customElements.get("code-editor"));
    await opened.fitsItsWidth();
    await opened.isAccessible();
    await opened.shot(`start-${look.name}`);
    await opened.close();
  });
}

test("an error in the console does not go unnoticed", async () => {
  const opened = await browser.open();
  await opened.page.evaluate(() => console.error("from the test"));
  await assert.rejects(opened.close(), /from the test/);
});

test("a request to elsewhere does not go unnoticed", async () => {
  const opened = await browser.open();
  await opened.page.evaluate(() => fetch("http://127.0.0.1:9/").catch(() => {}));
  await assert.rejects(opened.close(), /Content Security Policy/);
});

test("a lesson whose program does not come says which, and can be tried again", async () => {
  const opened = await browser.open({ path: "#port", allow: [/503/, /ERR_ABORTED/] });
  const { page } = opened;
  await page.locator("#lesson .objective").waitFor();
  let broken = true;
  await page.route("**/lessons/programs/02-udp/*.py", (route) =>
    broken ? route.fulfill({ status: 503, body: "" }) : route.continue());
  await page.evaluate(() => { location.hash = "#udp"; });
  const alert = page.getByRole("alert");
  await alert.waitFor();
  assert.match(await alert.textContent(), /lessons\/programs\/02-udp\/\w+\.py could not be loaded: the server says 503\./);
  broken = false;
  await page.getByRole("button", { name: "Try again" }).click();
  await page.locator("#lesson .objective").waitFor();
  await opened.close();
});

test("a page that cannot start says so, and keeps its first words", async () => {
  const context = await browser.browser.newContext();
  const page = await context.newPage();
  await page.route("**/*.wasm", (route) => route.abort());
  // Even where the failure comes before the script that tells of it.
  await page.route("**/boot-*.js", async (route) => {
    await new Promise((done) => setTimeout(done, 300));
    await route.continue();
  });
  await page.goto(browser.server.address);
  await page.getByText("The page could not start.").waitFor();
  assert.ok(await page.getByRole("heading", { level: 1 }).isVisible());
  await context.close();
});
