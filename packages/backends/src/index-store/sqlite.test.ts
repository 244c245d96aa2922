// The SQLite index keeps the contract, and what it promises beyond: durability over close, one file for many sessions.
import assert from 'node:assert/strict';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { sha256 } from '../hashing/sha256.ts';
import { resultIndexContract } from './contract.ts';
import { claimOne, codeIs, contentsOf, publishAll, stateOf, testClock } from './contract/setting.ts';
import { samplePublication, samplePublications } from './sample-publications.ts';
import { sqliteIndex } from './sqlite.ts';

async function temporaryFile(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'stemma-index-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'deep', 'index.sqlite');
}

resultIndexContract('sqliteIndex', async (t, clock) => {
  const index = sqliteIndex({ path: await temporaryFile(t), clock });
  t.after(() => index.close());
  return index;
});

describe('sqliteIndex over time', () => {
  it('has everything again after it was closed and opened', async (t) => {
    const path = await temporaryFile(t);
    const batch = samplePublications(50, true);
    const first = sqliteIndex({ path });
    await publishAll(first, ...batch);
    await first.close();
    const second = sqliteIndex({ path });
    assert.equal((await second.known(batch.map(({ derivation }) => derivation.id))).size, 50);
    assert.deepEqual(await second.check(), []);
    await second.close();
    await assert.rejects(second.known([batch[0]!.derivation.id]), codeIs('internal'));
  });

  it('writes times of use when it is closed, and only those that say something new', async (t) => {
    const path = await temporaryFile(t);
    const clock = testClock();
    const startMs = clock.nowMs();
    const publication = samplePublication();
    const first = sqliteIndex({ path, clock });
    await publishAll(first, publication);
    await first.close();
    for (const laterMs of [600_000, 7_200_000]) {
      clock.set(startMs + laterMs);
      const reader = sqliteIndex({ path, clock });
      await reader.known([publication.derivation.id]);
      await reader.close();
      const looker = sqliteIndex({ path, readOnly: true, clock });
      const lastUsedMs = (await contentsOf(looker)).get(publication.contentDigest)?.lastUsedMs;
      assert.equal(lastUsedMs, laterMs > 3_600_000 ? startMs + laterMs : startMs);
      await looker.close();
    }
  });
});

describe('sqliteIndex with several sessions', () => {
  it('lets one session see at once what another published', async (t) => {
    const path = await temporaryFile(t);
    const [one, two] = [sqliteIndex({ path }), sqliteIndex({ path })];
    const publication = samplePublication();
    await publishAll(one, publication);
    assert.equal((await two.known([publication.derivation.id])).size, 1);
    await one.close();
    await two.close();
  });

  it('gives a derivation to one session only, until it closes', async (t) => {
    const path = await temporaryFile(t);
    const one = sqliteIndex({ path, owner: 'first' });
    const two = sqliteIndex({ path, owner: 'first' });
    const id = sha256('derivation');
    const lease = await claimOne(one, id);
    assert.match(lease.owner, /^first#/);
    const claim = await stateOf(two, id);
    assert.ok(claim.state === 'held' && claim.owner === lease.owner);
    await one.close();
    const next = await claimOne(two, id);
    assert.equal(next.attempt, 2);
    assert.notEqual(next.owner, lease.owner, 'sessions of one name are different owners');
    await two.close();
  });

  it('publishes under a lease that another session of the same store claimed', async (t) => {
    const path = await temporaryFile(t);
    const [one, two] = [sqliteIndex({ path }), sqliteIndex({ path })];
    const publication = samplePublication();
    const lease = await claimOne(one, publication.derivation.id);
    await publishAll(two, { ...publication, lease });
    await one.close();
    await two.close();
  });
});

describe('sqliteIndex after a week', () => {
  it('sweeps leases and owners that nobody came back to, and nothing younger', async (t) => {
    const path = await temporaryFile(t);
    const clock = testClock();
    const lost = sqliteIndex({ path, clock });
    const tried = await claimOne(lost, sha256('tried'));
    await claimOne(lost, sha256('abandoned'));
    await lost.release([tried]);
    const rows = async (index: typeof lost) => {
      const { lease, owner } = (await index.size()).rows;
      return { lease, owner };
    };
    clock.set(clock.nowMs() + 6 * 86_400_000);
    const early = sqliteIndex({ path, clock });
    await claimOne(early, sha256('early'));
    assert.deepEqual(await rows(early), { lease: 3, owner: 2 });
    clock.set(clock.nowMs() + 2 * 86_400_000);
    const late = sqliteIndex({ path, clock });
    await claimOne(late, sha256('late'));
    assert.deepEqual(await rows(late), { lease: 2, owner: 2 });
    await claimOne(lost, sha256('back again'));
    assert.deepEqual(await rows(lost), { lease: 3, owner: 3 });
    for (const index of [lost, early, late]) await index.close();
  });
});

describe('sqliteIndex for reading only', () => {
  it('answers questions and refuses changes', async (t) => {
    const path = await temporaryFile(t);
    const publication = samplePublication();
    const writer = sqliteIndex({ path });
    await publishAll(writer, publication);
    const reader = sqliteIndex({ path, readOnly: true });
    const { id } = publication.derivation;
    assert.equal(reader.readOnly, true);
    assert.equal((await reader.known([id])).size, 1);
    assert.deepEqual(await reader.check(), []);
    await assert.rejects(reader.publish([publication]), codeIs('unavailable'));
    await assert.rejects(reader.claim([id]), codeIs('unavailable'));
    await assert.rejects(reader.pin([id], true), codeIs('unavailable'));
    await assert.rejects(reader.forget([publication.contentDigest]), codeIs('unavailable'));
    await writer.close();
    await reader.close();
  });

  it('is unavailable where nothing is, and creates nothing', async (t) => {
    const path = await temporaryFile(t);
    assert.throws(() => sqliteIndex({ path, readOnly: true }), codeIs('unavailable'));
    await assert.rejects(access(dirname(path)), { code: 'ENOENT' });
  });
});
