// The contract of an index: searches.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Digest, Publication, ResultIndex, SearchQuery } from '@stemma/core';
import { sha256 } from '../../hashing/sha256.ts';
import { samplePublication, samplePublications } from '../sample-publications.ts';
import { codeIs, publishAll, testClock } from './setting.ts';
import type { MakeIndex, TestClock } from './setting.ts';

/** Declares the tests of search, descriptions and cursors. */
export function searchContract(make: MakeIndex): void {
  describe('search', () => {
    fieldTests(make);
    pageTests(make);
    describeTests(make);
  });
}

const burst = { burst: 'GRB 230307A' };

/** Seven results, a second apart, told by their letters; F is a file, E uses A and F, G uses E. */
async function filled(index: ResultIndex, clock: TestClock): Promise<(query: SearchQuery) => Promise<string>> {
  const curve = samplePublication({ name: 'acs.LightCurve', parameters: { ...burst, binMs: 4 } });
  const file = samplePublication({ name: 'stemma.File', parameters: { name: 'isgri.fits', sha256: sha256('isgri') } });
  const event = samplePublication({
    name: 'isgri.BinnedEvents',
    version: '2',
    parameters: { eMinKeV: 25, mode: 'fast', deep: { list: ['Größe'] } },
    inputs: { curve: curve.derivation.id, file: file.derivation.id },
  });
  const samples: Publication[] = [
    curve,
    samplePublication({ name: 'acs.LightCurve', parameters: { ...burst, binMs: 40 } }),
    samplePublication({
      name: 'acs.Excess',
      parameters: { bin: 4 },
      failure: { reason: 'none', message: '', detail: {} },
    }),
    samplePublication({
      name: 'acs.LightCurve',
      version: '3',
      parameters: { binMs: 4000 },
      activity: { agent: 'alice' },
    }),
    event,
    file,
    samplePublication({ name: 'isgri.Mosaic', inputs: { images: event.derivation.id }, activity: { host: 'cluster', startedMs: 5e6, finishedMs: 6e6 } }), // prettier-ignore
  ];
  for (const [i, sample] of samples.entries()) {
    clock.set(1000 * (i + 1));
    await publishAll(index, sample);
  }
  const ids = samples.map(({ derivation }) => derivation.id);
  await index.describeAnalyses([{ name: 'acs.Excess', description: 'Searches the curve.', units: { bin: 'min' } }]);
  await index.tag([ids[1]!], 'favourite', { agent: 'alice' });
  await index.addNote(ids[2]!, 'Looks like a solar flare', { agent: 'alice' });
  await index.collect('paper', [ids[0]!, ids[4]!], { agent: 'alice' });
  await index.pin([ids[3]!], true);
  await index.forget([samples[6]!.contentDigest]);
  const letters = new Map(ids.map((id, i) => [id, 'ABCDEFG'[i]!]));
  return async (query) => (await index.search(query)).results.map(({ id }) => letters.get(id)!).join('');
}

const idOfSample = (options: Parameters<typeof samplePublication>[0]): Digest =>
  samplePublication(options).derivation.id;
const a = idOfSample({ name: 'acs.LightCurve', parameters: { ...burst, binMs: 4 } });
const min = (name: string, value: number, unit?: string) => ({ name, min: value, ...(unit !== undefined && { unit }) });

/** What is looked for, and the letters of what is found. */
const cases: [string, SearchQuery, string][] = [
  ['everything, newest first', {}, 'GFEDCBA'],
  ['everything but files and literals', { withoutLeaves: true }, 'GEDCBA'],
  ['one analysis', { analysis: 'acs.LightCurve' }, 'DBA'],
  ['analyses by a pattern', { analysis: '*.*E*s' }, 'EC'],
  ['a version', { version: '2' }, 'E'],
  ['a span of publication', { publishedFromMs: 2000, publishedToMs: 4000 }, 'CB'],
  ['a start', { startedFromMs: 4e6, startedToMs: 5.5e6 }, 'G'],
  ['an agent', { agent: 'alice' }, 'D'],
  ['a site', { site: 'cluster' }, 'G'],
  ['failures', { is: ['failed'] }, 'C'],
  ['what is known and not pinned', { is: ['known'], isNot: ['pinned'] }, 'FECBA'],
  ['what is forgotten', { is: ['forgotten'] }, 'G'],
  ['what is pinned', { is: ['pinned'] }, 'D'],
  ['what somebody noted or tagged', { is: ['noted'], isNot: ['tagged'] }, 'C'],
  ['a tag', { tags: ['favourite'] }, 'B'],
  ['two tags of which it has one', { tags: ['favourite', 'other'] }, ''],
  ['a collection', { collection: 'paper' }, 'EA'],
  ['a collection that is none', { collection: 'papers' }, ''],
  ['a parameter from a value on', { parameters: [min('binMs', 40)] }, 'DB'],
  ['the same in another unit, without the unit in the name', { parameters: [min('bin', 0.04, 's')] }, 'DCB'],
  ['a unit that only the description knows', { parameters: [min('bin', 3, 'min')] }, 'C'],
  ['no parameter of another kind of unit', { parameters: [min('bin', 1, 'keV')] }, ''],
  ['an open range', { parameters: [{ name: 'binMs', min: 4, max: 40, minOpen: true }] }, 'B'],
  ['an end that is left out', { parameters: [{ name: 'binMs', max: 40, maxOpen: true }] }, 'A'],
  ['a text that is equal', { parameters: [{ name: 'mode', in: ['fast', 'slow'] }] }, 'E'],
  ['a text that is another', { parameters: [{ name: 'burst', in: ['GRB 170817A'], not: true }] }, 'BA'],
  ['a number in a set, in another unit', { parameters: [{ name: 'bin', in: [0.004, 4], unit: 's' }] }, 'DA'],
  ['a nested value as a whole', { parameters: [{ name: 'deep', in: [{ list: ['Größe'] }] }] }, 'E'],
  ['two parameters', { parameters: [min('binMs', 1), { name: 'burst', in: ['GRB 230307A'] }] }, 'BA'],
  ['words of a parameter', { text: 'grb 2303' }, 'BA'],
  ['a word inside a name', { text: 'events' }, 'E'],
  ['words without accents, in a nested value', { text: 'grosse' }, ''],
  ['a word with an umlaut', { text: 'größe' }, 'E'],
  ['the same word without it', { text: 'GROSS' }, ''],
  ['the name of a parameter', { text: 'emin' }, 'E'],
  ['words of a description and of a name', { text: 'searches acs' }, 'C'],
  ['words of notes', { text: 'FLARE' }, 'C'],
  ['words of tags', { text: 'favour' }, 'B'],
  ['a word of a tag and one of a parameter', { text: 'favourite 230307' }, 'B'],
  ['no word of a tag of one and a note of another', { text: 'favourite flare' }, ''],
  ['a word that is nowhere', { text: 'nowhere' }, ''],
  ['no words, for signs only', { text: '--- %' }, 'GFEDCBA'],
  ['the same shape, first level', { shape: { level: 'l1', of: a } }, 'A'],
  ['the same shape, second level', { shape: { level: 'l2', of: a } }, 'BA'],
  ['the same shape, third level', { shape: { level: 'l3', of: a } }, 'DBA'],
  ['no shape of something unknown', { shape: { level: 'l3', of: sha256('unknown') } }, ''],
  ['what was made with a result', { uses: [{ id: a }] }, 'GE'],
  ['what was made with a file by its name', { uses: [{ file: 'isgri.fits' }] }, 'GE'],
  ['what was made with a file by its digest', { uses: [{ file: sha256('isgri') }] }, 'GE'],
  ['what was made with an analysis', { uses: [{ analysis: 'isgri.Binned*' }] }, 'G'],
  ['what was made with a version', { uses: [{ analysis: 'isgri.BinnedEvents', version: '1' }] }, ''],
  ['what was made with two things', { uses: [{ id: a }, { analysis: 'isgri.*', version: '2' }] }, 'G'],
  ['names from the first', { sort: { by: 'name', descending: false }, withoutLeaves: true }, 'CABDEG'],
  ['a page', { pageSize: 2 }, 'GF'],
  [
    'all at once',
    {
      analysis: 'acs.*',
      parameters: [min('bin', 0.001, 's')],
      text: 'light',
      isNot: ['failed'],
      collection: 'paper',
      publishedToMs: 1e6,
    },
    'A',
  ],
];

function fieldTests(make: MakeIndex): void {
  it('finds what each field means', async (t) => {
    const clock = testClock(0);
    const search = await filled(await make(t, clock), clock);
    for (const [what, query, expected] of cases) assert.equal(await search(query), expected, what);
  });

  it('refuses fields, values and units that it does not know', async (t) => {
    const index = await make(t, testClock());
    const wrong: unknown[] = [
      { analysys: 'x' },
      { pageSize: 0 },
      { pageSize: 10_001 },
      { is: ['lost'] },
      { parameters: [{ name: 'x' }] },
      { parameters: [{ name: 'x', min: 1, unit: 'parsnip' }] },
      { shape: { level: 'l1', of: 'abc' } },
      { uses: [{ id: a, file: 'x' }] },
      { cursor: 'abc' },
    ];
    for (const query of wrong)
      await assert.rejects(index.search(query as SearchQuery), codeIs('invalid_request'), JSON.stringify(query));
  });
}

function pageTests(make: MakeIndex): void {
  for (const sort of [undefined, { by: 'size', descending: false }, { by: 'name', descending: true }] as const) {
    it(`shows each result once, page by page, by ${sort?.by ?? 'time'}, while others are published`, async (t) => {
      const clock = testClock(1000);
      const index = await make(t, clock);
      const batch = samplePublications(23);
      // Many of one moment: ids have to decide.
      for (let i = 0; i < 23; i += 5) {
        clock.set(1000 + i);
        await publishAll(index, ...batch.slice(i, i + 5));
      }
      const all = (await index.search({ ...(sort && { sort }) })).results.map(({ id }) => id);
      const seen: string[] = [];
      let next: string | undefined;
      for (let pages = 0; pages < 10; pages++) {
        const page = await index.search({
          pageSize: 4,
          ...(sort && { sort }),
          ...(next !== undefined && { cursor: next }),
        });
        seen.push(...page.results.map(({ id }) => id));
        next = page.next;
        if (next === undefined) break;
        clock.set(5000 + pages);
        await publishAll(index, samplePublication({ name: 'zzz.Late', parameters: { pages } }));
      }
      assert.deepEqual(
        seen.filter((id) => all.includes(id)),
        all,
      );
      assert.equal(new Set(seen).size, seen.length);
    });
  }

  it('has no next page after the last result', async (t) => {
    const index = await make(t, testClock());
    await publishAll(index, ...samplePublications(4));
    assert.equal((await index.search({ pageSize: 4 })).next, undefined);
    const { next } = await index.search({ pageSize: 2 });
    assert.equal((await index.search({ pageSize: 2, cursor: next! })).next, undefined);
  });

  it('refuses the cursor of another query', async (t) => {
    const index = await make(t, testClock());
    await publishAll(index, ...samplePublications(4));
    const { next } = await index.search({ pageSize: 2, text: 'number' });
    await assert.rejects(index.search({ pageSize: 2, text: 'other', cursor: next! }), codeIs('invalid_request'));
  });

  it('finds what was published since the last search, by word and by number', async (t) => {
    const index = await make(t, testClock());
    const [first, second] = [1, 2].map((n) => samplePublication({ parameters: { label: `word${n}`, energyKeV: n } }));
    await publishAll(index, first!);
    const byWord = { text: 'word' };
    const byNumber = { parameters: [{ name: 'energy', max: 5000, unit: 'eV' }] };
    for (const query of [byWord, byNumber]) assert.equal((await index.search(query)).results.length, 1);
    await publishAll(index, second!);
    for (const query of [byWord, byNumber]) assert.equal((await index.search(query)).results.length, 2);
  });
}

function describeTests(make: MakeIndex): void {
  it('remembers descriptions, the last of each name, also before there are results', async (t) => {
    const index = await make(t, testClock());
    const one = { name: 'x.A', description: 'first', units: {} };
    const two = { name: 'x.A', description: 'second', units: { e: 'keV' } };
    await index.describeAnalyses([one, { ...one, name: 'x.B' }]);
    await index.describeAnalyses([two, two]);
    assert.deepEqual((await index.analysisDescriptions(['x.A', 'x.C'])).get('x.A'), two);
    await publishAll(index, samplePublication({ name: 'x.A' }));
    assert.equal((await index.search({ text: 'first' })).results.length, 0);
    assert.equal((await index.search({ text: 'second' })).results.length, 1);
  });
}
