// Tests of the report: what it must say, in which form, and that the terms of use are always there.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reportText, type ReportInput } from './report-text.ts';
import { attribution } from './terms-of-use.ts';

const input: ReportInput = {
  target: { target: 'Crab', raDeg: 83.633083, decDeg: 22.0145 },
  unavailable: [],
  significance: {
    total: { on: 698, off: 1529, alpha: 0.0423, excess: 633.29, excessError: 26.49, sigma: 42.777, livetimeS: 6313.81 },
    runs: {
      obsId: [23_523],
      on: [189],
      off: [234],
      alpha: [1 / 12],
      excess: [169.5],
      sigma: [20.625],
      livetimeS: [1581.7],
      offsetDeg: [0.5],
    },
    dropped: [],
  },
  map: { peak: { raDeg: 83.61, decDeg: 22.01, sigma: 43.8 }, field: { mean: -0.04, width: 1.05 } },
  lightCurve: { constancy: { meanPerMin: 6.02, chiSquare: 9.6, degreesOfFreedom: 3, probability: 0.02 } },
  fit: {
    index: 2.662,
    indexError: 0.0747,
    norm: 4.36e-11,
    normError: 2.9e-12,
    fluxAboveOneTeV: 2.62e-11,
    fluxError: 1.4e-12,
    stat: 81.2,
    degreesOfFreedom: 64,
    minTeV: 0.75,
  },
  derivation: 'd'.repeat(64),
};

test('the numbers stand with errors and units', () => {
  const text = reportText(input);
  for (const part of [
    '698 ON, 1529 OFF',
    '42.78 sigma (Li & Ma 1983',
    '6313.8 s',
    '2.662 ± 0.075 above 0.75 TeV',
    '(4.36 ± 0.29)e-11 cm-2 s-1 TeV-1',
    'wstat 81.2 for 64',
  ])
    assert.ok(text.includes(part), `${part} in\n${text}`);
  assert.match(text, /23523 +189 +234 +12 +169\.5 +20\.6\d +1581\.7 +0\.500/);
  assert.ok(text.includes('d'.repeat(64)));
});

test('the terms of use are there, in lines that fit a page', () => {
  const text = reportText(input);
  assert.ok(text.replaceAll('\n', ' ').includes(attribution));
  assert.ok(text.replaceAll('\n', ' ').includes('No scientific publications may be derived from the data.'));
  assert.ok(text.split('\n').every((line) => line.length <= 120));
});

test('runs that are left out or not available are named, and so is a missing spectrum', () => {
  const dropped = [{ obsId: 7, reason: 'no_off_region', message: 'no room' }];
  const text = reportText({
    ...input,
    unavailable: [33_792, 33_793],
    fit: null,
    significance: { ...input.significance, dropped },
  });
  assert.ok(text.includes('Left out: run 7 (no_off_region): no room'));
  assert.ok(text.includes('Not available here: runs 33792, 33793'));
  assert.ok(text.includes('no excess in the safe energy range') && !text.includes('Photon index'));
  assert.ok(!reportText(input).includes('Left out'));
});
