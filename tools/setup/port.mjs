// Which port is free?
import { createServer } from "node:net";

/** The first free port of `count` from `first` on; null when all are taken. */
export async function freePort(first, count) {
  for (let port = first; port < first + count && port <= 65535; port += 1) if (await isFree(port)) return port;
  return null;
}

function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
