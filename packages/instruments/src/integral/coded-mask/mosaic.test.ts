/** Mosaics of simulated pointings: sources stay where they are and as bright as they are, and noise falls as it must. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { angularSeparationDeg, directionOf } from '@stemma/data/coordinates';
import { mean, randomFromDigest } from '@stemma/data/statistics';
import { Wcs, simpleWcsKeywords } from '@stemma/data/wcs';
import { balanceOf, decode } from './decode.ts';
import { backgroundShape } from './detector-background.ts';
import { drawShadowgram } from './expected-shadowgram.ts';
import { fitSources } from './fit-sources.ts';
import { fitGaussian } from './gaussian-fit.ts';
import { PIXEL_DEG, codingMap, pixelCells } from './geometry.ts';
import {
  type Mosaic,
  type MosaicInput,
  type TangentPlane,
  addToMosaic,
  emptyMosaic,
  mosaicFrame,
  mosaicPlanes,
  tangentPlaneOfPointing,
  tangentPlaneOfWcs,
} from './mosaic.ts';
import {
  type Pointing,
  directionOfShift,
  imageWcs,
  pointingOf,
  shiftOfDirection,
  skyPixelOfDirection,
} from './pointing.ts';
import { detectorImage } from './shadowgram.ts';

const random = randomFromDigest('305a1c'.padEnd(64, '7'));
const background = backgroundShape();
const efficiency = pixelCells();
const balance = balanceOf(efficiency);
const coding = codingMap();
const source = { raDeg: 83.6333, decDeg: 22.0145 };
const EXPOSURE_S = 1800;

/** Dithered pointings around the source, each with its own roll angle. */
function dither(k: number): Pointing {
  const [i, j] = [(k % 5) - 2, (Math.floor(k / 5) % 5) - 2];
  const x = { raDeg: source.raDeg + 1.1 * i + 0.13, decDeg: source.decDeg + 1.1 * j - 0.07 };
  const roll = 20 + 7 * k;
  const frame = pointingOf(x, { raDeg: x.raDeg, decDeg: x.decDeg - 90 });
  const [c, s] = [Math.cos((roll * Math.PI) / 180), Math.sin((roll * Math.PI) / 180)];
  return pointingOf(
    x,
    directionOf([0, 1, 2].map((n) => c * frame.z[n]! + s * frame.y[n]!) as [number, number, number]),
  );
}

function observed(pointing: Pointing, rateCps: number): MosaicInput {
  const sources = rateCps > 0 ? [{ shift: shiftOfDirection(pointing, source)!, rateCps }] : [];
  const shadowgram = drawShadowgram(
    { sources, backgroundCps: 300, background, efficiency, exposureS: EXPOSURE_S },
    random,
  );
  const dark = fitSources(shadowgram, [], { background })!;
  const image = decode(detectorImage(shadowgram, dark.model), EXPOSURE_S, balance);
  const exposure = coding.map((c) => (c > 0.05 ? c * EXPOSURE_S : 0));
  return { plane: tangentPlaneOfPointing(pointing), width: 400, ...image, exposure };
}

const SIDE = 301;
const wcs = new Wcs(
  simpleWcsKeywords({ centreDeg: [source.raDeg, source.decDeg + 0.02], shape: [SIDE, SIDE], pixelScaleDeg: PIXEL_DEG }),
);

function sum(inputs: readonly MosaicInput[]): Mosaic {
  const mosaic = emptyMosaic(wcs, [SIDE, SIDE]);
  for (const input of inputs) addToMosaic(mosaic, input);
  return mosaic;
}

test('a source stays at its place and keeps its flux through many pointings of different roll', (t) => {
  const planes = mosaicPlanes(sum(Array.from({ length: 10 }, (_, k) => observed(dither(3 * k), 40))));
  const there = wcs.icrsToPixel(source.raDeg, source.decDeg);
  const fit = fitGaussian(planes, there)!;
  const found = wcs.pixelToIcrs(fit.x, fit.y);
  const offArcmin = 60 * angularSeparationDeg(source, found);
  t.diagnostic(
    `off by ${offArcmin.toFixed(2)} arcmin, flux ratio ${(fit.amplitude.value / 40).toFixed(3)}, FWHM ${fit.fwhmArcmin.toFixed(1)}`,
  );
  assert.ok(offArcmin < 0.3);
  assert.ok(Math.abs(fit.amplitude.value / 40 - 1) < 0.02);
  assert.ok(fit.fwhmArcmin > 13 && fit.fwhmArcmin < 14.8);
});

test('the significance of a source grows as the square root of the exposure within 5 %', (t) => {
  const inputs = Array.from({ length: 24 }, (_, k) => observed(dither(k), 12));
  const at = (n: number, from: number): number => {
    const planes = mosaicPlanes(sum(inputs.slice(from, from + n)));
    return fitGaussian(planes, wcs.icrsToPixel(source.raDeg, source.decDeg))!.significance;
  };
  const few = mean([0, 1, 2, 3, 4, 5].map((k) => at(4, 4 * k)));
  const all = at(24, 0);
  t.diagnostic(
    `S/N ${few.toFixed(2)} of 4 pointings, ${all.toFixed(2)} of 24: ratio over expected ${(all / few / Math.sqrt(6)).toFixed(3)}`,
  );
  assert.ok(Math.abs(all / few / Math.sqrt(6) - 1) < 0.05);
});

test('significances of a mosaic of empty pointings have the width 1 within 3 %', (t) => {
  const planes = mosaicPlanes(sum(Array.from({ length: 12 }, (_, k) => observed(dither(2 * k), 0))));
  const inner = planes.significance.filter(
    (value, i) => !Number.isNaN(value) && planes.exposure[i]! > 0.3 * 12 * EXPOSURE_S,
  );
  const width = Math.sqrt(mean(inner.map((v) => v * v)));
  t.diagnostic(`width ${width.toFixed(4)}, mean ${mean(inner).toFixed(4)}`);
  assert.ok(Math.abs(width - 1) < 0.03);
  assert.ok(Math.abs(mean(inner)) < 0.02);
});

/** An image plane in which pixels lie exactly on those of the mosaic. */
const alignedPlane: TangentPlane = tangentPlaneOfWcs(wcs);

test('on common pixels the mosaic is the inverse-variance mean, and exposures add', () => {
  const image = (value: number, variance: number): MosaicInput => ({
    plane: alignedPlane,
    width: SIDE,
    intensity: new Float64Array(SIDE * SIDE).fill(value),
    variance: new Float64Array(SIDE * SIDE).fill(variance),
    exposure: new Float64Array(SIDE * SIDE).fill(100),
  });
  const planes = mosaicPlanes(sum([image(3, 1), image(6, 4), image(1, 2)]));
  const i = 150 * SIDE + 150;
  const weights = 1 + 1 / 4 + 1 / 2;
  assert.ok(Math.abs(planes.variance[i]! - 1 / weights) < 1e-6);
  assert.ok(Math.abs(planes.intensity[i]! - (3 + 6 / 4 + 1 / 2) / weights) < 1e-6);
  assert.ok(Math.abs(planes.significance[i]! - planes.intensity[i]! / Math.sqrt(planes.variance[i]!)) < 1e-9);
  assert.equal(planes.exposure[i], 300);
});

test('pixels without number, variance or exposure do not spread, and an untouched mosaic is empty', () => {
  const intensity = new Float64Array(SIDE * SIDE).fill(2);
  const exposure = new Float64Array(SIDE * SIDE).fill(50);
  intensity[100 * SIDE + 100] = Number.NaN;
  exposure[200 * SIDE + 100] = 0;
  const planes = mosaicPlanes(
    sum([{ plane: alignedPlane, width: SIDE, intensity, variance: intensity.map(() => 1), exposure }]),
  );
  assert.ok(Number.isNaN(planes.intensity[100 * SIDE + 100]!));
  assert.ok(Number.isNaN(planes.intensity[200 * SIDE + 100]!));
  assert.ok(Math.abs(planes.intensity[150 * SIDE + 200]! - 2) < 1e-9);
  assert.ok(mosaicPlanes(emptyMosaic(wcs, [SIDE, SIDE])).intensity.every(Number.isNaN));
});

test('the plane of a pointing is that of its FITS coordinates', () => {
  const pointing = dither(7);
  const { crpix, crvalDeg, cdDeg } = imageWcs(pointing);
  const fits = new Wcs({
    CTYPE1: 'RA---TAN',
    CTYPE2: 'DEC--TAN',
    CRPIX1: crpix[0],
    CRPIX2: crpix[1],
    CRVAL1: crvalDeg[0],
    CRVAL2: crvalDeg[1],
    CD1_1: cdDeg[0],
    CD1_2: cdDeg[1],
    CD2_1: cdDeg[2],
    CD2_2: cdDeg[3],
  });
  const [a, b] = [tangentPlaneOfPointing(pointing), tangentPlaneOfWcs(fits)];
  for (const key of ['axis', 'alongX', 'alongY'] as const) {
    a[key].forEach((value, k) => assert.ok(Math.abs(value - b[key][k]!) < 1e-6 * Math.max(1, Math.abs(value)) + 1e-3));
  }
  const direction = directionOfShift(pointing, { y: -77, z: 55 });
  const [here, there] = [
    skyPixelOfDirection(pointing, direction)!,
    fits.icrsToPixel(direction.raDeg, direction.decDeg),
  ];
  assert.ok(Math.hypot(here.x - there.x, here.y - there.y) < 1e-3);
});

test('other projections are refused', () => {
  const keywords = simpleWcsKeywords({
    centreDeg: [83, 22],
    shape: [400, 400],
    pixelScaleDeg: PIXEL_DEG,
    projection: 'CAR',
  });
  assert.throws(() => tangentPlaneOfWcs(new Wcs(keywords)), /gnomonic/);
});

test('a frame holds every pixel of every pointing and refuses pointings all over the sky', () => {
  const axes = [0, 6, 12, 18, 24].map((k) => directionOf(dither(k).x));
  const { keywords, shape } = mosaicFrame(axes);
  const frame = new Wcs(keywords);
  for (const k of [0, 24]) {
    const corner = directionOfShift(dither(k), { y: 170, z: -170 });
    const { x, y } = frame.icrsToPixel(corner.raDeg, corner.decDeg);
    assert.ok(x > 0 && y > 0 && x < shape[1] && y < shape[0]);
  }
  assert.throws(() => mosaicFrame([]), RangeError);
  assert.throws(
    () =>
      mosaicFrame([
        { raDeg: 0, decDeg: 0 },
        { raDeg: 120, decDeg: 0 },
      ]),
    RangeError,
  );
});
