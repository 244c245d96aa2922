// Tests of folding: integrals of power laws, redistribution that loses nothing, counts of a known case.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { expectedCounts, logEdges, powerLawIntegral, responseMatrix } from './fold.ts';

const close = (actual: number, expected: number, tolerance: number) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not within ${tolerance} of ${expected}`);

test('integrals of power laws are those of the formula, and add up', () => {
  close(powerLawIntegral({ normPerCm2STeV: 2, index: 3 }, 1, 2), 2 * (1 / 2) * (1 - 1 / 4), 1e-15);
  close(powerLawIntegral({ normPerCm2STeV: 2, index: 1 }, 1, Math.E), 2, 1e-12);
  close(powerLawIntegral({ normPerCm2STeV: 1, index: 2 }, 4, Infinity), 0.25, 1e-15);
  fc.assert(
    fc.property(
      fc.double({ min: 0.5, max: 5, noNaN: true }),
      fc.double({ min: 1, max: 10, noNaN: true }),
      (index, middle) => {
        const model = { normPerCm2STeV: 1, index };
        const whole = powerLawIntegral(model, 0.5, 20);
        close(powerLawIntegral(model, 0.5, middle) + powerLawIntegral(model, middle, 20), whole, 1e-9 * whole);
      },
    ),
  );
});

test('logarithmic edges begin and end where they should', () => {
  const edges = logEdges(0.1, 100, 24);
  assert.equal(edges.length, 25);
  close(edges[8]!, 1, 1e-12);
  close(edges[24]!, 100, 1e-9);
});

// One true bin from 0.9 to 1/0.9 TeV, so that its middle is 1 TeV; ratios from 0.5 to 1.5 in ten steps.
const ratios = Float64Array.from({ length: 11 }, (_, i) => 0.5 + i / 10);
const response = (density: Float64Array) => ({
  trueLowTeV: Float64Array.of(0.9),
  trueHighTeV: Float64Array.of(1 / 0.9),
  areaM2: Float64Array.of(200),
  migraEdges: ratios,
  migraDensity: density,
  safeLowTeV: 0.1,
  safeHighTeV: 100,
});

test('photons are redistributed by the ratio of energies, and none is lost', () => {
  const flat = responseMatrix(response(new Float64Array(10).fill(1)), Float64Array.of(0.1, 0.75, 1, 1.25, 10));
  [0.25, 0.25, 0.25, 0.25].forEach((part, bin) => close(flat[bin]!, part * 200e4, 1e-6));
  const spike = new Float64Array(10);
  spike[5] = 10;
  assert.deepEqual(
    [...responseMatrix(response(spike), Float64Array.of(0.1, 0.9, 1, 1.2, 10))].map(Math.round),
    [0, 0, 2_000_000, 0],
  );
});

test('a density that is not normalised counts as if it were, an empty one gives nothing', () => {
  const edges = Float64Array.of(0.1, 10);
  close(responseMatrix(response(new Float64Array(10).fill(0.3)), edges)[0]!, 200e4, 1e-6);
  assert.equal(responseMatrix(response(new Float64Array(10)), edges)[0], 0);
});

test('expected counts are flux times area times time', () => {
  const folding = {
    trueLowTeV: Float64Array.of(1, 2),
    trueHighTeV: Float64Array.of(2, 4),
    matrixCm2: Float64Array.of(1e9, 0, 5e8, 1e9),
    livetimeS: 1000,
  };
  const counts = expectedCounts(folding, { normPerCm2STeV: 1e-11, index: 2 });
  close(counts[0]!, 1e-11 * 0.5 * 1e9 * 1000, 1e-9);
  close(counts[1]!, 1e-11 * (0.5 * 5e8 + 0.25 * 1e9) * 1000, 1e-9);
});
