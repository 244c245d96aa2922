// W3C PROV: python-prov and rdflib read what is exported, as one graph, and reject what is broken.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { provJsonExporter, provOExporter } from '../../packages/core/src/exports/prov/prov-exporters.ts';
import { rootOf, type History } from '../../packages/core/src/exports/history.ts';
import { sampleHistory } from '../../packages/core/src/exports/sample-history.ts';
import { hostileText, judges, sha256 } from './judge.ts';

const { skip, ask } = judges('provenance');

function written(history: History) {
  const [json] = provJsonExporter.write(history, {});
  const [turtle] = provOExporter.write(history, {});
  assert.ok(json && 'text' in json && turtle && 'text' in turtle);
  return { json: json.text, turtle: turtle.text };
}

test('PROV-JSON and PROV-O are valid and describe one graph, whatever the texts in it are', { skip }, () => {
  for (const text of ['plain', hostileText, '']) {
    const { problems, counts } = ask('prov-judge.py', written(sampleHistory(sha256, { text })));
    assert.deepEqual(problems, [], text);
    const { Activity, Agent, Alternate, Usage } = counts as Record<string, number>;
    // Five executions; four uses of the mosaic and its parameters' two, of the images 2 × (2 + 2), of the two others 1 + 1
    // less the one that was taken over.
    assert.deepEqual([Activity, Agent, Alternate, Usage], [5, 2, 1, 14]);
  }
});

test('any text at all gives one valid graph', { skip }, () => {
  const texts = fc.sample(fc.string({ unit: 'binary', maxLength: 40 }), 6);
  for (const text of texts)
    assert.deepEqual(ask('prov-judge.py', written(sampleHistory(sha256, { text }))).problems, []);
});

test('the judges reject a broken twin of each kind', { skip }, () => {
  const { json, turtle } = written(sampleHistory(sha256));
  const engine = /"id:engine":\{/;
  const broken: [string, { json: string; turtle: string }][] = [
    ['an agent that is not declared', { json: json.replace(engine, '"id:motor":{'), turtle }],
    ['a role that only one of them knows', { json, turtle: turtle.replaceAll('"calibration"', '"other"') }],
    ['an end before the start', { json: json.replaceAll(/"prov:endTime":"2026/g, '"prov:endTime":"1996'), turtle }],
    ['a literal that does not end', { json, turtle: turtle.replace('"sample.Mosaic"', '"sample.Mosaic') }],
    ['a prefix that is not declared', { json: json.replaceAll('stemma:state', 'stem:state'), turtle }],
    [
      'a shortcut without its qualified node',
      { json, turtle: turtle.replace('prov:wasGeneratedBy', 'prov:wasMadeBy') },
    ],
  ];
  for (const [what, twin] of broken) assert.notDeepEqual(ask('prov-judge.py', twin).problems, [], what);
});

test('derivations that run in a circle are rejected', { skip }, () => {
  const history = sampleHistory(sha256);
  const root = rootOf(history);
  const nodes = new Map(history.nodes);
  const [image] = root.uses;
  const child = nodes.get(image!.id)!;
  nodes.set(child.id, { ...child, uses: [...child.uses, { role: 'loop', id: root.id }] });
  const { problems } = ask('prov-judge.py', written({ ...history, nodes }));
  assert.match(problems.join(), /circle/);
});
