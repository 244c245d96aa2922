// Every route is asked at random by an outside judge, from the OpenAPI document: no defect of the service (5xx) may come
// of it. Bounded in time; schemathesis lives in .venv-service, see .ci/requirements/service.txt.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { listening } from './setting.ts';

const program = join(import.meta.dirname, '../../../../.venv-service/bin/schemathesis');
const skip = existsSync(program) ? false : 'no .venv-service: install .ci/requirements/service.txt into it';
// Streams have no end, and the provider's answer cannot be made up.
const left = ['followJob', 'followService', 'followServices', 'logIn', 'finishLogIn'];

async function someResult(ask: Awaited<ReturnType<typeof listening>>['ask']): Promise<string> {
  const submitted = await ask({ path: '/api/v1/jobs', body: { goal: { analysis: 'BinnedEvents' } } });
  const job = (await submitted.json()) as { id: string; result: string };
  await ask({ path: `/api/v1/jobs/${job.id}?wait=30` });
  return job.result;
}

test('random requests to every route never meet a defect of the service', { skip, timeout: 240_000 }, async (t) => {
  const { url, log, ask } = await listening(t);
  const id = await someResult(ask);
  const folder = await mkdtemp(join(tmpdir(), 'stemma-fuzz-'));
  t.after(() => rm(folder, { recursive: true }));
  // With an id that is there, the routes of results have something to do.
  const known = `[[operations]]\ninclude-path-regex = "/results/"\nparameters = { id = "${id}", other = "${id}" }\n`;
  await writeFile(join(folder, 'schemathesis.toml'), known);
  const seed = process.env['STEMMA_SEED'] ?? '1';
  const options = ['--checks=not_a_server_error', '--max-examples=16', `--seed=${seed}`, '--request-timeout=20'];
  // One worker: with threads, Python 3.11 loses count of its recursion and fails by itself.
  options.push('--phases=examples,coverage,fuzzing', '--workers=1', '--no-color', '--generation-database=none');
  for (const operation of left) options.push(`--exclude-operation-id=${operation}`);
  const { failed, output } = await new Promise<{ failed: boolean; output: string }>((resolve) => {
    execFile(
      program,
      ['run', ...options, `${url}/api/v1/openapi.json`],
      { cwd: folder, maxBuffer: 2 ** 26, timeout: 200_000 },
      (error, stdout, stderr) => resolve({ failed: error !== null, output: stdout + stderr }),
    );
  });
  const defects = log.filter((line) => /"status":5\d\d/.test(line));
  assert.deepEqual(defects.slice(0, 10), [], output.slice(-4_000));
  assert.equal(failed, false, output.slice(-4_000));
  assert.ok(log.length > 500, `only ${log.length} requests came`);
  assert.equal((await fetch(`${url}/healthz`)).status, 200);
});
