// Tests of the sky as the spacecraft sees it, and of the maps of sensitivity on it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { angularSeparationDeg, spacecraftAngles, spacecraftFrame } from '@stemma/data/coordinates';
import { earthAngularRadiusDeg } from '@stemma/data/orbit';
import { detectorNames, detectors } from './detectors.ts';
import { directionResponse } from './direction-response.ts';
import { bestLimit, sensitivityMap } from './sensitivity.ts';
import { earthFrom, extremePixel, skyGrid } from './sky-grid.ts';
import { hardSpectrum } from './spectral-model.ts';
import { countLimit } from './count-limit.ts';

const frame = spacecraftFrame({ raDeg: 40, decDeg: 20 }, { raDeg: 130, decDeg: 0 });
const positionKm = [15_000, -9000, 12_000] as const;
const grid = skyGrid(16, frame, [...positionKm]);
const request = { spectrum: hardSpectrum, band: { minKeV: 75, maxKeV: 2000 }, nSigma: 3, timescaleS: 1 };
const maps = detectorNames.map((name) =>
  sensitivityMap(grid, detectors[name], { rateCps: detectors[name].backgroundCps, excessVariance: 1.2 }, request),
);

test('pixels have the angles of their centres in the axes of the spacecraft', () => {
  for (let i = 0; i < grid.raDeg.length; i += 97) {
    const { thetaDeg } = spacecraftAngles(frame, { raDeg: grid.raDeg[i]!, decDeg: grid.decDeg[i]! });
    assert.ok(Math.abs(grid.body[3 * i]! - Math.cos((thetaDeg * Math.PI) / 180)) < 1e-12);
    assert.ok(Math.abs(Math.hypot(...grid.body.subarray(3 * i, 3 * i + 3)) - 1) < 1e-12);
  }
});

test('the Earth hides its disc and nothing else', () => {
  const radius = earthAngularRadiusDeg(Math.hypot(...positionKm));
  const earth = earthFrom([...positionKm]);
  let hidden = 0;
  grid.occulted.forEach((value, i) => {
    const inside = angularSeparationDeg(earth, { raDeg: grid.raDeg[i]!, decDeg: grid.decDeg[i]! }) < radius;
    assert.equal(value === 1, inside);
    hidden += value;
  });
  // A cap of radius r has (1 - cos r) / 2 of the sky; its rim crosses some 2 pi sin(r) / 3.7 deg of pixels.
  const cap = (3072 * (1 - Math.cos((radius * Math.PI) / 180))) / 2;
  assert.ok(radius > 17 && Math.abs(hidden - cap) < 40, `${hidden} ${cap}`);
});

test('each limit is that of the response in its direction, and none stands behind the Earth', () => {
  maps.forEach((map, k) => {
    const detector = detectors[detectorNames[k]!];
    for (let i = 5; i < map.length; i += 211) {
      if (grid.occulted[i] === 1) assert.ok(Number.isNaN(map[i]!));
      else {
        const angles = spacecraftAngles(frame, { raDeg: grid.raDeg[i]!, decDeg: grid.decDeg[i]! });
        const { ergPerCm2PerCount } = directionResponse(detector, hardSpectrum, angles, request.band);
        const expected = countLimit(3, detector.backgroundCps, 1.2, 1) * ergPerCm2PerCount;
        assert.ok(Math.abs(map[i]! / expected - 1) < 1e-9);
      }
    }
  });
});

test('the best of all is nowhere above any, and NaN only behind the Earth', () => {
  const best = bestLimit(maps);
  best.forEach((value, i) => {
    assert.equal(Number.isNaN(value), grid.occulted[i] === 1);
    for (const map of maps) assert.ok(!(map[i]! < value));
  });
  const lowest = extremePixel(best, 1);
  assert.ok(best.every((value) => !(value < best[lowest]!)));
  assert.equal(extremePixel([NaN, 3, 7, NaN], -1), 2);
});

test('SPI-ACS is at its worst near the pointing axis, ISGRI at its best there', () => {
  const pixel = grid.healpix.pixelAt(40, 20);
  const [acs, , isgri] = maps;
  assert.ok(acs![pixel]! > 3 * acs![extremePixel(acs!, 1)]!);
  assert.ok(isgri![pixel]! < 1.1 * isgri![extremePixel(isgri!, 1)]!);
});

test('a resolution that is no power of two, and a place inside the Earth, are refused', () => {
  assert.throws(() => skyGrid(12, frame, [...positionKm]), { code: 'invalid_request', message: /power of two/ });
  assert.throws(() => skyGrid(8, frame, [100, 0, 0]), RangeError);
});
