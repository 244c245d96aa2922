// Group commit: order, batches, outcomes, and what happens when a write fails.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryIndex } from '@stemma/backends';
import { sha256 } from '../../test/setting.ts';
import { canonicalJson, type Json } from '../canonical/json.ts';
import { StemmaError } from '../errors.ts';
import type { Manifest } from '../identity/records.ts';
import type { Publication, Published, ResultIndex } from '../ports/result-index.ts';
import { Publisher } from './publisher.ts';

function publication(n: number, value = n): Publication {
  const payload = new TextEncoder().encode(String(value));
  const digest = sha256(payload);
  const manifest: Manifest = { outputs: { x: { digest, sizeBytes: payload.length, files: [] } } };
  const id = sha256(`derivation ${n}`);
  const definition = { name: 'test.A', version: '1', code: sha256('code'), environment: sha256('environment') };
  const shapes = { l1: id, l2: id, l3: id };
  return {
    derivation: { id, definition, parameters: { n }, inputs: {}, shapes },
    actionKey: sha256(`action ${n}`),
    contentDigest: sha256(canonicalJson(manifest as unknown as Json)),
    manifest,
    payloads: new Map([[digest, payload]]),
    used: [],
  };
}

/** An index that notes the size of each batch, and fails when told to. */
function watched(): { index: ResultIndex; batches: number[][]; failNext: (error: Error) => void } {
  const inner = memoryIndex();
  const batches: number[][] = [];
  let failure: Error | undefined;
  const publish: ResultIndex['publish'] = async (batch) => {
    const error = failure;
    failure = undefined;
    if (error) throw error;
    batches.push(batch.map(({ derivation }) => derivation.parameters.n as number));
    return inner.publish(batch);
  };
  const index = new Proxy(inner, {
    get: (target, key) => (key === 'publish' ? publish : Reflect.get(target, key)) as unknown,
  });
  return { index, batches, failNext: (error) => (failure = error) };
}

const ignore = () => {};
const range = (n: number) => Array.from({ length: n }, (_, i) => i);

test('what is queued at one time is written as one batch, in order', async () => {
  const { index, batches } = watched();
  const publisher = new Publisher(index);
  for (const n of range(10)) publisher.add(publication(n), ignore);
  await publisher.drain();
  assert.deepEqual(batches, [range(10)]);
  assert.equal((await index.known(range(10).map((n) => publication(n).derivation.id))).size, 10);
});

test('a long queue is written in batches, without waiting for the end', async () => {
  const { index, batches } = watched();
  const publisher = new Publisher(index);
  for (const n of range(3000)) publisher.add(publication(n), ignore);
  await publisher.drain();
  assert.deepEqual(batches.flat(), range(3000));
  assert.ok(batches.length > 1);
});

test('what is queued is written soon by itself', async () => {
  const { index, batches } = watched();
  new Publisher(index).add(publication(1), ignore);
  await new Promise((resolve) => setTimeout(resolve, 80));
  assert.deepEqual(batches, [[1]]);
});

test('each is told its outcome: published, or already there with the stored content', async () => {
  const { index } = watched();
  const publisher = new Publisher(index);
  const outcomes: Published[] = [];
  publisher.add(publication(1), (outcome) => outcomes.push(outcome));
  publisher.add(publication(1, 99), (outcome) => outcomes.push(outcome));
  await publisher.drain();
  assert.deepEqual(outcomes, [
    { state: 'published' },
    { state: 'already', contentDigest: publication(1).contentDigest },
  ]);
});

test('after a failed write the drain throws, and nothing that was queued later is written', async () => {
  const { index, batches, failNext } = watched();
  const publisher = new Publisher(index).session();
  failNext(new StemmaError('unavailable', 'no room'));
  const told: Published[] = [];
  publisher.add(publication(1), (outcome) => told.push(outcome));
  await assert.rejects(publisher.drain(), { code: 'unavailable' });
  publisher.add(publication(2), (outcome) => told.push(outcome));
  await assert.rejects(publisher.drain(), { code: 'unavailable' });
  assert.deepEqual([batches, told], [[], []]);
  assert.equal(publisher.broken?.message, 'no room');
});

test('a failure concerns every session that was there, and none that begins afterwards', async () => {
  const { index, batches, failNext } = watched();
  const publisher = new Publisher(index);
  const [first, second] = [publisher.session(), publisher.session()];
  failNext(new StemmaError('unavailable', 'no room'));
  first.add(publication(1), ignore);
  second.add(publication(2), ignore);
  await assert.rejects(first.drain());
  second.add(publication(3), ignore);
  await assert.rejects(second.drain());
  const third = publisher.session();
  third.add(publication(4), ignore);
  await third.drain();
  assert.deepEqual(batches, [[4]]);
  assert.equal(third.broken, undefined);
});

test('an error that is none of ours is passed on as internal', async () => {
  const { index, failNext } = watched();
  const publisher = new Publisher(index).session();
  failNext(new TypeError('oops'));
  publisher.add(publication(1), ignore);
  await assert.rejects(publisher.drain(), { code: 'internal', message: 'oops' });
});

test('draining an empty queue is no write', async () => {
  const { index, batches } = watched();
  await new Publisher(index).drain();
  assert.deepEqual(batches, []);
});
