// A stand-in for a daemon with many services, which change all the time. Tells what the page asks for, nothing else.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";

const kinds = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};
const time = (at) => new Date(at).toISOString();

/** The first one never changes. */
function serviceAt(i, at) {
  const now = i === 0 ? 0 : at;
  const cpu = 0.5 + 0.4 * Math.sin(now / 20_000 + i);
  const running = 2 + Math.round(3 + 3 * Math.sin(now / 60_000 + i));
  return {
    service: `crowd/service-${String(i).padStart(3, "0")}`,
    mode: "auto",
    override: "",
    running,
    ready: running,
    min: 2,
    max: 10,
    cpu,
    cpu_target: 0.6,
    acting: false,
    decision: `d${i + 1}`,
    decided_at: time(now),
    equal_looks: Math.floor(now / 1000) % 50,
    sentence: `service-${i} stays at ${running}: CPU at ${Math.round(cpu * 100)} % for a target of 60 %`,
    ...(i === 0 ? {} : { next_look: time(now + 5000 - (now % 5000)) }),
    warnings: [],
  };
}

export function statusOf(services, now = Date.now()) {
  return {
    at: time(now),
    daemon: {
      version: "0",
      started_at: time(now - 3_600_000),
      projects: ["crowd"],
      compose_file: "",
      url: "",
      engine: "",
      dry_run: false,
    },
    readings_from: "nowhere",
    services: Array.from({ length: services }, (_, i) => serviceAt(i, now)),
  };
}

/** What `history` answers, for so many seconds in such steps. */
export function seriesOf(seconds, step, now = Date.now()) {
  const points = Array.from({ length: Math.floor(seconds / step) }, (_, i) => {
    const at = now - seconds * 1000 + i * step * 1000;
    const mean = 0.5 + 0.3 * Math.sin(at / 3_600_000) + 0.1 * Math.sin(at / 61_000);
    const running = 2 + Math.round(3 + 3 * Math.sin(at / 3_600_000));
    return { at: time(at), mean, high: mean + 0.1, running, ready: running };
  });
  const signals = ["cpu.utilization"];
  return { service: "crowd/service-007", signal: "cpu.utilization", signals, step, target: 0.6, points };
}

/** A snapshot a second to whoever follows; `answers`: of further operations, by name. `asked` counts what was. */
export async function serveCrowd({ folder, services, answers = {} }) {
  const timers = new Set();
  const asked = {};
  let ahead = 0;
  const now = () => Date.now() + ahead;
  const follow = (answer) => {
    answer.writeHead(200, { "Content-Type": "text/event-stream" });
    const send = () =>
      answer.write(
        `data: ${JSON.stringify({ type: "snapshot", services: [], status: statusOf(services, now()) })}\n\n`,
      );
    const timer = setInterval(send, 1000);
    timers.add(timer);
    answer.on("close", () => clearInterval(timer));
    send();
  };
  const server = createServer(async (request, answer) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const operation = pathname.match(/^\/api\/v1\/(.+)$/)?.[1];
    if (operation) asked[operation] = (asked[operation] ?? 0) + 1;
    if (operation === "events" && request.headers.accept === "text/event-stream") return follow(answer);
    const told = operation === "status" ? statusOf(services, now()) : answers[operation]?.(now());
    if (told) return answer.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(told));
    if (operation) return answer.writeHead(404, { "Content-Type": "application/json" }).end("{}");
    const file = join(folder, pathname === "/" ? "index.html" : pathname);
    const body = await readFile(file).catch(() => null);
    return body
      ? answer.writeHead(200, { "Content-Type": kinds[extname(file)] }).end(body)
      : answer.writeHead(404).end();
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    asked,
    /** Lets so many milliseconds go by of which nobody has heard. */
    sleepFor: (milliseconds) => (ahead += milliseconds),
    url: `http://127.0.0.1:${server.address().port}/`,
    close: () => {
      timers.forEach(clearInterval);
      server.closeAllConnections();
      server.close();
    },
  };
}
