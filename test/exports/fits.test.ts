// Histories inside FITS products: fitsverify and astropy take them, the stored bytes are whole, the document comes back.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { imageHdu, readFits, tableHdu, writeFits } from '@stemma/data/fits';
import { embedProvenance, readProvenance } from '../../packages/cli/src/exports/embed-provenance.ts';
import { provJsonExporter } from '../../packages/core/src/exports/prov/prov-exporters.ts';
import { rootOf, type HistoryFile } from '../../packages/core/src/exports/history.ts';
import { sampleHistory } from '../../packages/core/src/exports/sample-history.ts';
import { hostileText, judges, sha256 } from './judge.ts';

const { skip, ask } = judges('science');
const skipFitsverify = spawnSync('fitsverify', ['-h']).error === undefined ? false : 'fitsverify is not installed';
const folder = mkdtempSync(join(tmpdir(), 'stemma-fits-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const image = writeFits([imageHdu({ data: new Float32Array(12), shape: [3, 4], header: [['OBJECT', 'Crab']] })]);
const table = writeFits([tableHdu({ name: 'EVENTS', columns: [{ name: 'TIME', values: new Float64Array([1, 2]) }] })]);

function fileOf(bytes: Uint8Array): HistoryFile {
  return { name: 'mosaic.fits', mediaType: 'application/fits', digest: sha256(bytes), sizeBytes: bytes.length };
}

function embedded(bytes: Uint8Array, text = 'plain') {
  return embedProvenance(bytes, fileOf(bytes), sampleHistory(sha256, { text }), {});
}

function onDisk(bytes: Uint8Array): string {
  const path = join(folder, `${sha256(bytes).slice(0, 12)}.fits`);
  writeFileSync(path, bytes);
  return path;
}

test('the document comes back as it was, and the product is the beginning of the file', () => {
  const history = sampleHistory(sha256, { text: hostileText });
  const [document] = provJsonExporter.write(history, {});
  for (const product of [image, table]) {
    const whole = embedded(product, hostileText);
    assert.deepEqual(whole.subarray(0, product.length), product);
    assert.equal(readProvenance(whole), (document as { text: string }).text);
    assert.equal(readProvenance(product), undefined);
    for (const hdu of readFits(whole).hdus) assert.notEqual(hdu.checksums().datasum, 'wrong');
  }
});

test('astropy checks all sums, finds the product unchanged and reads the same document', { skip }, () => {
  for (const text of ['plain', hostileText]) {
    const root = rootOf(sampleHistory(sha256, { text }));
    const whole = embedded(image, text);
    const { problems, provenance, cards } = ask('fits-judge.py', { path: onDisk(whole), digest: sha256(image) });
    assert.deepEqual(problems, [], text);
    assert.equal(provenance, readProvenance(whole));
    const { DERIVID, ANALYSIS, CODESUM, PNAME1, PVALUE1, PUNIT1 } = cards as Record<string, string>;
    assert.deepEqual([DERIVID, ANALYSIS, CODESUM], [root.id, root.name, root.code]);
    assert.deepEqual([PNAME1, PVALUE1, PUNIT1], ['pixelDeg', '0.08', 'deg']);
  }
});

test('fitsverify finds nothing to complain about', { skip: skipFitsverify }, () => {
  for (const whole of [embedded(image), embedded(table, hostileText)]) {
    const { stdout } = spawnSync('fitsverify', [onDisk(whole)], { encoding: 'utf8' });
    assert.match(stdout, /0 warning\(s\) and 0 error\(s\)/);
  }
});

test('astropy and fitsverify reject a broken twin of each kind', { skip: skip || skipFitsverify }, () => {
  const whole = embedded(image);
  const changed = (at: number) => whole.map((byte, i) => (i === at ? byte ^ 1 : byte));
  const { extent } = readFits(whole).hdu('PROVENANCE');
  const broken: [string, Uint8Array][] = [
    ['a changed document', changed(extent.dataStart + 10)],
    ['a changed pixel', changed(readFits(whole).hdus[0]!.extent.dataStart + 2)],
    ['a changed header of the table', changed(extent.headerStart + 30)],
    ['no table', image],
    ['a file cut short', whole.subarray(0, whole.length - 2880)],
  ];
  for (const [what, twin] of broken)
    assert.notDeepEqual(ask('fits-judge.py', { path: onDisk(twin), digest: sha256(image) }).problems, [], what);
  const { stdout } = spawnSync('fitsverify', [onDisk(changed(extent.headerStart + 30))], { encoding: 'utf8' });
  assert.doesNotMatch(stdout, /0 warning\(s\) and 0 error\(s\)/);
});

test('what is no whole FITS file of its own, or has a history already, is refused with the reason', () => {
  const refused: [RegExp, Uint8Array][] = [
    [/no whole FITS blocks/, image.subarray(0, 100)],
    [/compressed/, new Uint8Array([0x1f, 0x8b, 8])],
    [/already/, embedded(image)],
    [/behind its last HDU/, new Uint8Array(image.length + 2880).fill(32).map((byte, i) => image[i] ?? byte)],
    [/cannot take its history in/, new Uint8Array(2880)],
  ];
  for (const [message, bytes] of refused)
    assert.throws(() => embedded(bytes), { code: 'invalid_request', message }, String(message));
});
