#!/usr/bin/env node
// Sizes of the built page against tools/budgets.json: node tools/sizes.mjs [FOLDER]
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import { page, root } from "./setup/place.mjs";

const BUDGETS = JSON.parse(readFileSync(join(root, "tools", "budgets.json"), "utf8"));

/** A row for each budget, and what goes over its limit: { lines, problems }. */
export function sizes(folder = page, { rows, first } = BUDGETS) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => measure(join(entry.parentPath ?? entry.path, entry.name), entry.name));
  const problems = [];
  const results = rows.map((row) => ({ ...row, raw: 0, brotli: 0, count: 0 }));
  for (const file of files) {
    const row = results.find((each) => new RegExp(each.files).test(file.name));
    if (row) add(row, file);
    else problems.push(`${file.name} belongs to no row of tools/budgets.json`);
  }
  for (const row of results.filter(({ count }) => count === 0)) problems.push(`no file for "${row.what}"`);
  const early = { ...first, raw: 0, brotli: 0, count: 0 };
  for (const row of results.filter(({ late }) => !late)) add(early, row);
  for (const { what, brotli, limit } of [...results, early]) {
    if (brotli > limit) problems.push(`${what}: ${kilo(brotli)} KB are more than the limit of ${kilo(limit)} KB`);
  }
  return { lines: [heading(), ...[...results, early].map(line)], problems };
}

function measure(path, name) {
  const text = readFileSync(path);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: text.length };
  return { name, raw: text.length, brotli: brotliCompressSync(text, { params }).length, count: 1 };
}

function add(sum, part) {
  for (const key of ["raw", "brotli", "count"]) sum[key] += part[key];
}

function heading() {
  return [
    "KB (1,000 bytes)".padEnd(40), "raw".padStart(8), "brotli".padStart(8), "target".padStart(8), "limit".padStart(8), "used".padStart(6),
  ].join("");
}

function line({ what, raw, brotli, target, limit }) {
  const figures = [raw, brotli, target, limit].map((bytes) => kilo(bytes).padStart(8));
  return [what.padEnd(40), ...figures, `${Math.round((100 * brotli) / limit)} %`.padStart(6)].join("");
}

function kilo(bytes) {
  return (bytes / 1000).toFixed(1);
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const { lines, problems } = sizes(argv[2]);
  console.log([...lines, ...problems].join("\n"));
  process.exitCode = problems.length > 0 ? 1 : 0;
}
