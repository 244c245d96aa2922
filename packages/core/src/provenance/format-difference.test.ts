// Differences in words.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Difference } from './differences.ts';
import { formatDifference } from './format-difference.ts';

const cases: readonly (readonly [Difference, string])[] = [
  [
    { path: '.', name: 't.Binned', kind: 'parameter', parameter: 'binSizeKeV', before: 4, after: 8 },
    'parameter binSizeKeV of t.Binned is 8 keV, was 4 keV',
  ],
  [
    { path: '.', name: 't.Binned', kind: 'parameter', parameter: 'gapS', after: 8 },
    'parameter gapS of t.Binned is 8 s, was not a parameter',
  ],
  [{ path: 'a/b', name: 't.Raw', kind: 'version', before: '1', after: '2' }, 'the version of t.Raw is 2, was 1'],
  [{ path: 'a/b', name: 't.Raw', kind: 'code', before: 'x', after: 'y' }, 'the code of t.Raw changed'],
  [{ path: '.', name: 't.Raw', kind: 'environment', before: 'x', after: 'y' }, 'the software environment changed'],
  [
    { path: 'calibration', name: 't.Old', kind: 'analysis', before: 't.Old', after: 't.New' },
    't.Old was replaced by t.New',
  ],
  [
    { path: 'a/images[3]', name: 't.Image', kind: 'input_added', after: { id: '', parameters: { scw: '0665' } } },
    'input images has t.Image (scw = 0665), which was not there',
  ],
  [
    { path: 'extra', name: 't.Image', kind: 'input_removed', before: { id: '', parameters: {} } },
    'input extra had t.Image, which is not there now',
  ],
  [
    { path: 'a/raw', name: 't.Sum', kind: 'input_form', before: 'one result', after: 'a list' },
    'input raw is a list, was one result',
  ],
  [
    { path: 'a/bins', name: 'stemma.Literal', kind: 'parameter', parameter: 'value', before: [1, 2], after: [1, 3] },
    'the value given as bins is 1, 3, was 1, 2',
  ],
  [
    {
      path: 'gains',
      name: 'stemma.File',
      kind: 'parameter',
      parameter: 'sha256',
      before: 'a'.repeat(64),
      after: 'b'.repeat(64),
    },
    'the content of the file given as gains changed (sha256 bbbbbbbbbb…, was aaaaaaaaaa…)',
  ],
  [
    { path: 'gains', name: 'stemma.File', kind: 'parameter', parameter: 'name', before: 'a.csv', after: 'b.csv' },
    'the name of the file given as gains is b.csv, was a.csv',
  ],
];

for (const [difference, sentence] of cases) {
  test(`a difference reads: ${sentence}`, () => assert.equal(formatDifference(difference), sentence));
}

test('units can come from elsewhere than the name', () => {
  const difference: Difference = {
    path: '.',
    name: 't.Fit',
    kind: 'parameter',
    parameter: 'exposure',
    before: 1,
    after: 2,
  };
  assert.equal(
    formatDifference(difference, () => 'ks'),
    'parameter exposure of t.Fit is 2 ks, was 1 ks',
  );
});
