// `stemma serve` as a process: starts, answers, ends in order.
import { strict as assert } from 'node:assert';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

const bin = join(import.meta.dirname, '../../packages/cli/src/bin.ts');
const node = ['--conditions=source', bin];

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'stemma-serve-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

interface Listed {
  readonly name: string;
  readonly status: string;
  readonly healthyCount: number;
  readonly instanceCount: number;
}

interface Detail {
  readonly dependants: readonly string[];
  readonly instances: readonly { readonly checks: readonly { readonly output: string }[] }[];
}

// The address, once the server has printed it.
function start(folder: string, ...args: string[]) {
  const child = spawn(process.execPath, [...node, 'serve', '--port', '0', '--json', ...args], {
    cwd: folder,
    env: { ...process.env, STEMMA_STORE: join(folder, 'store'), STEMMA_LOG_FILE: join(folder, 'server.log') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const url = new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').once('data', (line: string) => resolve((JSON.parse(line) as { url: string }).url));
    void ended.then((code) => reject(new Error(`ended with ${code}`)));
  });
  return { child, url, ended };
}

function settingsIn(folder: string, ...args: string[]) {
  const env = { ...process.env, STEMMA_STORE: join(folder, 'store') };
  return spawnSync(process.execPath, [...node, 'serve', ...args], { cwd: folder, env, encoding: 'utf8' });
}

test('a server answers, does a job in its worker, and ends in order on SIGTERM', { timeout: 60_000 }, async (t) => {
  const { child, url, ended } = start(folderOf(t));
  t.after(() => child.kill('SIGKILL'));
  const address = await url;
  assert.equal((await fetch(`${address}/readyz`)).status, 200);
  const submitted = await fetch(`${address}/api/v1/jobs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ goal: { analysis: 'tutorial.BinnedEvents' } }),
  });
  assert.equal(submitted.status, 202);
  const { id } = (await submitted.json()) as { id: string };
  const job = (await (await fetch(`${address}/api/v1/jobs/${id}?wait=30`)).json()) as { state: string };
  assert.equal(job.state, 'done');
  const metrics = await (await fetch(`${address}/metrics`)).text();
  assert.match(metrics, /stemma_jobs_ended_total\{state="done"\} 1\n/);
  assert.match(metrics, /operation="submitJob",method="POST",status="202",le="\+Inf"\} 1\n/);
  child.kill('SIGTERM');
  assert.equal(await ended, 0);
});

test('every service that the loaded analyses allow is healthy, by instances, and knows who depends on it', async (t) => {
  const { child, url, ended } = start(folderOf(t));
  const address = await url;
  try {
    const get = async <T>(path: string) => (await (await fetch(address + path)).json()) as T;
    // The checks run at the start, beside the first answers.
    await new Promise((resolve) => setTimeout(resolve, 2000));
    const { items } = await get<{ items: Listed[] }>('/api/v1/services');
    const byName = new Map(items.map((item) => [item.name, item]));
    assert.equal(byName.size, 10);
    assert.deepEqual([byName.get('alert-client')!.status, byName.get('alert-client')!.instanceCount], ['unknown', 0]);
    for (const name of ['web', 'analysis-worker', 'time-system', 'response', 'burst-duration'])
      assert.deepEqual([byName.get(name)!.healthyCount, byName.get(name)!.instanceCount], [1, 1], name);
    const detail = await get<Detail>('/api/v1/services/dump-light-curve');
    assert.ok(detail.dependants.includes('integral.BurstReport'));
    assert.match(detail.instances[0]!.checks[0]!.output, /SpiAcsLightCurve/);
  } finally {
    child.kill('SIGINT');
    assert.equal(await ended, 0);
  }
});

test('settings are checked and shown without starting anything, and without secrets', (t) => {
  const folder = folderOf(t);
  const write = (content: unknown) => writeFileSync(join(folder, 'stemma.server.json'), JSON.stringify(content));
  write({ port: 9000, consul: { token: 's3cret' } });
  assert.equal(settingsIn(folder, '--check').stdout, 'the settings can be used\n');
  const shown = settingsIn(folder, '--print-settings', '--port', '9001').stdout;
  assert.equal((JSON.parse(shown) as { port: number }).port, 9001);
  assert.ok(!shown.includes('s3cret'));
  write({ prot: 9000 });
  const refused = settingsIn(folder, '--check');
  assert.equal(refused.status, 2);
  assert.match(refused.stderr, /no setting "prot"; did you mean "port"/);
  assert.match(settingsIn(folder, '--check', '--config', 'none.json').stderr, /none\.json cannot be read \(ENOENT\)/);
});

test('a server does not open to a network by accident', (t) => {
  const refused = settingsIn(folderOf(t), '--host', '0.0.0.0', '--port', '0');
  assert.equal(refused.status, 2);
  assert.match(refused.stderr, /listening on 0\.0\.0\.0 opens/);
});
