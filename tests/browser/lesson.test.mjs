// The first lesson, as a learner goes through it: predict, run, step, look, change a port, run again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Lesson } from "./harness/lesson.mjs";
import { LOOKS, useBrowser } from "./harness/page.mjs";

const browser = useBrowser();
const open = async (options) => new Lesson(await browser.open(options));

test("nothing runs before a prediction is stored, and the prediction is held against the run", async () => {
  const lesson = await open();
  const { page } = lesson;
  await lesson.runButton().click({ force: true });
  assert.equal(await page.locator(".stepper").count(), 0);
  assert.equal(await lesson.runButton().getAttribute("aria-disabled"), "true");
  await page.getByText("Store your prediction first:").waitFor();
  await lesson.predict(1, "I am sure");
  await page.getByText("Stored. Now run the programs.").waitFor();
  assert.ok(await page.evaluate(() => document.activeElement.closest(".predict") !== null), "the focus stays at the question");
  await lesson.run();
  const verdict = page.locator(".verdict");
  assert.match(await verdict.innerText(), /You were sure/);
  assert.match(await verdict.innerText(), /You predicted[\s\S]*What happened/);
  await lesson.close();
});

test("a teacher can let the programs run without a prediction", async () => {
  const lesson = await open({ path: "?predict=off" });
  await lesson.run();
  assert.equal(await lesson.at(), 0);
  await lesson.close();
});

test("it steps forwards and backwards, and comes back to the same moment", async () => {
  const lesson = await open({ path: "?predict=off" });
  const { page } = lesson;
  await lesson.run();
  const steps = await lesson.steps();
  assert.ok(steps > 50, `${steps} steps`);
  const seen = [];
  for (let step = 0; step <= 12; step += 1) {
    assert.equal(await lesson.at(), step);
    seen.push(await lesson.picture());
    await page.getByRole("button", { name: "Forward one step" }).click();
  }
  assert.ok(new Set(seen).size > 6, "the pictures change");
  for (let step = 12; step >= 0; step -= 1) {
    await page.getByRole("button", { name: "Back one step" }).click();
    assert.equal(await lesson.picture(), seen[step], `step ${step}`);
  }
  await page.getByRole("button", { name: "Last step" }).click();
  assert.equal(await lesson.at(), steps);
  await lesson.close();
});

test("the laboratory's keys step, and other places keep their keys", async () => {
  const lesson = await open({ path: "?predict=off" });
  const { page } = lesson;
  await lesson.run();
  await page.locator(".lab").focus();
  await lesson.opened.keys("ArrowRight", ".", "PageDown");
  assert.equal(await lesson.at(), 12);
  await lesson.opened.keys("ArrowLeft", ",", "PageUp");
  assert.equal(await lesson.at(), 0);
  await lesson.opened.keys("End");
  assert.equal(await lesson.at(), await lesson.steps());
  await lesson.opened.keys("Home", "?");
  await page.getByRole("dialog").waitFor();
  await lesson.opened.keys("Escape");
  const editor = lesson.editor("client_a.py");
  await editor.click();
  await lesson.opened.keys("ArrowRight", "ArrowRight");
  await page.keyboard.type(".");
  assert.equal(await lesson.at(), 0);
  await lesson.opened.keys("Tab");
  const still = lesson.cell("client_a.py").locator("code-editor:focus");
  assert.equal(await still.count(), 0, "Tab leaves the editor");
  await lesson.close();
});

test("a step is spoken once, and holding a key does not chatter", async () => {
  const lesson = await open({ path: "?predict=off" });
  const { page } = lesson;
  await lesson.run();
  await page.evaluate(() => {
    window.said = [];
    const region = document.querySelector(".stepper [role=status]");
    new MutationObserver(() => window.said.push(region.textContent)).observe(region, { subtree: true, childList: true, characterData: true });
  });
  const said = async () => {
    await page.waitForTimeout(500);
    return page.evaluate(() => window.said.splice(0));
  };
  await said();
  await page.locator(".lab").focus();
  await lesson.opened.keys("ArrowRight");
  const [one, ...more] = await said();
  assert.match(one, /^Step 1 of \d+: \S/);
  assert.deepEqual(more, []);
  for (let i = 0; i < 20; i += 1) await page.keyboard.down("ArrowRight");
  await page.keyboard.up("ArrowRight");
  const held = await said();
  assert.ok(held.length <= 2, held.join("\n"));
  await lesson.close();
});

test("the tables say what ss says while the server waits, and a selected socket is followed", async () => {
  const lesson = await open({ path: "?predict=off" });
  const { page } = lesson;
  await lesson.run();
  await lesson.view("Sockets");
  await lesson.untilPrinted("server.py", /your end: \('192\.168\.1\.10', 49154\)/);
  const rows = await lesson.rows(/^server/);
  for (const peer of ["192.168.1.10:49152", "192.168.1.20:49153", "192.168.1.10:49154"]) {
    const row = rows.find((cells) => cells.includes(peer));
    assert.ok(row, `no row for ${peer}: ${JSON.stringify(rows)}`);
    assert.ok(row.includes("203.0.113.1:80"), row.join(" "));
  }
  const row = lesson.row(/^server/, "192.168.1.20:49153");
  await row.locator(".pick").click();
  assert.equal(await row.locator(".pick").getAttribute("aria-pressed"), "true");
  const before = await lesson.at();
  await page.getByRole("button", { name: "Next event" }).click();
  assert.ok((await lesson.at()) > before);
  await page.getByRole("button", { name: "Previous event" }).click();
  assert.ok((await lesson.at()) <= before);
  await lesson.close();
});

test("both laptops get the same source port, and nothing mixes", async () => {
  const lesson = await open({ path: "?predict=off" });
  const { page } = lesson;
  await lesson.run();
  await lesson.replace("client_a.py", "49152", "50000");
  await lesson.replace("client_b.py", "49153", "50000");
  const cell = lesson.cell("client_a.py");
  await cell.getByText("changed since the run").waitFor();
  await lesson.run();
  await lesson.go(await lesson.steps());
  assert.match(await lesson.output("client_a.py"), /you are 192\.168\.1\.10:50000/);
  assert.match(await lesson.output("client_b.py"), /you are 192\.168\.1\.20:50000/);
  await page.reload();
  await page.locator(".lab").waitFor();
  await lesson.run();
  await lesson.go(await lesson.steps());
  assert.match(await lesson.output("client_a.py"), /192\.168\.1\.10:50000/, "what was written is kept");
  await cell.getByRole("button", { name: "Reset client_a.py" }).click();
  await lesson.run();
  await lesson.go(await lesson.steps());
  assert.match(await lesson.output("client_a.py"), /192\.168\.1\.10:49152/);
  await lesson.close();
});

test("Shift+Enter in a script runs the programs, and a locked script keeps its text", async () => {
  const lesson = await open({ path: "?predict=off" });
  await lesson.editor("client_b.py").click();
  await lesson.opened.keys("Shift+Enter");
  await lesson.page.locator(".stepper").waitFor();
  const before = await lesson.source("server.py");
  await lesson.editor("server.py").click();
  await lesson.page.keyboard.type("x");
  assert.equal(await lesson.source("server.py"), before);
  await lesson.close();
});

test("it plays by itself, and pauses", async () => {
  const lesson = await open({ path: "?predict=off" });
  const { page } = lesson;
  await lesson.run();
  await page.getByLabel("Speed").selectOption("40");
  await page.getByRole("button", { name: "Play" }).click();
  await page.waitForFunction(() => Number(document.querySelector(".scrubber input").value) >= 3);
  await page.getByRole("button", { name: "Pause" }).click();
  const at = await lesson.at();
  await page.waitForTimeout(600);
  assert.equal(await lesson.at(), at);
  await lesson.close();
});

test("packets move smoothly, or jump where motion is unwelcome", async () => {
  for (const [reducedMotion, moves] of [["no-preference", true], ["reduce", false]]) {
    const lesson = await open({ path: "?predict=off", reducedMotion });
    const { page } = lesson;
    await lesson.run();
    let moved = false;
    for (let step = 1; step < 40; step += 1) {
      await page.getByRole("button", { name: "Forward one step" }).click();
      moved ||= await page.locator(".scene .moves").evaluateAll((all) => all.some((one) => one.getAnimations().length > 0));
    }
    assert.equal(moved, moves);
    await lesson.close();
  }
});

test("the reader's colours win over the system's, and are kept", async () => {
  const lesson = await open({ dark: false });
  const { page } = lesson;
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await ground();
  await page.getByRole("button", { name: "Dark" }).click();
  const dark = await ground();
  assert.notEqual(dark, light);
  await page.reload();
  await page.locator(".lab").waitFor();
  assert.equal(await ground(), dark);
  await lesson.close();
});

test("a drawing is one stop of the Tab key: arrows go round in it, Enter selects", async () => {
  const lesson = await open({ path: "?predict=off" });
  const { page } = lesson;
  await lesson.run();
  await lesson.go(30);
  const parts = page.locator(".scene").first().locator("[role=button]");
  assert.equal(await page.locator(".scene").first().locator("[role=button][tabindex='0']").count(), 1);
  await parts.first().focus();
  await lesson.opened.keys("ArrowRight", "ArrowDown", "ArrowLeft", "Enter");
  assert.equal(await lesson.at(), 30);
  assert.equal(await parts.nth(1).getAttribute("aria-pressed"), "true");
  await page.getByText(/^Following/).waitFor();
  await lesson.opened.keys("Escape");
  assert.equal(await page.getByText(/^Following/).count(), 0);
  await lesson.close();
});

test("a quiz gives the reason for each answer", async () => {
  const lesson = await open();
  const quiz = lesson.page.locator(".quiz").first();
  await quiz.getByRole("radio").nth(0).check();
  assert.match(await quiz.locator(".feedback").innerText(), /^Not this one\.\s+\S/);
  await quiz.getByRole("radio").nth(2).check();
  assert.match(await quiz.locator(".feedback").innerText(), /^Right\.\s+\S/);
  await lesson.close();
});

test("pointing at a thing in one picture highlights it in the others", async () => {
  const lesson = await open({ path: "?predict=off" });
  const { page } = lesson;
  await lesson.run();
  await lesson.view("Sockets");
  await lesson.untilPrinted("server.py", /49153/);
  const row = lesson.row(/^server/, "192.168.1.20:49153");
  const target = await row.getAttribute("data-target");
  await row.hover();
  const lit = await page.locator(`.scene [data-target="${target}"]`).evaluateAll((all) =>
    all.map((one) => getComputedStyle(one).getPropertyValue("--lit").trim()));
  assert.ok(lit.length > 0 && lit.every((value) => value === "1"), JSON.stringify(lit));
  await lesson.close();
});

test("it can be used where the browser keeps nothing", async () => {
  const opened = await browser.open({ path: "?predict=off", before: () => {
    Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } });
  } });
  const lesson = new Lesson(opened);
  await lesson.replace("client_a.py", "49152", "50001");
  await lesson.page.getByText("Your work is not kept here").waitFor();
  await lesson.run();
  await lesson.close();
});

for (const look of LOOKS) {
  test(`in the middle of a run it can be used by everyone, ${look.name}`, async () => {
    const lesson = await open({ ...look, path: "?predict=off" });
    await lesson.run();
    await lesson.view("Sockets");
    await lesson.untilPrinted("server.py", /49153/);
    await lesson.page.locator(".panel-tables .pick").first().click();
    await lesson.opened.fitsItsWidth();
    await lesson.opened.isAccessible();
    await lesson.opened.shot(`run-${look.name}`);
    await lesson.close();
  });
}

for (const look of LOOKS) {
  test(`with all views and tools open it can be used by everyone, ${look.name}`, async () => {
    const lesson = await open({ ...look, path: "?predict=off" });
    const { page } = lesson;
    await lesson.run();
    const closed = page.getByRole("group", { name: "Views" }).locator('button[aria-pressed="false"]');
    while ((await closed.count()) > 0) await closed.first().click();
    await lesson.go(40);
    for (const summary of await page.locator(".stops > summary, .capture > summary").all()) await summary.click();
    await page.locator('[data-target^="link-"]').first().dispatchEvent("click");
    await page.keyboard.press("c");
    await lesson.go(44);
    await lesson.opened.fitsItsWidth();
    await lesson.opened.isAccessible();
    await lesson.opened.shot(`all-${look.name}`);
    await lesson.close();
  });
}

test("with forced colours the drawings keep their lines", async () => {
  const lesson = await open({ forcedColors: "active", path: "?predict=off" });
  await lesson.run();
  const strokes = await lesson.page.locator(".scene rect").evaluateAll((all) => all.map((one) => getComputedStyle(one).stroke));
  assert.ok(strokes.length > 0 && strokes.every((stroke) => stroke !== "none"));
  await lesson.close();
});

test("below each picture stands what the model leaves out, in a dialog", async () => {
  const lesson = await open({ path: "?predict=off" });
  const { page, opened } = lesson;
  await lesson.run();
  const buttons = page.locator(".panel").getByRole("button", { name: /^What the model leaves out:/ });
  await buttons.first().waitFor();
  assert.equal(await buttons.count(), await page.locator(".panel").count());
  await buttons.first().click();
  const dialog = page.getByRole("dialog", { name: "What we simplify" });
  assert.ok((await dialog.getByRole("listitem").count()) > 10);
  await opened.isAccessible();
  await opened.shot("leaves-out");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  await lesson.close();
});

for (const look of LOOKS) {
  test(`at a lesson's end, what the model leaves out is reached by keys, ${look.name}`, async () => {
    const opened = await browser.open(look);
    const { page } = opened;
    const button = page.getByRole("button", { name: "What the model leaves out: the whole laboratory" });
    await button.focus();
    await opened.keys("Enter");
    const dialog = page.getByRole("dialog", { name: "What we simplify" });
    assert.ok((await dialog.getByRole("heading", { level: 3 }).allInnerTexts()).includes("TCP"));
    await opened.isAccessible();
    await opened.fitsItsWidth();
    await opened.shot(`leaves-out-${look.name}`);
    await opened.keys("Escape");
    await dialog.waitFor({ state: "hidden" });
    assert.ok(await button.evaluate((element) => element === document.activeElement));
    await opened.close();
  });
}
