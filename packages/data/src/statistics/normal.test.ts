/** Tests of the error function and the normal distribution; reference values computed with mpmath at 40 digits. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { erf, erfc, normalCdf, normalIsf, normalIsfLog, normalLogSf, normalPdf, normalSf } from './normal.ts';

function close(actual: number, expected: number, relative: number, what: unknown): void {
  assert.ok(Math.abs(actual - expected) <= relative * Math.abs(expected), `${what}: ${actual} instead of ${expected}`);
}

test('erf has fifteen digits', () => {
  const values = [
    [0.1, 0.11246291601828488],
    [0.5, 0.5204998778130465],
    [0.99, 0.8385080695553698],
    [1, 0.8427007929497149],
    [1.5, 0.9661051464753108],
    [3, 0.9999779095030014],
  ] as const;
  for (const [x, expected] of values) {
    close(erf(x), expected, 1e-15, x);
    close(erf(-x), -expected, 1e-15, -x);
  }
  assert.equal(erf(0), 0);
  assert.ok(Number.isNaN(erf(Number.NaN)) && Number.isNaN(erfc(Number.NaN)));
});

test('erfc keeps fourteen digits out to where it leaves the range of doubles', () => {
  const values = [
    [0.5, 0.4795001221869535],
    [0.99, 0.1614919304446302],
    [1.01, 0.1531895037717233],
    [2, 0.004677734981047266],
    [5, 1.537459794428035e-12],
    [10, 2.088487583762545e-45],
    [26, 5.663192408856143e-296],
  ] as const;
  for (const [x, expected] of values) close(erfc(x), expected, 4e-15, x);
  assert.equal(erfc(30), 0);
  assert.equal(erfc(-30), 2);
});

test('tail probabilities of the normal distribution are right from -5 to 37 sigma', () => {
  const values = [
    [-5, 0.9999997133484281],
    [-1, 0.8413447460685429],
    [0, 0.5],
    [0.5, 0.3085375387259869],
    [1, 0.15865525393145705],
    [2, 0.02275013194817921],
    [3, 0.0013498980316300946],
    [5, 2.866515718791939e-7],
    [6, 9.86587645037698e-10],
    [8, 6.220960574271784e-16],
    [12, 1.776482112077679e-33],
    [20, 2.7536241186062337e-89],
    [30, 4.906713927148187e-198],
    [37, 5.725571222524577e-300],
  ] as const;
  for (const [x, expected] of values) {
    close(normalSf(x), expected, 3e-15, x);
    close(normalCdf(-x), expected, 3e-15, x);
  }
});

test('the logarithm of the tail probability goes on where the probability underflows', () => {
  const values = [
    [-3, -0.0013508099647481938],
    [0, -Math.LN2],
    [5, -15.064998393988725],
    [30, -454.3212439563432],
    [40, -804.6084420137538],
    [100, -5005.524208694205],
    [1000, -500007.8266948122],
  ] as const;
  for (const [x, expected] of values) close(normalLogSf(x), expected, 3e-15, x);
});

test('significances come back from probabilities', () => {
  const values = [
    [0.4, 0.2533471031357998],
    [0.1, 1.2815515655446006],
    [0.025, 1.9599639845400543],
    [1e-3, 3.0902323061678136],
    [1e-10, 6.361340902404057],
    [1e-100, 21.273453560965326],
    [1e-300, 37.0470962993612],
  ] as const;
  for (const [p, expected] of values) close(normalIsf(p), expected, 2e-15, p);
  assert.ok(Math.abs(normalIsf(0.5)) < 1e-15);
  assert.equal(normalIsf(0), Infinity);
  assert.equal(normalIsf(1), -Infinity);
});

test('isf undoes sf over the whole line, and its logarithmic form beyond', () => {
  fc.assert(
    fc.property(fc.double({ min: -5, max: 37, noNaN: true }), (x) => {
      // Towards negative x the probability nears 1 and a double cannot tell more.
      const tolerance = x < 0 ? 1e-15 / normalPdf(x) : 1e-13;
      assert.ok(Math.abs(normalIsf(normalSf(x)) - x) <= tolerance + 1e-14, `${x}`);
    }),
  );
  for (const x of [50, 300, 2000]) close(normalIsfLog(normalLogSf(x)), x, 1e-14, x);
});

test('what is no probability is refused', () => {
  for (const p of [-0.1, 1.1, Number.NaN]) assert.throws(() => normalIsf(p), /probability/);
  assert.throws(() => normalIsfLog(-0.1), /ln 0.5/);
});
