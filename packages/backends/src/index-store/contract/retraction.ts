// The contract of retraction: what the cache refuses, what lifts a doubt, what is kept; and, over random histories, that
// exactly those are in doubt which a plain recursive definition says.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Digest, Publication, ResultIndex, RetractionTarget, SearchQuery } from '@stemma/core';
import { sha256 } from '../../hashing/sha256.ts';
import { samplePublication } from '../sample-publications.ts';
import { claimOne, codeIs, contentsOf, publishAll, stateOf, testClock } from './setting.ts';
import type { MakeIndex } from './setting.ts';

const said = { reason: 'wrong gain', by: 'observer' };
const raw = samplePublication({ name: 'test.Raw' });
const middle = samplePublication({ name: 'test.Middle', inputs: { raw: raw.derivation.id } });
const final = samplePublication({ name: 'test.Final', inputs: { middle: middle.derivation.id } });
const chain = [raw, middle, final].map(({ derivation }) => derivation.id);

async function chainIn(index: ResultIndex): Promise<void> {
  await publishAll(index, raw, made(middle, raw), made(final, middle));
}

/** A publication that says which contents went in. */
function made(publication: Publication, ...inputs: readonly Publication[]): Publication {
  const contents = new Map(inputs.map(({ derivation, contentDigest }) => [derivation.id, contentDigest]));
  const used = publication.used.map((use) => ({ ...use, contentDigest: contents.get(use.id)! }));
  return { ...publication, used };
}

/** The same derivation with another content. */
function other(publication: Publication, text: string): Publication {
  const { name } = publication.derivation.definition;
  const inputs = Object.fromEntries(publication.used.map(({ role, id }) => [role, id]));
  return { ...samplePublication({ name, inputs, outputs: { value: text } }), used: publication.used };
}

async function known(index: ResultIndex): Promise<boolean[]> {
  const found = await index.known(chain);
  return chain.map((id) => found.has(id));
}

/** Declares the tests of retraction. */
export function retractionContract(make: MakeIndex): void {
  describe('retraction', () => {
    refusalTests(make);
    actionTests(make);
    liftingTests(make);
    overtakenTests(make);
    targetTests(make);
    historyTests(make);
    it('casts doubt on exactly what a plain definition says, whatever happens in whatever order', (t) =>
      fc.assert(
        fc.asyncProperty(histories, async (steps) => followHistory(await make(t, testClock()), steps)),
        { numRuns: 40 },
      ));
  });
}

function refusalTests(make: MakeIndex): void {
  it('refuses the retracted result and all that was made from it, which stay readable', async (t) => {
    const index = await make(t, testClock(7000));
    await chainIn(index);
    assert.equal(await index.lastRetraction(), 0);
    const event = await index.retract({
      target: { kind: 'result', id: chain[1]! },
      ...said,
      replacedBy: 'the new one',
    });
    const { contentDigest } = middle;
    const target = { kind: 'result', id: chain[1]! } as const;
    const expected = {
      number: 1,
      kind: 'retract',
      target,
      contentDigest,
      ...said,
      atMs: 7000,
      replacedBy: 'the new one',
    };
    assert.deepEqual(event, expected);
    assert.deepEqual(await index.activeRetractions(), [event]);
    assert.equal(await index.lastRetraction(), 1);
    assert.deepEqual(await known(index), [true, false, false]);
    assert.equal((await index.known([chain[2]!])).size, 0);
    assert.equal((await stateOf(index, chain[0]!)).state, 'known');
    await claimOne(index, chain[2]!);
    assert.equal((await index.results(chain)).size, 3);
    const standings = await index.standings(chain);
    const origin = { origin: chain[1]!, originName: 'test.Middle', retraction: event };
    assert.deepEqual(standings.get(chain[1]!), { state: 'retracted', ...origin });
    assert.deepEqual(standings.get(chain[2]!), { state: 'suspect', ...origin });
    assert.equal(standings.size, 2);
    const found = async (query: SearchQuery) => (await index.search(query)).results.map(({ id }) => id);
    assert.deepEqual(await found({ is: ['retracted'] }), [chain[1]]);
    assert.deepEqual(await found({ is: ['suspect'] }), [chain[2]]);
    assert.deepEqual(await found({ isNot: ['retracted', 'suspect'] }), [chain[0]]);
    assert.deepEqual(await index.check(), []);
  });
}

function actionTests(make: MakeIndex): void {
  it('answers by action key unless the making itself was retracted', async (t) => {
    const index = await make(t, testClock());
    await chainIn(index);
    const twin = samplePublication({ name: 'test.Twin', takenOver: middle.actionKey });
    await publishAll(index, {
      ...twin,
      manifest: middle.manifest,
      contentDigest: middle.contentDigest,
      producedBy: chain[1]!,
    });
    await index.retract({ target: { kind: 'result', id: chain[0]! }, ...said });
    const keys = [raw.actionKey, middle.actionKey, final.actionKey];
    assert.deepEqual([...(await index.knownActions(keys)).keys()], keys.slice(1));
    await index.retract({ target: { kind: 'result', id: chain[1]! }, ...said });
    assert.deepEqual([...(await index.knownActions(keys)).keys()], keys.slice(2), 'nor what was taken over from it');
    assert.equal((await index.known([twin.derivation.id])).size, 0);
  });

  it('casts doubt through what is never stored', async (t) => {
    const index = await make(t, testClock());
    await publishAll(index, raw);
    const { derivation } = middle;
    await index.recordActivities([{ activity: middle.activity!, derivation, used: middle.used }]);
    await publishAll(index, { ...final, usedBehind: [{ id: chain[0]!, contentDigest: raw.contentDigest }] });
    await index.retract({ target: { kind: 'result', id: chain[0]! }, ...said });
    assert.equal((await index.known([chain[2]!])).size, 0);
    await publishAll(index, other(raw, 'another'));
    assert.equal((await index.known([chain[2]!])).size, 0, 'made from the former content');
    await publishAll(index, {
      ...final,
      usedBehind: [{ id: chain[0]!, contentDigest: other(raw, 'another').contentDigest }],
    });
    assert.equal((await index.known([chain[2]!])).size, 1);
  });
}

function liftingTests(make: MakeIndex): void {
  it('lifts the doubt when the result is made again with equal content', async (t) => {
    const index = await make(t, testClock());
    await chainIn(index);
    await index.retract({ target: { kind: 'result', id: chain[0]! }, ...said });
    assert.deepEqual(await known(index), [false, false, false]);
    await publishAll(index, raw);
    assert.deepEqual(await known(index), [true, true, true]);
    assert.deepEqual(
      (await index.retractions(1)).map(({ kind, of }) => [kind, of]),
      [['confirm', 1]],
    );
    assert.deepEqual(await index.activeRetractions(), []);
    await assert.rejects(index.withdraw(1, said), codeIs('conflict'));
    assert.deepEqual(await index.publish([raw]), [{ state: 'already', contentDigest: raw.contentDigest }]);
  });

  it('keeps the former content when another takes its place, and doubts what was made from it', async (t) => {
    const index = await make(t, testClock(1000));
    await chainIn(index);
    await index.retract({ target: { kind: 'result', id: chain[0]! }, ...said });
    const changed = other(raw, 'right');
    await publishAll(index, changed);
    assert.deepEqual(await known(index), [true, false, false]);
    assert.equal((await index.standings([chain[2]!])).get(chain[2]!)?.retraction, undefined);
    const [former] = await index.formerResults(chain[0]!);
    const { contentDigest, manifest } = raw;
    assert.deepEqual(former, {
      contentDigest,
      manifest,
      publishedMs: 1000,
      producedBy: chain[0],
      forgotten: false,
      supersededBy: 2,
    });
    assert.equal((await index.payloads([...raw.payloads.keys()])).size, 1, 'its bytes are still there');
    assert.deepEqual((await contentsOf(index)).get(contentDigest)?.ids, []);
    // The middle one comes out as before: with that the last one is sound again.
    await publishAll(index, made({ ...middle, actionKey: sha256('of the right content') }, changed));
    assert.deepEqual(await known(index), [true, true, true]);
    assert.deepEqual(await index.check(), []);
  });
}

function overtakenTests(make: MakeIndex): void {
  it('doubts what is published from a content that was replaced meanwhile', async (t) => {
    const index = await make(t, testClock());
    await publishAll(index, raw);
    await index.retract({ target: { kind: 'result', id: chain[0]! }, ...said });
    await publishAll(index, made(middle, raw));
    assert.deepEqual(await known(index), [false, false, false], 'made from what is retracted');
    await publishAll(index, other(raw, 'right'));
    await publishAll(index, made(middle, raw));
    assert.deepEqual(await known(index), [true, false, false], 'made from what was replaced');
    await publishAll(
      index,
      made(other(middle, 'right too'), other(raw, 'right')),
      made(final, other(middle, 'right too')),
    );
    assert.deepEqual(await known(index), [true, true, true]);
  });

  it('knows all again when the retraction is withdrawn, and keeps both events', async (t) => {
    const index = await make(t, testClock());
    await chainIn(index);
    const { number } = await index.retract({ target: { kind: 'result', id: chain[0]! }, ...said });
    const event = await index.withdraw(number, { reason: 'the gain was right', by: 'observer' });
    assert.deepEqual([event.kind, event.of, event.reason], ['withdraw', number, 'the gain was right']);
    assert.deepEqual(await known(index), [true, true, true]);
    assert.deepEqual(
      (await index.retractions()).map(({ kind }) => kind),
      ['retract', 'withdraw'],
    );
    await assert.rejects(index.withdraw(number, said), codeIs('conflict'));
    await assert.rejects(index.withdraw(2, said), codeIs('not_found'));
    await assert.rejects(index.withdraw(0.5, said), codeIs('not_found'));
  });
}

function targetTests(make: MakeIndex): void {
  const { definition } = middle.derivation;
  const file = samplePublication({ name: 'stemma.File', parameters: { sha256: sha256('bytes'), name: 'a.fits' } });
  const reader = samplePublication({ name: 'test.Reader', inputs: { file: file.derivation.id } });
  const targets: [string, RetractionTarget, readonly boolean[]][] = [
    ['a definition', { kind: 'definition', name: definition.name, version: definition.version }, [true, false, false]],
    ['another version', { kind: 'definition', name: definition.name, version: '2' }, [true, true, true]],
    ['code', { kind: 'code', digest: definition.code }, [true, false, false]],
    ['other code', { kind: 'code', digest: sha256('other') }, [true, true, true]],
  ];
  for (const [what, target, expected] of targets) {
    it(`of ${what} meets its results, and making them again does not help`, async (t) => {
      const index = await make(t, testClock());
      await chainIn(index);
      await index.retract({ target, ...said });
      assert.deepEqual(await known(index), expected);
      await index.publish([made(middle, raw)]);
      assert.deepEqual(await known(index), expected);
      assert.deepEqual(await index.derivationsMeant(target), expected[1] ? [] : [chain[1]]);
    });
  }

  it('of a data file meets what was made from it, also when its result is named', async (t) => {
    for (const target of [
      { kind: 'file', digest: sha256('bytes') },
      { kind: 'result', id: file.derivation.id },
    ] as const) {
      const index = await make(t, testClock());
      await publishAll(index, file, made(reader, file));
      const event = await index.retract({ target, ...said });
      assert.deepEqual(event.target, { kind: 'file', digest: sha256('bytes') });
      assert.equal((await index.known([reader.derivation.id])).size, 0);
      assert.deepEqual(await index.derivationsMeant(event.target), [file.derivation.id]);
    }
  });

  it('refuses what it cannot mean, and keeps nothing of it', async (t) => {
    const index = await make(t, testClock());
    await chainIn(index);
    const result = { kind: 'result', id: chain[0]! } as const;
    await assert.rejects(index.retract({ target: { kind: 'result', id: sha256('?') }, ...said }), codeIs('not_found'));
    await assert.rejects(index.retract({ target: { kind: 'file', digest: 'x' }, ...said }), codeIs('invalid_request'));
    await assert.rejects(index.retract({ target: result, ...said, reason: ' ' }), codeIs('invalid_request'));
    await assert.rejects(index.retract({ target: result, ...said, reason: 'x'.repeat(5000) }), codeIs('too_large'));
    assert.equal(await index.lastRetraction(), 0);
  });
}

function historyTests(make: MakeIndex): void {
  it('lists events page by page', async (t) => {
    const index = await make(t, testClock());
    await chainIn(index);
    for (const id of chain) await index.retract({ target: { kind: 'result', id }, ...said });
    assert.deepEqual(
      (await index.retractions(0, 2)).map(({ number }) => number),
      [1, 2],
    );
    assert.deepEqual(
      (await index.retractions(2, 2)).map(({ number }) => number),
      [3],
    );
    assert.deepEqual(await index.retractions(3), []);
  });
}

interface Step {
  readonly what: 'make' | 'make another' | 'retract' | 'withdraw';
  readonly node: number;
}

const histories = fc.record({
  /** For each of eight nodes the earlier ones that it uses, as bits. */
  uses: fc.array(fc.nat({ max: 255 }), { minLength: 8, maxLength: 8 }),
  steps: fc.array(
    fc.record({
      what: fc.constantFrom<Step['what']>('make', 'make', 'make another', 'retract', 'withdraw'),
      node: fc.nat({ max: 7 }),
    }),
    { maxLength: 30 },
  ),
});

/** What the plain definition remembers of a node: its content, how often that changed, and of which it was made. */
interface Plain {
  readonly publication: Publication;
  readonly changes: number;
  readonly from: ReadonlyMap<number, number>;
  readonly retractions: ReadonlySet<number>;
}

async function followHistory(
  index: ResultIndex,
  { uses, steps }: { readonly uses: readonly number[]; readonly steps: readonly Step[] },
): Promise<void> {
  const usesOf = (node: number) => Array.from({ length: node }, (_, i) => i).filter((i) => (uses[node]! >> i) & 1);
  const ids: Digest[] = [];
  const fresh = (node: number, text: string) => {
    const inputs = Object.fromEntries(usesOf(node).map((i) => [`i${i}`, ids[i]!]));
    return samplePublication({ name: 'test.Node', parameters: { node }, inputs, outputs: { value: text } });
  };
  for (let node = 0; node < uses.length; node++) ids.push(fresh(node, '').derivation.id);
  const plain: Plain[] = [];
  // Retracted, or made from what is in doubt or has changed since.
  const isDoubted = (node: number): boolean =>
    plain[node]!.retractions.size > 0 ||
    usesOf(node).some((i) => isDoubted(i) || plain[i]!.changes !== plain[node]!.from.get(i));
  const makeNode = async (node: number, text: string) => {
    const before = plain[node];
    const publication = made(fresh(node, text), ...usesOf(node).map((i) => plain[i]!.publication));
    const [answer] = await index.publish([publication]);
    assert.equal(answer?.state, before && !isDoubted(node) ? 'already' : 'published');
    if (answer?.state !== 'published') return;
    const isSame = before?.publication.contentDigest === publication.contentDigest;
    const changes = (before?.changes ?? 0) + (isSame ? 0 : 1);
    const from = new Map(usesOf(node).map((i) => [i, plain[i]!.changes]));
    plain[node] = { publication, changes, from, retractions: new Set() };
  };
  for (const node of ids.keys()) await makeNode(node, `${node}`);
  let count = 0;
  for (const { what, node } of steps) {
    const at = plain[node]!;
    const held = [...at.retractions];
    if (what === 'retract') {
      const { number } = await index.retract({ target: { kind: 'result', id: ids[node]! }, ...said });
      plain[node] = { ...at, retractions: new Set([...held, number]) };
    } else if (what === 'withdraw') {
      if (held.length > 0) await index.withdraw(held[0]!, said);
      plain[node] = { ...at, retractions: new Set(held.slice(1)) };
    } else {
      const same = new TextDecoder().decode([...at.publication.payloads.values()][0]);
      await makeNode(node, what === 'make' ? same : `${node} ${++count}`);
    }
    const found = await index.known(ids);
    assert.deepEqual(
      ids.map((id) => !found.has(id)),
      [...ids.keys()].map(isDoubted),
      `${what} ${node}`,
    );
    assert.equal((await index.standings(ids)).size, ids.length - found.size);
  }
}
