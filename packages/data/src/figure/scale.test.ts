/** Tests of axes: positions, round ticks that lie inside, labels that say what they mean, ranges that are refused. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { linearScale, logScale, type Scale } from './scale.ts';

const labels = ({ ticks }: Scale) => ticks.map(({ label }) => label).join(' ');
const values = ({ ticks }: Scale) => ticks.map(({ value }) => value);

test('the ends of a range lie at 0 and 1, on both kinds of axis, and beyond them positions go on', () => {
  const linear = linearScale(-5, 15);
  assert.deepEqual([-5, 5, 15, 25].map(linear.position), [0, 0.5, 1, 1.5]);
  const log = logScale(1, 10_000);
  assert.deepEqual([1, 100, 10_000].map(log.position), [0, 0.5, 1]);
});

test('a value that a logarithmic axis cannot show lies at its lower end', () => {
  const scale = logScale(0.1, 10);
  for (const value of [0, -3, 1e-9]) assert.equal(scale.position(value), 0);
});

test('ticks are multiples of 1, 2 or 5 times a power of ten, with as many decimals as they need', () => {
  assert.equal(labels(linearScale(0, 10)), '0 2 4 6 8 10');
  assert.equal(labels(linearScale(0, 1)), '0.0 0.2 0.4 0.6 0.8 1.0');
  assert.equal(labels(linearScale(0, 60_000, 3)), '0 20000 40000 60000');
  assert.equal(labels(linearScale(0.001, 0.002, 4)), '0.0010 0.0015 0.0020');
});

test('negative labels have a true minus sign, and zero has none', () => {
  assert.equal(labels(linearScale(-2, 2, 4)), '\u22122 \u22121 0 1 2');
  assert.equal(labels(linearScale(-0.4, 0.4, 4)), '\u22120.4 \u22120.2 0.0 0.2 0.4');
});

test('any linear range has ticks in order, inside of it, equally far apart, and not many', () => {
  const range = fc.tuple(
    fc.double({ min: -1e9, max: 1e9, noNaN: true }),
    fc.double({ min: 1e-3, max: 1e9, noNaN: true }),
  );
  fc.assert(
    fc.property(range, fc.integer({ min: 2, max: 12 }), ([min, length], count) => {
      const max = min + length;
      fc.pre(length > 1e-6 * Math.abs(min));
      const at = values(linearScale(min, max, count));
      const step = length / count;
      assert.ok(at.length >= 1 || count < 3, `${at.length} ticks`);
      assert.ok(at.length <= count + 1, `${at.length} ticks`);
      for (const value of at) assert.ok(value >= min - 1e-6 * step && value <= max + 1e-6 * step);
      for (let i = 1; i < at.length; i++) assert.ok(at[i]! - at[i - 1]! >= 0.999 * step);
    }),
  );
});

test('a logarithmic axis of many decades is labelled at powers of ten, a short one at 2 and 5 too', () => {
  assert.equal(labels(logScale(1, 1e6)), '1 10 100 1000 10⁴ 10⁵ 10⁶');
  assert.equal(labels(logScale(1e-5, 1e-1)), '10⁻⁵ 10⁻⁴ 10⁻³ 0.01 0.1');
  assert.equal(labels(logScale(1, 50)), '1 2 5 10 20 50');
  assert.equal(labels(logScale(1e12, 1e13)), '10¹² 2·10¹² 5·10¹² 10¹³');
});

test('ticks of a logarithmic axis lie inside of its range', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -20, max: 20, noNaN: true }),
      fc.double({ min: 0.5, max: 10, noNaN: true }),
      (low, decades) => {
        const scale = logScale(10 ** low, 10 ** (low + decades));
        for (const { value } of scale.ticks) {
          const position = scale.position(value);
          assert.ok(position >= 0 && position <= 1 + 1e-9, `${value} at ${position}`);
        }
      },
    ),
  );
});

test('ranges that are empty, reversed or not finite are refused, and for logarithms those that are not positive', () => {
  for (const [min, max] of [
    [1, 1],
    [2, 1],
    [0, NaN],
    [0, Infinity],
    [-Infinity, 0],
  ] as const) {
    assert.throws(() => linearScale(min, max), { name: 'RangeError', message: /is empty/ });
    assert.throws(() => logScale(min, max), RangeError);
  }
  assert.throws(() => logScale(0, 1), { name: 'RangeError', message: /positive/ });
  assert.throws(() => logScale(-1, 1), RangeError);
});
