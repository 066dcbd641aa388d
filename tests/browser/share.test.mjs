// Links to a moment, files for long ones, and the code for other pages.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { Lesson } from "./harness/lesson.mjs";
import { useBrowser } from "./harness/page.mjs";

const browser = useBrowser();

const open = async (path, options = {}) => new Lesson(await browser.open({ path, ...options }));
const packed = (data) => `1.${deflateRawSync(typeof data === "string" || Buffer.isBuffer(data) ? data : JSON.stringify(data)).toString("base64url")}`;
const dialog = (lesson) => lesson.page.getByRole("dialog");
const ended = (lesson, words) => lesson.page.locator(".address-warnings").filter({ hasText: words }).waitFor();

/** The link that the dialog offers. */
async function link(lesson) {
  await lesson.page.getByRole("button", { name: "Share this moment" }).click();
  const field = dialog(lesson).getByLabel("The link");
  await lesson.page.waitForFunction(() => (document.querySelector("dialog p[role=status]")?.textContent ?? "") !== "");
  const address = await field.inputValue();
  await lesson.opened.keys("Escape");
  await dialog(lesson).waitFor({ state: "detached" });
  return address && new URL(address).hash;
}

/** Drops the first packet that can be, and returns after which step. */
async function dropPacket(lesson) {
  const packet = lesson.page.locator('.moves[data-target^="packet-"]').first();
  for (let step = 1; step < 60; step += 1) {
    await lesson.go(step);
    if ((await packet.count()) === 0) continue;
    await packet.dispatchEvent("click");
    const drop = lesson.page.locator(".acts").getByRole("button", { name: "Drop" });
    if ((await drop.count()) === 0) continue;
    await drop.click();
    await lesson.page.getByText(`Branch 1 leaves the run after step ${step}`).waitFor();
    return step;
  }
  return assert.fail("no packet that can be dropped");
}

test("a link leads somebody else to the same moment, after they agree", async () => {
  const one = await open("");
  await one.predict(0, "I am sure");
  await one.run();
  await one.replace("client_a.py", "49152", "50000");
  await one.run();
  const step = await dropPacket(one);
  await one.go(step + 9);
  await one.page.locator(".lab").focus();
  await one.opened.keys("Escape");
  const [picture, source] = [await one.picture(), await one.source("client_a.py")];
  const hash = await link(one);
  assert.match(hash, /^#five-tuple&s=1\.[\w-]+$/);
  assert.ok(hash.length < 1900, `${hash.length} characters`);
  await one.close();

  const other = await open(hash);
  await dialog(other).waitFor();
  const text = await dialog(other).innerText();
  for (const part of ["One port, three connections", "another text for client_a.py", "an answer to a question", "branch 1, after step", "drop ", `step ${step + 9}`]) {
    assert.ok(text.includes(part), `${part} is missing:\n${text}`);
  }
  assert.equal(await other.page.evaluate(() => document.activeElement.textContent), "Leave it");
  assert.equal(await other.page.locator(".stepper").count(), 0, "nothing runs before the reader agrees");
  assert.notEqual(await other.source("client_a.py"), source);
  assert.match(other.page.url(), /#five-tuple$/);
  await other.opened.isAccessible();
  await dialog(other).getByRole("button", { name: "Open it" }).click();
  await other.page.getByText(`Branch 1 leaves the run after step ${step}`).waitFor();
  await other.page.waitForFunction((step) => document.querySelector(".step-count b")?.textContent === String(step), step + 9);
  assert.equal(await other.source("client_a.py"), source);
  assert.equal(await other.picture(), picture);
  assert.equal(await other.page.evaluate(() => Object.keys(localStorage).filter((name) => name.includes("five-tuple")).length), 0,
    "it is not kept as the reader's own work");
  await other.close();
});

test("a link carries scripts that started again within a run, and a wrong rule", async () => {
  const one = await open("?predict=off");
  await one.page.locator(".lab-run select").selectOption({ index: 2 });
  await one.run();
  await one.go(20);
  await one.replace("client_a.py", "49152", "50000");
  await one.page.getByRole("button", { name: "Go on from this step" }).click();
  await one.page.getByText("Branch 1 leaves the run after step 20").waitFor();
  await one.go(await one.steps());
  const [picture, rule] = [await one.picture(), await one.page.locator(".belief-band").innerText()];
  const hash = await link(one);
  await one.close();
  const other = await open(`?predict=off${hash}`);
  const text = await dialog(other).innerText();
  assert.match(text, /branch 1, after step 20 of the run: the changed scripts start again/);
  assert.match(text, /a wrong rule: [a-z-]+/);
  await dialog(other).getByRole("button", { name: "Open it" }).click();
  await other.page.getByText("Branch 1 leaves the run after step 20").waitFor();
  await other.page.waitForFunction(() => {
    const slider = document.querySelector(".scrubber input");
    return slider.value === slider.max;
  });
  assert.equal(await other.picture(), picture);
  assert.equal(await other.page.locator(".belief-band").innerText(), rule);
  await other.close();
});

test("who leaves a link as it is finds the lesson as it was", async () => {
  const lesson = await open(`#five-tuple&s=${packed({ lesson: "five-tuple", sources: { "server.py": "print(1)" }, runs: [{}], step: 3 })}`);
  await dialog(lesson).getByRole("button", { name: "Leave it" }).click();
  await dialog(lesson).waitFor({ state: "detached" });
  assert.match(await lesson.source("server.py"), /socket/);
  assert.equal(await lesson.page.locator(".stepper").count(), 0);
  await lesson.close();
});

test("a link to a run waits for the prediction of who opens it, and Undo takes it back", async () => {
  const lesson = await open("");
  const own = await lesson.source("server.py");
  await lesson.page.evaluate((hash) => (location.hash = hash), `#five-tuple&s=${packed({ lesson: "five-tuple", sources: { "server.py": `${own}# theirs\n` }, runs: [{ sources: { "server.py": `${own}# theirs\n` } }], step: 4 })}`);
  await dialog(lesson).getByRole("button", { name: "Open it" }).click();
  await ended(lesson, "when you have stored your prediction");
  await lesson.predict(0, "I am guessing");
  await lesson.page.waitForFunction(() => document.querySelector(".step-count b")?.textContent === "4");
  assert.match(await lesson.source("server.py"), /# theirs/);
  await lesson.page.locator("h1").click();
  for (let i = 0; i < 6 && /# theirs/.test(await lesson.source("server.py")); i += 1) {
    await lesson.opened.keys("Control+z");
    await lesson.page.waitForTimeout(100);
  }
  assert.equal(await lesson.source("server.py"), own);
  await lesson.close();
});

test("what a link says is never HTML, wherever it stands", async () => {
  const html = `<img src=x onerror="document.title='harmed'"><script>document.title='harmed'</script>`;
  const data = { lesson: "five-tuple", sources: { "server.py": html }, answers: { "a": { option: 0, sure: true } }, runs: [{ sources: { "server.py": html } }] };
  const lesson = await open(`#five-tuple&s=${packed(data)}`);
  await dialog(lesson).getByText("Show it").first().click();
  assert.ok((await dialog(lesson).innerText()).includes(html));
  await dialog(lesson).getByRole("button", { name: "Open it" }).click();
  await lesson.predict(0, "I am guessing");
  await ended(lesson, "The programs cannot run");
  assert.equal(await lesson.page.locator("img").count(), 0);
  assert.notEqual(await lesson.page.title(), "harmed");
  await lesson.close();
});

const good = packed({ lesson: "five-tuple", sources: { "server.py": "print(1)\n".repeat(30) }, step: 3 });
const BAD = {
  "a truncated link": [good.slice(0, -9), /damaged/],
  "a link with a letter changed": [`${good.slice(0, 20)}~${good.slice(21)}`, /damaged/],
  "a link of another version": [`9${good.slice(1)}`, /another version/],
  "a link of nothing": ["", /another version/],
  "a link that would become 40 MB": [packed(Buffer.alloc(40_000_000, " ")), /too large/],
  "a link that is too long": [`1.${"A".repeat(70_000)}`, /too long/],
  "a link that is no JSON": [packed("{"), /damaged/],
  "a link that is a list": [packed([]), /not a moment/],
  "a link with HTML for a lesson": [packed({ lesson: "<b>" }), /lesson makes no sense/],
  "a link to another lesson": [packed({ lesson: "port" }), /another lesson/],
  "a link with a prototype": [packed('{"lesson":"five-tuple","sources":{"__proto__":"x","constructor":7}}'), /is no text/],
  "a link with a long text": [packed({ lesson: "five-tuple", sources: { a: "x".repeat(300_000) } }), /too long/],
  "a link with a branch of itself": [packed({ lesson: "five-tuple", runs: [{}, { branch: 1, step: 1 }] }), /comes after/],
  "a link with an odd act": [packed({ lesson: "five-tuple", runs: [{}, { branch: 0, step: 1, act: "<b>" }] }), /act makes no sense/],
};

test("links that are damaged, or meant to do damage, are refused in words", async () => {
  const lesson = await open("");
  for (const [name, [text, why]] of Object.entries(BAD)) {
    await lesson.page.evaluate(() => document.querySelectorAll(".address-warnings").forEach((box) => box.remove()));
    await lesson.page.evaluate((text) => (location.hash = `#five-tuple&s=${text}`), text);
    await lesson.page.locator(".address-warnings").waitFor();
    assert.match(await lesson.page.locator(".address-warnings").innerText(), why, name);
    assert.equal(await dialog(lesson).count(), 0, name);
  }
  assert.match(await lesson.source("server.py"), /socket/);
  await lesson.close();
});

test("a change to a run that cannot be is said, and what was possible stands", async () => {
  const data = { lesson: "five-tuple", runs: [{}, { branch: 0, step: 5, act: "drop 99999" }, { branch: 1, step: 5, act: "cut 0" }], step: 9 };
  const lesson = await open(`?predict=off#five-tuple&s=${packed(data)}`);
  await dialog(lesson).getByRole("button", { name: "Open it" }).click();
  await ended(lesson, "That packet is not on its way");
  assert.ok((await lesson.steps()) > 20);
  await lesson.close();
});

test("in every lesson a link with all scripts changed and run is short enough", async () => {
  const lesson = await open("?predict=off");
  const ids = await lesson.page.locator(".top nav ol a").evaluateAll((links) => links.map((each) => each.getAttribute("href").slice(1)));
  assert.ok(ids.length >= 16);
  const long = [];
  for (const id of ids) {
    await lesson.page.evaluate((id) => (location.hash = id), id);
    await lesson.page.waitForFunction((id) => document.querySelector(`.top nav a[aria-current][href="#${id}"]`), id);
    const sources = await lesson.page.locator(".cell").filter({ hasText: "you can edit it" }).evaluateAll((cells) =>
      Object.fromEntries(cells.map((cell) => [cell.dataset.cell, `${cell.querySelector("code-editor").value}\n# my own change: ${cell.dataset.cell}\n`])));
    const text = JSON.stringify({ version: 1, sources, answers: {} });
    await lesson.page.evaluate((detail) => dispatchEvent(new CustomEvent("fivetuple-do", { detail })), { do: "take", text });
    await lesson.page.waitForTimeout(150);
    if (await lesson.runButton().count()) await lesson.run();
    const hash = await link(lesson);
    if (!hash) long.push(`${id}: ${Object.keys(sources).join()}`);
  }
  assert.deepEqual(long, []);
  await lesson.close();
});

test("what is too long for a link is a file, which opens like one", async () => {
  const lesson = await open("?predict=off");
  await lesson.run();
  const random = Array.from({ length: 4000 }, (_, i) => ((i * 2654435761) % 4294967296).toString(36)).join("");
  const source = `# ${random}\n${await lesson.source("client_a.py")}`;
  await lesson.write("client_a.py", source);
  assert.equal(await link(lesson), "");
  await lesson.page.getByRole("button", { name: "Share this moment" }).click();
  const [download] = await Promise.all([lesson.page.waitForEvent("download"), dialog(lesson).getByRole("button", { name: "Save as a file" }).click()]);
  const file = await download.path();
  assert.equal(JSON.parse(readFileSync(file, "utf8")).lesson, "five-tuple");
  await lesson.opened.keys("Escape");
  await lesson.page.getByRole("button", { name: "Reset client_a.py" }).click();
  await lesson.page.getByRole("button", { name: "Share this moment" }).click();
  await dialog(lesson).locator("input[type=file]").setInputFiles(file);
  await dialog(lesson).getByRole("button", { name: "Open it" }).click();
  await lesson.page.waitForFunction((start) => document.querySelector('[data-cell="client_a.py"] code-editor').value.startsWith(start), "# ");
  assert.equal(await lesson.source("client_a.py"), source);
  await lesson.close();
});

test("code for another page: by keyboard alone, with a preview", async () => {
  const lesson = await open("?predict=off", { allow: [/ERR_ABORTED/] });
  await lesson.run();
  await lesson.go(6);
  await lesson.page.getByRole("button", { name: "Embed this lesson" }).focus();
  await lesson.opened.keys("Enter");
  const code = dialog(lesson).getByLabel("Code to copy");
  assert.match(await code.inputValue(), /^<iframe src="http.*\/\?embed=on#five-tuple" title="One port, three connections" /);
  await lesson.page.frameLocator("dialog iframe").locator("h1").waitFor();
  await lesson.opened.isAccessible();
  await dialog(lesson).getByLabel("Show").focus();
  await lesson.opened.keys("ArrowDown");
  await dialog(lesson).getByLabel("At step 6").focus();
  await lesson.opened.keys("Space");
  await dialog(lesson).getByLabel("Programs may run").focus();
  await lesson.opened.keys("Space");
  assert.match(await code.inputValue(), /embed=on&amp;view=sim&amp;predict=off&amp;step=6#five-tuple"/);
  await lesson.page.frameLocator("dialog iframe").locator(".step-count b", { hasText: /^6$/ }).waitFor();
  await dialog(lesson).locator("select").nth(2).selectOption("element");
  assert.match(await code.inputValue(), /embed\/embed\.js" defer><\/script>\n<fivetuple-lesson lesson="five-tuple" view="sim" predict="off" step="6" /);
  await lesson.opened.keys("Escape");
  await dialog(lesson).waitFor({ state: "detached" });
  assert.equal(await lesson.page.evaluate(() => document.activeElement.textContent), "Embed this lesson", "the focus goes back");
  await lesson.close();
});
