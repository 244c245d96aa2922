// Single flight between real processes: competition, death, and being stopped.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { Claim, Digest, Lease } from '@stemma/core';
import { sha256 } from '../../hashing/sha256.ts';
import { claimOne, stateOf } from '../contract/setting.ts';
import { samplePublications } from '../sample-publications.ts';
import { sqliteIndex } from '../sqlite.ts';
import { otherProcess } from './other-process.ts';
import type { OtherProcess } from './other-process.ts';

async function temporaryFile(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'stemma-claims-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'index.sqlite');
}

async function other(t: TestContext, path: string, heartbeatMs = 100): Promise<OtherProcess> {
  const process = await otherProcess();
  t.after(() => process.signal('SIGKILL'));
  await process.open({ path, heartbeatMs });
  return process;
}

const leaseOf = (claims: [Digest, Claim][]): Lease => {
  const claim = claims[0]?.[1];
  assert.ok(claim?.state === 'claimed');
  return claim.lease;
};

const [publication] = samplePublications(1);
const { id } = publication!.derivation;

describe('claims of several processes', () => {
  it('gives each of 1,000 derivations to exactly one of two processes', async (t) => {
    const path = await temporaryFile(t);
    const processes = await Promise.all([other(t, path), other(t, path)]);
    const ids = Array.from({ length: 1000 }, (_, i) => sha256(`derivation ${i}`));
    const batches = [ids, ids.toReversed()].map((order) =>
      Array.from({ length: 100 }, (_, i) => order.slice(i * 10, i * 10 + 10)),
    );
    const claimed = await Promise.all(
      processes.map(async (process, which) => {
        const mine: Digest[] = [];
        for (const batch of batches[which]!) {
          for (const [id, { state }] of await process.claim(batch)) if (state === 'claimed') mine.push(id);
        }
        return mine;
      }),
    );
    assert.deepEqual(claimed.flat().sort(), ids.toSorted());
    for (const mine of claimed) assert.ok(mine.length > 0, 'both took part');
  });

  it('takes over at once from a process that was killed', async (t) => {
    const path = await temporaryFile(t);
    const holder = await other(t, path, 60_000);
    const lost = leaseOf(await holder.claim([id]));
    const index = sqliteIndex({ path });
    t.after(() => index.close());
    assert.equal((await stateOf(index, id)).state, 'held');
    await holder.signal('SIGKILL');
    const lease = await claimOne(index, id);
    assert.equal(lease.attempt, 2);
    assert.deepEqual(await index.publish([{ ...publication!, lease: lost }]), [{ state: 'fenced', by: lease.owner }]);
    assert.deepEqual(await index.publish([{ ...publication!, lease }]), [{ state: 'published' }]);
  });

  it('takes over from a stopped process after three beats, and fences what it publishes later', async (t) => {
    const path = await temporaryFile(t);
    const holder = await other(t, path, 250);
    const lost = leaseOf(await holder.claim([id]));
    const index = sqliteIndex({ path });
    t.after(() => index.close());
    await wait(1200);
    assert.equal((await stateOf(index, id)).state, 'held', 'it beats');
    await holder.signal('SIGSTOP');
    assert.equal((await stateOf(index, id)).state, 'held', 'one silent moment is no death');
    await wait(1100);
    const lease = await claimOne(index, id);
    await holder.signal('SIGCONT');
    assert.deepEqual(await holder.publish(0, lost), { state: 'fenced', by: lease.owner });
    assert.equal((await index.known([id])).size, 0);
    assert.deepEqual(await index.publish([{ ...publication!, lease }]), [{ state: 'published' }]);
    assert.deepEqual(await holder.publish(0, lost), { state: 'already', contentDigest: publication!.contentDigest });
  });

  it('leaves the lease to a process whose main thread computes for many beats, from the first moment on', async (t) => {
    const path = await temporaryFile(t);
    const holder = await other(t, path, 200);
    const index = sqliteIndex({ path });
    t.after(() => index.close());
    const lease = leaseOf(await holder.claim([id]));
    const computing = holder.compute(1300);
    await wait(1100);
    assert.equal((await stateOf(index, id)).state, 'held', 'before its first beat');
    await computing;
    await wait(400);
    const again = holder.compute(1300);
    await wait(1100);
    assert.equal((await stateOf(index, id)).state, 'held', 'its heartbeat is a thread of its own');
    await again;
    assert.deepEqual(await holder.publish(0, lease), { state: 'published' });
    await holder.close();
  });

  it('gives up its leases when it is closed', async (t) => {
    const path = await temporaryFile(t);
    const holder = await other(t, path, 60_000);
    await holder.claim([id]);
    await holder.close();
    const index = sqliteIndex({ path });
    t.after(() => index.close());
    assert.equal((await claimOne(index, id)).attempt, 2);
  });
});
