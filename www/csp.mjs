// Writes the page's content security policy: only its own files, and the one inline script that Trunk writes, by its
// hash. Trunk calls this after a build. `trunk serve` adds a script of its own that changes later: there, inline
// scripts are let through.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const page = join(process.env.TRUNK_STAGING_DIR, "index.html");
const html = readFileSync(page, "utf8");
const inline = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(([, text]) => text);
const serving = inline.some((text) => text.includes("__TRUNK_ADDRESS__") || text.includes("WebSocket"));
const hashes = inline.map((text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`);
const scripts = serving ? "'unsafe-inline'" : hashes.join(" ");
const policy = [
  "default-src 'self'",
  `script-src 'self' 'wasm-unsafe-eval' ${scripts}`,
  "style-src 'self'",
  "img-src 'self' data:",
  `connect-src 'self'${serving ? " ws:" : ""}`,
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");
if (!html.includes("CONTENT-SECURITY-POLICY")) throw new Error("www/index.html has no place for the policy");
writeFileSync(page, html.replace("CONTENT-SECURITY-POLICY", policy));
