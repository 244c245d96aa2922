// What the tests of the contract share: how an index is made for one test, a clock that is set by hand, and
// short ways to say "publish this" and "claim that".
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { StemmaError } from '@stemma/core';
import type {
  Claim,
  Clock,
  ContentEntry,
  Digest,
  ErrorCode,
  Lease,
  Publication,
  Published,
  ResultIndex,
} from '@stemma/core';

/** A clock that stands still until it is set. */
export interface TestClock extends Clock {
  set(ms: number): void;
}

/** Makes an empty index for one test, on the given clock; the maker cleans up with `t.after`. */
export type MakeIndex = (t: TestContext, clock: Clock) => Promise<ResultIndex>;

/** A clock that begins on 2023-03-07, and nobody can sleep by. */
export function testClock(startMs = Date.UTC(2023, 2, 7)): TestClock {
  let nowMs = startMs;
  return {
    nowMs: () => nowMs,
    set: (ms) => void (nowMs = ms),
    sleep: () => Promise.reject(new Error('this clock does not run')),
  };
}

/** Publishes one entry that has to be accepted. */
export async function publishAll(index: ResultIndex, ...batch: Publication[]): Promise<void> {
  const answers = await index.publish(batch);
  assert.deepEqual(
    answers,
    batch.map((): Published => ({ state: 'published' })),
  );
}

/** Claims one derivation that has to be free. */
export async function claimOne(index: ResultIndex, id: Digest): Promise<Lease> {
  const claim = await stateOf(index, id);
  assert.equal(claim.state, 'claimed');
  return (claim as Claim & { state: 'claimed' }).lease;
}

/** What `claim` says of one derivation. */
export async function stateOf(index: ResultIndex, id: Digest): Promise<Claim> {
  const claim = (await index.claim([id])).get(id);
  assert.ok(claim);
  return claim;
}

/** All contents by digest. */
export async function contentsOf(index: ResultIndex): Promise<Map<Digest, ContentEntry>> {
  const found = new Map<Digest, ContentEntry>();
  for await (const entry of index.contents()) found.set(entry.contentDigest, entry);
  return found;
}

/** For `assert.rejects` and `assert.throws`: a StemmaError of this code. */
export function codeIs(code: ErrorCode): (thrown: unknown) => boolean {
  return (thrown) => {
    assert.ok(thrown instanceof StemmaError, `a StemmaError was expected, not ${String(thrown)}`);
    assert.equal(thrown.code, code, thrown.message);
    return true;
  };
}
