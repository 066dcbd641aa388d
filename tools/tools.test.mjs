// Tests of the set-up and of the size report.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Writable } from "node:stream";
import { test } from "node:test";
import { Board, duration } from "./setup/board.mjs";
import { Failure, asProgress, ask, onLines, run } from "./setup/child.mjs";
import { atLeast, versions } from "./setup/place.mjs";
import { freePort } from "./setup/port.mjs";
import { sizes } from "./sizes.mjs";

test("versions are compared as numbers", () => {
  assert.ok(atLeast("1.95.0", "1.95"));
  assert.ok(atLeast("130.0.1", "99"));
  assert.ok(!atLeast("1.9.0", "1.95"));
  assert.ok(!atLeast("20", "20.1"));
});

test("each pinned version is found where it stands", () => {
  for (const [name, version] of Object.entries(versions)) assert.match(version, /^\d+(\.\d+)*$/, name);
});

test("a progress bar of cargo says how far it is", () => {
  assert.equal(asProgress("    Building [=====>      ] 12/345: serde, syn(build.rs)"), "12 of 345: serde, syn(build.rs)");
  assert.equal(asProgress("   Compiling serde v1.0.0"), null);
});

test("lines come whole, without colours, however the bytes arrive", async () => {
  const stream = new PassThrough();
  const heard = [];
  onLines(stream, (line) => heard.push(line));
  for (const piece of ["on", "e\r\ntw\u001b[31mo\u001b[0m\rthr", "ee\n", "four"]) stream.write(piece);
  stream.end();
  await new Promise((resolve) => stream.once("close", resolve));
  assert.deepEqual(heard, ["one", "two", "three", "four"]);
});

test("a command that fails says what it was and how it ended", async () => {
  const failing = run(process.execPath, ["-e", "console.log('last words'); process.exit(3)"]);
  await assert.rejects(failing, (error) =>
    error instanceof Failure && error.message.includes("status 3") && error.tail === "last words" && error.command.includes("-e"));
  await assert.rejects(run("no-such-command"), /no-such-command was not found/);
  assert.equal(await ask("no-such-command"), null);
});

test("a taken port is passed over", async () => {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  assert.equal(await freePort(port, 1), null);
  assert.ok((await freePort(port, 50)) > port);
  server.close();
});

test("the list of steps shows what is done, what is running and what is left", () => {
  const screen = board({ isTTY: true, columns: 60, rows: 20 });
  assert.match(screen, /: 1 of 3 steps over after 0 s, about 30 s left\n {2}done {5}One: a note\n> running {2}Two, 0 s {2}\n {2}waiting {2}Three \(up to 30 s\)\n$/);
  const log = board({});
  assert.match(log, /1\. One\n {2}2\. Two\n {2}3\. Three\n\[1\/3\] One …\n\[1\/3\] One: done, a note\n\[2\/3\] Two …\n$/);
  assert.doesNotMatch(log, /\u001b/);
});

function board(kind) {
  let text = "";
  const out = new Writable({ write: (piece, _, done) => done((text += piece) && null) });
  const shown = new Board("Test", [{ title: "One" }, { title: "Two" }, { title: "Three", seconds: 30 }], Object.assign(out, kind));
  shown.begin(0);
  shown.end(0, "done", "a note");
  shown.begin(1);
  const before = text;
  shown.close();
  return before;
}

test("times are said in minutes and seconds", () => {
  assert.deepEqual([400, 59_400, 60_000, 243_000].map(duration), ["0 s", "59 s", "1 min", "4 min 3 s"]);
});

test("a file over its limit, a file of no kind and a kind without a file are problems", () => {
  const folder = mkdtempSync(join(tmpdir(), "sizes-"));
  const budgets = (limit) => ({
    rows: [{ what: "styles", files: "\\.css$", target: 10, limit }], first: { what: "all", target: 10, limit: 1000 },
  });
  writeFileSync(join(folder, "a.css"), "a { color: red }\nb { color: blue }\n");
  assert.deepEqual(sizes(folder, budgets(100)).problems, []);
  assert.match(sizes(folder, budgets(10)).problems.join(), /styles: 0\.0 KB are more than the limit of 0\.0 KB/);
  writeFileSync(join(folder, "b.unknown"), "?");
  assert.match(sizes(folder, budgets(100)).problems.join(), /b\.unknown belongs to no row/);
  rmSync(join(folder, "a.css"));
  assert.match(sizes(folder, budgets(100)).problems.join(), /no file for "styles"/);
  rmSync(folder, { recursive: true });
});
