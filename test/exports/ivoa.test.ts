// IVOA ProvenanceDM: the reference implementation reads what is exported, and maps it to W3C PROV as we do.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ivoaExporter } from '../../packages/core/src/exports/ivoa/ivoa-exporter.ts';
import { sampleHistory } from '../../packages/core/src/exports/sample-history.ts';
import { hostileText, judges, sha256 } from './judge.ts';

const { skip, ask } = judges('voprov');

function written(text?: string) {
  const files = ivoaExporter.write(sampleHistory(sha256, text === undefined ? {} : { text }), {});
  const [voprov = '', w3c = ''] = files.map((file) => ('text' in file ? file.text : ''));
  return { voprov, w3c };
}

test('voprov reads the IVOA names and maps them to W3C PROV as we do, whatever the texts are', { skip }, () => {
  for (const text of ['plain', hostileText]) {
    const { problems, counts } = ask('ivoa-judge.py', written(text));
    assert.deepEqual(problems, [], text);
    const { activity, activityDescription, parameter, parameterDescription, usageDescription } = counts as Record<
      string,
      number
    >;
    // Two images and two calibrations are of one analysis each, but the calibrations of two versions.
    assert.deepEqual([activity, activityDescription, parameter, parameterDescription], [5, 4, 6, 4]);
    assert.equal(usageDescription, 5);
  }
});

test('parameters keep their units, and an activity its description', () => {
  const document = JSON.parse(written().voprov) as Record<string, Record<string, Record<string, string>>>;
  const units = Object.values(document.parameterDescription!).map((record) => record['voprov:unit']);
  assert.deepEqual(units.sort(), ['deg', 'keV', undefined, undefined]);
  const names = Object.values(document.activityDescription!).map((record) => record['prov:name']);
  assert.ok(names.includes('sample.Mosaic'));
});

test('voprov rejects a broken twin of each kind', { skip }, () => {
  const { voprov, w3c } = written();
  const broken: [string, { voprov: string; w3c: string }][] = [
    [
      'a class that the model does not have',
      { voprov: voprov.replace('"activityDescription"', '"activityDescribed"'), w3c },
    ],
    [
      'a description that is not there',
      { voprov: voprov.replace('"parameterDescription"', '"usageDescription2"'), w3c },
    ],
    ['another mapping', { voprov, w3c: w3c.replaceAll('voprov:ConfigurationRelation', 'voprov:Configuration') }],
    ['a parameter with another value', { voprov: voprov.replace('"prov:value":"25"', '"prov:value":"26"'), w3c }],
    ['no JSON', { voprov: voprov.slice(0, -3), w3c }],
  ];
  for (const [what, twin] of broken) assert.notDeepEqual(ask('ivoa-judge.py', twin).problems, [], what);
});
