// Tests of how light curves stand in results.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { lightCurveFromCounts } from '@stemma/data/lightcurve';
import { instantFromTtNs, parseTime } from '@stemma/data/time';
import { lightCurveOf, lightCurveOutputs, referenceOf, valuesOf } from './light-curve-values.ts';

const lightCurve = (ttNs: bigint) =>
  lightCurveFromCounts({ reference: instantFromTtNs(ttNs), startS: [0, 1, 3], widthS: [1, 1, 2], counts: [5, 0, 7] });

test('a light curve comes back from a result, to the nanosecond', () => {
  fc.assert(
    fc.property(fc.bigInt(-800_000_000_000_000_000n, 3_000_000_000_000_000_000n), (ttNs) => {
      assert.deepEqual(lightCurveOf(valuesOf(lightCurve(ttNs))), lightCurve(ttNs));
    }),
  );
});

test('the result form is what is declared', () => {
  const { bins, reference } = valuesOf(lightCurve(0n));
  lightCurveOutputs.bins.check(bins, 'bins');
  lightCurveOutputs.reference.check(reference, 'reference');
  lightCurveOutputs.spacecraft.check(null, 'spacecraft');
  assert.throws(() => lightCurveOutputs.bins.check({ ...bins, counts: [1, 2, 3] }, 'bins'), /bins\.counts/);
});

test('UTC and IJD of a reference name the same instant, in leap seconds too', () => {
  const instant = parseTime('2016-12-31T23:59:60.123456789', 'utc');
  const { utc, ijd } = referenceOf(instant);
  assert.equal(utc, '2016-12-31T23:59:60.123456789');
  assert.deepEqual(parseTime(ijd, 'ijd'), instant);
});
