// Tests of the index tables: joined by run number whatever their order, names trimmed, runs without a file, doubles.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tableHdu, writeFits } from '@stemma/data/fits';
import { readObservationIndex } from './observation-index-file.ts';

function observations(...ids: number[]): Uint8Array {
  const floats = (of: (id: number) => number) => Float64Array.from(ids, of);
  return writeFits([
    tableHdu({
      name: 'OBS_INDEX',
      columns: [
        { name: 'OBS_ID', values: Int32Array.from(ids) },
        { name: 'OBJECT', values: ids.map((id) => `source ${id}`) },
        { name: 'RA_PNT', values: floats((id) => id / 10) },
        { name: 'DEC_PNT', values: floats((id) => -id / 10) },
        { name: 'ZEN_PNT', values: floats(() => 45) },
        { name: 'LIVETIME', values: floats(() => 1600) },
        { name: 'SAFE_ENERGY_LO', values: floats(() => 0.8) },
      ],
    }),
  ]);
}

function hdus(...rows: (readonly [obsId: number, type: string, name: string])[]): Uint8Array {
  return writeFits([
    tableHdu({
      name: 'HDU_INDEX',
      columns: [
        { name: 'OBS_ID', values: Int32Array.from(rows, ([id]) => id) },
        { name: 'HDU_TYPE', values: rows.map(([, type]) => type) },
        { name: 'FILE_NAME', values: rows.map(([, , name]) => name) },
      ],
    }),
  ]);
}

test('each run gets the file of its events, whatever the order of the tables and the length of the names', () => {
  const files = hdus([12, 'aeff', 'other.fits'], [12, 'events', 'run_12_long.fits'], [11, 'events', 'r11']);
  const { obsId, fileName, object, raDeg, decDeg } = readObservationIndex(observations(11, 12), files);
  assert.deepEqual(
    [[...obsId], fileName],
    [
      [11, 12],
      ['r11', 'run_12_long.fits'],
    ],
  );
  assert.deepEqual(object, ['source 11', 'source 12']);
  assert.deepEqual([raDeg[1], decDeg[1]], [1.2, -1.2]);
});

test('a run whose events stand in no file stays in the index, without a name', () => {
  const { obsId, fileName } = readObservationIndex(
    observations(11, 12),
    hdus([11, 'events', 'r11'], [12, 'gti', 'r12']),
  );
  assert.deepEqual(
    [[...obsId], fileName],
    [
      [11, 12],
      ['r11', ''],
    ],
  );
});

test('files of runs that are not in the observation index add none', () => {
  const { obsId } = readObservationIndex(observations(11), hdus([11, 'events', 'r11'], [99, 'events', 'r99']));
  assert.deepEqual([...obsId], [11]);
});

test('a run that is listed twice is refused: which of its rows is right cannot be known', () => {
  assert.throws(() => readObservationIndex(observations(11, 11), hdus([11, 'events', 'r11'])), {
    code: 'invalid_request',
    message: /lists a run twice/,
  });
});

test('a table that is missing is named', () => {
  assert.throws(() => readObservationIndex(hdus([1, 'events', 'r']), hdus([1, 'events', 'r'])), /OBS_INDEX/);
});
