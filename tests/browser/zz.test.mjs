import { test } from "node:test";
import { useBrowser } from "./harness/page.mjs";
const browser = useBrowser();
test("look", async () => {
  const { page, ...o } = await browser.open({ path: "?predict=off#laboratory/one-queue" });
  await page.waitForSelector(".laboratory h1");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  for (let i = 0; i < 12; i += 1) { await page.waitForTimeout(700); console.log(await page.locator(".run-bar").innerText(), await page.locator("progress").count() ? await page.locator("progress").getAttribute("value") : ""); }
  console.log(o.problems);
  await page.screenshot({ path: "/tmp/lead/lab.png", fullPage: true });
  await page.context().close();
});
