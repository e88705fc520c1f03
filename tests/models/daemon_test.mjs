// A daemon that asks a model about a service of a real project, on the Docker engine of DOCKER_HOST; the model is a
// server that speaks as OpenAI does. DOCKTOR_PROGRAM names the program.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { serve } from "./server.mjs";

const program = process.env.DOCKTOR_PROGRAM;
const image = process.env.DOCKTOR_TEST_IMAGE ?? "docktor-demo/web:dev";
const key = "sk-never-to-be-seen";
const root = mkdtempSync(join(tmpdir(), "docktor-brain-"));
const folder = join(root, "docktor-brain");
const env = { ...process.env, DOCKTOR_STATE_DIR: `${root}/state`, DOCKTOR_RUNTIME_DIR: `${root}/run`, MODEL_KEY: key };

function run(command, ...args) {
  const ran = spawnSync(command, args, { cwd: folder, env, encoding: "utf8" });
  assert.equal(ran.status, 0, `${command} ${args.join(" ")}: ${ran.stdout}${ran.stderr}`);
  return ran.stdout;
}
const docktor = (...args) => run(program, ...args);
const running = () => run("docker", "compose", "ps", "-q", "web").trim().split("\n").length;

async function eventually(holds, what) {
  for (let i = 0; i < 200; ++i) {
    if (await holds()) return;
    await sleep(200);
  }
  assert.fail(`not in 40 s: ${what}; ${docktor("why", "web")}`);
}

const configure = (model, provider = "openai", path = "/v1", more = "") => writeFileSync(join(folder, "docktor.yaml"), `brain:
  mode: decide
  model: ${model}
  provider: ${provider}
  endpoint: ${server.base}${path}
  key_env: MODEL_KEY
${more}`);

/// The daemon looks at its files every second: until it asks this model.
const takenOver = (model) => eventually(() => JSON.parse(docktor("status", "--json")).model?.model === model, `asks ${model}`);

const says = (action, target) => ({ content: JSON.stringify({ action, target, confidence: 0.9, reason: "a quiet hour is a good one to try", watch: "the queue" }) });

let server;
before(async () => {
  server = await serve([
    { match: { userMessage: "weekend", hasToolResult: false }, response: { toolCalls: [{ name: "why", arguments: '{"service":"web"}' }] } },
    { match: { userMessage: "weekend", hasToolResult: true }, response: { content: "web will be fine: nothing limits it." } },
    { match: { userMessage: "repeat my key" }, response: { content: `Your key is ${key}, is it not?` } },
    { match: { userMessage: "in peace", hasToolResult: false }, response: { toolCalls: [{ name: "pause", arguments: '{"service":"web","hold":600}' }] } },
    { match: { userMessage: "in peace", hasToolResult: true }, response: { content: "It is left alone for ten minutes." } },
    { match: { model: "junk", userMessage: "may_choose" }, response: { content: "{\"action\":\"delete\",\"target\":-1}" } },
    { match: { userMessage: '"running":3,' }, response: says("hold", 3) },
    { match: { userMessage: '"running":1,' }, response: says("scale_up", 3) },
  ]);
  mkdirSync(folder);
  writeFileSync(join(folder, "compose.yaml"), `services:
  web:
    image: ${image}
    x-docktor: { min: 1, max: 5 }
`);
  configure("wise");
  run("docker", "compose", "up", "-d");
  docktor("daemon", "start", "--interval", "1s");
});
after(() => {
  server?.close();
  spawnSync(program, ["daemon", "stop"], { cwd: folder, env });
  spawnSync("docker", ["compose", "down", "-v", "-t", "0"], { cwd: folder, env });
  rmSync(root, { recursive: true });
});

test("what the model chooses is done, and explained in its own words", async () => {
  await eventually(() => running() === 3, "three replicas");
  const listed = JSON.parse(docktor("decisions", "list", "--actions", "--json")).decisions;
  const why = docktor("decisions", "show", listed[0].decision.id);
  assert.match(why, /The model .* advised 3 replicas, sure to 90 %: "a quiet hour is a good one to try"/);
  assert.match(why, /watches for: "the queue"/);
  assert.match(docktor("status"), /model wise decides: asked \d+, 1 followed/);
});

test("it is on record, and counted", async () => {
  const stats = () => JSON.parse(docktor("decisions", "stats", "--json"));
  const { models } = stats();
  assert.equal(models.length, 1);
  assert.equal(models[0].followed, 1);
  assert.ok(models[0].looks >= models[0].asked);
  await eventually(() => stats().outcomes.find(({ by }) => by === "model")?.actions === 1, "what came of the model's choice");
  assert.match(docktor("decisions", "stats"), /looks needed no question/);
  assert.match(docktor("doctor"), /wise at .*; nothing leaves this machine/);
});

test("a model that answers junk changes nothing, and its settings are taken over while the daemon runs", async () => {
  configure("junk");
  await eventually(() => {
    const { model } = JSON.parse(docktor("status", "--json"));
    return model.model === "junk" && model.counsel.invalid >= 1;
  }, "an invalid answer");
  assert.equal(running(), 3);
});

for (const [provider, path] of [["openai", "/v1"], ["openai-responses", "/v1"], ["anthropic", "/v1"], ["gemini", "/v1beta"], ["azure", ""], ["azure-deployment", ""], ["bedrock", ""]])
  test(`${provider}: what is not understood is put to the model, which looks first`, async () => {
    configure(`wise-${provider}`, provider, path);
    await takenOver(`wise-${provider}`);
    const told = docktor("prompt", "will web survive the weekend, in your view?");
    assert.match(told, /→ docktor why web/);
    assert.match(told, /web will be fine/);
  });

test("in a chat the model knows what was said before", async () => {
  const told = spawnSync(program, ["chat"], { cwd: folder, env, encoding: "utf8", input: "what is going on?\nwill web survive the weekend, in your view?\nexit\n" });
  assert.equal(told.status, 0, told.stderr);
  assert.match(told.stdout, /→ docktor status/);
  assert.match(told.stdout, /web will be fine/);
  const asked = JSON.stringify(await server.requests());
  assert.match(asked, /what is going on\?/);
});

test("a model that is asked for a change makes it as a model", async () => {
  const told = docktor("prompt", "leave that web thing in peace for ten minutes, would you");
  assert.match(told, /→ docktor pause web --for 10m/);
  assert.match(told, /left alone/);
  const [web] = JSON.parse(docktor("status", "--json")).services;
  assert.equal(web.mode, "paused");
  docktor("resume", "web");
});

test("talks count for the budget, after a restart too, and are refused once it is spent", async () => {
  const spent = () => JSON.parse(docktor("status", "--json")).model?.spent.here;
  const { talks, total } = JSON.parse(docktor("decisions", "stats", "--json"));
  assert.ok(talks.some((one) => one.calls >= 2), JSON.stringify(talks));
  assert.ok(total.calls > talks.reduce((sum, one) => sum + one.calls, 0));
  const before = spent().calls_in_hour;
  assert.ok(before >= total.calls, `${before} of ${total.calls}`);
  docktor("daemon", "stop");
  configure("wise", "openai", "/v1", "  budget: {calls_per_hour: 1}\n");
  docktor("daemon", "start", "--interval", "1s");
  await eventually(() => spent()?.calls_in_hour >= total.calls, "what was spent before");
  const refused = spawnSync(program, ["prompt", "will web survive the weekend, in your view?"], { cwd: folder, env, encoding: "utf8" });
  assert.notEqual(refused.status, 0);
  assert.match(refused.stderr, /the budget for models is spent: \d+ calls in the last hour, and no more are allowed; the next in/);
  assert.match(docktor("why", "web"), /web/);
  configure("calm");
  await takenOver("calm");
});

test("from a Compose file to a talk: ai up", async () => {
  const fresh = join(root, "docktor-fresh");
  mkdirSync(fresh);
  writeFileSync(join(fresh, "compose.yaml"), `services:\n  web:\n    image: ${image}\n    x-docktor: { min: 1, max: 5 }\n`);
  // As Docker Model Runner has it: one model, below /engines.
  const runner = createServer(async (request, response) => {
    if (request.url === "/engines/v1/models") return response.end('{"data":[{"id":"docker.io/ai/llama3.2:latest"}]}');
    const body = Buffer.concat(await request.toArray());
    const answer = await fetch(server.base + request.url.replace("/engines", ""), { method: request.method, headers: { "content-type": "application/json" }, body });
    response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") });
    response.end(Buffer.from(await answer.arrayBuffer()));
  }).listen(0, "127.0.0.1");
  await once(runner, "listening");
  const there = { cwd: fresh, env: { ...env, MODEL_RUNNER_HOST: `127.0.0.1:${runner.address().port}` }, encoding: "utf8" };
  try {
    const talk = spawn(program, ["ai", "up", "--headless"], there);
    let out = "", err = "";
    talk.stdout.on("data", (bytes) => { out += bytes; });
    talk.stderr.on("data", (bytes) => { err += bytes; });
    talk.stdin.end("Start autoscaling web service now\nwill web survive the weekend, in your view?\n");
    const [code] = await once(talk, "close");
    assert.equal(code, 0, out + err);
    assert.match(err, /bringing it up with Compose/);
    assert.match(err, /wrote .*\.env\.cagent: docker\.io\/ai\/llama3\.2:latest at http:\/\/127\.0\.0\.1/);
    assert.match(readFileSync(join(fresh, ".env.cagent"), "utf8"), /OPENAI_MODEL=docker\.io\/ai\/llama3\.2:latest/);
    const items = out.trim().split("\n").map((line) => JSON.parse(line));
    assert.equal(items.at(-1).said, "web will be fine: nothing limits it.");
  } finally {
    runner.close();
    spawnSync(program, ["daemon", "stop"], there);
    spawnSync("docker", ["compose", "down", "-v", "-t", "0"], there);
  }
});

/// What the daemon answers to a GET; where that does not end, what comes in half a second.
const get = (socketPath, path) => new Promise((resolve, reject) => {
  request({ socketPath, path }, (answer) => {
    let body = "";
    answer.on("data", (bytes) => { body += bytes; });
    answer.on("close", () => resolve({ status: answer.statusCode, body }));
    setTimeout(() => answer.destroy(), 500);
  }).on("error", reject).end();
});

test("a key is nowhere but in the requests", async () => {
  for (const flags of [[], ["--json"]]) {
    const told = docktor("prompt", "would you kindly repeat my key", ...flags);
    assert.match(told, /Your key is \*\*\*, is it not\?/);
    assert.ok(!told.includes(key));
  }
  const asked = JSON.stringify(await server.requests());
  assert.match(asked, /"authorization":/i);
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const { parentPath, path, name } of files)
    assert.ok(!readFileSync(join(parentPath ?? path, name)).includes(key), `${name} holds the key`);
  const tools = ["status", "services", "decisions_list", "decisions_export", "decisions_stats"];
  const calls = tools.map((name, id) => JSON.stringify({ jsonrpc: "2.0", id, method: "tools/call", params: { name, arguments: {} } })).join("\n");
  const answers = spawnSync(program, ["mcp"], { cwd: folder, env, encoding: "utf8", input: calls }).stdout;
  assert.ok(answers.includes('"id":0') && !answers.includes(key));
  const { socket } = JSON.parse(docktor("status", "--json")).daemon;
  const { paths } = JSON.parse((await get(socket, "/api/v1/openapi.json")).body);
  const readable = Object.entries(paths).filter(([, { get }]) => get)
    .map(([path, { get }]) => path + (get.parameters?.some(({ name }) => name === "service") ? "?service=web" : ""));
  assert.ok(readable.includes("/api/v1/why?service=web"), readable);
  for (const path of ["/metrics", "/healthz", ...readable]) {
    const { status, body } = await get(socket, path);
    assert.ok(status < 500 && !body.includes(key), `${path}: ${status} ${body}`);  // some want to know more, or have too little
    if (path.endsWith("/why?service=web")) assert.equal(status, 200, body);
  }
  for (const command of [["status", "--json"], ["config", "show"], ["doctor"], ["logs"]]) assert.ok(!docktor(...command).includes(key), command.join(" "));
});
