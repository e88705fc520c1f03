// `docktor model test` against a server that answers as each provider does, well and badly.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { freePort, serve } from "./server.mjs";

const VERDICT = "may_choose";  // stands in the question for a verdict
const STATUS = "How many replicas";  // begins the one that wants a tool
const good = [
  { match: { userMessage: VERDICT }, response: { content: '{"action":"scale_up","target":5,"confidence":0.9,"reason":"CPU","watch":"the queue"}' } },
  { match: { userMessage: STATUS }, response: { toolCalls: [{ name: "get_status", arguments: '{"service":"web"}' }] } },
];
const wrong = (model, response) => ({ match: { userMessage: VERDICT, model }, response });

let server, base, folder;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "models-"));
  const fixtures = [
    wrong("nonsense", { content: "I would rather not." }),
    wrong("busy", { error: { message: "slow down", type: "rate_limit_error", code: "rate_limit_exceeded" }, status: 429, retryAfter: 7 }),
    wrong("overloaded", { error: { message: "Overloaded", type: "overloaded_error" }, status: 529 }),
    wrong("broken", { error: { message: "out of order", type: "server_error" }, status: 500 }),
    ...good,
  ];
  server = await serve(fixtures);
  base = server.base;
});
after(() => server.close());

function docktor(...words) {
  const run = spawn(process.env.DOCKTOR_PROGRAM, words, { cwd: folder, env: { ...process.env, MODEL_KEY: "s3cret" } });
  let out = "", err = "";
  run.stdout.on("data", (bytes) => { out += bytes; });
  run.stderr.on("data", (bytes) => { err += bytes; });
  return new Promise((resolve) => run.on("close", (code) => resolve({ code, out, err })));
}
const examine = (model, ...more) => docktor("model", "test", model, "--key-env", "MODEL_KEY", "--json", ...more);

const ENDPOINTS = { openai: "/v1", "openai-responses": "/v1", anthropic: "/v1", gemini: "/v1beta" };
for (const [provider, path] of Object.entries(ENDPOINTS)) {
  const at = () => ["--provider", provider, "--endpoint", base + path];

  test(`${provider}: a model that does as it is asked passes`, async () => {
    const { code, out, err } = await examine("good", ...at());
    assert.equal(code, 0, out + err);
    const report = JSON.parse(out);
    assert.ok(report.form.passed && report.sense.passed && report.tool.passed, out);
    assert.equal(report.form_by, "schema");
  });
  test(`${provider}: one that answers in no form fails, and what it said is told`, async () => {
    const { code, out } = await examine("nonsense", ...at());
    assert.equal(code, 1);
    assert.match(JSON.parse(out).form.remark, /no JSON object/);
  });
  for (const [model, said] of [["busy", /HTTP 429: slow down/], ["overloaded", /HTTP 529: Overloaded/], ["broken", /HTTP 500: out of order/]])
    test(`${provider}: one that is ${model} is told as such`, async () => {
      const { code, err } = await examine(model, ...at());
      assert.equal(code, 1);
      assert.match(err, said);
    });
  test(`${provider}: one that hangs is waited for as long as was said`, async () => {
    const silent = createServer(() => {}).listen(0, "127.0.0.1");
    await once(silent, "listening");
    const where = `http://127.0.0.1:${silent.address().port}`;
    const { code, err } = await examine("slow", "--provider", provider, "--endpoint", where, "--patience", "300ms");
    silent.close();
    assert.equal(code, 1);
    assert.match(err, /a model that is loaded first takes up to a minute/);
  });
}

test("for people it is a table", async () => {
  const { code, out } = await docktor("model", "test", "good", "--endpoint", `${base}/v1`);
  assert.equal(code, 0, out);
  assert.match(out, /5 replicas, where 3 run/);
  assert.match(out, /get_status/);
});

test("the key is never shown", async () => {
  for (const model of ["good", "broken"]) {
    const { out, err } = await examine(model, "--endpoint", `${base}/v1`);
    assert.doesNotMatch(out + err, /s3cret/);
  }
});

test("a server that is not there, a provider and a key that are not", async () => {
  const gone = await docktor("model", "test", "m", "--endpoint", `http://127.0.0.1:${await freePort()}/v1`);
  assert.equal(gone.code, 1);
  assert.match(gone.err, /is the server running/);
  const unknown = await docktor("model", "test", "m", "--provider", "openia");
  assert.equal(unknown.code, 2);
  assert.match(unknown.err, /openai-responses/);
  const keyless = await docktor("model", "test", "m", "--provider", "anthropic", "--key-env", "NO_SUCH_KEY");
  assert.equal(keyless.code, 2);
  assert.match(keyless.err, /NO_SUCH_KEY/);
});
