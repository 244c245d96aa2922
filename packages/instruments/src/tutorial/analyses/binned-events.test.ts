// Tests of the spectrum: edges, what falls inside, units.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { runDirectly } from '../../../../../test/instruments/run-directly.ts';
import { BinnedEvents } from './binned-events.ts';

const spectrumOf = (energies: readonly number[], binSizeKeV: unknown = 4) =>
  runDirectly(BinnedEvents, { calibrated: { events: { energyKeV: Float64Array.from(energies) } }, binSizeKeV });

test('an event belongs to the bin that begins at or below it; 20 is inside, 200 outside', async () => {
  const { spectrum, total } = await spectrumOf([19.999, 20, 23.999, 24, 199.999, 200, -5]);
  assert.equal(total, 4);
  assert.deepEqual([spectrum.counts[0], spectrum.counts[1], spectrum.counts.at(-1)], [2, 1, 1]);
  assert.equal(spectrum.error[0], Math.SQRT2);
});

test('bins cover 20 to 200 keV without gaps; the last one is cut where the size does not fit', async () => {
  const { spectrum } = await spectrumOf([], 50);
  assert.deepEqual([...spectrum.lowKeV], [20, 70, 120, 170]);
  assert.deepEqual([...spectrum.highKeV], [70, 120, 170, 200]);
});

test('no event inside the range is lost, whatever the size of the bins', async () => {
  const energies = fc.array(fc.double({ min: 0, max: 300, noNaN: true }), { maxLength: 200 });
  await fc.assert(
    fc.asyncProperty(energies, fc.double({ min: 0.1, max: 180, noNaN: true }), async (given, size) => {
      const { spectrum, total } = await spectrumOf(given, size);
      assert.equal(
        spectrum.counts.reduce((a, b) => a + b, 0),
        total,
      );
      assert.equal(total, given.filter((energy) => energy >= 20 && energy < 200).length);
    }),
  );
});

test('the size takes any unit of energy and no other', async () => {
  for (const size of ['4000 eV', '0.004 MeV', { value: 4, unit: 'keV' }])
    assert.equal((await spectrumOf([], size)).spectrum.counts.length, 45);
  await assert.rejects(spectrumOf([], '4 s'), /binSizeKeV must be a number in keV/);
  await assert.rejects(spectrumOf([], 0), /from 0.1 to 180 keV/);
});
