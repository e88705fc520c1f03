// The official clients scale a service of a real project through a daemon, on the Docker engine of DOCKER_HOST.
// DOCKTOR_PROGRAM names the program.
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ask, eras, watch } from './peers.mjs';
import { proxy } from './proxy.mjs';

const runAsync = promisify(execFile);
const program = process.env.DOCKTOR_PROGRAM;
const image = process.env.DOCKTOR_TEST_IMAGE ?? 'docktor-demo/web:dev';
const root = mkdtempSync(join(tmpdir(), 'docktor-mcp-'));
const folder = join(root, 'docktor-mcp');
const env = { ...process.env, DOCKTOR_STATE_DIR: `${root}/state`, DOCKTOR_RUNTIME_DIR: `${root}/run` };

function run(command, ...args) {
  const ran = spawnSync(command, args, { cwd: folder, env, encoding: 'utf8' });
  assert.equal(ran.status, 0, `${command} ${args.join(' ')}: ${ran.stdout}${ran.stderr}`);
  return ran.stdout;
}

let direct;
let token;
const proxies = [];

before(async () => {
  mkdirSync(folder);
  writeFileSync(join(folder, 'compose.yaml'), `services:
  web:
    image: ${image}
    x-docktor: { min: 1, max: 5 }
  other:
    image: ${image}
${[0, 1, 2, 3, 4, 5].map((n) => `  guarded${n}: { image: "${image}", x-docktor: { mode: manual, min: 1, max: 5 } }\n`).join('')}`);
  run('docker', 'compose', 'up', '-d');
  run(program, 'daemon', 'start', '--interval', '1s', '--listen', '0');
  const { daemon } = JSON.parse(run(program, 'status', '--json'));
  direct = daemon.url;
  token = readFileSync(`${root}/state/docktor-mcp/token`, 'utf8');
  const port = new URL(direct).port;
  proxies.push(await proxy({ socketPath: daemon.socket }), await proxy({ host: '127.0.0.1', port }, token, `127.0.0.1:${port}`));
});

after(() => {
  for (const one of proxies) one.close();
  spawnSync(program, ['daemon', 'stop'], { cwd: folder, env });
  spawnSync('docker', ['compose', 'down', '-v', '-t', '0'], { cwd: folder, env });
  rmSync(root, { recursive: true });
});

async function eventually(holds, what) {
  for (let i = 0; i < 150; ++i) {
    if (await holds()) return;
    await sleep(200);
  }
  assert.fail(`not in 30 s: ${what}`);
}

const running = (service) => run('docker', 'compose', 'ps', '-q', service).trim().split('\n').length;

const doors = {
  stdio: () => ({ command: program, args: ['mcp'], cwd: folder, env, stderr: 'inherit' }),
  'the unix socket': () => `${proxies[0].url}/mcp`,
  TCP: () => `${proxies[1].url}/mcp`,
};
const ways = Object.entries(doors).flatMap(([door, to]) => Object.entries(eras).map(([era, connect]) => [`${door}, ${era}`, (answer) => connect(to(), answer)]));

for (const [way, connect] of ways) {
  test(`${way}: measure, judge, propose, scale`, async () => {
    const client = await connect();
    await eventually(async () => Object.keys((await ask(client, 'get_metrics', { container_regex: 'web' })).metrics).length > 0, 'metrics');
    const { metrics } = await ask(client, 'get_metrics', { container_regex: 'docktor-mcp-web', window_sec: 10 });
    await ask(client, 'detect_anomalies', { metrics, rules: { cpu_high_pct: 80, cpu_low_pct: 20 } });

    const target = 3;
    assert.equal((await ask(client, 'propose_scale', { service: 'web', target_replicas: target })).valid, true);
    const tooMany = await ask(client, 'propose_scale', { service: 'web', target_replicas: 50 });
    assert.equal(tooMany.valid, false);
    assert.match(tooMany.message, /the nearest is 5/);

    const done = await ask(client, 'apply_scale', { service: 'web', target_replicas: target, reason: 'a test' });
    assert.equal(done.valid, true, done.message);
    await eventually(() => running('web') === target, `${target} replicas`);
    await eventually(async () => (await ask(client, 'get_current_replicas', { service: 'web' })).current_replicas === target, 'the count');
    await client.close();
  });

  test(`${way}: limits hold, and what nobody enabled is left alone`, async () => {
    const client = await connect();
    const bounded = await ask(client, 'apply_scale', { service: 'web', target_replicas: 50 });
    assert.equal(bounded.valid, false);
    assert.match(bounded.message, /maximum is 5/);
    assert.ok(running('web') <= 5);
    const watched = await ask(client, 'apply_scale', { service: 'other', target_replicas: 2 });
    assert.equal(watched.valid, false);
    await assert.rejects(ask(client, 'scale', { service: 'other', replicas: 2, once: true }), /only a person/);
    assert.equal(running('other'), 1);
    run(program, 'scale', 'web', '1');
    await assert.rejects(ask(client, 'pause', { service: 'web' }), /a person's command is in force/);
    await eventually(() => running('web') === 1, 'what the person said');
    run(program, 'resume', 'web');
    await client.close();
  });

  test(`${way}: every tool that reads fits its schema`, async () => {
    const client = await connect();
    await ask(client, 'why', { service: 'web' });
    const { decisions } = await ask(client, 'decisions_list', { actions: true });
    await ask(client, 'decisions_show', { decision: decisions[0].decision.id });
    for (const tool of ['status', 'services', 'metrics', 'overrides', 'proposals', 'health', 'doctor', 'decisions_verify', 'decisions_export']) await ask(client, tool);
    const { resources } = await client.listResources();
    assert.deepEqual(resources.map((one) => one.uri), ['docktor://services']);
    for (const uri of ['docktor://services', 'docktor://services/web', `docktor://services/${encodeURIComponent('docktor-mcp/web')}`, `docktor://decisions/${decisions[0].decision.id}`]) {
      const { contents } = await client.readResource({ uri });
      assert.ok(JSON.parse(contents[0].text), uri);
    }
    await assert.rejects(client.readResource({ uri: 'docktor://services/nix' }));
    await assert.rejects(watch(client, ['docktor://services/nix'], () => {}), /nix/);
    await assert.rejects(watch(client, ['docktor://decisions/d1'], () => {}), /nobody is told of changes/);
    const { messages } = await client.getPrompt({ name: 'autoscale', arguments: { service: 'web' } });
    assert.match(messages[0].content.text, /propose_scale/);
    await client.close();
  });
}

for (const [way, connect] of ways)
  test(`${way}: what changes is told to who listens`, async () => {
    const client = await connect();
    const changed = new Set();
    await watch(client, ['docktor://services/web', 'docktor://services/other'], (uri) => changed.add(uri));
    await sleep(1000);  // a follower looks for the daemon first
    const target = running('web') === 2 ? 3 : 2;
    run(program, 'scale', 'web', String(target));
    await eventually(() => changed.has('docktor://services/web'), 'the change');
    await client.close();
    await eventually(() => running('web') === target && !JSON.parse(run(program, 'status', '--json')).services.some((one) => one.acting), 'its end');
  });

const settings = (text) => writeFileSync(join(folder, 'docktor.yaml'), text);

const proposals = (service) => JSON.parse(run(program, 'proposals', '--json')).proposals.filter((one) => one.service === `docktor-mcp/${service}`);

for (const [n, [way, connect]] of ways.entries())
  test(`${way}: a proposal is put to the client's person`, async () => {
    const service = `guarded${n}`;
    const apply = async (target, answer) => {
      const client = await connect(answer);
      const applied = await ask(client, 'apply_scale', { service, target_replicas: target });
      await client.close();
      return applied;
    };
    const unasked = await apply(2);
    assert.match(unasked.message, /a person has to approve it/);
    await eventually(() => proposals(service).length === 1 && !proposals(service)[0].by_mcp, 'the proposal');

    const approve = () => ({ action: 'accept', content: { approve: true } });
    const refused = await apply(2, approve);
    assert.equal(refused.valid, false);
    assert.match(refused.message, /approval.mcp/);
    assert.equal(running(service), 1);
    settings('approval: {mcp: true}\n');
    await eventually(() => proposals(service).every((one) => one.by_mcp), 'the setting');
    const done = await apply(2, approve);
    assert.equal(done.valid, true, done.message);
    await eventually(() => running(service) === 2, 'what was approved');
    settings('');

    const questions = [];
    const rejected = await apply(3, (params) => questions.push(params) && { action: 'decline' });
    assert.equal(rejected.valid, false);
    assert.match(rejected.message, /rejected/);
    assert.match(questions[0].message, new RegExp(`Docktor proposes 3 of ${service} instead of 2`));
    assert.equal(proposals(service).length, 0);
  });

test('TCP wants the token, and no page from elsewhere', async () => {
  const ask = (path, headers = {}) => fetch(direct + path, { method: 'POST', body: '{"jsonrpc":"2.0","id":1,"method":"ping"}', headers });
  const authorization = `Bearer ${token}`;
  assert.equal((await ask('/mcp')).status, 401);
  assert.equal((await ask('/mcp', { authorization: 'Bearer nonsense' })).status, 401);
  assert.equal((await ask('/mcp', { authorization })).status, 200);
  assert.equal((await ask('/mcp', { authorization, origin: 'https://evil.example' })).status, 403);
  assert.equal((await ask('/api/v1/stop', { authorization })).status, 403, 'for people');
  assert.equal((await ask('/api/v1/approve', { authorization })).status, 403, 'for people');
  assert.equal(statSync(`${root}/state/docktor-mcp/token`).mode & 0o777, 0o600);
});

// What is wanted of every server, whatever its tools are. The rest wants tools of certain names.
const scenarios = {
  '2025-11-25': ['server-initialize', 'ping', 'tools-list', 'resources-list', 'prompts-list', 'logging-set-level', 'completion-complete', 'server-session-lifecycle', 'dns-rebinding-protection'],
  '2026-07-28': ['tools-list', 'resources-list', 'prompts-list', 'caching', 'sep-2164-resource-not-found', 'http-header-validation', 'dns-rebinding-protection', 'server-stateless'],
};
const wantsToolsOfCertainNames = [
  'sep-2575-http-server-no-independent-requests-on-stream',
  'sep-2575-missing-capability-http-400',
  'sep-2575-server-no-log-without-loglevel',
  'sep-2575-server-rejects-undeclared-capability',
];

for (const [revision, names] of Object.entries(scenarios)) {
  for (const scenario of names) {
    test(`conformance ${revision}: ${scenario}`, async () => {
      const out = join(root, `${revision}-${scenario}`);
      const ran = await runAsync('conformance', ['server', '--url', `${proxies[1].url}/mcp`, '--scenario', scenario, '--spec-version', revision, '-o', out], { timeout: 60000 }).catch((failure) => failure);
      const report = readdirSync(out, { recursive: true }).find((file) => file.endsWith('checks.json'));
      const checks = JSON.parse(readFileSync(join(out, report), 'utf8'));
      const failed = checks.filter(({ status }) => status === 'FAILURE' || status === 'WARNING').map(({ id }) => id).sort();
      assert.ok(checks.length > 0);
      assert.deepEqual(failed, scenario === 'server-stateless' ? wantsToolsOfCertainNames : [], ran.stdout);
    });
  }
}
