// FITS comparison against an outside judge, astropy's FITSDiff, on the same files; and a comparison that is broken on
// purpose, which the judge must contradict.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { type HeaderEntry, imageHdu, tableHdu, writeFits } from '../fits/index.ts';
import { compareFits, type FitsComparison } from './index.ts';

const root = join(import.meta.dirname, '..', '..', '..', '..');
const python = [process.env['STEMMA_PYTHON'], join(root, '.venv', 'bin', 'python'), 'python3'].find(
  (candidate) => candidate !== undefined && (candidate === 'python3' || existsSync(candidate)),
)!;
const hasAstropy = spawnSync(python, ['-c', 'import astropy, numpy']).status === 0;
const skip = hasAstropy ? false : 'no Python with astropy and numpy (set STEMMA_PYTHON)';
const folder = mkdtempSync(join(tmpdir(), 'stemma-fitsdiff-'));
after(() => rmSync(folder, { recursive: true }));

interface Content {
  readonly cards?: readonly HeaderEntry[];
  readonly pixels?: Float32Array;
  readonly shape?: readonly number[];
  readonly counts?: Int32Array;
  readonly names?: readonly string[];
  readonly rates?: Float64Array;
  readonly vectors?: Float64Array;
  readonly more?: boolean;
}

function fileOf(content: Content): Uint8Array {
  const { cards = [], pixels = new Float32Array([1, 2, NaN, 4, 5, 6]), shape = [2, 3] } = content;
  const { counts = new Int32Array([3, 1, 4]), names = ['a', 'bb', 'c'] } = content;
  const { rates = new Float64Array([0.5, NaN, 2.5]), vectors } = content;
  return writeFits([
    imageHdu({ header: [{ keyword: 'OBJECT', value: 'Crab', comment: 'target' }, ...cards] }),
    imageHdu({ name: 'IMAGE', data: pixels, shape }),
    tableHdu({
      name: 'RATE',
      columns: [
        { name: 'COUNTS', values: counts },
        { name: 'NAME', values: [...names] },
        { name: 'RATE', values: rates, unit: 'count/s' },
        ...(vectors ? [{ name: 'VECTOR', values: vectors, shape: [counts.length, 2] }] : []),
      ],
    }),
    ...(content.more ? [imageHdu({ name: 'MORE', data: new Uint8Array([1]) })] : []),
  ]);
}

const pairs: Readonly<Record<string, readonly [Content, Content]>> = {
  'nothing': [{}, {}],
  'ignored keywords': [{ cards: [{ keyword: 'DATE', value: '2026-01-01' }] }, { cards: [{ keyword: 'DATE', value: '2026-01-02' }] }],
  'a value': [{ cards: [{ keyword: 'EXPOSURE', value: 1200.5 }] }, { cards: [{ keyword: 'EXPOSURE', value: 1200.25 }] }],
  'a type': [{ cards: [{ keyword: 'MODE', value: '1' }] }, { cards: [{ keyword: 'MODE', value: 1 }] }],
  'a comment': [{ cards: [{ keyword: 'MODE', value: 1, comment: 'slow' }] }, { cards: [{ keyword: 'MODE', value: 1, comment: 'fast' }] }],
  'a keyword less': [{ cards: [{ keyword: 'MODE', value: true }] }, {}],
  'pixels': [{}, { pixels: new Float32Array([1, 2.5, NaN, 4, NaN, 6]) }],
  'a shape': [{}, { shape: [3, 2] }],
  'columns': [{}, { counts: new Int32Array([3, 2, 5]), names: ['a', 'xx', 'c'] }],
  'undefined values': [{}, { rates: new Float64Array([NaN, NaN, 2.5]) }],
  'vectors': [{ vectors: new Float64Array([1, 2, 3, 4, 5, 6]) }, { vectors: new Float64Array([1, 0, 3, 4, 0, 0]) }],
}; // prettier-ignore

/** Our report in the words of the judge. */
function inWordsOfJudge({ identical, hdus }: FitsComparison): object {
  const told = hdus.filter((hdu) => !hdu.identical);
  const described = told.map(({ index, cards, data }) => {
    const keywords: Record<string, string[]> = {};
    for (const { keyword, change } of cards) (keywords[keyword] ??= []).push(change);
    let judged: object | null = null;
    if (data?.kind === 'image' && !data.identical)
      judged = { changed: data.pixels?.differences?.changed ?? 0, dimensions: data.matchedBy === 'none' };
    if (data?.kind === 'table' && !data.identical) {
      const columns = data.columns.filter((column) => column.changedRows > 0);
      judged = {
        columns: Object.fromEntries(columns.map((column) => [column.name, column.changedRows])),
        rows: null,
        removed: [],
      };
    }
    return [String(index), { cards: keywords, data: judged, kind: null }];
  });
  return { identical, count: null, hdus: Object.fromEntries(described) };
}

function judged(files: readonly (readonly [Uint8Array, Uint8Array])[]): object[] {
  const names = files.map((pair, i) =>
    pair.map((bytes, side) => {
      const name = join(folder, `${i}-${side}.fits`);
      writeFileSync(name, bytes);
      return name;
    }),
  );
  const script = join(import.meta.dirname, 'fitsdiff-judge.py');
  const { status, stdout, stderr } = spawnSync(python, [script], { input: JSON.stringify(names), encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout) as object[];
}

test('the differences are those that FITSDiff finds: keywords, comments, pixels, columns and rows', { skip }, () => {
  const files = Object.values(pairs).map(([a, b]) => [fileOf(a), fileOf(b)] as const);
  const verdicts = judged(files);
  for (const [i, name] of Object.keys(pairs).entries())
    assert.deepEqual(inWordsOfJudge(compareFits(...files[i]!)), verdicts[i], name);
});

test('the judge contradicts a comparison that overlooks one changed pixel', { skip }, () => {
  const pixels = (first: number) => Float32Array.from({ length: 6 }, (_, i) => (i === 0 ? first : i));
  const [before, after] = [fileOf({ pixels: pixels(0) }), fileOf({ pixels: pixels(1e-30) })];
  const verdict = judged([[before, after]])[0];
  const broken = inWordsOfJudge(compareFits(before, before));
  assert.notDeepEqual(broken, verdict);
  assert.deepEqual(inWordsOfJudge(compareFits(before, after)), verdict);
});
