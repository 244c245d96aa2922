/** Responses: the channels and the area of the real matrix, folding, and files that contradict themselves. */

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readFits, tableHdu, writeFits } from '@stemma/data/fits';
import { CRAB } from './power-law.ts';
import {
  type Response,
  foldSpectrum,
  isgriChannelsKeV,
  parametricResponse,
  rateInBand,
  readResponse,
} from './response.ts';

const mirror = process.env['STEMMA_DATA_MIRROR'] ?? new URL('../../../../../../shared/data', import.meta.url).pathname;
const open = (kind: string) => readFits(readFileSync(`${mirror}/grb221009/IBIS_${kind}_GRB221009A.fits`));
const skip = existsSync(`${mirror}/grb221009/IBIS_rmf_GRB221009A.fits`)
  ? false
  : 'the real response is not in the data mirror (STEMMA_DATA_MIRROR)';

/** Total area at a photon energy. */
function areaAt({ energyLowKeV, energyHighKeV, channelLowKeV, matrix }: Response, energyKeV: number): number {
  const row = energyLowKeV.findIndex((low, i) => low <= energyKeV && energyKeV < energyHighKeV[i]!);
  const channels = channelLowKeV.length;
  return matrix.subarray(row * channels, (row + 1) * channels).reduce((total, value) => total + value, 0);
}

test('the real matrix has the area of ISGRI behind its mask, and the ARF of ones leaves it as it is', { skip }, () => {
  const real = readResponse(open('rmf'), open('arf'));
  for (const [energy, area] of [
    [30, 850],
    [40, 1046],
    [60, 1271],
    [80, 1150],
    [100, 876],
    [200, 242],
  ] as const) {
    assert.ok(Math.abs(areaAt(real, energy) / area - 1) < 0.02, `${energy} keV: ${areaAt(real, energy)} cm2`);
  }
  assert.deepEqual(real.matrix, readResponse(open('rmf')).matrix);
  assert.equal(real.origin, 'isgr_rmf_rsp_2197.fits');
});

test('our channels are those of the real matrix', { skip }, () => {
  const { channelLowKeV, channelHighKeV } = readResponse(open('rmf'));
  const { low, high } = isgriChannelsKeV();
  assert.deepEqual(low, channelLowKeV);
  assert.deepEqual(high, channelHighKeV);
});

test('the parametric response has the area of the real one within 5 %', { skip }, () => {
  const [real, parametric] = [readResponse(open('rmf')), parametricResponse()];
  for (const energy of [20, 35, 60, 75, 100, 150, 300]) {
    assert.ok(Math.abs(areaAt(parametric, energy) / areaAt(real, energy) - 1) < 0.05, `${energy} keV`);
  }
});

test('the Crab folded with the real matrix has the rate that numpy gives, 215 counts per second', { skip }, () => {
  const real = readResponse(open('rmf'));
  // 14 % above the image of 2008: this matrix is of 2020, and puts photons of 20 keV into channels of 24 keV.
  const rates = foldSpectrum(real, CRAB).filter(
    (_, k) => real.channelLowKeV[k]! >= 25 && real.channelHighKeV[k]! <= 80,
  );
  assert.ok(Math.abs(rates.reduce((total, rate) => total + rate, 0) - 215.093) < 0.01);
});

test('the Crab gives 188 counts per second from 25 to 80 keV, as in the real image', () => {
  const response = parametricResponse();
  const rate = rateInBand(response, foldSpectrum(response, CRAB), 25, 80);
  assert.ok(Math.abs(rate - 187.9) < 10, `${rate}`);
});

test('channels are contiguous, 0.5 keV wide at the start and 7.5 keV at the end', () => {
  const { low, high } = isgriChannelsKeV();
  assert.equal(low[0], 12.5);
  assert.equal(high[0]! - low[0]!, 0.5);
  assert.equal(high[255]! - low[255]!, 7.5);
  for (let k = 1; k < 256; k++) assert.equal(low[k], high[k - 1]);
});

test('rates of bands add up and a cut channel counts by its part', () => {
  const response = parametricResponse();
  const rates = new Float64Array(256).fill(1);
  const whole = rateInBand(response, rates, 20, 80);
  assert.ok(Math.abs(rateInBand(response, rates, 20, 33.3) + rateInBand(response, rates, 33.3, 80) - whole) < 1e-9);
  assert.ok(Math.abs(rateInBand(response, rates, 12.5, 12.6) - 0.2) < 1e-9);
  assert.equal(rateInBand(response, rates, 2000, 3000), 0);
});

/** A response file of two energy bins and three channels with groups as given. */
function smallFile(firstChannel: number[], extra: { keyword: string; value: number }[] = []) {
  const bounds = tableHdu({
    name: 'EBOUNDS',
    columns: [
      { name: 'E_MIN', values: Float32Array.of(10, 20, 30) },
      { name: 'E_MAX', values: Float32Array.of(20, 30, 40) },
    ],
  });
  const matrix = tableHdu({
    name: 'SPECRESP MATRIX',
    header: extra,
    columns: [
      { name: 'ENERG_LO', values: Float32Array.of(10, 20) },
      { name: 'ENERG_HI', values: Float32Array.of(20, 40) },
      { name: 'N_GRP', values: Int16Array.of(1, 1) },
      { name: 'F_CHAN', values: Int16Array.from(firstChannel) },
      { name: 'N_CHAN', values: Int16Array.of(2, 1) },
      { name: 'MATRIX', values: Float32Array.of(5, 6, 7, 0), shape: [2, 2] },
    ],
  } as Parameters<typeof tableHdu>[0]);
  return readFits(writeFits([bounds, matrix]));
}

test('groups start at channel 1 unless the header says otherwise, and may not leave the channels', () => {
  assert.deepEqual([...readResponse(smallFile([1, 3])).matrix], [5, 6, 0, 0, 0, 7]);
  assert.throws(() => readResponse(smallFile([3, 1])), RangeError);
});
