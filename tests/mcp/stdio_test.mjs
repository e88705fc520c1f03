// Holds `docktor mcp` to what it promises where no daemon runs. DOCKTOR_PROGRAM names the program.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { ask, eras } from './peers.mjs';

const program = process.env.DOCKTOR_PROGRAM;
const folder = mkdtempSync(join(tmpdir(), 'docktor-mcp-'));
const env = { PATH: process.env.PATH, HOME: folder, DOCKTOR_STATE_DIR: `${folder}/state`, DOCKTOR_RUNTIME_DIR: `${folder}/run` };
after(() => rmSync(folder, { recursive: true }));

const spawn = (...args) => ({ command: program, args: ['mcp', ...args], cwd: folder, env, stderr: 'inherit' });
const pipe = (input, ...args) =>
  execFileSync(program, ['mcp', ...args], { input, cwd: folder, env, encoding: 'utf8', maxBuffer: 2 ** 26 }).trim().split('\n').map((line) => JSON.parse(line));

const changing = ['apply_scale', 'lean', 'pause', 'resume', 'scale'];

for (const [era, connect] of Object.entries(eras)) {
  test(`${era}: the tools are there, and say what they do`, async () => {
    const client = await connect(spawn());
    const { tools } = await client.listTools();
    const names = tools.map((tool) => tool.name);
    const wanted = ['get_metrics', 'detect_anomalies', 'propose_scale', 'apply_scale', 'get_current_replicas', 'calculate_target_replicas', 'get_queue_metrics',
      'decide_scale_multi', 'services', 'why', 'decisions_list', 'decisions_show', 'overrides', 'doctor', ...changing];
    for (const tool of wanted) assert.ok(names.includes(tool), tool);
    for (const tool of tools) {
      assert.equal(tool.annotations.readOnlyHint, !changing.includes(tool.name), tool.name);
      assert.equal(tool.outputSchema.type, 'object', tool.name);
    }
    await client.close();
  });

  test(`${era}: figures are judged, and a count is calculated`, async () => {
    const client = await connect(spawn());
    const found = await ask(client, 'detect_anomalies', { metrics: { web: 89.3 }, rules: { cpu_high_pct: 80, cpu_low_pct: 20 } });
    assert.deepEqual(found, { recommendation: 'scale_up', reason: 'avg_cpu 89.3 >= 80.0' });
    const target = await ask(client, 'calculate_target_replicas', { recommendation: 'scale_up', current_replicas: 2 });
    assert.deepEqual(target, { action: 'scale_up', should_scale: true, target_replicas: 4, current_replicas: 2 });
    await client.close();
  });

  test(`${era}: without a daemon a tool says so`, async () => {
    const client = await connect(spawn());
    await assert.rejects(ask(client, 'apply_scale', { service: 'web', target_replicas: 4 }), /docktor daemon start/);
    await client.close();
  });

  test(`${era}: without a daemon the doctor says what to do`, async () => {
    const client = await connect(spawn());
    const { ok, findings } = await ask(client, 'doctor', {});
    assert.equal(ok, false);
    assert.equal(findings[0].level, 'problem');
    assert.match(findings[0].text + findings[0].advice, /docktor daemon start/);
    await client.close();
  });

  test(`${era}: --read-only leaves out what changes something`, async () => {
    const client = await connect(spawn('--read-only'));
    const names = (await client.listTools()).tools.map((tool) => tool.name);
    assert.ok(names.includes('propose_scale'));
    for (const tool of changing) assert.ok(!names.includes(tool), tool);
    await client.close();
  });
}

test('a pipe is answered without a handshake, and to its end', () => {
  const requests = Array.from({ length: 200 }, (_, id) => ({ jsonrpc: '2.0', id, method: 'tools/list', params: {} }));
  const answers = pipe(requests.map((request) => JSON.stringify(request)).join('\n'));
  assert.deepEqual(answers.map((answer) => answer.id).sort((a, b) => a - b), requests.map((request) => request.id));
});

test('junk is refused, each line by itself, and what comes after it is answered', () => {
  const junk = ['nonsense', '[]', '[1]', '{}', '42', 'null', '"x"', '{"jsonrpc":"2.0"}', '{"jsonrpc":"2.0","id":{},"method":"ping"}', '{"jsonrpc":"1.0","id":1,"method":"ping"}',
    '{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}', '{"jsonrpc":"2.0","id":1,"method":7}', '['.repeat(5000), '{"a":'.repeat(5000), 'x'.repeat(6e6), '\u0000\u0001', '{"jsonrpc":"2.0","id":1e999,"method":"ping"}'];
  const quiet = ['', '  ', '\t\r', '{"jsonrpc":"2.0","method":"nonsense"}', '{"jsonrpc":"2.0","id":1,"result":{}}', '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":{}}}'];
  const pings = Array.from({ length: 1000 }, (_, id) => `{"jsonrpc":"2.0","id":"p${id}","method":"ping"}`);
  const answers = pipe([...junk, ...quiet, ...pings].join('\n')).flat();
  assert.equal(answers.filter((answer) => answer.error).length, junk.length);
  assert.equal(answers.filter((answer) => answer.result && /^p\d/.test(answer.id)).length, 1000);
});

test('a batch is answered by an array, in the revisions that have them', () => {
  const batch = '[{"jsonrpc":"2.0","id":1,"method":"ping"},{"jsonrpc":"2.0","method":"nonsense"},{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"calculate_target_replicas","arguments":{"recommendation":"hold","current_replicas":2}}}]';
  const [answered] = pipe(batch);
  assert.deepEqual(answered.map(({ id }) => id), [1, 2]);
  assert.equal(answered[1].result.structuredContent.target_replicas, 2);
  const handshake = '{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-06-18"}}';
  assert.match(pipe(`${handshake}\n${batch}`)[1].error.message, /has no batches/);
});

test('--log keeps every message, for its owner only', () => {
  const log = join(folder, 'mcp.log');
  writeFileSync(log, '', { mode: 0o644 });
  pipe('{"jsonrpc":"2.0","id":1,"method":"ping"}\n', '--log', log);
  const lines = readFileSync(log, 'utf8').trim().split('\n');
  assert.equal(lines.length, 2);
  assert.match(lines[0], / in {2}\{"jsonrpc"/);
  assert.match(lines[1], / out \{"jsonrpc"/);
  assert.equal(statSync(log).mode & 0o777, 0o600);
});

test('the inspector finds nothing to complain of', () => {
  const ran = spawnSync('mcp-inspector', ['--cli', program, 'mcp', '--method', 'tools/list', '--strict', '--format', 'json', '-q'], { cwd: folder, env: { ...process.env, ...env }, encoding: 'utf8' });
  assert.equal(ran.status, 0, ran.stdout + ran.stderr);
});
