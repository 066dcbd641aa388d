// The examples of docs/embedding.md work as they stand there, and its tables say what the page can do.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { root } from "../../tools/setup/place.mjs";
import { host } from "./harness/host.mjs";
import { useBrowser } from "./harness/page.mjs";

const browser = useBrowser();
const guide = readFileSync(join(root, "docs", "embedding.md"), "utf8");
const source = (...path) => readFileSync(join(root, "www", ...path), "utf8");

/** The examples that are HTML, or become it as they are. */
const examples = [...guide.matchAll(/^```(?:html|jsx|\{raw\} html)\n([\s\S]*?)^```/gm)].map(([, text]) => text);

/** The names in the first column of the table with this head. */
function names(head) {
  const rows = guide.slice(guide.indexOf(`\n| ${head} |`)).split("\n\n")[0].trim().split("\n").slice(2);
  return rows.flatMap((row) => [...row.split("|")[1].matchAll(/`([^`]+)`/g)].map(([, name]) => name));
}

test("every example shows a lesson", async () => {
  assert.equal(examples.length, 6);
  for (const example of examples) {
    // What reveal.js does with a slide that comes near.
    const body = (home) => example.replaceAll("https://fivetuple.example/", home).replaceAll("data-src=", "src=");
    const { page, frame, close } = await host(browser, body);
    await frame.locator("h1").first().waitFor({ state: "attached" });
    assert.ok(await page.locator("iframe").getAttribute("title"), example);
    if (example.includes("step=")) await frame.locator(".step-count b", { hasText: /^12$/ }).waitFor();
    assert.equal(await frame.locator(".address-warnings").count(), 0, example);
    await close();
  }
});

test("the example with a button goes to a step and hears of it", async () => {
  const example = examples.find((text) => text.includes("Show step 17"));
  const { page, frame, close } = await host(browser, (home) => example.replaceAll("https://fivetuple.example/", home));
  await frame.locator("h1").waitFor();
  await page.getByRole("button", { name: "Show step 17" }).click();
  await page.waitForFunction(() => document.getElementById("step").value === "17");
  await close();
});

test("the tables name every setting and every message", () => {
  const settings = source("address.js").split("const SETTINGS = {")[1].split("\n};")[0];
  assert.deepEqual(names("setting"), [...settings.matchAll(/^ {2}(\w+): /gm)].map(([, name]) => name));
  const messages = source("outside", "messages.js");
  const commands = messages.split("const COMMANDS = {")[1].split("\n};")[0];
  const known = [...commands.matchAll(/^ {2}"?([\w-]+)"?: /gm)].map(([, name]) => name);
  const told = [...messages.matchAll(/\b(?:say|tell|post)\("(\w+)"/g)].map(([, name]) => name);
  const tables = names("type");
  assert.deepEqual([...new Set(told)].filter((name) => !tables.includes(name)), []);
  const asked = guide.slice(guide.indexOf("What your page may ask for"));
  for (const name of known) assert.ok(asked.includes(`\`${name}\``), name);
  const explained = source("outside", "warnings.js").split("const MAY = {")[1].split("\n};")[0];
  assert.deepEqual(names("setting"), [...explained.matchAll(/^ {2}(\w+): /gm)].map(([, name]) => name));
  const element = source("embed", "embed.js").match(/const SETTINGS = "([^"]+)"/)[1].split(" ");
  assert.deepEqual(names("setting").filter((name) => !element.includes(name)), ["embed", "lesson"]);
});
