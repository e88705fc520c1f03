// The page and a daemon behind one address and under a path, as a reverse proxy serves them: the built page from a
// folder, everything under api/ from the daemon's unix socket.
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer, request } from "node:http";
import { connect } from "node:net";
import { extname, join, normalize } from "node:path";

const kinds = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};
const policy = "default-src 'self'; base-uri 'self'; frame-ancestors 'none'; object-src 'none'";

function sendFile(folder, path, answer) {
  const file = join(folder, normalize(`/${path || "index.html"}`));
  if (!existsSync(file) || !statSync(file).isFile()) return answer.writeHead(404).end();
  answer.writeHead(200, {
    "Content-Type": kinds[extname(file)] ?? "application/octet-stream",
    "Content-Security-Policy": policy,
  });
  createReadStream(file).pipe(answer);
}

function passOn(socketPath, path, asked, answer) {
  const headers = { ...asked.headers, host: "localhost" };
  delete headers.origin;
  const on = request({ socketPath, path, method: asked.method, headers }, (told) => {
    answer.writeHead(told.statusCode, told.headers);
    told.pipe(answer);
  });
  on.on("error", () =>
    answer.headersSent ? answer.destroy() : answer.writeHead(502, { "Content-Type": "application/json" }).end("{}"),
  );
  answer.on("close", () => on.destroy());
  asked.pipe(on);
}

function passOnSocket(socketPath, path, asked, client, head) {
  const daemon = connect(socketPath, () => {
    const lines = Object.entries({
      ...asked.headers,
      host: "localhost",
      origin: undefined,
    }).filter(([, value]) => value !== undefined);
    daemon.write(
      `${asked.method} ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`,
    );
    daemon.write(head);
    daemon.pipe(client).pipe(daemon);
  });
  for (const end of [daemon, client]) end.on("error", () => [daemon, client].forEach((one) => one.destroy()));
}

/** Serves until `close` of what it answers is called. `prefix` begins and ends with a slash. */
export async function serveFront({ folder, socketPath, prefix = "/", port = 0 }) {
  const under = (url) => (url.startsWith(prefix) ? url.slice(prefix.length) : null);
  const server = createServer((asked, answer) => {
    const path = under(asked.url);
    if (path === null) return answer.writeHead(404).end();
    return path.startsWith("api/")
      ? passOn(socketPath, `/${path}`, asked, answer)
      : sendFile(folder, path.split("?")[0], answer);
  });
  server.on("upgrade", (asked, client, head) =>
    passOnSocket(socketPath, `/${under(asked.url) ?? ""}`, asked, client, head),
  );
  await new Promise((done) => server.listen(port, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${server.address().port}${prefix}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
