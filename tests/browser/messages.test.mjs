// What a lesson in a frame and the page around it say to each other, on a host of another origin.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { host } from "./harness/host.mjs";
import { useBrowser } from "./harness/page.mjs";
import { page as built } from "../../tools/setup/place.mjs";

const browser = useBrowser();

const element = (attributes) => (home) =>
  `<input id="mine" autofocus><script>
     window.heard = [];
     for (const type of ["ready", "resize", "step", "run", "answer", "score", "completed", "state", "error"])
       addEventListener("fivetuple:" + type, ({ detail }) => heard.push({ type, detail }));
   </script><script src="${home}embed/embed.js" defer></script>
   <fivetuple-lesson ${attributes}></fivetuple-lesson>`;

/** A plain frame, whose messages are kept as they come. */
const plain = (address, more = "") => (home) =>
  `<script>window.heard = []; addEventListener("message", ({ data, source, origin }) =>
     heard.push({ data, origin, fromLesson: source === document.querySelector("#lesson").contentWindow }));
     window.send = (data) => document.querySelector("#lesson").contentWindow.postMessage(data, "*");</script>
   <iframe id="lesson" src="${home}index.html?${address}" title="Lesson" width="900" height="700"></iframe>${more}`;

const heard = (page, type) => page.evaluate((type) => heard.filter((one) => (one.type ?? one.data?.type) === type), type);

/** Waits until something of this type was heard. */
async function hears(page, type, count = 1) {
  await page.waitForFunction(([type, count]) => heard.filter((one) => (one.type ?? one.data?.type) === type).length >= count, [type, count]);
  return (await heard(page, type)).at(-1);
}

const ask = (page, type, data) => page.evaluate(
  ([type, data]) => document.querySelector("fivetuple-lesson").request(type, data).catch(({ code, message }) => ({ code, message })),
  [type, data]);

/** Asks in the words of the messages themselves. */
async function plainly(page, message) {
  await page.evaluate((message) => send(message), message);
  await page.waitForFunction((id) => heard.some(({ data }) => data?.re === id), message.id);
  return page.evaluate((id) => heard.find(({ data }) => data?.re === id).data, message.id);
}

test("a host drives a lesson and hears what happens in it", async () => {
  const { page, frame, close } = await host(browser, element('lesson="event-loop" predict="off"'));
  assert.equal((await hears(page, "ready")).detail.lesson, "event-loop");
  const ran = await ask(page, "run");
  assert.equal(ran.ok, true);
  assert.ok(ran.steps > 50);
  assert.equal((await hears(page, "run")).detail.steps, ran.steps);
  const there = await ask(page, "goto", { step: 17 });
  assert.equal(there.step, 17);
  assert.equal(await frame.locator(".scrubber input").inputValue(), "17");
  assert.equal((await ask(page, "step", { by: -2 })).step, 15);
  assert.equal((await ask(page, "goto", { step: "end" })).step, ran.steps);
  assert.ok((await heard(page, "step")).some(({ detail }) => detail.step === 15 && detail.sentence.length > 5));
  assert.equal((await ask(page, "goto", { step: "17" })).code, "bad-args");
  assert.equal((await ask(page, "toString")).code, "unknown-type");
  assert.equal(await page.evaluate(() => document.activeElement.id), "mine", "the focus stays with the host");
  await close();
});

test("answers, score and end are told, and a state goes out and comes back", async () => {
  const { page, frame, close } = await host(browser, element('lesson="udp"'));
  await hears(page, "ready");
  assert.equal((await ask(page, "run")).code, "locked", "a prediction comes first");
  await frame.locator(".predict").first().getByRole("radio").nth(0).check();
  await frame.getByLabel("I am sure").first().check();
  await frame.getByRole("button", { name: "Store my prediction" }).first().click();
  assert.equal(typeof (await hears(page, "answer")).detail.correct, "boolean");
  assert.deepEqual(await heard(page, "completed"), []);
  const questions = await frame.locator(".quiz").count();
  await ask(page, "run");
  for (let number = 0; number < questions; number += 1) {
    const reveal = frame.locator(".quiz").nth(number);
    await reveal.evaluate((quiz) => quiz.closest("details")?.setAttribute("open", ""));
    await reveal.getByRole("radio").first().check();
  }
  const { detail } = await hears(page, "completed");
  assert.ok(detail.score >= 0 && detail.score <= 1);
  assert.equal(detail.result.completion, true);
  const { state } = (await hears(page, "state")).detail;
  assert.equal(state.lesson, "udp");
  assert.equal(Object.keys(state.answers).length, questions + 1);
  state.sources = { [await firstScript(frame)]: "print('from the host')\n" };
  assert.deepEqual(await ask(page, "set-state", { state }), {});
  assert.match(await frame.locator("code-editor").first().evaluate((editor) => editor.value), /from the host/);
  assert.equal((await ask(page, "set-state", { state: { lesson: "udp", sources: [1] } })).code, "bad-args");
  assert.equal((await ask(page, "set-state", { state: { ...state, lesson: "port" } })).code, "bad-args");
  await close();
});

const firstScript = (frame) => frame.locator(".cell").first().getAttribute("data-cell");

test("what does not come from the parent is not heard", async () => {
  const rival = `<iframe id="rival" srcdoc="<script>
      const lesson = () => parent.document.querySelector('#lesson').contentWindow;
      setInterval(() => {
        lesson().postMessage({ ns: 'fivetuple', v: 1, type: 'goto', id: 'rival', data: { step: 40 } }, '*');
        lesson().postMessage({ ns: 'fivetuple', v: 1, type: 'get-state', id: 'rival' }, '*');
      }, 20);
      addEventListener('message', () => parent.postMessage('the rival was answered', '*'));
    </script>"></iframe>`;
  const { page, frame, close } = await host(browser, plain("embed=on&predict=off&step=5#event-loop", rival));
  await frame.locator(".scrubber input").waitFor();
  await page.waitForTimeout(500);
  assert.equal(await frame.locator(".scrubber input").inputValue(), "5");
  assert.equal(await page.evaluate(() => heard.some(({ data }) => data === "the rival was answered")), false);
  await close();
});

test("a rival beside the lesson cannot speak for it to the element", async () => {
  const both = (home) => `${element('lesson="port" sizing="auto"')(home)}<iframe srcdoc="<script>
      setInterval(() => parent.postMessage({ ns: 'fivetuple', v: 1, type: 'completed', data: { score: 1 } }, '*'), 20);
    </script>"></iframe>`;
  const { page, close } = await host(browser, both);
  await hears(page, "ready");
  await page.waitForTimeout(300);
  assert.deepEqual(await heard(page, "completed"), []);
  await close();
});

test("huge, odd and many messages do no harm", async () => {
  const { page, frame, close } = await host(browser, plain("embed=on&predict=off#event-loop"));
  await hears(page, "ready");
  const { error } = await plainly(page, { ns: "fivetuple", v: 1, type: "no-such", id: "a" });
  assert.equal(error.code, "unknown-type");
  assert.equal((await plainly(page, { ns: "fivetuple", v: 2, type: "run", id: "b" })).error.code, "unknown-version");
  assert.equal((await plainly(page, { ns: "fivetuple", v: 1, type: "goto", id: "c", data: { step: 1e300 } })).error.code, "bad-args");
  await page.evaluate(() => {
    for (const odd of [null, 7, "text", "{", [], {}, { ns: "fivetuple" }, { ns: "fivetuple", v: 1, type: {} }]) send(odd);
    const ring = { ns: "fivetuple", v: 1, type: "set-state" };
    ring.data = { state: ring };
    send(ring);
    send({ ns: "fivetuple", v: 1, type: "set-state", data: { state: "x".repeat(2_000_000) } });
    send({ ns: "fivetuple", v: 1, type: "set-state", data: new Map([[1, 2]]) });
    for (let i = 0; i < 1000; i += 1) send({ ns: "fivetuple", v: 1, type: "goto", data: { step: i } });
  });
  await page.waitForFunction(() => heard.filter(({ data }) => data?.error?.code === "too-large").length >= 2);
  const html = '<img src=x onerror="parent.harmed=1"><b>bold</b>';
  const moment = { lesson: "event-loop", version: 1, sources: { [await firstScript(frame)]: html } };
  assert.equal((await plainly(page, { ns: "fivetuple", v: 1, type: "set-state", id: "d", data: { state: moment } })).error, undefined);
  assert.equal((await plainly(page, { ns: "fivetuple", v: 1, type: "run", id: "e" })).data.ok, false, "it is no Python");
  assert.equal(await frame.locator("img").count(), 0);
  assert.equal(await page.evaluate(() => window.harmed), undefined);
  await close();
});

test("a host is told of the learner only after it has spoken, or where the address names it", async () => {
  const { page, frame, close } = await host(browser, plain("embed=on&predict=off&fid=frame-7#event-loop"));
  assert.equal((await hears(page, "ready")).data.fid, "frame-7");
  await frame.getByRole("button", { name: /^Run/ }).click();
  await frame.locator(".stepper").waitFor();
  await page.waitForTimeout(200);
  const types = await page.evaluate(() => [...new Set(heard.map(({ data }) => data?.type ?? data?.subject))]);
  assert.deepEqual(types.sort(), ["SPLICE.getState", "ready"]);
  const { data } = await plainly(page, { ns: "fivetuple", v: 1, type: "hello", id: 1 });
  assert.deepEqual(data.protocols, [1]);
  await hears(page, "step");
  await close();
});

test("a host that another origin was named for hears nothing and is not heard", async () => {
  const { page, frame, close } = await host(browser, plain("embed=on&predict=off&host=https://school.example#event-loop"));
  await frame.locator("h1").waitFor();
  await page.evaluate(() => send({ ns: "fivetuple", v: 1, type: "run", id: 1 }));
  await page.waitForTimeout(400);
  assert.equal(await frame.locator(".stepper").count(), 0);
  assert.deepEqual(await heard(page, "ready"), []);
  await close();
});

test("the frame becomes as high as what is in it, and says so in every dialect", async () => {
  const { page, frame, close } = await host(browser, element('lesson="port" sizing="auto" view="sim" predict="off"'));
  await page.evaluate(() => addEventListener("message", ({ data }) => (window.raw ??= []).push(data)));
  await hears(page, "resize");
  const before = Number(await page.locator("iframe").getAttribute("height"));
  await frame.getByRole("button", { name: /^Run/ }).click();
  await frame.locator(".panels .scene, .panels table").first().waitFor();
  await page.waitForFunction((before) => Number(document.querySelector("iframe").height) > before + 50, before);
  await page.waitForTimeout(300);
  const count = (await heard(page, "resize")).length;
  await page.waitForTimeout(500);
  assert.equal((await heard(page, "resize")).length, count, "it does not grow for ever");
  const [inside, outside] = [await frame.locator("body").evaluate((body) => body.scrollHeight), Number(await page.locator("iframe").getAttribute("height"))];
  assert.ok(Math.abs(inside - outside) <= 2, `${inside} pixels in a frame of ${outside}`);
  const dialects = await page.evaluate(() => raw.map((data) => data.subject ?? data.context ?? (typeof data === "string" && JSON.parse(data).context)));
  for (const dialect of ["lti.frameResize", "iframe.resize", "h5p"]) assert.ok(dialects.includes(dialect), dialect);
  await close();
});

test("a SPLICE host gives a state back and is told score and state", async () => {
  const answering = `<script>addEventListener("message", ({ data, source }) => {
      if (data?.subject === "SPLICE.getState") source.postMessage({ subject: "SPLICE.getState.response", message_id: data.message_id,
        state: { lesson: "port", version: 1, answers: { kept: { option: 0, sure: true } } } }, "*");
    });</script>`;
  const { page, frame, close } = await host(browser, (home) => answering + plain("embed=on&persist=host#port")(home));
  await hears(page, "ready");
  await frame.locator(".quiz, .predict").first().getByRole("radio").first().check();
  const predict = frame.locator(".predict").first();
  if (await predict.count()) {
    await predict.getByLabel("I am guessing").check();
    await predict.getByRole("button", { name: "Store my prediction" }).click();
  }
  await page.waitForFunction(() => heard.some(({ data }) => data?.subject === "SPLICE.reportScoreAndState"));
  const report = await page.evaluate(() => heard.find(({ data }) => data?.subject === "SPLICE.reportScoreAndState").data);
  assert.ok(report.score >= 0 && report.score <= 1);
  assert.equal(report.state.answers.kept.option, 0, "what the host kept is still there");
  assert.equal(await frame.getByText("Your work is not kept here").count(), 0, "the host keeps it");
  await close();
});

test("the script for other pages stays small", () => {
  const size = brotliCompressSync(readFileSync(join(built, "embed", "embed.js"))).length;
  assert.ok(size <= 3000, `embed.js: ${size} bytes`);
});
