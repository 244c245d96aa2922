// The contract of an index: tags, notes and collections.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sha256 } from '../../hashing/sha256.ts';
import { samplePublications } from '../sample-publications.ts';
import { codeIs, publishAll, testClock } from './setting.ts';
import type { MakeIndex } from './setting.ts';

const alice = { agent: 'alice' };
const bob = { agent: 'bob' };

/** Declares the tests of what people say of results. */
export function annotationContract(make: MakeIndex): void {
  describe('annotations', () => {
    tagTests(make);
    refusalTests(make);
    collectionTests(make);
  });
}

function tagTests(make: MakeIndex): void {
  it('keeps tags with who gave them first and when', async (t) => {
    const clock = testClock(1000);
    const index = await make(t, clock);
    const batch = samplePublications(3);
    await publishAll(index, ...batch);
    const [a, b, c] = batch.map(({ derivation }) => derivation.id) as [string, string, string];
    await index.tag([a, b], 'good', alice);
    clock.set(2000);
    await index.tag([a], 'good', bob);
    await index.tag([a], 'best', bob);
    const good = { name: 'good', agent: 'alice', atMs: 1000 };
    assert.deepEqual(
      await index.tagsOf([a, b, c]),
      new Map([
        [a, [{ name: 'best', agent: 'bob', atMs: 2000 }, good]],
        [b, [good]],
      ]),
    );
    assert.deepEqual(await index.tags(), [
      { name: 'best', size: 1 },
      { name: 'good', size: 2 },
    ]);
    await index.untag([a, c], 'good');
    await index.untag([a, b], 'best');
    assert.deepEqual(await index.tagsOf([a, b]), new Map([[b, [good]]]));
  });

  it('adds notes and keeps every one, oldest first', async (t) => {
    const clock = testClock(1000);
    const index = await make(t, clock);
    const batch = samplePublications(2);
    await publishAll(index, ...batch);
    const [a, b] = batch.map(({ derivation }) => derivation.id) as [string, string];
    await index.addNote(a, 'A ghost beside the source?', alice);
    clock.set(500);
    await index.addNote(a, 'No: Cen X-3.\nSee the catalogue.', bob);
    assert.deepEqual(
      await index.notesOf([b, a]),
      new Map([
        [
          a,
          [
            { text: 'A ghost beside the source?', agent: 'alice', atMs: 1000 },
            { text: 'No: Cen X-3.\nSee the catalogue.', agent: 'bob', atMs: 500 },
          ],
        ],
      ]),
    );
  });
}

function refusalTests(make: MakeIndex): void {
  it('refuses what cannot be a tag, a collection or a note', async (t) => {
    const index = await make(t, testClock());
    const [publication] = samplePublications(1);
    await publishAll(index, publication!);
    const { id } = publication!.derivation;
    for (const name of ['', ' ', 'two words', '-x', 'a:b', 'x'.repeat(101)]) {
      await assert.rejects(index.tag([id], name, alice), codeIs('invalid_request'), name);
      await assert.rejects(index.collect(name, [id], alice), codeIs('invalid_request'), name);
      await assert.rejects(index.describeCollection(name, '', alice), codeIs('invalid_request'), name);
    }
    for (const text of ['', ' \n', 'x'.repeat(10_001)])
      await assert.rejects(index.addNote(id, text, alice), codeIs('invalid_request'));
    await index.tag([id], 'Über-2.0/α', alice);
    await index.addNote(id, 'x'.repeat(10_000), alice);
  });

  it('says of no result what is not recorded, and then changes nothing', async (t) => {
    const index = await make(t, testClock());
    const [publication] = samplePublications(1);
    await publishAll(index, publication!);
    const ids = [publication!.derivation.id, sha256('unknown')];
    await assert.rejects(index.tag(ids, 'good', alice), codeIs('not_found'));
    await assert.rejects(index.collect('mine', ids, alice), codeIs('not_found'));
    await assert.rejects(index.addNote(sha256('unknown'), 'text', alice), codeIs('not_found'));
    assert.deepEqual(await index.tags(), []);
    assert.deepEqual(await index.collections(), []);
    await index.untag(ids, 'good');
    await index.uncollect('mine', ids);
  });
}

function collectionTests(make: MakeIndex): void {
  it('collects results in the order in which they come', async (t) => {
    const clock = testClock(1000);
    const index = await make(t, clock);
    const batch = samplePublications(3);
    await publishAll(index, ...batch);
    const [a, b, c] = batch.map(({ derivation }) => derivation.id) as [string, string, string];
    await index.collect('paper', [c], alice);
    clock.set(2000);
    await index.collect('paper', [a, c], bob);
    await index.describeCollection('paper', 'What figure 3 shows.', bob);
    await index.describeCollection('empty', '', bob);
    assert.deepEqual(await index.membersOf('paper'), [c, a]);
    assert.deepEqual(await index.membersOf('none'), []);
    assert.deepEqual(await index.collections(), [
      { name: 'empty', description: '', agent: 'bob', createdMs: 2000, size: 0 },
      { name: 'paper', description: 'What figure 3 shows.', agent: 'alice', createdMs: 1000, size: 2 },
    ]);
    await index.uncollect('paper', [c, b]);
    assert.deepEqual(await index.membersOf('paper'), [a]);
  });
}
