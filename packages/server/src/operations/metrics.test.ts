// Metrics, read by a reader of the text format.
import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Seen } from '../app.ts';
import { gaugeText, RequestMetrics } from './metrics.ts';

const seen = (durationMs: number, status = 200): Seen => ({
  operation: 'getJob',
  method: 'GET',
  path: '/api/v1/jobs/{id}',
  status,
  durationMs,
  requestId: 'r',
});

// A reader of the text format, as strict as Prometheus about what a sample line is.
function samples(text: string): Map<string, number> {
  const read = new Map<string, number>();
  for (const line of text.split('\n').filter((one) => one !== '' && !one.startsWith('#'))) {
    const match = /^([a-z_]+(?:\{(?:[a-z]+="(?:[^"\\\n]|\\[\\"n])*",?)*\})?) (\S+)$/.exec(line);
    assert.ok(match, `a sample: ${line}`);
    assert.ok(!read.has(match[1]!), `twice: ${line}`);
    read.set(match[1]!, Number(match[2]));
  }
  return read;
}

test('a request is counted in every bucket that is long enough for it', () => {
  const metrics = new RequestMetrics();
  metrics.observe(seen(3));
  const read = samples(metrics.text());
  const bucket = (le: string) =>
    read.get(`stemma_http_request_duration_seconds_bucket{operation="getJob",method="GET",status="200",le="${le}"}`);
  assert.deepEqual([bucket('0.002'), bucket('0.005'), bucket('+Inf')], [0, 1, 1]);
});

test('buckets grow, the last is the count, and the sum is the sum', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(200_000), { minLength: 1, maxLength: 50 }), (durationsMs) => {
      const metrics = new RequestMetrics();
      for (const durationMs of durationsMs) metrics.observe(seen(durationMs));
      const read = samples(metrics.text());
      const buckets = [...read].filter(([name]) => name.includes('_bucket')).map(([, value]) => value);
      assert.deepEqual(
        buckets,
        buckets.toSorted((a, b) => a - b),
      );
      assert.equal(buckets.at(-1), durationsMs.length);
      const sum = [...read].find(([name]) => name.includes('_sum'))![1];
      const expected = durationsMs.reduce((total, ms) => total + ms, 0) / 1000;
      assert.ok(Math.abs(sum - expected) <= 1e-9 * (1 + expected));
    }),
  );
});

test('requests are told apart by operation and status, never by address', () => {
  const metrics = new RequestMetrics();
  for (let i = 0; i < 100; i++) metrics.observe({ ...seen(1, i % 2 ? 200 : 404), path: `/api/v1/jobs/${i}` });
  const counts = [...samples(metrics.text())].filter(([name]) => name.includes('_count'));
  assert.deepEqual(
    counts.map(([, count]) => count),
    [50, 50],
  );
});

test('numbers of the moment come with help and type, and labels can hold any text', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer(), (label, value) => {
      const text = gaugeText([
        { name: 'stemma_jobs', help: 'Jobs.', type: 'gauge', values: [{ labels: { state: label }, value }] },
      ]);
      assert.match(text, /^# HELP stemma_jobs Jobs\.\n# TYPE stemma_jobs gauge\n/);
      assert.deepEqual([...samples(text).values()], [value]);
    }),
  );
});
