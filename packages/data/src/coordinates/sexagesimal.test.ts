/** Tests of sexagesimal texts. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import {
  CoordinateError,
  formatDeclination,
  formatRightAscension,
  parseDeclination,
  parseRightAscension,
} from './sexagesimal.ts';

const near = (a: number, b: number): void => assert.ok(Math.abs(a - b) < 1e-9, `${a} ${b}`);

test('right ascensions are read in hours, with units, and as decimal degrees', () => {
  // The Crab: 05h34m31.94s = 83.63308 deg.
  for (const text of ['05:34:31.94', '5 34 31.94', '5h34m31.94s', ' 05h 34m 31.94s '])
    near(parseRightAscension(text), 83.633_083_333_333_33);
  near(parseRightAscension('83.633'), 83.633);
  near(parseRightAscension('83.633 deg'), 83.633);
  near(parseRightAscension('83d37m58.8s'), 83.633);
  near(parseRightAscension('12:30'), 187.5);
});

test('declinations keep their sign below one degree', () => {
  near(parseDeclination('-00:30:00'), -0.5);
  near(parseDeclination('+22:00:52.2'), 22.0145);
  near(parseDeclination('-75d22m48s'), -75.38);
  near(parseDeclination('\u221275\u00b022\u203248\u2033'), -75.38);
  near(parseDeclination('-75.38'), -75.38);
});

test('what is out of range or unreadable is refused with the form wanted', () => {
  for (const text of ['24:00:00', '360', '-10', '12:60:00', '12:30:60', 'Crab', '']) {
    assert.throws(() => parseRightAscension(text), CoordinateError, text);
  }
  for (const text of ['90.1', '-91:00:00', '10h00m', '1:2:3:4'])
    assert.throws(() => parseDeclination(text), CoordinateError, text);
  assert.throws(() => parseRightAscension('Crab'), /12:34:56.7 or decimal degrees/);
});

test('formatted texts have fixed fields and carry when rounding', () => {
  assert.equal(formatRightAscension(83.633_083_333), '05:34:31.94');
  assert.equal(formatRightAscension(359.999_999_99), '00:00:00.00');
  assert.equal(formatDeclination(-75.38), '-75:22:48.0');
  assert.equal(formatDeclination(-1e-9), '+00:00:00.0');
  assert.equal(formatDeclination(9.999_999_9, 0), '+10:00:00');
});

test('texts come back within their last digit', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 359.9999, noNaN: true }),
      fc.double({ min: -90, max: 90, noNaN: true }),
      (ra, dec) => {
        assert.ok(Math.abs(parseRightAscension(formatRightAscension(ra, 4)) - ra) <= (0.500_01 * 15e-4) / 3600);
        assert.ok(Math.abs(parseDeclination(formatDeclination(dec, 3)) - dec) <= 0.500_01e-3 / 3600);
      },
    ),
  );
});
