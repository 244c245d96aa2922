// Tests of the simulated events: a FITS file with the promised spectrum, or an expected failure.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ExpectedFailure } from '@stemma/core';
import { readFits } from '@stemma/data/fits';
import { runDirectly } from '../../../../../test/instruments/run-directly.ts';
import { RawEvents } from './raw-events.ts';

const run = (parameters: Readonly<Record<string, unknown>> = {}, seed?: string) =>
  runDirectly(RawEvents, { dataUnit: { unit: 'unit-0001' }, ...parameters }, seed === undefined ? {} : { seed });

test('the file is FITS, named after the observation, with one row for each event', async () => {
  const { events } = await run({ count: 1000 });
  assert.equal(events.name, 'unit-0001/events.fits');
  assert.equal(events.mediaType, 'application/fits');
  const table = readFits(events.bytes()).table('EVENTS');
  assert.equal(table.rowCount, 1000);
  assert.ok(
    table
      .column('PHA')
      .physical()
      .every((channel) => channel >= 0 && channel < 1024 && Number.isInteger(channel)),
  );
});

test('a fifth of the events lie in the line at 60 keV, the others above 20 keV', async () => {
  const { events } = await run();
  const energyKeV = readFits(events.bytes())
    .table('EVENTS')
    .column('PHA')
    .physical()
    .map((channel) => channel / 2);
  assert.ok(energyKeV.every((energy) => energy >= 20));
  const inLine = energyKeV.filter((energy) => Math.abs(energy - 60) < 6).length / energyKeV.length;
  // The power law adds 20 (1/54 - 1/66) = 6.7 per cent of its 80 per cent there.
  assert.ok(Math.abs(inLine - 0.2 - 0.8 * 0.067) < 0.015, `${inLine}`);
});

test('the derivation decides which events are drawn', async () => {
  const bytes = async (seed: string) => (await run({ count: 100 }, seed)).events.bytes();
  assert.deepEqual(await bytes('a'), await bytes('a'));
  assert.notDeepEqual(await bytes('a'), await bytes('b'));
});

test('every tenth observation has no events, which is an expected failure with a reason', async () => {
  await assert.rejects(run({ dataUnit: { unit: 'unit-0020' } }), (failure: ExpectedFailure) => {
    assert.deepEqual(
      [failure.reason, failure.message, failure.detail],
      ['no_data', 'unit-0020 has no events', { unit: 'unit-0020' }],
    );
    assert.ok(failure.reason in RawEvents.definition.failures);
    return failure instanceof ExpectedFailure;
  });
});
