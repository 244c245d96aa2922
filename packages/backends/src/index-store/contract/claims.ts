// The contract of an index: single flight and fencing, as far as one session can see them.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sha256 } from '../../hashing/sha256.ts';
import { samplePublication, samplePublications } from '../sample-publications.ts';
import { claimOne, codeIs, publishAll, stateOf, testClock } from './setting.ts';
import type { MakeIndex } from './setting.ts';

/** Declares the tests of claim, release and of publication under a lease. */
export function claimContract(make: MakeIndex): void {
  describe('claims', () => {
    it('gives a free derivation to the first who asks and tells the next who holds it since when', async (t) => {
      const clock = testClock(1000);
      const index = await make(t, clock);
      const id = sha256('derivation');
      const lease = await claimOne(index, id);
      assert.equal(lease.id, id);
      assert.equal(lease.attempt, 1);
      clock.set(2000);
      const second = await stateOf(index, id);
      assert.ok(second.state === 'held', 'the same session does not get its lease twice');
      assert.equal(second.owner, lease.owner);
      assert.equal(second.sinceMs, 1000);
      assert.ok(second.host.length > 0);
    });

    it('says of each member of a batch what is true of it', async (t) => {
      const index = await make(t, testClock());
      const [known, free] = samplePublications(2);
      await publishAll(index, known!);
      const held = sha256('held');
      await claimOne(index, held);
      const ids = [known!.derivation.id, held, free!.derivation.id, free!.derivation.id];
      const claims = await index.claim(ids);
      assert.deepEqual(
        [...claims].map(([id, { state }]) => [id, state]),
        [
          [ids[0], 'known'],
          [ids[1], 'held'],
          [ids[2], 'claimed'],
        ],
      );
      const claim = claims.get(ids[0]!);
      assert.deepEqual(claim?.state === 'known' && claim.known, { contentDigest: known!.contentDigest, failed: false });
    });

    it('claims thousands at once', async (t) => {
      const index = await make(t, testClock());
      const ids = Array.from({ length: 2500 }, (_, i) => sha256(`derivation ${i}`));
      const claims = await index.claim(ids);
      assert.equal([...claims.values()].filter(({ state }) => state === 'claimed').length, 2500);
      assert.deepEqual([...claims.keys()], ids);
    });

    it('refuses to claim what is no digest', async (t) => {
      const index = await make(t, testClock());
      await assert.rejects(index.claim(['0123']), codeIs('invalid_request'));
    });

    releaseTests(make);
    fencingTests(make);
  });
}

function releaseTests(make: MakeIndex): void {
  it('gives a released derivation to the next, with a higher attempt', async (t) => {
    const index = await make(t, testClock());
    const id = sha256('derivation');
    const first = await claimOne(index, id);
    await index.release([first]);
    const second = await claimOne(index, id);
    assert.equal(second.attempt, 2);
    await index.release([first]);
    assert.equal((await stateOf(index, id)).state, 'held', 'an old lease releases nothing');
    await index.release([]);
  });

  it('begins again at attempt one when a published result was forgotten', async (t) => {
    const index = await make(t, testClock());
    const publication = samplePublication();
    const { id } = publication.derivation;
    await publishAll(index, { ...publication, lease: await claimOne(index, id) });
    assert.equal((await stateOf(index, id)).state, 'known');
    await index.forget([publication.contentDigest]);
    assert.equal((await claimOne(index, id)).attempt, 1);
  });
}

function fencingTests(make: MakeIndex): void {
  it('ends the lease with the publication', async (t) => {
    const index = await make(t, testClock());
    const publication = samplePublication();
    const lease = await claimOne(index, publication.derivation.id);
    await publishAll(index, { ...publication, lease });
    assert.deepEqual(await index.publish([{ ...samplePublication({ outputs: { value: 'other' } }), lease }]), [
      { state: 'already', contentDigest: publication.contentDigest },
    ]);
  });

  it('refuses a publication with an older attempt, and changes nothing', async (t) => {
    const index = await make(t, testClock());
    const publication = samplePublication();
    const { id } = publication.derivation;
    const old = await claimOne(index, id);
    await index.release([old]);
    const current = await claimOne(index, id);
    assert.deepEqual(await index.publish([{ ...publication, lease: old }]), [{ state: 'fenced', by: current.owner }]);
    assert.equal((await index.known([id])).size, 0);
    assert.deepEqual(await index.activities(id), []);
    assert.equal((await stateOf(index, id)).state, 'held');
    await publishAll(index, { ...publication, lease: current });
  });

  it('refuses a publication under a lease that was released, or of another owner', async (t) => {
    const index = await make(t, testClock());
    const publication = samplePublication();
    const lease = await claimOne(index, publication.derivation.id);
    const [foreign] = await index.publish([{ ...publication, lease: { ...lease, owner: 'somebody else' } }]);
    assert.deepEqual(foreign, { state: 'fenced', by: lease.owner });
    await index.release([lease]);
    const [late] = await index.publish([{ ...publication, lease }]);
    assert.deepEqual(late, { state: 'fenced', by: 'nobody' });
  });

  it('accepts each entry of a batch for itself', async (t) => {
    const index = await make(t, testClock());
    const [ours, lost, there, twice] = samplePublications(4);
    await publishAll(index, there!);
    const lease = await claimOne(index, ours!.derivation.id);
    const lostLease = { id: lost!.derivation.id, owner: 'somebody', attempt: 7 };
    const states = await index.publish([{ ...ours!, lease }, { ...lost!, lease: lostLease }, there!, twice!, twice!]);
    assert.deepEqual(
      states.map(({ state }) => state),
      ['published', 'fenced', 'already', 'published', 'already'],
    );
    assert.equal((await index.known([ours!.derivation.id, lost!.derivation.id, twice!.derivation.id])).size, 2);
  });
}
