// A server that speaks as each provider does, from fixtures.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export const freePort = () => new Promise((resolve) => {
  const probe = createServer().listen(0, "127.0.0.1", () => {
    const { port } = probe.address();
    probe.close(() => resolve(port));
  });
});

export async function serve(fixtures) {
  const folder = mkdtempSync(join(tmpdir(), "model-server-"));
  writeFileSync(join(folder, "fixtures.json"), JSON.stringify({ fixtures }));
  const port = await freePort();
  const cli = new URL("node_modules/@copilotkit/aimock/dist/cli.js", import.meta.url).pathname;
  const server = spawn(process.execPath, [cli, "-p", String(port), "-h", "127.0.0.1", "-f", join(folder, "fixtures.json"), "--strict"], { stdio: "ignore" });
  const base = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; ++tries) {
    try { await fetch(`${base}/v1/models`); break; } catch (error) { if (tries > 100) throw error; }
    await sleep(100);
  }
  const close = () => {
    server.kill();
    rmSync(folder, { recursive: true });
  };
  const requests = async () => (await (await fetch(`${base}/__aimock/journal`)).json());
  return { base, close, requests };
}

const breaks = {
  cut: (response, half) => response.write(half, () => response.socket.destroy()),
  ended: (response, half) => response.end(half),  // as if all had been said
  hang: (response, half) => response.write(half),
  malformed: (response) => response.end("{malformed json: <<<"),
};
/// What stands before a server, at its paths and at those below /gateway: each reply to a request whose body is `meant`
/// comes by half and then does as `how` says, one of `breaks`; the others come whole.
export async function standBefore(base, how, meant) {
  const proxy = createHttpServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray());
    const answer = await fetch(base + request.url.replace("/gateway", ""), { method: request.method, headers: { "content-type": "application/json" }, body });
    const whole = Buffer.from(await answer.arrayBuffer());
    for (const name of ["content-type", "retry-after"])
      if (answer.headers.has(name)) response.setHeader(name, answer.headers.get(name));
    response.statusCode = answer.status;
    if (!how || !meant(String(body))) return response.end(whole);
    breaks[how](response, whole.subarray(0, whole.length / 2));
  });
  await new Promise((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const close = () => { proxy.close(); proxy.closeAllConnections(); };
  return { base: `http://127.0.0.1:${proxy.address().port}`, close };
}
