// Serves a folder under a path, as any plain web host would: for the tests of the built page.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".json": "application/json",
  ".txt": "text/plain; charset=utf-8",
  ".md": "text/markdown; charset=utf-8",
  ".py": "text/x-python; charset=utf-8",
};

/** Serves `folder` at `path` of a free port: { address, close }. */
export async function serveFolder(folder, path = "/a/folder/") {
  const server = createServer(async (request, response) => {
    const file = fileOf(folder, path, request.url);
    const body = file && (await readFile(file).catch(() => null));
    if (!body) return response.writeHead(404, { "content-type": TYPES[".txt"] }).end("nothing here\n");
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    return response.writeHead(200, { "content-type": type, "cache-control": "no-store" }).end(body);
  });
  // A test that fails before it closes its server must not keep the others waiting for ever.
  server.unref();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${server.address().port}${path}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

function fileOf(folder, path, url) {
  const { pathname } = new URL(url, "http://localhost");
  if (!pathname.startsWith(path)) return null;
  const inside = decodeURIComponent(pathname.slice(path.length)) || "index.html";
  const file = normalize(join(folder, inside));
  return file.startsWith(normalize(folder) + sep) ? file : null;
}
