// Scripts with mistakes: the page says what is wrong, and where, and answers all the while.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Lesson } from "./harness/lesson.mjs";
import { useBrowser } from "./harness/page.mjs";

const browser = useBrowser();
const open = async (options = {}) => new Lesson(await browser.open({ path: "?predict=off", ...options }));

/** Writes client A, runs, and gives what its cell says is wrong. */
async function mistake(lesson, text) {
  await lesson.write("client_a.py", text);
  await lesson.runButton().click();
  const problems = lesson.cell("client_a.py").locator(".problems");
  await problems.waitFor();
  return problems.innerText();
}

test("a syntax error is named with line and column, beside the line and below the cell", async () => {
  const lesson = await open();
  assert.match(await mistake(lesson, "import socket\n\nprint('a'\nx = 1\n"), /Line \d+, column \d+: \S/);
  const cell = lesson.cell("client_a.py");
  const editor = lesson.editor("client_a.py");
  assert.equal(await editor.getAttribute("aria-invalid"), "true");
  assert.match(await editor.getAttribute("aria-description"), /^Line \d+: \S/);
  await cell.locator(".cm-lintRange-error, .cm-lintPoint-error, .cm-lint-marker-error").first().waitFor();
  await cell.getByRole("button", { name: /^Go to line/ }).click();
  assert.ok(await lesson.page.evaluate(() => document.activeElement.matches("code-editor")));
  await cell.getByText("error", { exact: true }).waitFor();
  await lesson.opened.isAccessible();
  await lesson.opened.shot("mistake");
  await lesson.close();
});

test("an unknown module is named", async () => {
  const lesson = await open();
  const text = await mistake(lesson, "import socket\nimport requests\n");
  assert.match(text, /Line 2/);
  assert.match(text, /requests/);
  await lesson.close();
});

test("a port that does not exist is an exception with its line, and the step where it failed", async () => {
  const lesson = await open();
  const source = await lesson.source("client_a.py");
  const text = await mistake(lesson, source.replace("49152", "70000"));
  assert.match(text, /Line \d+/);
  assert.match(text, /0-65535/);
  await lesson.cell("client_a.py").getByRole("button", { name: /^Go to step/ }).click();
  assert.ok((await lesson.at()) > 0);
  await lesson.close();
});

test("the rest of a run can be stepped through when one program fails", async () => {
  const lesson = await open();
  await mistake(lesson, "import socket\nprint(1 / 0)\n");
  assert.ok((await lesson.steps()) > 20);
  await lesson.close();
});

test("an endless loop can be stopped, the page answers all the while, and says where it was", async () => {
  const lesson = await open();
  const { page } = lesson;
  await lesson.write("client_a.py", "import socket\n\nwhile True:\n    pass\n");
  await page.evaluate(() => {
    window.longest = 0;
    let last = performance.now();
    window.watch = setInterval(() => {
      const now = performance.now();
      window.longest = Math.max(window.longest, now - last);
      last = now;
    }, 5);
  });
  await lesson.runButton().click();
  const stop = page.getByRole("button", { name: "Stop" });
  await stop.waitFor();
  await page.waitForTimeout(1000);
  if (await stop.isVisible()) await stop.click();
  await page.locator(".lab .notice.warning").waitFor();
  assert.match(await page.locator(".lab .notice.warning").innerText(), /client_a\.py(,| was then at) line [34]/);
  await lesson.runButton().waitFor();
  await lesson.cell("client_a.py").getByText(/error|stopped before its end/).first().waitFor();
  const longest = await page.evaluate(() => window.longest);
  assert.ok(longest < 400, `the page did not answer for ${Math.round(longest)} ms`);
  await lesson.replace("client_a.py", "while True", "while False");
  await lesson.run();
  await lesson.close();
});
