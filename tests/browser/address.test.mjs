// What the address asks for: each setting that the page can honour, and what it says of the others.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Lesson } from "./harness/lesson.mjs";
import { useBrowser } from "./harness/page.mjs";

const browser = useBrowser();

const open = async (query, options = {}) => new Lesson(await browser.open({ path: `?${query}`, ...options }));
const seen = (lesson, selector) => lesson.page.locator(selector).first().isVisible();

test("one moment of one lesson alone", async () => {
  const lesson = await open("predict=off&step=12&view=sim&controls=none#event-loop");
  await lesson.page.locator(".panels .scene, .panels table").first().waitFor();
  await lesson.page.waitForFunction(() => document.querySelector(".step-count b").textContent === "12");
  for (const hidden of [".cell", ".lesson-ways", ".objective + p", ".vcr", ".scrubber", ".lab-run", ".views"]) assert.equal(await seen(lesson, hidden), false, hidden);
  assert.ok(await seen(lesson, ".sentence"));
  await lesson.page.locator(".lab").focus();
  await lesson.opened.keys("ArrowRight");
  await lesson.page.waitForFunction(() => document.querySelector(".step-count b").textContent === "13");
  await lesson.opened.isAccessible();
  await lesson.close();
});

test("the last step, and a step of a lesson that wants a prediction first", async () => {
  const last = await open("predict=off&step=end#port");
  await last.page.locator(".scrubber input").waitFor();
  await last.page.waitForFunction(() => {
    const slider = document.querySelector(".scrubber input");
    return slider.value === slider.max && slider.value > 1;
  });
  await last.close();
  const locked = await open("step=7#five-tuple");
  assert.equal(await locked.page.locator(".stepper").count(), 0, "nothing runs before the prediction");
  await locked.predict(0, "I am sure");
  await locked.run();
  await locked.page.waitForFunction(() => document.querySelector(".step-count b").textContent === "7");
  await locked.close();
});

test("one script alone, or one question", async () => {
  const lesson = await open("cell=server.py&view=lesson#five-tuple");
  await lesson.page.waitForFunction(() => document.adoptedStyleSheets.length > 0);
  assert.ok(await seen(lesson, '[data-cell="server.py"]'));
  assert.ok((await lesson.page.locator("h1").boundingBox()).width < 2, "the title is only heard");
  for (const hidden of [".lab", '[data-cell="client_a.py"]', ".predict", ".lesson-end"]) {
    assert.equal(await seen(lesson, hidden), false, hidden);
  }
  await lesson.close();
  const question = await open("cell=which-ports&view=lesson#five-tuple");
  await question.page.waitForFunction(() => document.adoptedStyleSheets.length > 0);
  assert.ok(await seen(question, ".predict"));
  assert.equal(await seen(question, ".cell"), false);
  await question.close();
  const none = await open("cell=no-such.py#five-tuple");
  await none.page.getByText("There is no script and no question “no-such.py”").waitFor();
  await none.close();
  const nowhere = await open("lesson=no-such#");
  await nowhere.page.getByText("There is no lesson “no-such”. This is the first one.").waitFor();
  await nowhere.close();
});

test("views, parts that are hidden, and scripts that cannot be changed", async () => {
  const code = await open("view=code&edit=off&hide=header,log&predict=off#five-tuple");
  assert.ok(await seen(code, ".cell"));
  for (const hidden of [".top", "h1", ".predict"]) assert.equal(await seen(code, hidden), false, hidden);
  assert.equal(await code.page.getByText("you can edit it").count(), 0);
  const before = await code.source("client_a.py");
  await code.editor("client_a.py").click();
  await code.page.keyboard.type("no");
  assert.equal(await code.source("client_a.py"), before);
  await code.runButton().click();
  await code.page.locator(".output").first().waitFor({ state: "attached" });
  assert.equal(await seen(code, ".output"), false);
  await code.close();
});

test("a lesson without what follows the #, speed, and a seed that gives the same run each time", async () => {
  const runs = [];
  for (let time = 0; time < 2; time += 1) {
    const lesson = await open("lesson=event-loop&seed=18446744073709551615&speed=2&predict=off&step=end#");
    assert.match(lesson.page.url(), /#event-loop$/);
    await lesson.page.locator(".scrubber input").waitFor();
    assert.equal(await lesson.page.getByLabel("Speed").inputValue(), "20");
    runs.push(await lesson.steps());
    await lesson.close();
  }
  assert.equal(runs[0], runs[1]);
});

test("nothing is kept where the address asks for that", async () => {
  const lesson = await open("persist=none#five-tuple");
  await lesson.predict(1, "I am guessing");
  await lesson.page.getByText("Your work is not kept here").waitFor();
  assert.equal(await lesson.page.evaluate(() => Object.keys(localStorage).filter((name) => name.includes("five-tuple")).length), 0);
  await lesson.close();
});

test("it plays by itself only for those who do not mind", async () => {
  const moving = await open("predict=off&autoplay=on&speed=4#port", { reducedMotion: "no-preference" });
  await moving.page.waitForFunction(() => Number(document.querySelector(".step-count b")?.textContent) > 2);
  await moving.close();
  const still = await open("predict=off&autoplay=on&speed=4#port");
  await still.page.locator(".step-count").waitFor();
  await still.page.waitForTimeout(600);
  assert.equal(await still.page.locator(".step-count b").innerText(), "0");
  await still.close();
});

test("bad values are said, unknown settings are not, and nothing of them is HTML", async () => {
  const bad = ["step=-1", "view=%3Cimg%20src=x%3E", "seed=18446744073709551616", "speed=9", "lesson=..%2Fx", "lang=xx", "host=javascript:1",
    "hide=header,roof", "theme=", "hide=log,", "embed=1", "utm_source=x", "constructor=1", "__proto__=1"];
  const lesson = await open(`${bad.join("&")}#five-tuple`);
  await lesson.page.locator(".address-warnings").waitFor();
  const lines = await lesson.page.locator(".address-warnings p").allInnerTexts();
  assert.equal(lines.length, 1 + 11, lines.join("\n"));
  assert.ok(lines.includes("view=<img src=x> makes no sense here. view may be: full, lesson, sim, code."));
  assert.equal(await lesson.page.locator("img").count(), 0);
  assert.ok(await seen(lesson, "h1"));
  await lesson.opened.isAccessible();
  await lesson.close();
});
