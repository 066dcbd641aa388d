// Exercises, as a learner does them: wrong twice, with a hint, then right; and where the failed run leads.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../../tools/setup/place.mjs";
import { Lesson } from "./harness/lesson.mjs";
import { useBrowser } from "./harness/page.mjs";

const browser = useBrowser();

class Exercise extends Lesson {
  constructor(opened) {
    super(opened);
    this.box = this.page.locator(".exercise").first();
    this.status = this.box.locator("[role=status]");
  }

  button(name) {
    return this.box.getByRole("button", { name });
  }

  /** Presses "Check my program" and waits for the verdict. */
  async check() {
    await this.button("Check my program").click();
    await this.says(/^(Solved|Not yet|The programs cannot)/);
  }

  async says(pattern) {
    for (let i = 0; i < 200 && !pattern.test(await this.status.innerText()); i += 1) await this.page.waitForTimeout(50);
    assert.match(await this.status.innerText(), pattern);
  }

  goals() {
    return this.box.locator(".goals > li").allInnerTexts();
  }
}

const open = async (options) => new Exercise(await browser.open({ path: "?predict=off", ...options }));

test("a program is checked in all runs, and each goal says in words what became of it", async () => {
  const lesson = await open();
  assert.match(await lesson.status.innerText(), /in 3 runs with different seeds/);
  await lesson.replace("client_b.py", "49153", "49154");
  await lesson.check();
  assert.match(await lesson.status.innerText(), /^Not yet: 2 of 3 goals missed/);
  const [table, a, b] = await lesson.goals();
  assert.match(table, /^✘ Missed: Two seconds/);
  assert.match(table, /ss -tan on server shows no line with ESTAB 13 0 203\.0\.113\.1:80 192\.168\.1\.10:80/);
  assert.match(table, /In the run that you see \(seed 0\), at step \d+\./);
  assert.match(a, /^✘ Missed: Client A/);
  assert.match(b, /^✔ Reached: Client B/);
  await lesson.replace("client_a.py", "49152", "80");
  await lesson.says(/You have changed a program since the check/);
  await lesson.check();
  assert.match(await lesson.status.innerText(), /^Solved: every goal is reached in all 3 runs/);
  assert.deepEqual((await lesson.goals()).map((goal) => goal.slice(0, 9)), Array(3).fill("✔ Reached"));
  await lesson.close();
});

test("a failed run opens at the step at which it failed", async () => {
  const lesson = await open();
  await lesson.run();
  await lesson.check();
  const first = lesson.box.locator(".goals > li").first();
  const way = first.getByRole("button", { name: /^Open this run at step/ });
  const step = Number((await way.innerText()).match(/\d+/)[0]);
  await way.click();
  assert.equal(await lesson.at(), step);
  await lesson.page.locator(".branch-what", { hasText: "the exercise's run, seed 0" }).waitFor();
  assert.equal(await lesson.page.evaluate(() => document.activeElement.className.includes("lab")), true);
  await lesson.page.getByRole("button", { name: "The run", exact: true }).click();
  await lesson.close();
});

test("hints come one at a time, a solution after two failed tries, and all is there after a reload", async () => {
  const lesson = await open();
  const { page } = lesson;
  const hints = lesson.box.locator(".hints li");
  const solution = lesson.box.getByText("Show a solution");
  await lesson.button("Show hint 1 of 3").click();
  await lesson.button("Show hint 2 of 3").waitFor();
  assert.equal(await hints.count(), 1);
  await lesson.check();
  assert.equal(await solution.count(), 0);
  await lesson.replace("client_a.py", "49152", "49151");
  await lesson.check();
  await solution.click();
  const wanted = readFileSync(join(root, "lessons/programs/exercises/same-numbers/solution/client_a.py"), "utf8");
  assert.ok((await lesson.box.locator(".reveal pre").allInnerTexts()).some((text) => text.trim() === wanted.trim()));
  await lesson.opened.isAccessible();
  await page.reload();
  const again = new Exercise(lesson.opened);
  await again.button("Show hint 2 of 3").waitFor();
  assert.equal(await again.box.locator(".hints li").count(), 1);
  assert.equal(await again.box.getByText("Show a solution").count(), 1);
  await again.write("client_a.py", wanted);
  await again.replace("client_b.py", "49153", "49154");
  await again.check();
  await page.reload();
  await again.says(/^You have solved this/);
  await again.close();
});

test("with the keyboard alone, and the page answers while it checks", async () => {
  const lesson = await open();
  const { page } = lesson;
  // The first run of all makes the browser compile the engine, which takes as long as it takes.
  await lesson.run();
  await lesson.button("Check my program").focus();
  await page.evaluate(() => {
    window.said = [];
    window.longest = 0;
    const region = document.querySelector(".exercise [role=status]");
    new MutationObserver(() => window.said.push(region.textContent)).observe(region, { subtree: true, childList: true, characterData: true });
    let last = performance.now();
    const beat = () => {
      window.longest = Math.max(window.longest, performance.now() - last);
      last = performance.now();
      if (!/^Not yet/.test(region.textContent)) setTimeout(beat, 0);
    };
    beat();
  });
  await lesson.opened.keys("Enter");
  await lesson.says(/^Not yet/);
  const { said, longest } = await page.evaluate(() => ({ said: window.said, longest: window.longest }));
  assert.match(said.at(-1), /^Not yet: 3 of 3 goals missed/);
  // Slices are 10 ms, and what cannot be cut is less than 30; the rest is for a busy machine.
  assert.ok(longest < 80, `the page was away for ${longest} ms`);
  await lesson.opened.keys("Tab", "Enter");
  await lesson.button("Show hint 2 of 3").waitFor();
  assert.match(await lesson.opened.narration(), /A client's own port stands in its line/);
  await lesson.close();
});

test("what cannot run is told with its line, and is no try", async () => {
  const lesson = await open();
  await lesson.write("client_a.py", "import socket\nif True\n");
  await lesson.check();
  assert.match(await lesson.status.innerText(), /^The programs cannot run yet/);
  assert.match(await lesson.box.innerText(), /client_a\.py, line 2: /);
  await lesson.check();
  assert.equal(await lesson.box.getByText("Show a solution").count(), 0);
  await lesson.close();
});

test("nothing is checked before the prediction is stored", async () => {
  const lesson = await open({ path: "" });
  await lesson.button("Check my program").click({ force: true });
  assert.match(await lesson.status.innerText(), /^Store your prediction first/);
  assert.equal(await lesson.button("Check my program").getAttribute("aria-disabled"), "true");
  await lesson.close();
});

test("what only a hidden run shows is told with what is different in it, and can be opened; on a narrow screen, too", async () => {
  const lesson = await open({ path: "?predict=off#nat", width: 320 });
  await lesson.check();
  const [goal] = await lesson.goals();
  assert.match(goal, /^✘ Missed: Both laptops/);
  assert.match(goal, /In a hidden run \(seed 7, WAIT = 5 in server\.py instead of WAIT = 1\), at step \d+\./);
  await lesson.opened.fitsItsWidth();
  await lesson.opened.isAccessible();
  const way = lesson.box.getByRole("button", { name: /^Open this run at step/ }).first();
  const step = Number((await way.innerText()).match(/\d+/)[0]);
  await way.click();
  assert.equal(await lesson.at(), step);
  // The server that ran is not the one that stands in its cell, and the page says so.
  await lesson.cell("server.py").getByText("changed since the run").waitFor();
  await lesson.close();
});
