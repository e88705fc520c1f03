// `docktor model test` against a server that answers as each provider does, well and badly.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { SignatureV4 } from "@smithy/signature-v4";
import { Sha256 } from "@aws-crypto/sha256-js";
import { freePort, serve, standBefore } from "./server.mjs";

const STATUS = "How many replicas";  // begins the one that wants a tool
/// What `docktor model test` asks, one after the other: how each question is known, and where its answer is told.
const STAGES = {
  verdict: { match: { userMessage: "may_choose" }, meant: (body) => body.includes("may_choose"), mark: "form" },
  call: { match: { userMessage: STATUS, hasToolResult: false }, meant: (body) => body.includes(STATUS) && !told(body), mark: "tool" },
  words: { match: { userMessage: STATUS, hasToolResult: true }, meant: (body) => told(body), mark: "talk" },
};
const told = (body) => /replicas\\*":\s*3/.test(body);
const good = [
  { match: STAGES.verdict.match, response: { content: '{"action":"scale_up","target":5,"confidence":0.9,"reason":"CPU","watch":"the queue"}' } },
  { match: STAGES.call.match, response: { toolCalls: [{ name: "get_status", arguments: '{"service":"web"}' }] }, chunkSize: 4 },
  { match: STAGES.words.match, response: { content: "3 replicas run, and all of them are ready to serve whoever comes." }, chunkSize: 4 },
];
/// Refusals, by status.
const REFUSALS = {
  429: { response: { error: { message: "slow down", type: "rate_limit_error", code: "rate_limit_exceeded" }, status: 429, retryAfter: 7 }, said: /HTTP 429: slow down/ },
  529: { response: { error: { message: "Overloaded", type: "overloaded_error" }, status: 529 }, said: /HTTP 529: Overloaded/ },
  500: { response: { error: { message: "out of order", type: "server_error" }, status: 500 }, said: /HTTP 500: out of order/ },
};
const DAMAGE = ["cut", "ended", "malformed", "hang"];  // on the way

let server, base, folder, gateway, compose;
const damaged = {};  // servers, by damage and stage

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "models-"));
  compose = join(folder, "compose.yaml");
  writeFileSync(compose, "services: {web: {image: web}}\n");
  const refusing = Object.entries(STAGES).flatMap(([stage, { match }]) =>
    Object.entries(REFUSALS).map(([status, { response }]) => ({ match: { ...match, model: `${stage}-${status}` }, response })));
  server = await serve([{ match: { ...STAGES.verdict.match, model: "nonsense" }, response: { content: "I would rather not." } },
    { match: { ...STAGES.verdict.match, model: "meaning" }, response: { error: { message: "this is no chat model", type: "invalid_request_error" }, status: 404 } },
    ...["meaning", "both"].map((model) => ({ match: { inputText: "too few replicas", model }, response: { embedding: [0.5, -0.25, 1, 0] } })),
    ...refusing, ...good]);
  base = server.base;
  gateway = await standBefore(base);
  for (const how of DAMAGE)
    for (const [stage, { meant }] of Object.entries(STAGES)) damaged[`${how} ${stage}`] = await standBefore(base, how, meant);
});
after(() => {
  for (const one of [server, gateway, ...Object.values(damaged)]) one.close();
});

const docktor = (...words) => docktorWith({ MODEL_KEY: "s3cret" }, ...words);

function docktorWith(variables, ...words) {
  const run = spawn(process.env.DOCKTOR_PROGRAM, words, { cwd: folder, env: { ...process.env, ...variables } });
  let out = "", err = "";
  run.stdout.on("data", (bytes) => { out += bytes; });
  run.stderr.on("data", (bytes) => { err += bytes; });
  return new Promise((resolve) => run.on("close", (code) => resolve({ code, out, err })));
}
const examine = (model, ...more) => docktor("model", "test", model, "--key-env", "MODEL_KEY", "--json", ...more);

/// That the answer of this stage is told as missing, for what was said, and that nothing is made of it.
function assertNone(stage, { code, out, err }, said) {
  if (stage === "verdict") {
    assert.equal(code, 1, out);
    assert.equal(out, "");
    assert.match(err, said);
    return;
  }
  const report = JSON.parse(out);
  assert.equal(code, 0, out + err);
  assert.ok(report.form.passed && report.sense.passed, out);
  assert.equal(report.tool.passed, stage === "words", out);
  assert.equal(report.talk.passed, false, out);
  assert.match(report[STAGES[stage].mark].remark, said);
}

const ENDPOINTS = {
  openai: ["openai", "/v1"],
  "openai behind a gateway": ["openai", "/gateway/v1"],
  "openai-responses": ["openai-responses", "/v1"],
  azure: ["azure", ""],
  "azure-deployment": ["azure-deployment", ""],
  anthropic: ["anthropic", "/v1"],
  gemini: ["gemini", "/v1beta"],
  bedrock: ["bedrock", ""],
};
for (const [name, [provider, path]] of Object.entries(ENDPOINTS)) {
  const whole = () => ["--provider", provider, "--endpoint", (path.startsWith("/gateway") ? gateway.base : base) + path];

  test(`${name}: a model that does as it is asked passes`, async () => {
    const { code, out, err } = await examine("good", ...whole());
    assert.equal(code, 0, out + err);
    const report = JSON.parse(out);
    for (const mark of ["form", "sense", "tool", "talk"]) assert.ok(report[mark].passed, out);
    assert.equal(report.form_by, "schema");
    assert.match(report.talk.remark, /^3 replicas run, .* whoever comes\.$/);
  });
  test(`${name}: one that answers in no form fails, and what it said is told`, async () => {
    const { code, out } = await examine("nonsense", ...whole());
    assert.equal(code, 1);
    assert.match(JSON.parse(out).form.remark, /no JSON object/);
  });
}

/// Titan and Cohere as Bedrock has them, which the server above does not.
const invoke = () => new Promise((resolve) => {
  const server = createHttpServer(async (request, response) => {
    const asked = JSON.parse(Buffer.concat(await request.toArray()));
    const [, model] = decodeURIComponent(request.url).match(/^\/model\/(.+)\/invoke$/) ?? [];
    if (model === "amazon.titan-embed-text-v2:0" && asked.inputText) return response.end('{"embedding":[0.5,-0.25,1,0],"inputTextTokenCount":7}');
    if (model === "cohere.embed-english-v3" && asked.texts.length === 1) return response.end('{"embeddings":[[0.5,-0.25,1]],"response_type":"embeddings_floats"}');
    if (model === "us.cohere.embed-v4:0" && asked.input_type) return response.end('{"embeddings":{"float":[[0.5,-0.25]]}}');
    response.writeHead(400, { "Content-Type": "application/json" }).end('{"message":"this model does not talk"}');
  }).listen(0, "127.0.0.1", () => resolve({ base: `http://127.0.0.1:${server.address().port}`, close: () => server.close() }));
});

for (const [name, [provider, path]] of Object.entries(ENDPOINTS).filter(([, [provider]]) => !["anthropic", "bedrock"].includes(provider)))
  test(`${name}: a model that makes embeddings only says so`, async () => {
    const { code, out, err } = await examine("meaning", "--provider", provider, "--endpoint", (path.startsWith("/gateway") ? gateway.base : base) + path);
    assert.equal(code, 1, out + err);
    const { form, embedding } = JSON.parse(out);
    assert.match(form.remark, /this is no chat model/);
    assert.deepEqual([embedding.passed, embedding.dimension], [true, 4], out);
  });
test("bedrock: Titan's and Cohere's embeddings", async () => {
  const bedrock = await invoke();
  for (const [model, dimension] of [["amazon.titan-embed-text-v2:0", 4], ["cohere.embed-english-v3", 3], ["us.cohere.embed-v4:0", 2]]) {
    const { out, err } = await examine(model, "--provider", "bedrock", "--endpoint", bedrock.base);
    assert.equal(JSON.parse(out || "{}").embedding?.dimension, dimension, model + out + err);
  }
  bedrock.close();
});
test("anthropic: it has no embeddings, which takes nothing from a model that passes", async () => {
  const { code, out } = await examine("good", "--provider", "anthropic", "--endpoint", `${base}/v1`);
  assert.equal(code, 0);
  assert.match(JSON.parse(out).embedding.remark, /anthropic makes no embeddings there/);
});
test("a model that does both shows how many numbers its embeddings have", async () => {
  const { code, out } = await docktor("model", "test", "both", "--endpoint", `${base}/v1`);
  assert.equal(code, 0, out);
  assert.match(out, /an embedding, for search +yes .* 4 numbers/);
});

// Beside one another, as most of them wait.
describe("trouble is told, and nothing else is made of it", { concurrency: 8 }, () => {
  for (const [name, [provider, path]] of Object.entries(ENDPOINTS)) for (const stage of Object.keys(STAGES)) {
    const at = (where) => ["--provider", provider, "--endpoint", where + path];
    const whole = path.startsWith("/gateway") ? () => gateway.base : () => base;
    test(`${name}: the ${stage} is refused`, async () => {
      for (const [status, { said }] of Object.entries(REFUSALS)) {
        const answer = await examine(`${stage}-${status}`, ...at(whole()));
        assertNone(stage, answer, said);
        if (stage === "verdict" && status === "429") assert.match(answer.err, /it wants no more questions for 7s/);
      }
    });
    test(`${name}: the ${stage} is damaged on its way`, async () => {
      for (const how of ["cut", "ended", "malformed"])
        assertNone(stage, await examine("good", ...at(damaged[`${how} ${stage}`].base)), /ask good at http\S+: (?!HTTP)/);
    });
    test(`${name}: the ${stage} does not come to its end`, async () => {
      const answer = await examine("good", ...at(damaged[`hang ${stage}`].base), "--patience", "2s");
      assertNone(stage, answer, /ask good at http\S+: .* 2s/);
    });
  }
});

test("for people it is a table", async () => {
  const { code, out } = await docktor("model", "test", "good", "--endpoint", `${base}/v1`);
  assert.equal(code, 0, out);
  assert.match(out, /5 replicas, where 3 run/);
  assert.match(out, /get_status/);
});

test("the key is never shown", async () => {
  for (const model of ["good", "verdict-500"]) {
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

test("without a name it is the model that the settings name", async () => {
  const none = await docktor("model", "test", "--compose-file", compose);
  assert.equal(none.code, 2);
  assert.match(none.err, /no model is named in the settings/);
  const named = await docktor("config", "set-model", "good", "--endpoint", `${base}/v1`, "--compose-file", compose);
  assert.equal(named.code, 0, named.err);
  const tested = await docktor("model", "test", "--compose-file", compose);
  assert.equal(tested.code, 0, tested.err);
  assert.match(tested.out, new RegExp(`^good at ${base}/v1`));
});

test("a model that is set takes the place of a profile, and what counts for more is told", async () => {
  writeFileSync(join(folder, "docktor.yaml"), "brain:\n  profile: balanced\n");
  const named = await docktor("config", "set-model", "good", "--compose-file", compose);
  assert.equal(named.code, 0, named.err);
  assert.equal(readFileSync(join(folder, "docktor.yaml"), "utf8"), "brain:\n  model: good\n");
  const inVain = await docktorWith({ DOCKTOR_BRAIN_PROFILE: "fast" }, "config", "set-model", "better", "--compose-file", compose);
  assert.equal(inVain.code, 1);
  assert.match(inVain.err, /names better now, and llama3.2 is asked all the same/);
});

test("a page is no answer of a model, and the likely reason is told", async () => {
  const page = createHttpServer((_, response) => response.end("<html>hello</html>")).listen(0, "127.0.0.1");
  await once(page, "listening");
  const { code, err } = await docktor("model", "test", "m", "--endpoint", `http://127.0.0.1:${page.address().port}`);
  page.close();
  assert.equal(code, 1);
  assert.match(err, /not in JSON: <html>hello<\/html>\nhint: is this the address of a server of models\?/);
});

/// A server that fetches models as Ollama does, or as Docker Model Runner.
const fetching = (path, lines) => new Promise((resolve) => {
  const seen = [];
  const server = createHttpServer((request, response) => {
    let body = "";
    request.on("data", (bytes) => { body += bytes; });
    request.on("end", () => {
      if (request.url === "/") return response.end();
      seen.push({ path: request.url, body: JSON.parse(body || "null") });
      if (request.url !== path) return response.writeHead(404).end("no such thing");
      response.writeHead(200, { "Content-Type": "application/x-ndjson" });
      for (const line of lines) response.write(`${JSON.stringify(line)}\n`);
      response.end();
    });
  }).listen(0, "127.0.0.1", () => resolve({ seen, at: (rest) => `http://127.0.0.1:${server.address().port}${rest}`, close: () => server.close() }));
});

test("a model is fetched by Ollama", async () => {
  const ollama = await fetching("/api/pull", [{ status: "pulling manifest" }, { status: "pulling 6a0", total: 2e9, completed: 1e9 }, { status: "success" }]);
  const { code, out, err } = await docktor("model", "pull", "llama3.2", "--endpoint", ollama.at("/v1"));
  ollama.close();
  assert.equal(code, 0, err);
  assert.match(out, /pulling manifest\npulling 6a0\nsuccess\nllama3.2 is there/);
  assert.deepEqual(ollama.seen, [{ path: "/api/pull", body: { model: "llama3.2", stream: true } }]);
});

test("a model is fetched by Docker Model Runner, and its progress is there for programs", async () => {
  const runner = await fetching("/models/create", [{ type: "progress", message: "Downloaded 12 MB", total: 2e9, layer: { current: 12e6 } }, { type: "success", message: "Model pulled" }]);
  const { code, out } = await docktor("model", "pull", "ai/llama3.2", "--endpoint", runner.at("/engines/v1"), "--json");
  runner.close();
  assert.equal(code, 0);
  assert.deepEqual(JSON.parse(out.split("\n")[0]), { says: "Downloaded 12 MB", done: 12e6, whole: 2e9 });
  assert.equal(runner.seen[0].body.from, "ai/llama3.2");
});

test("a model that cannot be fetched is told in the server's words", async () => {
  const ollama = await fetching("/api/pull", [{ status: "pulling manifest" }, { error: "file does not exist" }]);
  const { code, err } = await docktor("model", "pull", "lama", "--endpoint", ollama.at("/v1"));
  ollama.close();
  assert.equal(code, 1);
  assert.match(err, /fetch lama by .*: file does not exist/);
  const elsewhere = await docktor("model", "pull", "m", "--endpoint", `${base}/v1`);
  assert.equal(elsewhere.code, 1);
  assert.match(elsewhere.err, /HTTP 404: [^{]*\nhint: is it Docker Model Runner or Ollama\?/);
  const nobody = await docktor("model", "pull", "m", "--endpoint", `http://127.0.0.1:${await freePort()}/v1`);
  assert.equal(nobody.code, 1);
});

test("azure and bedrock are found by their makers' own variables", async () => {
  const azure = await docktorWith({ AZURE_OPENAI_ENDPOINT: base, AZURE_OPENAI_API_KEY: "k" }, "model", "test", "good", "--provider", "azure");
  assert.equal(azure.code, 0, azure.err);
  const bedrock = await docktorWith({ AWS_ENDPOINT_URL: base, AWS_BEARER_TOKEN_BEDROCK: "k" }, "model", "test", "good", "--provider", "bedrock");
  assert.equal(bedrock.code, 0, bedrock.err);
  const nowhere = await docktorWith({ AZURE_OPENAI_ENDPOINT: "" }, "model", "test", "good", "--provider", "azure");
  assert.equal(nowhere.code, 2);
  assert.match(nowhere.err, /AZURE_OPENAI_ENDPOINT/);
});

for (const sessionToken of [undefined, "of/the+session="])
  test(`what is sent to bedrock is signed as amazon's own library signs it${sessionToken ? ", with a session" : ""}`, async () => {
    const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "a/secret+never/sent", sessionToken };
    const seen = [];
    const server = createHttpServer((request, response) => {
      let body = "";
      request.on("data", (bytes) => { body += bytes; });
      request.on("end", () => {
        seen.push({ path: request.url, headers: request.headers, body });
        response.writeHead(403, { "Content-Type": "application/json" }).end('{"message":"no"}');
      });
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { code, out, err } = await docktorWith({
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: `http://127.0.0.1:${server.address().port}`, AWS_REGION: "eu-central-1",
      AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey, AWS_SESSION_TOKEN: sessionToken ?? "", AWS_BEARER_TOKEN_BEDROCK: "",
    }, "model", "test", "us.anthropic.claude-haiku-4-5-v1:0", "--provider", "bedrock");
    server.close();
    assert.equal(code, 1, out);
    assert.match(err, /HTTP 403: no/);
    const { path, headers, body } = seen[0];
    assert.equal(path, "/model/us.anthropic.claude-haiku-4-5-v1%3A0/converse");
    const [, time] = headers["x-amz-date"].match(/^(\d{8}T\d{6}Z)$/);
    const date = new Date(time.replace(/(....)(..)(..)T(..)(..)(..)Z/, "$1-$2-$3T$4:$5:$6Z"));
    const signer = new SignatureV4({ service: "bedrock", region: "eu-central-1", uriEscapePath: true, sha256: Sha256, credentials });
    const signed = await signer.sign({ method: "POST", protocol: "http:", hostname: "127.0.0.1", path, query: {}, body,
      headers: { host: headers.host, "content-type": headers["content-type"] } }, { signingDate: date });
    assert.equal(headers.authorization, signed.headers.authorization);
    assert.ok(!JSON.stringify(seen).includes(credentials.secretAccessKey));
  });
