/** Tests of science window identifiers. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import {
  ScienceWindowError,
  formatScienceWindow,
  parseScienceWindow,
  scienceWindowReadiness,
  scienceWindowTypes,
} from './science-window.ts';

test('an identifier is taken apart', () => {
  assert.deepEqual(parseScienceWindow('066500280010'), {
    revolution: 665,
    pointing: 28,
    subdivision: 1,
    type: 'pointing',
    version: undefined,
  });
  assert.deepEqual(parseScienceWindow(' 078900550021.001 '), {
    revolution: 789,
    pointing: 55,
    subdivision: 2,
    type: 'slew',
    version: 1,
  });
});

test('version 000 is near-real-time, others are consolidated', () => {
  assert.deepEqual([0, 1, 2].map(scienceWindowReadiness), ['nrt', 'cons', 'cons']);
});

test('identifiers come back from their parts', () => {
  const windows = fc.record({
    revolution: fc.nat(9999),
    pointing: fc.nat(9999),
    subdivision: fc.nat(999),
    type: fc.constantFrom(...scienceWindowTypes),
    version: fc.option(fc.nat(999), { nil: undefined }),
  });
  fc.assert(
    fc.property(windows, (window) => assert.deepEqual(parseScienceWindow(formatScienceWindow(window)), { ...window })),
  );
});

test('mistakes are named', () => {
  assert.throws(() => parseScienceWindow('66500280010'), /twelve digits.*it has 11 digits/);
  assert.throws(
    () => parseScienceWindow('066500280013'),
    /last digit is 0 \(pointing\), 1 \(slew\) or 2 \(engineering\), not 3/,
  );
  assert.throws(() => parseScienceWindow('066500280010.1'), ScienceWindowError);
  assert.throws(() => parseScienceWindow('Crab'), /'Crab' is not a science window/);
  assert.throws(
    () => formatScienceWindow({ revolution: 10_000, pointing: 0, subdivision: 0, type: 'slew', version: undefined }),
    /4 digits/,
  );
});
