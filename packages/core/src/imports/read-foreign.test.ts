// Documents from elsewhere: what their graphs become, that our own come back the same, and what is refused.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { sampleHistory } from '../exports/sample-history.ts';
import type { History, HistoryNode } from '../exports/history.ts';
import { provJsonExporter } from '../exports/prov/prov-exporters.ts';
import { roCrateExporter } from '../exports/ro-crate/ro-crate.ts';
import type { ErrorCode } from '../errors.ts';
import type { StemmaError } from '../errors.ts';
import { isForeign } from '../identity/foreign-name.ts';
import { importLimits } from './bounded-json.ts';
import { readForeign, type ForeignReading } from './read-foreign.ts';

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');
const bytesOf = (document: unknown) => new TextEncoder().encode(JSON.stringify(document));
const read = (document: unknown) => readForeign(bytesOf(document), 'the document', sha256);

const isRefused = (code: ErrorCode, text: RegExp) => (error: StemmaError) => {
  assert.equal(error.code, code, error.message);
  assert.match(error.message, text);
  return true;
};

/** Edges as `user <- used by role`, by the keys of the document. */
function edges({ entries }: ForeignReading): string[] {
  const keys = new Map(entries.map(({ record, key }) => [record.id, key]));
  return entries.flatMap(({ key, used }) => used.map(({ role, id }) => `${key} <- ${keys.get(id)!} by ${role}`)).sort();
}

/** Edges between the nodes that say which result of Stemma they are. */
function nativeEdges({ entries }: ForeignReading): string[] {
  const natives = new Map(
    entries.flatMap(({ record, native }) => (native === undefined ? [] : [[record.id, native] as const])),
  );
  const told = entries.flatMap(({ native, used }) =>
    native === undefined ? [] : used.flatMap(({ id }) => (natives.has(id) ? [`${native} <- ${natives.get(id)!}`] : [])),
  );
  return [...new Set(told)].sort();
}

function historyEdges({ nodes }: History): string[] {
  const told = [...nodes.values()].flatMap(({ id, uses }) => uses.map((use) => `${id} <- ${use.id}`));
  return [...new Set(told)].sort();
}

const step = (id: string, uses: Record<string, string>, made: string) => ({
  activity: { [id]: { 'prov:label': id } },
  used: Object.fromEntries(
    Object.entries(uses).map(([role, entity], i) => [
      `_:u${id}${i}`,
      { 'prov:activity': id, 'prov:entity': entity, 'prov:role': role },
    ]),
  ),
  wasGeneratedBy: { [`_:g${id}`]: { 'prov:entity': made, 'prov:activity': id } },
});

function together(...parts: Record<string, Record<string, unknown>>[]): Record<string, Record<string, unknown>> {
  const whole: Record<string, Record<string, unknown>> = {};
  for (const part of parts)
    for (const [section, records] of Object.entries(part)) whole[section] = { ...whole[section], ...records };
  return whole;
}

test('a chain of runs becomes nodes that use each other by role, values become parameters', () => {
  const reading = read(
    together(
      {
        entity: { 'ex:raw': {}, 'ex:mid': {}, 'ex:end': {}, 'ex:gain': { 'prov:value': { $: '4', type: 'xsd:int' } } },
      },
      step('ex:calibrate', { events: 'ex:raw', gain: 'ex:gain' }, 'ex:mid'),
      step('ex:image', { events: 'ex:mid' }, 'ex:end'),
    ),
  );
  assert.deepEqual(edges(reading), ['ex:calibrate <- ex:raw by events', 'ex:image <- ex:calibrate by events']);
  const calibrate = reading.entries.find(({ key }) => key === 'ex:calibrate')!;
  assert.deepEqual(calibrate.record.parameters, { gain: '4' });
  assert.deepEqual(reading.missing, []);
  for (const { record } of reading.entries) assert.ok(isForeign(record.definition));
});

test('what is derived without a run is a node that depends on its source', () => {
  const derived = { wasDerivedFrom: { '_:1': { 'prov:generatedEntity': 'ex:b', 'prov:usedEntity': 'ex:a' } } };
  assert.deepEqual(edges(read({ entity: { 'ex:a': {}, 'ex:b': {} }, ...derived })), ['ex:b <- ex:a by used']);
});

test('things of one content are one: a run uses what another made, as cwltool tells it', () => {
  const document = together(
    { prefix: { data: 'urn:hash::sha1:', id: 'urn:uuid:' } },
    { entity: { 'data:ab12': {}, 'id:out': {}, 'id:in': {}, 'id:end': {} } },
    {
      specializationOf: {
        '_:1': { 'prov:specificEntity': 'id:out', 'prov:generalEntity': 'data:ab12' },
        '_:2': { 'prov:specificEntity': 'id:in', 'prov:generalEntity': 'data:ab12' },
      },
    },
    step('id:first', {}, 'id:out'),
    step('id:second', { table: 'id:in' }, 'id:end'),
  );
  assert.deepEqual(edges(read(document)), ['urn:uuid:second <- urn:uuid:first by table']);
});

test('the run of a whole workflow gives way to its steps', () => {
  const document = together(
    { entity: { 'ex:a': {}, 'ex:b': {} } },
    step('ex:whole', { in: 'ex:a' }, 'ex:b'),
    step('ex:part', { in: 'ex:a' }, 'ex:b'),
    { activity: { 'ex:whole': { 'prov:type': { $: 'wfprov:WorkflowRun', type: 'prov:QUALIFIED_NAME' } } } },
    { wasStartedBy: { '_:s': { 'prov:activity': 'ex:part', 'prov:starter': 'ex:whole' } } },
  );
  document.wasGeneratedBy!['_:other'] = { 'prov:entity': 'ex:b', 'prov:activity': 'ex:whole' };
  assert.deepEqual(edges(read(document)), ['ex:part <- ex:a by in']);
});

test('what is named and not described is a node of its own, and told', () => {
  const reading = read(step('ex:run', { in: 'ex:nowhere' }, 'ex:out'));
  assert.deepEqual(reading.missing.toSorted(), ['ex:nowhere', 'ex:out']);
  assert.deepEqual(edges(reading), ['ex:run <- ex:nowhere by in']);
});

test('a process run crate of another program is runs and files, with their digests', () => {
  const digest = sha256('events');
  const graph = [
    { '@id': 'ro-crate-metadata.json', '@type': 'CreativeWork', about: { '@id': './' } },
    { '@id': './', '@type': 'Dataset', name: 'a run of sort' },
    { '@id': 'events.csv', '@type': 'File', sha256: digest, contentSize: '6' },
    { '@id': 'sorted.csv', '@type': 'File' },
    { '@id': '#sort', '@type': 'SoftwareApplication', name: 'sort', version: '9.1' },
    {
      '@id': '#run',
      '@type': 'CreateAction',
      instrument: { '@id': '#sort' },
      object: { '@id': 'events.csv' },
      result: { '@id': 'sorted.csv' },
      endTime: '2024-05-01T10:00:00+02:00',
    },
  ];
  const reading = read({ '@context': 'https://w3id.org/ro/crate/1.1/context', '@graph': graph });
  assert.equal(reading.title, 'a run of sort');
  assert.deepEqual(reading.files, [{ path: 'events.csv', sha256: digest }]);
  assert.deepEqual(edges(reading), ['#run <- events.csv by used']);
  const run = reading.entries.at(-1)!;
  assert.equal(run.record.definition.name, 'foreign.sort');
  assert.equal(run.record.definition.version, '9.1');
  assert.equal(run.activity?.finishedMs, Date.UTC(2024, 4, 1, 8));
});

// Nodes that use earlier ones: acyclic, with diamonds, repetition and failures.
const histories = fc
  .array(fc.record({ uses: fc.array(fc.nat(30), { maxLength: 4 }), analysis: fc.nat(3), failed: fc.boolean() }), {
    minLength: 1,
    maxLength: 25,
  })
  .map((drafts): History => {
    const [sample] = [...sampleHistory(sha256).nodes.values()];
    const nodes = new Map<string, HistoryNode>();
    const ids = drafts.map((_, i) => sha256(`node ${i}`));
    // The last one uses all that nothing else does, as a root does.
    const used = new Set(drafts.flatMap(({ uses }, i) => (i === 0 ? [] : uses.map((use) => use % i))));
    for (const [i, { uses, analysis, failed }] of drafts.entries()) {
      const own = i === 0 ? [] : uses.map((use) => use % i);
      if (i === drafts.length - 1) for (let k = 0; k < i; k++) if (!used.has(k)) own.push(k);
      const id = ids[i]!;
      const { failure: _, ...plain } = sample!;
      const isFailed = failed && i < drafts.length - 1;
      nodes.set(id, {
        ...plain,
        id,
        name: `sample.A${analysis}`,
        parameters: [{ name: 'n', value: i }],
        inputs: Object.fromEntries(own.map((use, k) => [`in${k}`, { id: ids[use]! }])),
        uses: own.map((use, k) => ({ role: `in${k}`, id: ids[use]! })),
        producedBy: id,
        contentDigest: sha256(`content ${i}`),
        state: isFailed ? 'failed' : 'stored',
        outputs: isFailed ? [] : [{ name: 'value', digest: sha256(`value ${i}`), sizeBytes: 1, files: [] }],
        ...(isFailed && { failure: { reason: 'r', message: 'm', detail: null, origin: id } }),
      });
    }
    const root = ids.at(-1)!;
    return { root, nodes: new Map([[root, nodes.get(root)!], ...nodes]) };
  });

for (const exporter of [provJsonExporter, roCrateExporter]) {
  test(`what we export as ${exporter.name} has the same graph when it is imported`, () => {
    fc.assert(
      fc.property(histories, (history) => {
        const [document] = exporter.write(history, {});
        const reading = readForeign(new TextEncoder().encode((document as { text: string }).text), 'export', sha256);
        const natives = reading.entries.flatMap(({ native }) => native ?? []);
        assert.deepEqual(natives.toSorted(), [...history.nodes.keys()].toSorted());
        assert.deepEqual(nativeEdges(reading), historyEdges(history));
        assert.deepEqual(reading.missing, []);
      }),
      { numRuns: 60 },
    );
  });
}

test('ids do not depend on the order in which a document tells things', () => {
  const steps = [step('ex:a', { x: 'ex:0' }, 'ex:1'), step('ex:b', { x: 'ex:1', y: 'ex:0' }, 'ex:2')];
  const ids = (reading: ForeignReading) => reading.entries.map(({ record }) => record.id).toSorted();
  const [first, second] = [read(together(...steps)), read(together(...steps.toReversed()))];
  assert.deepEqual(ids(first), ids(second));
});

test('a cycle is refused with its members', () => {
  const document = together(step('ex:a', { x: 'ex:2' }, 'ex:1'), step('ex:b', { x: 'ex:1' }, 'ex:2'));
  assert.throws(() => read(document), isRefused('invalid_request', /cyclic: .*(a used b|b used a)/));
});

test('what is no document is refused in words', () => {
  const given = (bytes: Uint8Array) => () => readForeign(bytes, 'x.json', sha256);
  assert.throws(given(new Uint8Array([0xff, 0xfe, 0x7b])), isRefused('invalid_request', /no UTF-8/));
  assert.throws(given(new TextEncoder().encode('{"entity":')), isRefused('invalid_request', /no JSON/));
  assert.throws(given(bytesOf([])), isRefused('invalid_request', /no JSON object/));
  assert.throws(given(bytesOf({ hello: {} })), isRefused('invalid_request', /neither PROV-JSON nor/));
  assert.throws(given(bytesOf({ entity: {} })), isRefused('invalid_request', /nothing that was made/));
  assert.throws(given(bytesOf({ entity: { a: 7 } })), isRefused('invalid_request', /no record/));
  assert.throws(
    given(bytesOf({ '@graph': [{ '@id': 'ro-crate-metadata.json' }] })),
    isRefused('invalid_request', /no run/),
  );
  const twice = [{ '@id': 'a' }, { '@id': 'a' }];
  assert.throws(given(bytesOf({ '@graph': twice })), isRefused('invalid_request', /twice/));
});

test('huge documents, deep ones and long literals are refused or bounded', () => {
  const deep = new TextEncoder().encode(`{"entity":{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`);
  assert.throws(() => readForeign(deep, 'x', sha256), isRefused('too_large', /nested/));
  const many = Object.fromEntries(Array.from({ length: importLimits.nodes + 1 }, (_, i) => [`e:${i}`, {}]));
  assert.throws(() => read({ entity: many }), isRefused('too_large', /250001 nodes/));
  const long = together({ entity: { 'ex:v': { 'prov:value': 'x'.repeat(1e6) } } }, step('ex:a', { v: 'ex:v' }, 'ex:1'));
  const value = read(long).entries.at(-1)!.record.parameters.v as string;
  assert.match(value, /^x{200}… \(1000000 characters\)$/);
});

test('names that programs could trip over stay data', () => {
  const reading = read(
    together({ entity: { __proto__x: {} } }, step('ex:a', { constructor: 'ex:0', __proto__: 'ex:1' }, '__proto__')),
  );
  assert.equal(reading.entries.filter(({ record }) => record.definition.name === 'foreign.ex_a').length, 1);
  assert.equal(({} as { polluted?: unknown }).polluted, undefined);
});

test('any JSON is read or refused with a sentence', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom('entity', 'activity', 'used', 'hadMember', '@graph', 'bundle'), fc.jsonValue()),
      (document) => {
        try {
          assert.ok(read(document).entries.length > 0);
        } catch (error) {
          assert.ok(['invalid_request', 'too_large'].includes((error as StemmaError).code), String(error));
        }
      },
    ),
  );
});
