// A course page of another origin, with lessons in it.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serveFolder } from "./server.mjs";

/** A page of another origin with this body, which is told where the lessons are: { page, frame, close }. */
export async function host(browser, body, options = {}) {
  const folder = mkdtempSync(join(tmpdir(), "fivetuple-host-"));
  const page = await browser.browser.newPage({ viewport: { width: 1200, height: 900 }, ...options });
  page.setDefaultTimeout(15_000);
  writeFileSync(join(folder, "index.html"), `<!DOCTYPE html><title>A course</title>${body(browser.server.address)}`);
  const server = await serveFolder(folder, "/course/");
  await page.goto(server.address);
  const close = async () => {
    await page.close();
    await server.close();
    rmSync(folder, { recursive: true });
  };
  return { page, frame: page.frameLocator("iframe").first(), close };
}
