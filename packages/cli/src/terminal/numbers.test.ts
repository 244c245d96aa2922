// Tests of numbers for eyes.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { counted, digitsFor, formatMeasured, formatNumber, tellingDigits, withUnit } from './numbers.ts';

describe('numbers', () => {
  it('keep whole numbers whole', () => {
    assert.deepEqual(
      [0, -0, 17, 2 ** 53 - 1].map((value) => formatNumber(value)),
      ['0', '0', '17', '9007199254740991'],
    );
    assert.equal(formatNumber(2n ** 63n), '9223372036854775808');
  });

  it('show seven significant digits without trailing zeros', () => {
    assert.deepEqual(
      [0.1 + 0.2, 511.123456789, 1 / 3].map((value) => formatNumber(value)),
      ['0.3', '511.1235', '0.3333333'],
    );
  });

  it('of days keep parts of a second: a modified Julian date has eight decimals', () => {
    assert.equal(formatNumber(60_010.655_632_12, digitsFor('d')), '60010.65563212');
    assert.equal(formatNumber(60_010.655_632_12, digitsFor('s')), '60010.66');
  });

  it('that are shown together get the digits that tell them apart, as far as twelve do', () => {
    const times = [734_000_000.02, 734_000_000.06, 734_000_000.1];
    assert.equal(tellingDigits(times, 6), 11);
    assert.equal(tellingDigits([51.351_73, 43.680_66], 6), 6);
    assert.equal(tellingDigits([0.1 + 0.2, 0.3], 6), 6);
    assert.equal(tellingDigits(['a', 'b'], 6), 6);
  });

  it('use exponents where they are shorter', () => {
    assert.deepEqual(
      [1.5e-10, 2.5e20, 0.0001].map((value) => formatNumber(value)),
      ['1.5e-10', '2.5e20', '0.0001'],
    );
  });

  it('say NaN and infinities by their names', () => {
    assert.deepEqual(
      [Number.NaN, -Infinity].map((value) => formatNumber(value)),
      ['NaN', '-Infinity'],
    );
  });

  it('stay within a millionth of the value', () => {
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(fc.property(finite, (value) => Math.abs(Number(formatNumber(value)) - value) <= Math.abs(value) * 1e-6));
  });
});

describe('measured values', () => {
  it('have an error of two digits and as many places as that', () => {
    const written = [
      [28.42267, 0.09961],
      [9.27741, 0.02374],
      [1_743_640, 4175.7],
      [83.6, 12],
    ].map(([value, error]) => formatMeasured(value!, error!));
    assert.deepEqual(written, ['28.42 ± 0.10', '9.277 ± 0.024', '1743600 ± 4200', '84 ± 12']);
  });

  it('share a power of ten when they are very small or large', () => {
    assert.equal(formatMeasured(0.000_152_285, 1.449_749e-7), '(1.5228 ± 0.0014)e-4');
    assert.equal(formatMeasured(15_228_500, 14_497.49), '(1.5229 ± 0.0014)e7');
  });

  it('without a usable error are still told', () => {
    assert.deepEqual([formatMeasured(1.5, 0), formatMeasured(1.5, Number.NaN)], ['1.5 ± 0', '1.5 ± NaN']);
  });
});

describe('words beside numbers', () => {
  it('have units only where there are some', () => {
    assert.deepEqual([withUnit('4', 'keV'), withUnit('4', ''), withUnit('4', undefined)], ['4 keV', '4', '4']);
  });

  it('are plural for all counts but one', () => {
    assert.deepEqual(
      [counted(0, 'row'), counted(1, 'row'), counted(2, 'analysis', 'analyses')],
      ['0 rows', '1 row', '2 analyses'],
    );
  });
});
