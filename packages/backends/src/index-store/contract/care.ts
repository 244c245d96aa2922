// The contract of an index: contents, pins, sizes, and the end.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sha256 } from '../../hashing/sha256.ts';
import { samplePublication, samplePublications } from '../sample-publications.ts';
import { contentsOf, publishAll, testClock } from './setting.ts';
import type { MakeIndex } from './setting.ts';

const dayMs = 86_400_000;

/** Declares the tests of contents, pin, size, check and close. */
export function careContract(make: MakeIndex): void {
  describe('care', () => {
    it('lists every content once, however many there are', async (t) => {
      const index = await make(t, testClock(1000));
      const batch = samplePublications(700);
      await publishAll(index, ...batch);
      const contents = await contentsOf(index);
      assert.equal(contents.size, 700);
      const { contentDigest, manifest, derivation } = batch[500]!;
      assert.deepEqual(contents.get(contentDigest), {
        contentDigest,
        manifest,
        ids: [derivation.id],
        names: ['test.Sample'],
        pinned: false,
        forgotten: false,
        lastUsedMs: 1000,
      });
    });

    it('can be written to while it lists contents', async (t) => {
      const index = await make(t, testClock());
      await publishAll(index, ...samplePublications(600));
      let seen = 0;
      for await (const { contentDigest } of index.contents()) {
        seen += 1;
        if (seen % 100 === 0) await index.forget([contentDigest]);
      }
      assert.equal(seen, 600);
      assert.equal([...(await contentsOf(index)).values()].filter(({ forgotten }) => forgotten).length, 6);
    });

    it('remembers when a content was last used', async (t) => {
      const clock = testClock();
      const startMs = clock.nowMs();
      const index = await make(t, clock);
      const [used, unused] = samplePublications(2);
      await publishAll(index, used!, unused!);
      clock.set(startMs + 3 * dayMs);
      await index.known([used!.derivation.id]);
      const contents = await contentsOf(index);
      assert.equal(contents.get(used!.contentDigest)?.lastUsedMs, startMs + 3 * dayMs);
      assert.equal(contents.get(unused!.contentDigest)?.lastUsedMs, startMs);
    });

    keepingTests(make);
  });
}

function keepingTests(make: MakeIndex): void {
  it('does not forget what is pinned, by whichever of its derivations', async (t) => {
    const index = await make(t, testClock());
    const outputs = { value: 'equal' };
    const [one, two] = [1, 2].map((number) => samplePublication({ parameters: { number }, outputs }));
    const free = samplePublication();
    await publishAll(index, one!, two!, free);
    await index.pin([two!.derivation.id, two!.derivation.id, sha256('unknown')], true);
    assert.equal((await contentsOf(index)).get(one!.contentDigest)?.pinned, true);
    assert.equal((await index.results([two!.derivation.id])).get(two!.derivation.id)?.pinned, true);
    assert.equal((await index.results([one!.derivation.id])).get(one!.derivation.id)?.pinned, false);
    assert.equal(
      await index.forget([one!.contentDigest, free.contentDigest]),
      free.payloads.values().next().value!.length,
    );
    assert.equal((await index.known([one!.derivation.id])).size, 1);
    await index.pin([two!.derivation.id], false);
    assert.equal(await index.forget([one!.contentDigest]), 5);
  });

  it('counts rows and bytes', async (t) => {
    const index = await make(t, testClock());
    await publishAll(index, ...samplePublications(10));
    const { bytes, rows } = await index.size();
    assert.ok(bytes >= 10 * 64);
    const count = (name: string) => Object.entries(rows).find(([table]) => table.startsWith(name))?.[1];
    assert.deepEqual([count('result'), count('content'), count('payload')], [10, 10, 10]);
  });

  it('finds nothing wrong with what it wrote itself, and what was tampered with before', async (t) => {
    const index = await make(t, testClock());
    await publishAll(index, ...samplePublications(20, true));
    assert.deepEqual(await index.check(), []);
    const publication = samplePublication();
    const [digest] = publication.payloads.keys();
    await publishAll(index, { ...publication, payloads: new Map([[digest!, new Uint8Array(3)]]) });
    const defects = await index.check();
    assert.equal(defects.length, 1);
    assert.match(defects[0]!.what, new RegExp(digest!));
  });

  it('can be closed twice', async (t) => {
    const index = await make(t, testClock());
    await index.claim([sha256('derivation')]);
    await index.close();
    await index.close();
  });
}
