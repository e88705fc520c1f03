// A project on the Docker engine of DOCKER_HOST, and a daemon that looks after it.
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);
export const image = process.env.DOCKTOR_TEST_IMAGE ?? "docktor-demo/web:dev";
const program = process.env.DOCKTOR_PROGRAM;

// api, mail and news want two replicas from the beginning and are in manual mode: their changes wait for a person.
const file = `services:
  web:
    image: ${image}
    cpus: 0.1
    stop_grace_period: 1s
    x-docktor: {min: 1, max: 3, targets: {cpu: 60%}, interval: 2s, scale_down: {window: 10s}}
  api:
    image: ${image}
    stop_grace_period: 1s
    x-docktor: {min: 2, max: 4, mode: manual, targets: {cpu: 60%}, interval: 2s, scale_down: {window: 4s}}
  mail:
    image: ${image}
    stop_grace_period: 1s
    x-docktor: {min: 2, max: 4, mode: manual, targets: {cpu: 60%}, interval: 2s, scale_down: {window: 4s}}
  news:
    image: ${image}
    stop_grace_period: 1s
    x-docktor: {min: 2, max: 4, mode: manual, targets: {cpu: 60%}, interval: 2s, scale_down: {window: 4s}}
  worker:
    image: ${image}
    stop_grace_period: 1s
`;

/** What `ask` gives once it is something, within so many seconds. */
export async function within(seconds, ask) {
  for (const end = Date.now() + seconds * 1000; ;) {
    const found = await ask();
    if (found) return found;
    if (Date.now() > end) throw new Error(`not within ${seconds} s: ${ask}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

/** One that nobody listens on. */
async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** `name`: of the project; `services`: its Compose file; `settings`: its docktor.yaml; `known`: a service that has a past of
 *  two weeks, which MADE_PAST makes. */
export async function bringUp({ name = "docktor-page", services = file, settings = "", known = "" } = {}) {
  const home = await mkdtemp(join(tmpdir(), `${name}-`));
  const folder = join(home, name);
  await mkdir(folder);
  await writeFile(join(folder, "compose.yaml"), services);
  const configure = (text) => writeFile(join(folder, "docktor.yaml"), text);
  if (settings) await configure(settings);
  const env = {
    ...process.env,
    DOCKTOR_STATE_DIR: join(home, "state"),
    DOCKTOR_RUNTIME_DIR: join(home, "run"),
  };
  const call = async (command, ...given) =>
    (await execute(command, given, { cwd: folder, env, timeout: 120_000 })).stdout;
  const docktor = (...given) => call(program, ...given);
  const wanted = (await call("docker", "compose", "config", "--services")).trim().split("\n").length;
  await call("docker", "compose", "up", "-d");
  const flags = ["--listen", `127.0.0.1:${await freePort()}`, "--base-path", "/tools/docktor"];
  const start = () => docktor("daemon", "start", ...flags);
  if (known) await call(process.env.MADE_PAST, join(home, "state", name, "store.duckdb"), name, known);
  await start();
  const status = async () => JSON.parse(await docktor("status", "--json"));
  await within(30, async () => (await status()).services.length === wanted);
  return {
    docktor,
    configure,
    status,
    start,
    /** Makes all who are logged in strangers, once the daemon has started anew. */
    loseLogins: () => rm(join(home, "state", name, "logins.json")),
    /** The address that logs a browser in. */
    link: async (role = "admin") => (await docktor("link", "--role", role)).trim(),
    pid: async () => (await status()).daemon.pid,
    /** Keeps every replica of web busy for a while. */
    load: async () => {
      for (const id of (await call("docker", "compose", "ps", "-q", "web")).trim().split("\n"))
        await call("docker", "exec", "-d", id, "/box", "load", "http://127.0.0.1:8080/cpu?ms=30", "5", "20");
    },
    takeDown: async () => {
      await docktor("daemon", "stop").catch(() => {});
      await call("docker", "compose", "down", "-t", "0").catch(() => {});
      await rm(home, { recursive: true, force: true });
    },
  };
}
