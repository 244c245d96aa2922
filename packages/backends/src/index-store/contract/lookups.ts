// The contract of an index: what the engine asks of it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sha256 } from '../../hashing/sha256.ts';
import { samplePublication, samplePublications } from '../sample-publications.ts';
import { publishAll, testClock } from './setting.ts';
import type { MakeIndex } from './setting.ts';

/** Declares the tests of known, results and payloads. */
export function lookupContract(make: MakeIndex): void {
  describe('look-ups', () => {
    it('knows nothing at first, and gives empty answers to empty questions', async (t) => {
      const index = await make(t, testClock());
      const ids = [sha256('a'), sha256('b')];
      assert.deepEqual(await index.known(ids), new Map());
      assert.deepEqual(await index.known(ids.slice(1)), new Map());
      assert.deepEqual(await index.known([]), new Map());
      assert.deepEqual(await index.results(ids), new Map());
      assert.deepEqual(await index.payloads(ids), new Map());
      assert.deepEqual(await index.knownActions(ids), new Map());
    });

    it('knows what was published, one by one and among unknown ones', async (t) => {
      const index = await make(t, testClock());
      const [first, second] = samplePublications(2);
      await publishAll(index, first!, second!);
      const expected = { contentDigest: first!.contentDigest, failed: false };
      const { id } = first!.derivation;
      assert.deepEqual(await index.known([id]), new Map([[id, expected]]));
      const many = await index.known([sha256('unknown'), id, id, second!.derivation.id]);
      assert.equal(many.size, 2);
      assert.deepEqual(many.get(id), expected);
      assert.equal(many.get(second!.derivation.id)?.contentDigest, second!.contentDigest);
    });

    it('answers for 100,000 ids at once', async (t) => {
      const index = await make(t, testClock());
      const batch = samplePublications(2500);
      await publishAll(index, ...batch);
      const ids = Array.from({ length: 97_500 }, (_, i) => sha256(`unknown ${i}`));
      for (const [i, { derivation }] of batch.entries()) ids.splice(i * 39, 0, derivation.id);
      const found = await index.known(ids);
      assert.equal(found.size, 2500);
      for (const { derivation, contentDigest } of batch) {
        assert.equal(found.get(derivation.id)?.contentDigest, contentDigest);
      }
    });

    resultTests(make);
    actionTests(make);
  });
}

function resultTests(make: MakeIndex): void {
  it('gives results with their manifest, time and producer', async (t) => {
    const clock = testClock(5000);
    const index = await make(t, clock);
    const publication = samplePublication({ outputs: { counts: '1.524e7', onset: '15:44:07.13' } });
    await publishAll(index, publication);
    const { id } = publication.derivation;
    clock.set(6000);
    assert.deepEqual(
      await index.results([id, sha256('unknown')]),
      new Map([
        [
          id,
          {
            id,
            contentDigest: publication.contentDigest,
            manifest: publication.manifest,
            publishedMs: 5000,
            producedBy: id,
            forgotten: false,
            pinned: false,
          },
        ],
      ]),
    );
  });

  it('keeps an expected failure as a result that says why', async (t) => {
    const index = await make(t, testClock());
    const failure = {
      reason: 'no_events',
      message: 'no events in this science window',
      detail: { scw: '067100530010', énergie: [20, 40] },
    };
    const publication = samplePublication({ failure, activity: { status: 'expected_failure' } });
    await publishAll(index, publication);
    const { id } = publication.derivation;
    assert.equal((await index.known([id])).get(id)?.failed, true);
    assert.deepEqual((await index.results([id])).get(id)?.manifest, { failure: { ...failure, origin: id } });
  });

  it('gives small values back bit by bit, the empty one too, and copies them', async (t) => {
    const index = await make(t, testClock());
    const publication = samplePublication({ outputs: { empty: '', text: 'ψ\0\u{1f4a5}' } });
    await publishAll(index, publication);
    const digests = [...publication.payloads.keys(), sha256('a blob elsewhere')];
    const found = await index.payloads(digests);
    assert.equal(found.size, 2);
    for (const [digest, bytes] of publication.payloads) assert.deepEqual([...found.get(digest)!], [...bytes]);
    found.get(sha256('ψ\0\u{1f4a5}'))!.fill(0);
    assert.deepEqual(await index.payloads([...publication.payloads.keys()]), publication.payloads);
  });
}

function actionTests(make: MakeIndex): void {
  it('finds contents by action key: what it is and who made it', async (t) => {
    const index = await make(t, testClock());
    const made = samplePublication({ parameters: { calibration: 1 } });
    const failed = samplePublication({ failure: { reason: 'none', message: 'nothing', detail: null } });
    await publishAll(index, made, failed);
    const found = await index.knownActions([made.actionKey, sha256('no such action'), failed.actionKey]);
    assert.deepEqual(
      found,
      new Map([
        [made.actionKey, { contentDigest: made.contentDigest, failed: false, producedBy: made.derivation.id }],
        [failed.actionKey, { contentDigest: failed.contentDigest, failed: true, producedBy: failed.derivation.id }],
      ]),
    );
  });

  it('names the first producer however often the content was taken over since', async (t) => {
    const clock = testClock(1000);
    const index = await make(t, clock);
    const outputs = { value: 'the same bytes' };
    const made = samplePublication({ parameters: { calibration: 1 }, outputs });
    await publishAll(index, made);
    for (const calibration of [2, 3]) {
      clock.set(1000 * calibration);
      const taken = samplePublication({ parameters: { calibration }, outputs, takenOver: made.actionKey });
      await publishAll(index, taken);
      assert.equal(
        (await index.results([taken.derivation.id])).get(taken.derivation.id)?.producedBy,
        made.derivation.id,
      );
    }
    const known = (await index.knownActions([made.actionKey])).get(made.actionKey);
    assert.deepEqual(known, { contentDigest: made.contentDigest, failed: false, producedBy: made.derivation.id });
  });
}
