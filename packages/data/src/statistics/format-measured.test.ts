/** Tests of measured values as text. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatMeasured, formatNumber } from './format-measured.ts';

test('the error has two significant digits and the value as many decimals', () => {
  assert.equal(formatMeasured({ value: 28.43217, error: 0.1234 }), '28.43 ± 0.12');
  assert.equal(formatMeasured({ value: 9.3, error: 0.0049 }), '9.3000 ± 0.0049');
  assert.equal(formatMeasured({ value: -0.468, error: 0.05 }), '\u22120.468 ± 0.050');
  assert.equal(formatMeasured({ value: 91_010, error: 12.3 }), '91010 ± 12');
});

test('large and small values share one power of ten with their error', () => {
  assert.equal(formatMeasured({ value: 15_237_000, error: 8100 }), '(1.52370 ± 0.00081)·10⁷');
  assert.equal(formatMeasured({ value: 1.524e-3, error: 8e-7 }), '(1.52400 ± 0.00080)·10⁻³');
  assert.equal(formatMeasured({ value: 1.524e-6, error: 8e-9 }), '(1.5240 ± 0.0080)·10⁻⁶');
});

test('without an error the value is given with four digits', () => {
  assert.equal(formatMeasured({ value: 1.5237e7, error: 0 }), '1.524·10⁷');
  assert.equal(formatMeasured({ value: 0.0015237, error: Number.NaN }), '0.001524');
  assert.equal(formatNumber(123_456), '123456');
  assert.equal(formatNumber(0), '0');
  assert.equal(formatNumber(Number.NaN), 'NaN');
});
