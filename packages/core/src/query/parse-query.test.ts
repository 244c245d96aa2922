// Texts of queries, read and refused.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { StemmaError } from '../errors.ts';
import { checkQuery } from './check-query.ts';
import { parseCondition, parseQuery, queryTerms } from './parse-query.ts';
import type { SearchQuery } from './search-query.ts';

const id = 'ab'.repeat(32);
const setting = {
  idOf: async (prefix: string) => (id.startsWith(prefix) ? id : Promise.reject(new StemmaError('not_found', 'none'))),
  timeOf: (text: string) => Date.parse(text),
};
const parse = (...terms: string[]) => parseQuery(terms, setting);
const isInvalid = (thrown: unknown) => thrown instanceof StemmaError && thrown.code === 'invalid_request';

const cases: [string[], SearchQuery][] = [
  [[], {}],
  [['acs.*'], { analysis: 'acs.*' }],
  [['eMin>=25 keV'], { parameters: [{ name: 'eMin', min: 25, unit: 'keV' }] }],
  [['eMin < 25keV'], { parameters: [{ name: 'eMin', max: 25, maxOpen: true, unit: 'keV' }] }],
  [['n>-3'], { parameters: [{ name: 'n', min: -3, minOpen: true }] }],
  [['e=25..80 keV'], { parameters: [{ name: 'e', min: 25, max: 80, unit: 'keV' }] }],
  [['mode=fast,slow'], { parameters: [{ name: 'mode', in: ['fast', 'slow'] }] }],
  [['mode!=fast'], { parameters: [{ name: 'mode', in: ['fast'], not: true }] }],
  [['e=4 keV'], { parameters: [{ name: 'e', in: [4], unit: 'keV' }] }],
  [['scw=0665'], { parameters: [{ name: 'scw', in: [665, '0665'] }] }],
  [['list=[1,2]'], { parameters: [{ name: 'list', in: [[1, 2]] }] }],
  [['flag=true'], { parameters: [{ name: 'flag', in: [true] }] }],
  [
    ['text:crab nebula', 'text:mosaic', 'tag:a', 'tag:b', 'in:paper', 'by:alice', 'at:cluster', 'version:2'],
    {
      text: 'crab nebula mosaic',
      tags: ['a', 'b'],
      collection: 'paper',
      agent: 'alice',
      site: 'cluster',
      version: '2',
    },
  ],
  [['is:failed', 'not:pinned', 'not:tagged'], { is: ['failed'], isNot: ['pinned', 'tagged'] }],
  [['since:2026-01-02', 'until:2026-02-01', 'started:1970-01-01'], { publishedFromMs: 1767312000000, publishedToMs: 1769904000000, startedFromMs: 0 }], // prettier-ignore
  [['like:abab', `uses:${id}`], { shape: { level: 'l1', of: id }, uses: [{ id }] }],
  [['workflow:abab'], { shape: { level: 'l2', of: id } }],
  [['outline:abab'], { shape: { level: 'l3', of: id } }],
  [['uses:a.B@2', 'uses:events.fits.gz', 'uses:*.Mosaic'], { uses: [{ analysis: 'a.B', version: '2' }, { file: 'events.fits.gz' }, { analysis: '*.Mosaic' }] }], // prettier-ignore
  [['sort:-size'], { sort: { by: 'size', descending: true } }],
  [['sort:name'], { sort: { by: 'name', descending: false } }],
];

describe('a query as text', () => {
  for (const [terms, expected] of cases) {
    it(`is read: ${terms.join(' ') || '(nothing)'}`, async () => {
      const query = await parse(...terms);
      assert.deepEqual(query, expected);
      assert.deepEqual(checkQuery(JSON.parse(JSON.stringify(query))), expected, 'and can be asked and sent');
    });
  }

  for (const terms of [
    ['a.B', 'a.C'],
    ['tags:x'],
    ['tag:'],
    ['is:lost'],
    ['sort:colour'],
    ['e>'],
    ['>4'],
    ['e>=high'],
    ['e>=4 parsnips'],
  ])
    // prettier-ignore
    it(`is refused: ${terms.join(' ')}`, () => assert.rejects(parse(...terms), isInvalid));

  it('has a meaning told for each term, and no other terms', async () => {
    for (const term of Object.keys(queryTerms)) {
      const text = { is: 'failed', not: 'failed', sort: 'name', since: '2026-01-01', until: '2026-01-01', started: '2026-01-01' }[term] ?? 'abab'; // prettier-ignore
      assert.notDeepEqual(await parse(`${term}:${text}`), {});
    }
    await assert.rejects(parse('nothing:x'), isInvalid);
  });

  it('gives any number back as it was written', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const condition = parseCondition(`x>=${value} keV`);
        assert.ok('min' in condition && Object.is(condition.min! + 0, value + 0));
      }),
    );
  });
});
