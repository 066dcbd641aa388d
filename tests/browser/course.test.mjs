// Every lesson of the course in the page: it runs, everyone can use it, and its pictures are kept to be looked at.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../../tools/setup/place.mjs";
import { Lesson } from "./harness/lesson.mjs";
import { LOOKS, useBrowser } from "./harness/page.mjs";

const browser = useBrowser();
const file = (name) => readFileSync(join(root, "lessons", name), "utf8");
const files = [...file("SUMMARY.md").matchAll(/^- \[.*\]\((.*)\)$/gm)].map((found) => found[1]);
const ids = files.map((name) => /^id: (.*)$/m.exec(file(name))[1]);

test("the list of lessons opens, leads to each, and shuts", async () => {
  const { page, ...opened } = await browser.open();
  const list = page.getByRole("navigation", { name: "Lessons" });
  for (const id of ids) {
    await list.locator("summary").click();
    await list.locator(`a[href="#${id}"]`).click();
    await page.waitForFunction((here) => document.querySelector(".top nav [aria-current]").hash === `#${here}`, id);
    assert.equal(await list.locator("ol").isVisible(), false);
  }
  assert.deepEqual(opened.problems, []);
  await page.context().close();
});

for (const id of ids) {
  // The two looks that differ most: the other two are those of the lesson that the other tests use.
  for (const look of LOOKS.filter((each) => each.dark === (each.width === 360))) {
    test(`lesson ${id} can be used by everyone, ${look.name}`, async () => {
      const lesson = new Lesson(await browser.open({ ...look, path: `?predict=off#${id}` }));
      await lesson.run();
      const last = await lesson.steps();
      for (const step of [1, Math.floor(last / 2), last]) {
        await lesson.go(step);
        await lesson.opened.shot(`lesson-${id}-${look.name}-${step}`);
      }
      for (const more of await lesson.page.locator("details.reveal > summary").all()) await more.click();
      await lesson.opened.fitsItsWidth();
      await lesson.opened.isAccessible();
      await lesson.close();
    });
  }
}

test("the next lesson is a link away, and the list says which lessons are begun", async () => {
  const lesson = new Lesson(await browser.open({ path: "#port" }));
  const { page } = lesson;
  await lesson.predict(0, "I am sure");
  await page.locator("nav summary").click();
  const entry = page.locator("nav li", { hasText: "A port is a number in a header" });
  await entry.getByText("begun").waitFor();
  assert.equal(await page.locator("nav li .standing").count(), 1);
  await page.locator("nav summary").click();
  await page.getByRole("link", { name: /^Next lesson/ }).click();
  await page.locator("#lesson .objective", { hasText: "UDP" }).waitFor();
  assert.match(await page.getByRole("link", { name: /^Previous lesson/ }).textContent(), /A port is a number/);
  await lesson.opened.close();
});
