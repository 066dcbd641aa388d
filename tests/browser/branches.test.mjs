// What a reader changes: a packet is dropped, the branch is compared and undone; breakpoints on facts and on lines.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../../tools/setup/place.mjs";
import { Lesson } from "./harness/lesson.mjs";
import { useBrowser } from "./harness/page.mjs";

const browser = useBrowser();
const ran = async (options) => {
  const lesson = new Lesson(await browser.open({ path: "?predict=off", ...options }));
  await lesson.run();
  return lesson;
};

/** Goes to the first step with a packet on its way, and selects that. */
async function selectPacket(lesson) {
  const packet = lesson.page.locator('.moves[data-target^="packet-"]').first();
  for (let step = 1; step < 60; step += 1) {
    await lesson.go(step);
    if ((await packet.count()) === 0) continue;
    await packet.dispatchEvent("click");
    if ((await lesson.page.locator(".acts").count()) > 0) return step;
  }
  return assert.fail("no packet that can be changed");
}

test("a dropped packet makes a branch, which is compared with the run and undone", async () => {
  const lesson = await ran();
  const { page } = lesson;
  const step = await selectPacket(lesson);
  const steps = await lesson.steps();
  await page.keyboard.press("c");
  await page.locator(".acts").getByRole("button", { name: "Drop" }).click();
  await page.getByText(`Branch 1 leaves the run after step ${step}: You dropped`).waitFor();
  assert.equal(await lesson.at(), step + 1);
  assert.match(await page.locator(".sentence").innerText(), /^You dropped /);
  await page.getByText(`The runs are the same for ${step} steps.`).waitFor();
  await page.getByRole("button", { name: "The run", exact: true }).click();
  assert.equal(await lesson.steps(), steps);
  await page.getByRole("button", { name: "Branch 1", exact: true }).click();
  await page.locator("h1").click();
  await page.keyboard.press("Control+z");
  await page.getByText("Branch 1 leaves").waitFor({ state: "detached" });
  assert.equal(await lesson.steps(), steps);
  await lesson.close();
});

test("a link is chosen by keyboard, made slower and cut", async () => {
  const lesson = await ran();
  const { page } = lesson;
  await lesson.go(4);
  await page.locator('.moves, [data-target^="link-"]').last().dispatchEvent("click");
  const acts = page.locator(".acts");
  await acts.getByLabel("Latency in ms").fill("250");
  await acts.getByRole("button", { name: "Change it" }).click();
  await page.getByText("a packet takes 250 ms from now on").first().waitFor();
  await acts.getByRole("button", { name: "Cut it" }).focus();
  await page.keyboard.press("Enter");
  await page.getByText(/Branch 2 leaves branch 1 after step 5: You changed the network. The link \w+ was cut/).waitFor();
  await acts.getByRole("button", { name: "Mend it" }).waitFor();
  await lesson.close();
});

test("a header that is no header is refused with a sentence, and a changed port finds another socket", async () => {
  const lesson = await ran();
  const { page } = lesson;
  await selectPacket(lesson);
  await page.locator(".acts-edit summary").click();
  await page.getByLabel("Destination").fill("nowhere");
  await page.getByRole("button", { name: "Send it on with this header" }).click();
  await page.getByText("Write an address, a colon and a port").waitFor();
  await page.getByLabel("Destination").fill("");
  const at = await lesson.at();
  await page.getByLabel("Destination").pressSequentially("203.0.113.1:81");
  assert.equal(await lesson.at(), at, "what is typed into a field is no command");
  await page.getByRole("button", { name: "Send it on with this header" }).click();
  await page.getByText("destination 203.0.113.1:80 became 203.0.113.1:81").first().waitFor();
  await lesson.close();
});

test("breakpoints on a fact and on a line stop where they should, by keyboard too", async () => {
  const lesson = await ran();
  const { page } = lesson;
  await page.locator(".stops > summary").click();
  const choice = page.getByLabel("Stop when …");
  assert.equal(await choice.inputValue(), "");
  await choice.selectOption("state becomes CLOSE-WAIT");
  await page.getByText("reached at 3 steps").waitFor();
  await page.locator(".lab").focus();
  await page.keyboard.press("]");
  const first = await lesson.at();
  assert.ok(first > 0);
  await page.keyboard.press("]");
  assert.ok((await lesson.at()) > first);
  await page.keyboard.press("[");
  assert.equal(await lesson.at(), first);
  await page.getByRole("button", { name: "Remove all" }).click();
  await lesson.editor("server.py").click();
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("F9");
  await page.getByText("server.py, line 1", { exact: true }).waitFor();
  await lesson.close();
});

test("lines of a script are gone through one by one", async () => {
  const lesson = await ran();
  const { page } = lesson;
  await page.locator(".lab").focus();
  const places = new Set();
  for (let press = 0; press < 6; press += 1) {
    await page.keyboard.press("l");
    places.add(await lesson.cell("server.py").locator(".place").allInnerTexts().then(String));
  }
  assert.ok(places.size > 3, [...places].join("\n"));
  await lesson.close();
});

test("a terminal runs what is typed, and compares with the step before or the pinned one", async () => {
  const lesson = await ran();
  const { page } = lesson;
  await page.getByRole("button", { name: "Terminal", exact: true }).click();
  const terminal = page.locator(".view-terminal");
  await terminal.getByText("server$ ss -tan").waitFor();
  await terminal.getByLabel("Command").fill("");
  await terminal.getByLabel("Command").pressSequentially("netstat -tln");
  await page.keyboard.press("Enter");
  await terminal.getByText("server$ netstat -tln").waitFor();
  await lesson.go(Math.floor((await lesson.steps()) / 2));
  await page.locator(".lab").focus();
  await page.keyboard.press("c");
  await lesson.go(1);
  await terminal.getByText(/Against the pinned step \d+: /).waitFor();
  await terminal.getByLabel("Host").selectOption("laptop-a");
  await terminal.getByText("laptop-a$ netstat -tln").waitFor();
  await terminal.getByLabel("Command").fill("frobnicate");
  await page.keyboard.press("Enter");
  await terminal.getByText("sh: 1: frobnicate: not found").first().waitFor();
  await lesson.close();
});

test("a wrong rule is run until it breaks, and then the real one", async () => {
  const lesson = new Lesson(await browser.open({ path: "?predict=off" }));
  const { page } = lesson;
  await page.getByLabel("By which rule the programs run").selectOption("one-client-per-port");
  await lesson.run();
  await page.getByText("This world runs by a wrong rule.").waitFor();
  await page.getByRole("button", { name: "Go to the break" }).focus();
  await page.keyboard.press("Enter");
  assert.match(await page.locator(".sentence").innerText(), /Here the wrong rule decides: a port takes one client\./);
  await page.getByRole("button", { name: "Run by the real rule" }).click();
  await page.getByText("This world runs by a wrong rule.").waitFor({ state: "detached" });
  assert.equal(await page.getByLabel("By which rule the programs run").inputValue(), "");
  await lesson.close();
});

test("the packets of a run can be saved", async () => {
  const lesson = await ran();
  const { page } = lesson;
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save the packets" }).click(),
  ]);
  assert.match(download.suggestedFilename(), /\.pcapng$/);
  const bytes = readFileSync(await download.path());
  assert.deepEqual([...bytes.subarray(0, 4)], [0x0a, 0x0d, 0x0d, 0x0a]);
  assert.ok(bytes.length > 2000);
  await lesson.close();
});

test("steps are told in plain, course and kernel words, and the choice stays", async () => {
  const lesson = await ran();
  const { page } = lesson;
  await lesson.go(13);
  await page.getByLabel("Words").selectOption("plain");
  assert.match(await page.locator(".sentence").innerText(), /hears that .+ wants to talk, and agrees\./);
  await page.getByLabel("Words").selectOption("kernel");
  assert.match(await page.locator(".sentence").innerText(), /look-up of connection .+ SYN queue/);
  await page.reload();
  await lesson.run();
  assert.equal(await page.getByLabel("Words").inputValue(), "kernel");
  await lesson.close();
});

test("a capture of one's own walks through the look-up, and what is none gets a sentence", async () => {
  const lesson = await ran();
  const { page } = lesson;
  await page.getByText("Look into a capture of your own").click();
  const file = page.getByLabel("Capture file");
  await file.setInputFiles(join(root, "tests", "captures", "failures.pcap"));
  await page.getByText("21 packets; 2 of them for no socket").waitFor();
  await page.getByText("listener 192.168.1.10:5000", { exact: true }).first().waitFor();
  await file.setInputFiles(join(root, "README.md"));
  await page.getByText("This is no capture").waitFor();
  await file.setInputFiles(join(root, "tests", "captures", "two-clients.pcap"));
  const walk = page.locator(".capture");
  await walk.getByText("Packet 1 of").waitFor();
  assert.match(await walk.locator(".panel-caption").first().textContent(), /^SYN of connection A has come to/);
  await walk.getByRole("button", { name: "Next packet" }).focus();
  await page.keyboard.press("Enter");
  await walk.getByText("Packet 2 of").waitFor();
  assert.match(await walk.locator(".panel-caption").first().textContent(), /^SYN, ACK of connection A has come to/);
  await walk.locator(".panel-tables, table").getByRole("button", { name: "4", exact: true }).first().click();
  await walk.getByText("Packet 4 of").waitFor();
  assert.equal(await walk.locator("tr.selected").count(), 1);
  await lesson.close();
});
