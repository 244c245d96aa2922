// How parameters read for people.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { analysis } from '../analysis/analysis.ts';
import { pipelineModule } from '../analysis/module.ts';
import { Registry } from '../analysis/registry.ts';
import { canonicalForm } from '../canonical/form.ts';
import { number } from '../types/scalars.ts';
import { formatParameter, shorten, unitByName, unitsOf } from './describe.ts';

test('numbers and lists of numbers carry their unit, text and flags do not', () => {
  assert.equal(formatParameter(4, 'keV'), '4 keV');
  assert.equal(formatParameter([25, 40, 80], 'keV'), '25, 40, 80 keV');
  assert.equal(formatParameter('066500010010', 'keV'), '066500010010');
  assert.equal(formatParameter(true, 's'), 'true');
  assert.equal(formatParameter(null, 's'), 'none');
});

test('text is quoted only where it could be misread', () => {
  assert.equal(formatParameter('GRB230307A'), 'GRB230307A');
  assert.equal(formatParameter('Vela X-1'), '"Vela X-1"');
  assert.equal(formatParameter(''), '""');
});

test('long lists say how many values they have', () => {
  const edges = Array.from({ length: 100 }, (_, i) => i);
  assert.equal(formatParameter(edges, 'keV'), '0, 1, …, 99 keV (100 values)');
  assert.equal(formatParameter([]), 'an empty list');
});

test('what JSON has no form for is shown as what it is, not as its tag', () => {
  const shown = (value: unknown, unit?: string) => formatParameter(canonicalForm(value), unit);
  assert.equal(shown(Infinity, 's'), 'Infinity s');
  assert.equal(shown(12n), '12');
  assert.equal(shown(new Set([2, 1]), 'keV'), '1, 2 keV');
  assert.equal(shown(new Date(0)), '1970-01-01T00:00:00.000Z');
  assert.equal(shown(new Float32Array(12)), '12 × float32');
  assert.equal(shown(new Uint8ClampedArray(3)), '3 × uint8clamped');
  assert.equal(formatParameter({ $item: [0, 'scw'] }), '‹item›.scw');
  assert.equal(shown({ name: 'Crab', raDeg: 83.63 }), '{name: Crab, raDeg: 83.63}');
});

test('no value takes more than a line', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = formatParameter(canonicalForm(value), 'keV');
      assert.ok(text.length <= 100 && !text.includes('\n'), text);
    }),
  );
});

test('a text is cut in its middle, so that both ends can be read', () => {
  assert.equal(shorten('066500010010', 9), '0665…0010');
  assert.equal(shorten('short', 9), 'short');
});

test('the unit is read off the end of a name, and only where it can mean nothing else', () => {
  const units = [
    'binSizeKeV',
    'raDeg',
    'durationS',
    'rateCps',
    'binSize',
    'timeMjdTt',
    'energyMin',
    'S',
    'useS3',
    'sizeBytes',
  ];
  assert.deepEqual(
    units.map((name) => unitByName('', name)),
    ['keV', 'deg', 's', 'ct/s', undefined, undefined, undefined, undefined, undefined, 'bytes'],
  );
});

test('a loaded analysis tells its units better than the names of its parameters', () => {
  const parameters = { exposure: number({ unit: 'ks' }), ratioS: number() };
  const Exposure = analysis({
    name: 't.Exposure',
    version: '1',
    parameters,
    outputs: { value: number() },
    run: () => ({ value: 1 }),
  });
  const unitOf = unitsOf(new Registry([pipelineModule({ name: 't', version: '1', analyses: [Exposure] })]));
  assert.equal(unitOf('t.Exposure', 'exposure'), 'ks');
  assert.equal(unitOf('t.Exposure', 'ratioS'), undefined);
  assert.equal(unitOf('t.Gone', 'widthKeV'), 'keV');
});
