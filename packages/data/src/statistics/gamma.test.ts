/** Tests of the gamma function family; reference values computed with mpmath at 40 digits. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chiSquareSf, gammaP, gammaQ, logGamma, logPoissonDensity } from './gamma.ts';

function close(actual: number, expected: number, relative: number, what: unknown): void {
  assert.ok(Math.abs(actual - expected) <= relative * Math.abs(expected), `${what}: ${actual} instead of ${expected}`);
}

test('the logarithm of the gamma function has fourteen digits', () => {
  const values = [
    [1e-5, 11.512919692895826],
    [0.1, 2.252712651734206],
    [0.5, 0.5723649429247001],
    [1.5, -0.12078223763524522],
    [3, Math.LN2],
    [7.3, 7.147892523022249],
    [10, 12.80182748008147],
    [100.5, 361.4355404677776],
    [1e6, 12_815_504.56914761],
  ] as const;
  for (const [x, expected] of values)
    assert.ok(Math.abs(logGamma(x) - expected) <= 1e-14 * Math.max(1, expected), `${x}`);
  assert.throws(() => logGamma(0), /positive/);
});

test('the incomplete gamma functions have twelve digits on both sides', () => {
  const values = [
    [0.5, 0.1, 0.654720846018577, 0.34527915398142295],
    [0.5, 4, 0.004677734981047266, 0.9953222650189527],
    [1, 1, 0.36787944117144233, 0.6321205588285577],
    [3, 10, 0.002769395715511576, 0.9972306042844884],
    [10, 3, 0.9988975118698845, 0.0011024881301154798],
    [50, 40, 0.9296649333406051, 0.07033506665939496],
    [100, 130, 0.002750408367306526, 0.9972495916326934],
    [1000, 900, 0.9994500977342882, 0.0005499022657117829],
    [1000, 1200, 1.2881606086281433e-9, 0.9999999987118394],
  ] as const;
  for (const [a, x, q, p] of values) {
    close(gammaQ(a, x), q, 1e-12, [a, x]);
    close(gammaP(a, x), p, 1e-12, [a, x]);
  }
  assert.deepEqual([gammaP(2, 0), gammaQ(2, 0)], [0, 1]);
  assert.throws(() => gammaQ(0, 1), /a > 0/);
});

test('counts of thousands to a hundred million lose no digits', () => {
  // Summed term by term with mpmath.
  close(gammaQ(9100, 9100), 0.4986059820049201, 1e-11, 9100);
  close(gammaQ(9100, 9600), 1.2895093281087173e-7, 1e-11, 9600);
  close(gammaQ(1_000_000, 1_001_000), 0.15865521363165971, 1e-11, 1e6);
  close(gammaQ(100_000_000, 100_020_000), 0.022755530774855204, 1e-10, 1e8);
});

test('the Poisson density is right for means of any size', () => {
  const values = [
    [0, 0.5, 0.6065306597126334],
    [3, 2.5, 0.21376301724973645],
    [10, 10, 0.1251100357211333],
    [100, 80, 0.0039394581591992595],
    [9100, 9000, 0.002404359250357006],
    [1_000_000, 1_001_000, 0.00024205131423621332],
  ] as const;
  for (const [k, m, expected] of values) close(Math.exp(logPoissonDensity(k, m)), expected, 2e-13, [k, m]);
  assert.equal(logPoissonDensity(0, 0), 0);
  assert.equal(logPoissonDensity(1, 0), -Infinity);
});

test('chi-square probabilities agree with mpmath into the far tail', () => {
  const values = [
    [3.84, 1, 0.0500435212487051],
    [10, 3, 0.018566135463043233],
    [100, 100, 0.48119168452795674],
    [200, 100, 1.1784500720979422e-8],
    [500, 10, 4.414736099913731e-101],
    [1, 5, 0.9625657732472964],
  ] as const;
  for (const [x, n, expected] of values) close(chiSquareSf(x, n), expected, 1e-12, [x, n]);
});
