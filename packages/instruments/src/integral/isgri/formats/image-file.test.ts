/** Image files: written in the mission's form, read back the same, and refused when they are something else. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { imageHdu, readFits, tableHdu, writeFits } from '@stemma/data/fits';
import { simpleWcsKeywords } from '@stemma/data/wcs';
import { imageFile, type ImageProduct, type ImageType } from './image-file.ts';
import { readImageProduct } from './image-product.ts';

const types: readonly ImageType[] = ['INTENSITY', 'VARIANCE', 'SIGNIFICANCE', 'EXPOSURE'];
const bands = [
  { minKeV: 20, maxKeV: 40 },
  { minKeV: 40, maxKeV: 80 },
];
const product: ImageProduct = {
  name: 'ISGR-SKY.-IMA',
  shape: [3, 4],
  wcs: simpleWcsKeywords({ centreDeg: [83.6, 22], shape: [3, 4], pixelScaleDeg: 0.08 }),
  planes: bands.flatMap((band, b) =>
    types.map((type, k) => ({ type, band, data: Float32Array.from({ length: 12 }, (_, i) => 100 * b + 10 * k + i) })),
  ),
  startIjd: 3006.25,
  stopIjd: 3006.3,
  exposureS: 1200,
  windows: ['066500010010'],
  dropped: ['066500020010 (no_events)'],
};
const origin = { derivation: 'd'.repeat(64), label: 'SIMULATION, no observed data' };
const bytes = imageFile(product, origin);

test('each plane is an HDU whose place the grouping index gives, with type, band, time and derivation', () => {
  const file = readFits(bytes);
  const index = file.table('GROUPING');
  assert.equal(index.rowCount, 8);
  const places = index.column('MEMBER_POSITION').physical();
  const kinds = index.column('IMATYPE').values as string[];
  places.forEach((position, row) => {
    const { header } = file.image(position - 1);
    assert.equal(header.string('IMATYPE').trim(), kinds[row]!.trim());
    assert.equal(header.string('DERIV_ID'), origin.derivation);
    assert.equal(header.number('TSTART'), 3006.25);
  });
  assert.match(String(file.image(2).header.get('DATAKIND')), /SIMULATION/);
});

test('what is written is read back: bands, planes, coordinates', async () => {
  const { bands: read, wcs } = await readImageProduct(bytes, 'mine.fits');
  assert.deepEqual(
    read.map(({ band }) => band),
    bands,
  );
  assert.equal(read[1]!.width, 4);
  assert.equal(read[1]!.variance[2], 112);
  const { raDeg, decDeg } = wcs.pixelToIcrs(1.5, 1);
  assert.ok(Math.abs(raDeg - 83.6) < 1e-9 && Math.abs(decDeg - 22) < 1e-9);
});

test('files of other instruments, without variance or without coordinates are expected failures', async () => {
  const plane = (cards: [string, string | number][]) =>
    imageHdu({
      name: 'IMAGE',
      data: new Float32Array(4),
      shape: [2, 2],
      header: [['E_MIN', 20], ['E_MAX', 40], ['IMATYPE', 'INTENSITY'], ...cards],
    });
  const refuses = (hdus: Parameters<typeof writeFits>[0], message: RegExp) =>
    assert.rejects(readImageProduct(writeFits(hdus), 'x.fits'), { reason: 'no_image', message });
  await refuses([imageHdu(), plane([['DETNAM', 'JMX1']])], /x.fits is of JMX1/);
  await refuses([imageHdu(), plane([['DETNAM', 'ISGRI']])], /has no plane VARIANCE/);
  await refuses(
    [tableHdu({ name: 'RATE', columns: [{ name: 'TIME', values: new Float64Array(1) }] })],
    /has no image with IMATYPE/,
  );
  const all = types.map((type) => plane([['IMATYPE', type]]));
  await refuses([imageHdu(), ...all], /has no plane|no usable coordinates/);
  const text = new TextEncoder().encode('no FITS at all');
  await assert.rejects(readImageProduct(text, 'x'), { reason: 'no_image', message: /^x is no FITS file/ });
});
