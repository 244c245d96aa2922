// The contract of an index: what a publication leaves behind, and what becomes of it by forgetting.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sha256 } from '../../hashing/sha256.ts';
import { sampleActivity, sampleDerivation, samplePublication, samplePublications } from '../sample-publications.ts';
import { codeIs, contentsOf, publishAll, testClock } from './setting.ts';
import type { MakeIndex } from './setting.ts';

/** Declares the tests of publish, recordActivities and forget. */
export function publicationContract(make: MakeIndex): void {
  describe('publications', () => {
    it('does nothing for an empty batch', async (t) => {
      const index = await make(t, testClock());
      assert.deepEqual(await index.publish([]), []);
      await index.recordActivities([]);
      await index.pin([], true);
      assert.equal(await index.forget([]), 0);
    });

    it('keeps what is there when the same derivation is published again', async (t) => {
      const clock = testClock(1000);
      const index = await make(t, clock);
      const first = samplePublication({ outputs: { value: 'first' } });
      const second = samplePublication({ outputs: { value: 'second' } });
      const { id } = first.derivation;
      await publishAll(index, first);
      const before = await index.results([id]);
      clock.set(2000);
      assert.deepEqual(await index.publish([second]), [{ state: 'already', contentDigest: first.contentDigest }]);
      assert.deepEqual(await index.results([id]), before);
      assert.equal((await index.activities(id)).length, 1);
      assert.equal((await index.payloads([sha256('second')])).size, 0);
    });

    it('refuses a batch with something that is no digest, as a whole', async (t) => {
      const index = await make(t, testClock());
      const [good, bad] = samplePublications(2);
      await assert.rejects(index.publish([good!, { ...bad!, contentDigest: 'ABC' }]), codeIs('invalid_request'));
      assert.equal((await index.known([good!.derivation.id])).size, 0);
      await publishAll(index, good!);
    });

    it('keeps equal contents once, for all who have them', async (t) => {
      const index = await make(t, testClock());
      const outputs = { value: 'equal' };
      const one = samplePublication({ name: 'test.One', outputs });
      const two = samplePublication({ name: 'test.Two', outputs });
      await publishAll(index, one, two);
      const contents = await contentsOf(index);
      assert.equal(contents.size, 1);
      assert.deepEqual(contents.get(one.contentDigest)?.ids, [one.derivation.id, two.derivation.id]);
      assert.deepEqual(contents.get(one.contentDigest)?.names, ['test.One', 'test.Two']);
      const results = await index.results([one.derivation.id, two.derivation.id]);
      assert.equal(results.get(two.derivation.id)?.producedBy, two.derivation.id, 'both ran');
      assert.deepEqual(await index.check(), []);
    });

    activityTests(make);
    forgetTests(make);
    sharedValueTests(make);
  });
}

function activityTests(make: MakeIndex): void {
  it('keeps the activity with everything it said', async (t) => {
    const index = await make(t, testClock());
    const activity = {
      cpuS: 0.25,
      peakMemoryBytes: 5e9,
      finishedMs: 1_000_000.5,
      log: [
        { timeMs: 1_000_000.25, level: 'info' as const, text: 'background 91.0 kc/s' },
        { timeMs: 1_000_000.25, level: 'warning' as const, text: 'zwei\nZeilen' },
      ],
    };
    const publication = samplePublication({ activity });
    await publishAll(index, publication);
    const { id } = publication.derivation;
    assert.deepEqual(await index.activities(id), [sampleActivity(id, activity)]);
    assert.deepEqual(await index.activities(sha256('unknown')), []);
  });

  it('records failed attempts beside the one that succeeded, oldest first', async (t) => {
    const index = await make(t, testClock());
    const publication = samplePublication({ activity: { startedMs: 3_000_000, finishedMs: 3_000_001, attempt: 3 } });
    const { derivation } = publication;
    const error = { code: 'analysis_failed', message: 'division by zero', stack: 'at run' };
    const failed = sampleActivity(derivation.id, { status: 'failed', error, startedMs: 1_000_000 });
    const cancelled = sampleActivity(derivation.id, {
      status: 'cancelled',
      startedMs: 2_000_000,
      attempt: 2,
      host: 'other',
    });
    await index.recordActivities([
      { activity: cancelled, derivation },
      { activity: failed, derivation },
    ]);
    assert.equal((await index.known([derivation.id])).size, 0);
    assert.deepEqual(await index.derivations([derivation.id]), new Map([[derivation.id, derivation]]));
    await publishAll(index, publication);
    assert.deepEqual(await index.activities(derivation.id), [failed, cancelled, publication.activity]);
    assert.deepEqual(await index.check(), []);
  });
}

function forgetTests(make: MakeIndex): void {
  it('forgets bytes but not provenance', async (t) => {
    const index = await make(t, testClock());
    const upstream = samplePublication({ name: 'test.Upstream' });
    const publication = samplePublication({
      inputs: { raw: upstream.derivation.id },
      outputs: { value: 'twelve bytes' },
    });
    await publishAll(index, upstream, publication);
    const { id } = publication.derivation;
    assert.equal(await index.forget([publication.contentDigest, sha256('no such content')]), 12);
    assert.equal((await index.known([id])).size, 0);
    assert.equal((await index.known([id, upstream.derivation.id])).size, 1);
    assert.equal((await index.knownActions([publication.actionKey])).size, 0);
    assert.equal((await index.payloads([...publication.payloads.keys()])).size, 0);
    assert.equal((await index.results([id])).get(id)?.forgotten, true);
    assert.deepEqual((await index.results([id])).get(id)?.manifest, publication.manifest);
    assert.equal((await index.derivations([id])).size, 1);
    assert.deepEqual((await index.used([id])).get(id), [{ role: 'raw', id: upstream.derivation.id }]);
    assert.equal((await index.activities(id)).length, 1);
    assert.equal((await contentsOf(index)).get(publication.contentDigest)?.forgotten, true);
    assert.equal(await index.forget([publication.contentDigest]), 0, 'nothing is left to free');
    assert.deepEqual(await index.check(), []);
  });

  it('knows a forgotten result again when it is published again', async (t) => {
    const clock = testClock(1000);
    const index = await make(t, clock);
    const publication = samplePublication({ inputs: { raw: sha256('never stored') } });
    const { id } = publication.derivation;
    await publishAll(index, publication);
    await index.forget([publication.contentDigest]);
    clock.set(2000);
    await publishAll(index, publication);
    assert.equal((await index.known([id])).get(id)?.contentDigest, publication.contentDigest);
    assert.deepEqual(await index.payloads([...publication.payloads.keys()]), publication.payloads);
    assert.equal((await index.results([id])).get(id)?.publishedMs, 2000);
    assert.equal((await index.used([id])).get(id)?.length, 1);
    assert.equal((await index.activities(id)).length, 2);
    assert.deepEqual(await index.check(), []);
  });

  it('takes the new content when a re-run after forgetting differs', async (t) => {
    const index = await make(t, testClock());
    const first = samplePublication({ outputs: { value: 'first' } });
    const second = samplePublication({ outputs: { value: 'second' } });
    await publishAll(index, first);
    await index.forget([first.contentDigest]);
    await publishAll(index, second);
    const { id } = first.derivation;
    assert.equal((await index.known([id])).get(id)?.contentDigest, second.contentDigest);
    const contents = await contentsOf(index);
    assert.deepEqual(contents.get(first.contentDigest)?.ids, []);
    assert.deepEqual(contents.get(second.contentDigest)?.ids, [id]);
    assert.deepEqual(await index.check(), []);
  });
}

function sharedValueTests(make: MakeIndex): void {
  it('knows all results of a forgotten content again when one of them is published', async (t) => {
    const index = await make(t, testClock());
    const outputs = { value: 'equal' };
    const [one, two] = [1, 2].map((number) => samplePublication({ parameters: { number }, outputs }));
    await publishAll(index, one!, two!);
    await index.forget([one!.contentDigest]);
    assert.equal((await index.known([one!.derivation.id, two!.derivation.id])).size, 0);
    await publishAll(index, two!);
    assert.equal((await index.known([one!.derivation.id, two!.derivation.id])).size, 2);
  });

  it('keeps a value as long as a living content holds it', async (t) => {
    const index = await make(t, testClock());
    const wide = samplePublication({ name: 'test.Wide', outputs: { shared: 'shared', own: 'own' } });
    const narrow = samplePublication({ name: 'test.Narrow', outputs: { shared: 'shared' } });
    await publishAll(index, wide);
    await publishAll(index, { ...narrow, payloads: new Map() });
    assert.equal(await index.forget([wide.contentDigest]), 3);
    assert.equal((await index.payloads([sha256('shared')])).size, 1);
    assert.equal(await index.forget([narrow.contentDigest]), 6);
    assert.equal((await index.payloads([sha256('shared')])).size, 0);
    assert.deepEqual(await index.check(), []);
  });

  it('keeps derivations without an execution, and does not take them for results', async (t) => {
    const index = await make(t, testClock());
    const template = sampleDerivation({ name: 'test.Template', parameters: { item: { $hole: 0 } } });
    await index.recordDerivations([]);
    await index.recordDerivations([template, template]);
    await index.recordDerivations([template]);
    assert.deepEqual(await index.derivations([template.id]), new Map([[template.id, template]]));
    assert.equal((await index.known([template.id])).size, 0);
    assert.deepEqual(await index.latest('test.Template', 1), []);
    assert.deepEqual(await index.check(), []);
  });

  it('records the definition of a derivation that was only mentioned before', async (t) => {
    const index = await make(t, testClock());
    const upstream = samplePublication({ name: 'test.Upstream' });
    await publishAll(index, samplePublication({ inputs: { raw: upstream.derivation.id } }));
    assert.equal((await index.derivations([upstream.derivation.id])).size, 0);
    await publishAll(index, upstream);
    assert.deepEqual(
      (await index.derivations([upstream.derivation.id])).get(upstream.derivation.id),
      sampleDerivation({ name: 'test.Upstream' }),
    );
  });
}
