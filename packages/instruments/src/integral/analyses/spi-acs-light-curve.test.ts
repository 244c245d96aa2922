// Tests of reading a light curve, whatever form its file has.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { readFits } from '@stemma/data/fits';
import { readReal, without } from '../../../../../test/instruments/real-data.ts';
import { inputFile, runDirectly } from '../../../../../test/instruments/run-directly.ts';
import { box, simulated } from '../../../../../test/instruments/simulated-bursts.ts';
import { LightCurveFile } from './light-curve-file.ts';
import { SpiAcsLightCurve } from './spi-acs-light-curve.ts';

const text = `# five lines\n#\n#\n#\n#\n8466.65643731481481 0.000 4500 56647.0\n8466.6564378935 0.050 4510 56647.05\n`;

test('FITS, packed FITS and the product of LightCurveFile hold the same light curve', async () => {
  const { lightCurve } = simulated([box]);
  const { fits } = await runDirectly(LightCurveFile, { lightCurve });
  const log: string[] = [];
  const plain = await runDirectly(SpiAcsLightCurve, { data: inputFile('lc.fits', fits.bytes()) }, { log });
  assert.deepEqual(plain.bins.counts, lightCurve.bins.counts);
  assert.equal(plain.reference.utc.slice(0, 26), lightCurve.reference.utc.slice(0, 26));
  plain.bins.startS.forEach((start, i) => assert.ok(Math.abs(start - lightCurve.bins.startS[i]!) < 1e-9));
  const packed = await runDirectly(SpiAcsLightCurve, { data: inputFile('lc.fits.gz', gzipSync(fits.bytes())) });
  assert.deepEqual(packed.bins, plain.bins);
  assert.deepEqual(log, ['3000 bins read from lc.fits']);
});

test('the text of the dump program is read, packed or not, and says what it is', async () => {
  const plain = await runDirectly(SpiAcsLightCurve, { data: inputFile('acs.txt', text) });
  assert.deepEqual([...plain.bins.counts], [4500, 4510]);
  assert.equal(plain.reference.utc.slice(0, 22), '2023-03-07T15:44:07.00');
  assert.equal(plain.spacecraft, null);
  assert.deepEqual(plain.origin, {
    kind: 'observation',
    instrument: 'INTEGRAL SPI-ACS',
    text: 'INTEGRAL SPI-ACS data, file acs.txt',
  });
  assert.deepEqual(
    (await runDirectly(SpiAcsLightCurve, { data: inputFile('acs.txt.gz', gzipSync(text)) })).bins,
    plain.bins,
  );
});

test('files that are no light curve are refused with what is wrong', async () => {
  const run = (name: string, content: Uint8Array | string) =>
    runDirectly(SpiAcsLightCurve, { data: inputFile(name, content) });
  await assert.rejects(run('empty', ''), { code: 'invalid_request', message: /no bins/ });
  await assert.rejects(run('page.html', '<html>503</html>'), /no bins/);
  await assert.rejects(run('image.png', Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10, 0, 0)), { code: 'not_fits' });
  await assert.rejects(run('cut.gz', gzipSync(text).subarray(0, 40)), {
    code: 'corrupt',
    message: /damaged or cut short/,
  });
});

test(
  'the real light curve names its instrument and where the spacecraft was',
  { skip: without('lightCurve') },
  async () => {
    const bytes = readReal('lightCurve');
    const { spacecraft, origin, bins } = await runDirectly(SpiAcsLightCurve, { data: inputFile('real.fits', bytes) });
    assert.equal(bins.counts.length, readFits(bytes).table('RATE').rowCount);
    assert.deepEqual(spacecraft, { raDeg: 198.394, decDeg: 71.787, distanceKm: 143_490.5 });
    assert.equal(origin.text, 'INTEGRAL SPI-ACS data, file real.fits');
  },
);
