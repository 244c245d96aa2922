// What a history becomes in W3C PROV.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { rootOf } from '../history.ts';
import { sampleHistory } from '../sample-history.ts';
import { historyAsProv, provIds } from './history-as-prov.ts';
import type { ProvRecord } from './prov-graph.ts';
import { provJson } from './prov-json.ts';
import { provTurtle } from './prov-turtle.ts';

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');
const history = sampleHistory(sha256);
const nodes = [...history.nodes.values()];
const graph = historyAsProv(history, {});

function value({ attributes }: ProvRecord, wanted: string): string | undefined {
  const found = attributes.find(([name]) => name === wanted)?.[1];
  if (found === undefined || typeof found === 'string') return found;
  return 'id' in found ? found.id : 'name' in found ? found.name : found.text;
}

function relations(section: string, from: string, id: string, to: string): (string | undefined)[] {
  return graph.records
    .filter((record) => record.section === section && value(record, from) === id)
    .map((record) => value(record, to));
}

test('every record has an id of its own', () => {
  assert.equal(new Set(graph.records.map(({ id }) => id)).size, graph.records.length);
});

test('each member of a fan-out is a use, and so is the list it ran over', () => {
  const root = rootOf(history);
  const roles = relations('used', 'prov:activity', provIds.activity(root), 'prov:role');
  assert.deepEqual(roles, ['images', 'images', 'images over', 'pixelDeg', 'note']);
});

test('a result is derived from everything that it used, parameters too', () => {
  const root = rootOf(history);
  const used = relations('wasDerivedFrom', 'prov:generatedEntity', provIds.result(root), 'prov:usedEntity');
  const inputs = root.uses.map(({ id }) => provIds.result({ id }));
  const parameters = root.parameters.map((parameter) => provIds.parameter(root, parameter));
  assert.deepEqual(used, [...inputs, ...parameters]);
});

test('a content that was taken over is an alternate without an activity, and keeps its lineage', () => {
  const taken = nodes.find(({ id, producedBy }) => producedBy !== id)!;
  const result = provIds.result(taken);
  const made = provIds.result({ id: taken.producedBy! });
  assert.deepEqual(relations('alternateOf', 'prov:alternate1', result, 'prov:alternate2'), [made]);
  assert.deepEqual(relations('wasGeneratedBy', 'prov:entity', result, 'prov:activity'), []);
  assert.equal(relations('wasDerivedFrom', 'prov:generatedEntity', result, 'prov:usedEntity').length, 1);
  assert.equal(relations('wasGeneratedBy', 'prov:entity', made, 'prov:activity').length, 1);
});

test('an expected failure is an entity with its reason, made by an activity', () => {
  const failed = nodes.find(({ failure }) => failure)!;
  const record = graph.records.find(({ id }) => id === provIds.result(failed))!;
  assert.equal(value(record, 'prov:type'), 'stemma:ExpectedFailure');
  assert.equal(value(record, 'stemma:failureReason'), 'no_events');
  assert.equal(relations('wasGeneratedBy', 'prov:entity', record.id, 'prov:activity').length, 1);
});

test('a data file tells where it can be had, and under which licence', () => {
  const file = nodes.find(({ kind }) => kind === 'file')!;
  const record = graph.records.find(({ id }) => id === provIds.result(file))!;
  const addresses = record.attributes.filter(([name]) => name === 'prov:location');
  assert.equal(addresses.length, 2);
  assert.equal(value(record, 'dcterms:license'), 'CC-BY-4.0');
});

test('PROV-JSON writes one record to a line, and never a list for a single value', () => {
  const text = provJson(graph);
  const document = JSON.parse(text) as Record<string, Record<string, Record<string, unknown>>>;
  const count = Object.entries(document).reduce(
    (sum, [section, records]) => sum + (section === 'prefix' ? 0 : Object.keys(records).length),
    0,
  );
  assert.equal(count, graph.records.length);
  const sections = Object.keys(document).length - 1;
  assert.equal(text.trimEnd().split('\n').length, count + 2 * sections + 3);
  for (const [section, records] of Object.entries(document))
    for (const attributes of section === 'prefix' ? [] : Object.values(records))
      for (const one of Object.values(attributes)) if (Array.isArray(one)) assert.ok(one.length > 1);
});

test('identifiers begin with the base, and a base cannot end the IRI that it stands in', () => {
  const evil = 'https://a.example/> . <urn:x> a <urn:y';
  const text = provTurtle(historyAsProv(history, { base: evil }));
  assert.ok(!text.includes(evil));
  assert.ok(text.startsWith('@prefix id: <https://a.example/%3E%20.%20%3Curn:x%3E%20a%20%3Curn:y> .\n'));
});

test('no control character and no quote of a text stands bare in Turtle', () => {
  const text = '" . <urn:x> <urn:y> "\n\u0000\\u0022';
  const turtle = provTurtle(historyAsProv(sampleHistory(sha256, { text }), {}));
  assert.ok(!turtle.includes(text));
  assert.ok(!turtle.includes('\0'));
  assert.ok(turtle.includes('"\\u0022 . <urn:x> <urn:y> \\u0022\\u000a\\u0000\\u005cu0022"'));
});
