import { test } from "node:test";
import { useBrowser } from "./harness/page.mjs";
const browser = useBrowser();
test(`look`, async () => {
  const { page, ...o } = await browser.open({ width: 360, height: 1500, path: "?predict=off#laboratory/silent-client" });
  await page.waitForSelector(".laboratory h1");
  await page.screenshot({ path: `/tmp/lead/lab-a.png` });
  await page.getByLabel(/about 2 %/).check();
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page.waitForSelector(".run-lanes .scene");
  await page.locator(".run").nth(1).getByRole("button", { name: /slowest/ }).click();
  await page.waitForTimeout(1200);
  await page.locator(".limits > summary").nth(1).click();
  await page.locator(".figures").scrollIntoViewIfNeeded();
  await page.screenshot({ path: `/tmp/lead/lab-b.png` });
  await page.evaluate(() => document.querySelectorAll(".run")[1].scrollIntoView());
  await page.screenshot({ path: `/tmp/lead/lab-c.png` });
  await page.context().close();
});
