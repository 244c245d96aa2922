// Tests of listings, over an index of made-up rows.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ResultQuery, ResultSummary } from '@stemma/core';
import type { Context } from './command.ts';
import { list, listingOptions, type ListingOptions } from './listing.ts';
import type { Stemma } from './stemma.ts';
import { styleOf } from './terminal/style.ts';

const row = (i: number, name = 'lab.Image'): ResultSummary => ({
  id: String(i).padStart(64, '0'),
  name,
  version: '1',
  parameters: { binSizeKeV: 4 },
  contentDigest: '',
  failed: false,
  forgotten: false,
  pinned: false,
  publishedMs: 0,
  sizeBytes: 2000,
});

async function listed(rows: readonly ResultSummary[], options: ListingOptions, query: ResultQuery = {}, json = false) {
  const lines: string[] = [];
  const notes: string[] = [];
  const documents: unknown[] = [];
  const find = async ({ offset = 0, limit = 0 }: ResultQuery) => rows.slice(offset, offset + limit);
  const style = styleOf(false);
  const context = {
    globals: { json, color: false, module: [] },
    style,
    noteStyle: style,
    width: 100,
    print: (...texts: string[]) => void lines.push(...texts),
    printJson: (value: unknown) => void documents.push(value),
    note: (text: string) => void notes.push(text),
  } as unknown as Context;
  await list({ find } as unknown as Stemma, query, options, context);
  return { lines, notes, documents };
}

describe('listings', () => {
  it('have id, age, size, name and parameters with units told from their names', async () => {
    const { lines } = await listed([row(1), { ...row(2), pinned: true }, { ...row(3), failed: true }], { limit: 9 });
    assert.match(lines[0]!, /^0{10} {2}1970-01-01 +2\.00 kB {2}lab\.Image +binSizeKeV=4 keV$/);
    assert.match(lines[1]!, /lab\.Image pinned {2}binSizeKeV/);
    assert.match(lines[2]!, /no data {2}lab\.Image/);
  });

  it('say that there are older ones when there are', async () => {
    const rows = Array.from({ length: 450 }, (_, i) => row(i));
    const { lines, notes } = await listed(rows, { limit: 3 });
    assert.equal(lines.length, 3);
    assert.deepEqual(notes, ['and older ones: --limit 15']);
    assert.deepEqual((await listed(rows, { limit: 450 })).notes, []);
  });

  it('pass over literals and files, page by page, unless they are asked for', async () => {
    const rows = [...Array.from({ length: 400 }, (_, i) => row(i, 'stemma.File')), row(500)];
    assert.deepEqual((await listed(rows, { limit: 5, ids: true })).lines, [row(500).id]);
    assert.equal((await listed(rows, { limit: 5, ids: true, all: true })).lines.length, 5);
    assert.equal((await listed(rows, { limit: 5, ids: true }, { name: 'stemma.File' })).lines.length, 5);
  });

  it('of nothing are a note, no ids, and an empty list in JSON', async () => {
    assert.deepEqual(await listed([], { limit: 5 }), { lines: [], notes: ['no results'], documents: [] });
    assert.deepEqual((await listed([], { limit: 5, ids: true })).lines, []);
    assert.deepEqual((await listed([], { limit: 5 }, {}, true)).documents, [[]]);
  });

  it('take only whole limits from one on', () => {
    const parse = listingOptions[0]!.parse as (text: string) => number;
    assert.equal(parse('7'), 7);
    for (const text of ['0', '-1', '1.5', 'x', '']) assert.throws(() => parse(text), { code: 'invalid_request' });
  });
});
