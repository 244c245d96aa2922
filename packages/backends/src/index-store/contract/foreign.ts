// What indexes promise of provenance made elsewhere.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readForeign, type ForeignReading } from '@stemma/core/exports';
import { sha256 } from '../../hashing/sha256.ts';
import { samplePublication } from '../sample-publications.ts';
import { publishAll, stateOf, testClock, type MakeIndex } from './setting.ts';

const by = { agent: 'alice', source: 'run.prov.json' };

// The history of an image made of events with a calibration, as another program would tell it.
function sampleDocument(title = 'image'): Record<string, unknown> {
  return {
    prefix: { ex: 'https://example.org/' },
    entity: {
      'ex:events': { 'prov:label': 'events.fits', 'stemma:sha256': sha256('events') },
      'ex:image': { 'prov:label': 'image.fits', 'stemma:sha256': sha256(title), 'stemma:derivation': sha256('ours') },
      'ex:gain': { 'prov:value': '4' },
    },
    activity: { 'ex:run': { 'prov:label': `make ${title}`, 'prov:startTime': '2024-01-02T03:04:05Z' } },
    agent: { 'ex:vera': { 'prov:label': 'vera' } },
    wasAssociatedWith: { '_:1': { 'prov:activity': 'ex:run', 'prov:agent': 'ex:vera' } },
    used: {
      '_:2': { 'prov:activity': 'ex:run', 'prov:entity': 'ex:events', 'prov:role': 'events' },
      '_:3': { 'prov:activity': 'ex:run', 'prov:entity': 'ex:gain', 'prov:role': 'gain' },
    },
    wasGeneratedBy: { '_:4': { 'prov:entity': 'ex:image', 'prov:activity': 'ex:run' } },
  };
}

/** A document that was read: one data file, one run on it. */
function sampleReading(title?: string): ForeignReading {
  return readForeign(new TextEncoder().encode(JSON.stringify(sampleDocument(title))), 'sample', sha256);
}

/** Declares the tests of foreign documents. */
export function foreignContract(make: MakeIndex): void {
  originContract(make);
  questionContract(make);
}

function originContract(make: MakeIndex): void {
  test('a document from elsewhere is taken in once, with where it came from', async (t) => {
    const clock = testClock(1000);
    const index = await make(t, clock);
    const reading = sampleReading();
    const { state, document } = await index.importForeign(reading, by);
    assert.equal(state, 'imported');
    const expected = { document: reading.document, format: 'prov-json', ...by, title: '', importedMs: 1000, nodes: 2 };
    assert.deepEqual(document, expected);
    clock.set(2000);
    assert.deepEqual(await index.importForeign(reading, { ...by, agent: 'bob' }), { state: 'already', document });
    assert.deepEqual(await index.foreignDocuments(), [document]);
    const ids = reading.entries.map(({ record }) => record.id);
    assert.deepEqual(await index.nodesOf(reading.document), ids);
    const [data, run] = ids as [string, string];
    const origins = await index.originsOf([run, data, sha256('of our own')]);
    assert.deepEqual(origins.get(data), [{ ...document, key: 'https://example.org/events' }]);
    assert.deepEqual(origins.get(run), [{ ...document, key: 'https://example.org/run', native: sha256('ours') }]);
    assert.equal(origins.size, 2);
  });

  test('a foreign node never answers a look-up of the engine', async (t) => {
    const index = await make(t, testClock());
    const { entries } = sampleReading();
    await index.importForeign(sampleReading(), by);
    const ids = entries.map(({ record }) => record.id);
    assert.equal((await index.known(ids)).size, 0);
    assert.equal((await index.knownActions(ids)).size, 0);
    assert.equal((await index.payloads(entries.map(({ contentDigest }) => contentDigest))).size, 0);
    assert.equal((await stateOf(index, ids[1]!)).state, 'claimed');
    // Nor after results of our own were published beside it.
    await publishAll(index, samplePublication({ inputs: { foreign: ids[1]! } }));
    assert.equal((await index.known(ids)).size, 0);
  });

  test('a document that cannot be written whole leaves nothing', async (t) => {
    const index = await make(t, testClock());
    const reading = sampleReading();
    const [first, last] = reading.entries;
    const broken = { ...last!, record: { ...last!.record, id: 'no digest' } };
    await assert.rejects(index.importForeign({ ...reading, entries: [first!, broken] }, by));
    assert.deepEqual(await index.foreignDocuments(), []);
    assert.equal((await index.derivations([first!.record.id])).size, 0);
  });
}

function questionContract(make: MakeIndex): void {
  test('search, lineage and family tree tell of foreign nodes as of all others', async (t) => {
    const index = await make(t, testClock());
    const { entries } = sampleReading();
    await index.importForeign(sampleReading(), by);
    const [data, run] = entries.map(({ record }) => record.id) as [string, string];
    const { results } = await index.search({ analysis: 'foreign.*', parameters: [{ name: 'gain', in: ['4'] }] });
    assert.deepEqual(
      results.map(({ id }) => id),
      [run],
    );
    assert.equal(results[0]!.forgotten, true);
    const byAgent = await index.search({ agent: 'vera' });
    assert.deepEqual(
      byAgent.results.map(({ id }) => id),
      [run],
    );
    assert.deepEqual(
      (await index.search({ uses: [{ id: data }] })).results.map(({ id }) => id),
      [run],
    );
    assert.deepEqual((await index.lineage([run], { direction: 'up' })).ids, [run, data]);
    assert.deepEqual((await index.lineage([data], { direction: 'down' })).ids, [data, run]);
    assert.deepEqual((await index.used([run])).get(run), [{ role: 'events', id: data }]);
    assert.equal((await index.activities(run))[0]?.startedMs, Date.UTC(2024, 0, 2, 3, 4, 5));
    assert.equal((await index.results([run])).get(run)?.forgotten, true);
  });

  test('documents share the nodes that are the same in both, and the index stays sound', async (t) => {
    const index = await make(t, testClock());
    const [one, two] = [sampleReading('image'), sampleReading('other image')];
    await index.importForeign(one, by);
    await index.importForeign(two, by);
    const data = one.entries[0]!.record.id;
    assert.equal(two.entries[0]!.record.id, data);
    assert.equal((await index.originsOf([data])).get(data)?.length, 2);
    assert.equal((await index.lineage([data], { direction: 'down' })).ids.length, 3);
    assert.deepEqual(await index.check(), []);
    assert.equal(await index.forget(one.entries.map(({ contentDigest }) => contentDigest)), 0);
  });
}
