// Reports: few however much happens, and together everything that happened.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ResolutionEvent } from '@stemma/core';
import { Reporter, reportPeriodMs } from './reporter.ts';
import type { WorkReport } from './worker.ts';

const id = (n: number) => n.toString(16).padStart(64, '0');
const done = (n: number, origin: 'computed' | 'store' = 'computed'): ResolutionEvent => ({
  type: 'done',
  id: id(n),
  name: 'test.A',
  origin,
  contentDigest: id(n),
  durationMs: 1,
});

function reporterOf(pending: string[] = [], medianS?: number) {
  const reports: WorkReport[] = [];
  const derivations = pending.map((name) => ({ definition: { name } }) as never);
  const resolution = { derivation: () => undefined, pending: () => ({ count: pending.length, derivations }) };
  const timings = async (names: readonly string[]) =>
    new Map(medianS === undefined ? [] : names.map((name) => [name, { count: 1, medianS, p90S: medianS }]));
  const reporter = new Reporter(resolution, { timings }, 2, (report) => reports.push(report));
  return { reporter, reports };
}

test('the first report comes at once, the others not before a period is over, and nothing is left out', async () => {
  const { reporter, reports } = reporterOf();
  const startedMs = performance.now();
  for (let n = 0; n < 500; n++) {
    reporter.take(done(n, n % 2 === 0 ? 'computed' : 'store'));
    if (n % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  }
  reporter.close();
  const periods = Math.ceil((performance.now() - startedMs) / reportPeriodMs);
  assert.ok(reports.length >= 2 && reports.length <= periods + 2, `${reports.length} reports in ${periods} periods`);
  assert.deepEqual(
    reports.flatMap(({ nodes }) => nodes.map((node) => node.id)),
    Array.from({ length: 500 }, (_, n) => id(n)),
  );
  assert.deepEqual(reports.at(-1)!.progress, { done: 500, total: 500, computed: 250, reused: 250, failed: 0 });
});

test('a node that changes several times between two reports is told once, as it is now', () => {
  const { reporter, reports } = reporterOf(['test.B']);
  reporter.take({ type: 'started', id: id(1), name: 'test.A', attempt: 1 });
  reporter.take({ type: 'progress', id: id(1), name: 'test.A', fraction: 0.5 });
  reporter.take(done(1));
  reporter.close();
  assert.equal(reports.length, 1);
  assert.deepEqual(reports[0]!.nodes, [{ id: id(1), name: 'test.A', state: 'computed', durationMs: 1 }]);
  assert.equal(reports[0]!.progress.total, 2);
});

test('lines keep their order; of a log that runs away the first are told, and how many more there are', () => {
  const { reporter, reports } = reporterOf();
  for (let n = 0; n < 800; n++)
    reporter.take({ type: 'log', id: id(1), name: 'test.A', line: { timeMs: n, level: 'info', text: `${n}` } });
  reporter.close();
  const texts = reports[0]!.lines.map(({ text }) => text);
  assert.deepEqual(
    texts.slice(0, 500),
    Array.from({ length: 500 }, (_, n) => `${n}`),
  );
  assert.match(texts[500]!, /^300 more lines/);
  assert.equal(texts.length, 501);
});

test('the estimate is the work that is left over the slots, and none where something never ran here', async () => {
  for (const [medianS, etaS] of [
    [3, 6],
    [undefined, undefined],
  ] as const) {
    const { reporter, reports } = reporterOf(['test.A', 'test.A', 'test.B', 'test.B'], medianS);
    reporter.take(done(1));
    await new Promise((resolve) => setTimeout(resolve, 20));
    reporter.close();
    assert.equal(reports.at(-1)!.etaS, etaS);
  }
});

test('after the end nothing is reported', async () => {
  const { reporter, reports } = reporterOf();
  reporter.close();
  reporter.take(done(1));
  await new Promise((resolve) => setTimeout(resolve, 2 * reportPeriodMs));
  assert.equal(reports.length, 1);
});
