// Tests of the simulator that stands in for data: deterministic, true to its parameters, and always labelled.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runDirectly } from '../../../../../test/instruments/run-directly.ts';
import { SimulatedLightCurve } from './simulated-light-curve.ts';

const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);

test('the same derivation draws the same counts, another one others', async () => {
  const [a, b, c] = [
    await runDirectly(SimulatedLightCurve),
    await runDirectly(SimulatedLightCurve),
    await runDirectly(SimulatedLightCurve, {}, { seed: 'other' }),
  ];
  assert.deepEqual(a, b);
  assert.notDeepEqual(a.bins.counts, c.bins.counts);
});

test('level, burst counts and span are those asked for', async () => {
  const quiet = await runDirectly(SimulatedLightCurve, { burstCounts: 0 });
  const level = sum(quiet.bins.counts) / sum(quiet.bins.widthS);
  assert.ok(Math.abs(level - 91_000) < 5 * Math.sqrt((91_000 * 1.165 ** 2) / 540), `${level}`);
  const burst = await runDirectly(SimulatedLightCurve, { burstCounts: 2e6 });
  const net = sum(burst.bins.counts) - 91_000 * 540;
  assert.ok(Math.abs(net - 2e6) < 5 * Math.sqrt(91_000 * 540 * 1.165 ** 2 + 2e6), `${net}`);
  assert.deepEqual([burst.bins.startS[0], burst.bins.counts.length], [-270, 5400]);
});

test('it is labelled as simulation wherever it is named', async () => {
  const { origin } = await runDirectly(SimulatedLightCurve, { bins: 10 });
  assert.equal(origin.kind, 'simulation');
  assert.match(origin.text, /SIMULATION/);
  assert.match(origin.instrument, /simulated/);
});

test('parameters take units, and refuse what makes no sense', async () => {
  const { bins } = await runDirectly(SimulatedLightCurve, { binS: '50 ms', bins: '20', decayS: '0.1 min' });
  assert.equal(bins.widthS[0], 0.05);
  await assert.rejects(runDirectly(SimulatedLightCurve, { binS: '1 keV' }), /binS must be a number in s/);
  await assert.rejects(runDirectly(SimulatedLightCurve, { bins: 3 }), /bins must be .*10/);
  await assert.rejects(runDirectly(SimulatedLightCurve, { t0Utc: 'now' }), {
    code: 'invalid_request',
    message: /t0Utc: 'now' is not a time/,
  });
});
