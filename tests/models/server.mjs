// A server that speaks as each provider does, from fixtures.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
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
