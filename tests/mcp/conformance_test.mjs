// The server's MCP code under what the protocol's own conformance tests want of a server with certain tools. FIXTURE names
// the program that serves these.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { proxy } from './proxy.mjs';

const runAsync = promisify(execFile);
const token = 'of-the-fixtures';
const root = mkdtempSync(join(tmpdir(), 'docktor-conformance-'));
let fixture, door;

before(async () => {
  fixture = spawn(process.env.FIXTURE, [token], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = await once(fixture.stdout, 'data');
  const { hostname, port, host } = new URL(line.toString().trim());
  door = await proxy({ host: hostname, port }, token, host);
});
after(() => {
  door.close();
  fixture.stdin.end();
  rmSync(root, { recursive: true });
});

// What a server may leave out, and this one does: the extension for tasks, tools that name headers of their own, and
// schemas with references.
const optional = /^server-(tasks-|http-custom-header|json-schema-2020-12)/;

for (const [revision, wanted] of [['2025-11-25', 30], ['2026-07-28', 37]])
  test(`${revision}: ${wanted} of ${wanted} required scenarios`, async () => {
    const out = join(root, revision);
    const ran = await runAsync('conformance', ['server', '--url', `${door.url}/mcp`, '--requirements', revision, '-o', out], { timeout: 120000, maxBuffer: 2 ** 26 }).catch((failure) => failure);
    const reports = readdirSync(out, { recursive: true }).filter((file) => file.endsWith('checks.json') && !optional.test(file));
    const failed = reports.flatMap((file) => JSON.parse(readFileSync(join(out, file), 'utf8'))
      .filter(({ status }) => status === 'FAILURE' || status === 'WARNING').map(({ id, errorMessage }) => `${file}: ${id}: ${errorMessage}`));
    assert.deepEqual(failed, []);
    assert.ok(reports.length >= wanted, `${reports.length} scenarios ran`);
    assert.equal(ran.code ?? 0, 0, ran.stdout?.slice(-2000));
  });
