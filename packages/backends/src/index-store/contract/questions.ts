// The contract of an index: what people ask of it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ResultIndex, ResultQuery } from '@stemma/core';
import { sha256 } from '../../hashing/sha256.ts';
import { sampleActivity, sampleDerivation, samplePublication, samplePublications } from '../sample-publications.ts';
import { publishAll, testClock } from './setting.ts';
import type { MakeIndex } from './setting.ts';

/** Declares the tests of derivations, used, users, expand, latest, timings and find. */
export function questionContract(make: MakeIndex): void {
  describe('questions', () => {
    recordTests(make);

    it('tells direct inputs by input name, members of a fan-out in their order', async (t) => {
      const index = await make(t, testClock());
      const members = ['c', 'a', 'b'].map((name) => ({ role: 'images', id: sha256(name) }));
      const publication = samplePublication({
        inputs: { raw: sha256('raw'), catalogue: sha256('raw') },
        fanOut: members,
      });
      const leaf = samplePublication({ name: 'test.Leaf' });
      await publishAll(index, publication, leaf);
      const { id } = publication.derivation;
      const found = await index.used([id, leaf.derivation.id, sha256('unknown')]);
      assert.deepEqual(
        found,
        new Map([[id, [{ role: 'catalogue', id: sha256('raw') }, ...members, { role: 'raw', id: sha256('raw') }]]]),
      );
    });

    it('tells direct users, each once', async (t) => {
      const index = await make(t, testClock());
      const chain = samplePublications(3, true);
      const twice = samplePublication({
        name: 'test.Twice',
        inputs: { a: chain[0]!.derivation.id, b: chain[0]!.derivation.id },
      });
      await publishAll(index, ...chain, twice);
      assert.deepEqual(await index.users(chain[0]!.derivation.id), [chain[1]!.derivation.id, twice.derivation.id]);
      assert.deepEqual(await index.users(chain[2]!.derivation.id), []);
      assert.deepEqual(await index.users(sha256('unknown')), []);
    });

    it('expands prefixes of any length to at most ten ids', async (t) => {
      const index = await make(t, testClock());
      const batch = samplePublications(300);
      await publishAll(index, ...batch);
      const ids = batch.map(({ derivation }) => derivation.id).sort();
      for (const length of [0, 1, 2, 3, 63, 64]) {
        const prefix = ids[150]!.slice(0, length);
        assert.deepEqual(await index.expand(prefix), ids.filter((id) => id.startsWith(prefix)).slice(0, 10));
      }
      assert.deepEqual(await index.expand('xyz'), []);
      assert.deepEqual(await index.expand(`${ids[0]!}0`), []);
    });

    historyTests(make);
    findTests(make);
  });
}

function recordTests(make: MakeIndex): void {
  it('gives the whole record of a derivation back', async (t) => {
    const index = await make(t, testClock());
    const options = {
      parameters: { 'bin size': 1e-7, name: 'GRB "230307A"', list: [1, null, { deep: true }], ä: '\u0001' },
      inputs: { raw: sha256('raw'), calibration: sha256('calibration') },
    };
    const publication = samplePublication(options);
    await publishAll(index, publication);
    const { id } = publication.derivation;
    assert.deepEqual((await index.derivations([id, sha256('unknown')])).get(id), sampleDerivation(options));
  });

  it('keeps definitions apart that differ in version only', async (t) => {
    const index = await make(t, testClock());
    const [one, two] = ['1', '2'].map((version) => samplePublication({ version }));
    await publishAll(index, one!, two!);
    const found = await index.derivations([one!.derivation.id, two!.derivation.id]);
    assert.deepEqual([...found.values()], [one!.derivation, two!.derivation]);
  });
}

function historyTests(make: MakeIndex): void {
  it('lists the latest results of an analysis, newest first, forgotten ones too', async (t) => {
    const clock = testClock(0);
    const index = await make(t, clock);
    const batch = samplePublications(5);
    for (const [i, publication] of batch.entries()) {
      clock.set(i * 1000);
      await publishAll(index, publication);
    }
    await publishAll(index, samplePublication({ name: 'test.SampleOther' }));
    await index.forget([batch[4]!.contentDigest]);
    const ids = batch.map(({ derivation }) => derivation.id).reverse();
    assert.deepEqual(await index.latest('test.Sample', 3), ids.slice(0, 3));
    assert.deepEqual(await index.latest('test.Sample', 100), ids);
    assert.deepEqual(await index.latest('test.Nothing', 3), []);
  });

  it('tells median and 90th percentile of the last fifty successful activities', async (t) => {
    const index = await make(t, testClock());
    const derivation = sampleDerivation({ name: 'test.Timed' });
    const activities = Array.from({ length: 60 }, (_, i) => {
      // Ten old ones of an hour, then 50 of 1 to 50 seconds.
      const startedMs = 1e9 + i * 1e6;
      const durationMs = i < 10 ? 3.6e6 : (i - 9) * 1000;
      return { derivation, activity: sampleActivity(derivation.id, { startedMs, finishedMs: startedMs + durationMs }) };
    });
    activities
      .slice(0, 10)
      .forEach(({ activity }) => Object.assign(activity, { finishedMs: activity.startedMs + 5e5 }));
    const failed = { derivation, activity: sampleActivity(derivation.id, { status: 'failed', finishedMs: 9e9 }) };
    await index.recordActivities([failed, ...activities.toReversed()]);
    const timings = await index.timings(['test.Timed', 'test.Never']);
    assert.equal(timings.size, 1);
    const { count, medianS, p90S } = timings.get('test.Timed')!;
    assert.deepEqual([count, medianS, Number(p90S.toFixed(9))], [50, 25.5, 45.1]);
  });
}

/** Four results, published a second apart; the search answers with their letters. */
async function filled(
  index: ResultIndex,
  set: (ms: number) => void,
): Promise<(query: ResultQuery) => Promise<string[]>> {
  const samples = [
    samplePublication({ name: 'acs.LightCurve', parameters: { burst: 'GRB 230307A', binS: 4 } }),
    samplePublication({ name: 'acs.LightCurve', parameters: { burst: 'GRB 230307A', binS: 40 } }),
    samplePublication({ name: 'acs.Excess', parameters: { label: 'Über "alles"', nested: { binS: 4 } } }),
    samplePublication({ name: 'spi.Spectrum', failure: { reason: 'no_data', message: 'none', detail: {} } }),
  ];
  const labels = new Map(samples.map(({ derivation }, i) => [derivation.id, 'ABCD'[i]!]));
  for (const [i, sample] of samples.entries()) {
    set(1000 * (i + 1));
    await publishAll(index, sample);
  }
  return async (query) => (await index.find(query)).map(({ id }) => labels.get(id)!);
}

/** What is looked for, and the letters of what is found. */
const cases: [string, ResultQuery, string][] = [
  ['everything, newest first', {}, 'DCBA'],
  ['one name', { name: 'acs.LightCurve' }, 'BA'],
  ['a prefix', { name: 'acs.*' }, 'CBA'],
  ['no part of a name without a star', { name: 'acs' }, ''],
  ['a time', { sinceMs: 3000 }, 'DC'],
  ['failures', { failed: true }, 'D'],
  ['successes', { failed: false }, 'CBA'],
  ['a text in a name', { text: 'CURVE' }, 'BA'],
  ['a text in a value', { text: '230307a' }, 'BA'],
  ['a text in the name of a parameter', { text: 'bins' }, 'CBA'],
  ['a text with an umlaut and a quote', { text: 'über "' }, 'C'],
  ['a text that is nowhere', { text: '%' }, ''],
  ['an equal parameter', { parameters: { binS: 4 } }, 'A'],
  ['several equal parameters', { parameters: { binS: 40, burst: 'GRB 230307A' } }, 'B'],
  ['a nested parameter as a whole only', { parameters: { nested: { binS: 4 } } }, 'C'],
  ['a parameter that nobody has', { parameters: { toString: 1 } }, ''],
  ['a page', { limit: 2, offset: 1 }, 'CB'],
  ['a page of what a text means', { text: 'burst', limit: 1, offset: 1 }, 'A'],
  ['nothing for a limit of zero', { limit: 0 }, ''],
  ['all conditions at once', { name: 'acs.*', text: 'grb', parameters: { binS: 4 }, failed: false, sinceMs: 500 }, 'A'],
];

function findTests(make: MakeIndex): void {
  for (const [what, query, expected] of cases) {
    it(`finds ${what}`, async (t) => {
      const clock = testClock();
      const search = await filled(await make(t, clock), (ms) => clock.set(ms));
      assert.equal((await search(query)).join(''), expected);
    });
  }

  it('summarises what it finds', async (t) => {
    const clock = testClock(7000);
    const index = await make(t, clock);
    const publication = samplePublication({ parameters: { binS: 4 }, outputs: { a: '123', b: '4567' } });
    const { id } = publication.derivation;
    await publishAll(index, publication);
    await index.pin([id], true);
    const { contentDigest } = publication;
    const expected = {
      id,
      name: 'test.Sample',
      version: '1',
      parameters: { binS: 4 },
      contentDigest,
      failed: false,
      publishedMs: 7000,
      sizeBytes: 7,
    };
    assert.deepEqual(await index.find({}), [{ ...expected, forgotten: false, pinned: true }]);
    await index.pin([id], false);
    await index.forget([contentDigest]);
    assert.deepEqual(await index.find({}), [{ ...expected, forgotten: true, pinned: false }]);
  });
}
