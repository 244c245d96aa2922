// Tests of flux points and of the flux above 1 TeV: they lie on the model that made the counts, with errors that follow
// from the counts, and end where the counts end.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { PowerLawFit, RunCounts } from './fit-power-law.ts';
import { fluxAboveOneTeV, fluxPoints } from './flux-points.ts';
import { expectedCounts, logEdges, type Folding, type PowerLaw } from './fold.ts';

const truth: PowerLaw = { normPerCm2STeV: 4e-11, index: 2.6 };
const edges = logEdges(1, 32, 5);
const [low, high] = [edges.slice(0, -1), edges.slice(1)];
const matrixCm2 = Float64Array.from({ length: 25 }, (_, i) => (i % 6 === 0 ? 2e9 : 0));
const folding: Folding = { trueLowTeV: low, trueHighTeV: high, matrixCm2, livetimeS: 6000 };

/** Counts without noise: the model's, times `factor`, on a background of 3. */
function run(factor = 1, changes: Partial<RunCounts> = {}): RunCounts {
  const on = expectedCounts(folding, truth).map((counts) => factor * counts + 3);
  return { ...folding, on, off: new Float64Array(5).fill(30), safe: new Uint8Array(5).fill(1), alpha: 0.1, ...changes };
}

const close = (value: number, expected: number, tolerance = 1e-9) =>
  assert.ok(Math.abs(value - expected) <= tolerance * Math.abs(expected), `${value}, not ${expected}`);

test('without noise every point lies on the model, at the geometric middle of its bin', () => {
  const { energyTeV, flux, excess, expected } = fluxPoints([run()], truth, low, high);
  assert.equal(flux.length, 5);
  energyTeV.forEach((energy, i) => {
    close(energy, Math.sqrt(low[i]! * high[i]!));
    close(flux[i]!, 4e-11 * energy ** -2.6);
    close(excess[i]!, expected[i]!);
  });
});

test('twice the excess is twice the flux, whatever model the point is drawn against', () => {
  const model = { normPerCm2STeV: 1e-11, index: 2.6 };
  const { energyTeV, flux } = fluxPoints([run(2)], model, low, high);
  flux.forEach((value, i) => close(value, 8e-11 * energyTeV[i]! ** -2.6));
});

test('the error of a flux is that of its counts: ON and alpha squared OFF', () => {
  const { excess, flux, fluxError } = fluxPoints([run()], truth, low, high);
  fluxError.forEach((error, i) => close((error / flux[i]!) * excess[i]!, Math.sqrt(excess[i]! + 3 + 0.01 * 30)));
});

test('runs add up; a run counts only where it is safe', () => {
  const safeAbove = Uint8Array.of(0, 1, 1, 1, 1);
  const single = fluxPoints([run()], truth, low, high);
  const both = fluxPoints([run(), run(1, { safe: safeAbove })], truth, low, high);
  close(both.expected[0]!, single.expected[0]!);
  close(both.expected[1]!, 2 * single.expected[1]!);
  both.flux.forEach((flux, i) => close(flux, single.flux[i]!));
  assert.ok(both.fluxError[1]! < single.fluxError[1]! && both.sigma[1]! > single.sigma[1]!);
  const none = fluxPoints([run(1, { safe: safeAbove })], truth, low, high);
  assert.equal(none.lowTeV[0], low[1]);
});

test('points end with the last bin that has an excess, and a gap before it stays', () => {
  const on = Float64Array.of(50, 0, 20, 0, 0);
  const { excess, flux, sigma } = fluxPoints([run(1, { on })], truth, low, high);
  assert.deepEqual([...excess], [47, -3, 17]);
  assert.ok(flux[1]! < 0 && sigma[1]! < 0);
  assert.equal(fluxPoints([run(1, { on: new Float64Array(5) })], truth, low, high).flux.length, 0);
});

test('without OFF counts a significance is still given, with the alpha of the exposures', () => {
  const { sigma } = fluxPoints([run(1, { off: new Float64Array(5) })], truth, low, high);
  assert.ok(sigma.every((value) => value > 0 && Number.isFinite(value)));
});

const fitted = (model: PowerLaw, normError = 0, indexError = 0, correlation = 0): PowerLawFit => ({
  model,
  normError,
  indexError,
  correlation,
  stat: 0,
  degreesOfFreedom: 1,
  hasConverged: true,
});

test('the flux above 1 TeV is norm over index less one', () => {
  const index = fc.double({ min: 1.1, max: 6, noNaN: true });
  const norm = fc.double({ min: 1e-14, max: 1e-8, noNaN: true });
  fc.assert(
    fc.property(norm, index, (normPerCm2STeV, gamma) => {
      const { flux } = fluxAboveOneTeV(fitted({ normPerCm2STeV, index: gamma }));
      close(flux, normPerCm2STeV / (gamma - 1), 1e-9);
    }),
  );
  assert.equal(fluxAboveOneTeV(fitted({ normPerCm2STeV: 1e-11, index: 1 })).flux, Infinity);
});

test('its error is that of norm and index together, smaller when they move together', () => {
  const model = { normPerCm2STeV: 4e-11, index: 3 };
  const relative = (correlation: number) => {
    const { flux, error } = fluxAboveOneTeV(fitted(model, 4e-12, 0.1, correlation));
    return error / flux;
  };
  close(relative(0), Math.hypot(0.1, 0.05));
  close(relative(1), 0.05);
  close(relative(-1), 0.15);
});
