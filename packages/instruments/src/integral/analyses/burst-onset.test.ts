// Tests of the onset at the spacecraft and at the Earth's centre.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ExpectedFailure } from '@stemma/core';
import { parseTime, secondsBetween } from '@stemma/data/time';
import { runDirectly } from '../../../../../test/instruments/run-directly.ts';
import { box, simulated } from '../../../../../test/instruments/simulated-bursts.ts';
import { BackgroundModel } from './background-model.ts';
import { BurstInterval } from './burst-interval.ts';
import { BurstOnset, GeocentricOnset } from './burst-onset.ts';

async function onsetOf(pulse = box) {
  const { lightCurve } = simulated([pulse]);
  const interval = await runDirectly(BurstInterval, { lightCurve });
  const background = await runDirectly(BackgroundModel, { lightCurve, interval: { ok: true, value: interval } });
  return { lightCurve, onset: await runDirectly(BurstOnset, { lightCurve, interval, background }) };
}

test('the onset of a bright box is its first bin, half a bin uncertain', async () => {
  const { onset } = await onsetOf();
  assert.equal(onset.utc, '2023-03-07T15:44:07.050');
  assert.equal(onset.offsetS.toFixed(6), '0.050000');
  assert.ok(Math.abs(onset.errorS - 0.05) < 0.02, `${onset.errorS}`);
  assert.ok(Math.abs(secondsBetween(parseTime(onset.ijd, 'ijd'), parseTime(onset.utc, 'utc'))) < 0.001);
});

test('a faint onset is more uncertain and still covers the truth', async () => {
  const { onset } = await onsetOf({ ...box, counts: 9000 });
  assert.ok(onset.errorS > 0.05, `${onset.errorS}`);
  assert.ok(Math.abs(onset.offsetS) < 4 * onset.errorS, `${onset.offsetS} ${onset.errorS}`);
});

test('the geocentre sees a burst from behind INTEGRAL later and one from the other side earlier', async () => {
  const { lightCurve, onset } = await onsetOf();
  const { raDeg, decDeg, distanceKm } = lightCurve.spacecraft;
  const along = await runDirectly(GeocentricOnset, { lightCurve, onset, raDeg, decDeg });
  assert.ok(Math.abs(along.delayS - distanceKm / 299_792.458) < 1e-9);
  const against = await runDirectly(GeocentricOnset, { lightCurve, onset, raDeg: raDeg - 180, decDeg: -decDeg });
  assert.ok(Math.abs(against.delayS + along.delayS) < 1e-9);
  const elapsedS = secondsBetween(parseTime(onset.ijd, 'ijd'), parseTime(along.ijd, 'ijd'));
  assert.ok(Math.abs(elapsedS - along.delayS) < 2e-9);
  assert.equal(along.errorS, onset.errorS);
});

test('the direction of GRB 230307A gives 0.47 s', async () => {
  const { lightCurve, onset } = await onsetOf();
  const { delayS, utc } = await runDirectly(GeocentricOnset, { lightCurve, onset });
  assert.equal(delayS.toFixed(2), '-0.47');
  assert.equal(utc.slice(0, 22), '2023-03-07T15:44:06.58');
});

test('without an ephemeris there is no geocentric onset, which is an expected failure', async () => {
  const { lightCurve, onset } = await onsetOf();
  await assert.rejects(
    runDirectly(GeocentricOnset, { lightCurve: { ...lightCurve, spacecraft: null }, onset }),
    (failure: ExpectedFailure) => {
      assert.equal(failure.reason, 'no_ephemeris');
      assert.ok(failure.reason in GeocentricOnset.definition.failures);
      return failure instanceof ExpectedFailure;
    },
  );
});
