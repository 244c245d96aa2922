// The pure parts of the sky image viewer: stretches, cuts, views, regions, planes and readings.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StemmaError } from '@stemma/core';
import { imageHdu, readFits, writeFits } from '@stemma/data/fits';
import { angularSeparationDeg } from '@stemma/data/coordinates';
import { Wcs } from '@stemma/data/wcs';
import fc from 'fast-check';
import { simulatedSky, simulatedSources } from '../../simulated-data.ts';
import { colourMaps, colourTable, levelCount } from './colour-map.ts';
import { extremeCuts, histogram, percentileCuts, properCuts, sortedSample, symmetricCuts } from './cuts.ts';
import { planeAsFits } from './export-image.ts';
import { readPlanes, sigmaOf } from './image-plane.ts';
import { afterKey, firstState, withCut } from './image-state.ts';
import { fittingView, imagePlace, pannedView, screenPlace, zoomedView } from './image-view.ts';
import { nearestSource, outline, sourcePlaces } from './overlay.ts';
import { paint, sampledPlaces } from './raster.ts';
import { readoutAt, readoutText } from './readout.ts';
import { formatRegions, parseRegions, type Region } from './region.ts';
import { scaleBar } from './scale-bar.ts';
import { levelsOf, stretched, stretches } from './stretch.ts';

const places = fc.record({ x: fc.double({ min: -5000, max: 5000, noNaN: true }), y: fc.double({ min: -5000, max: 5000, noNaN: true }) }); // prettier-ignore
const views = fc.record({
  centreX: fc.double({ min: 0, max: 4000, noNaN: true }),
  centreY: fc.double({ min: 0, max: 4000, noNaN: true }),
  scale: fc.double({ min: 0.01, max: 60, noNaN: true }),
});
const screen = { width: 640, height: 480 };

test('every stretch goes from 0 to 1, rises, and clips what lies outside of the cuts', () => {
  for (const stretch of stretches) {
    assert.equal(stretched(stretch, 2, 2, 8), 0);
    assert.ok(Math.abs(stretched(stretch, 8, 2, 8) - 1) < 1e-15);
    assert.equal(stretched(stretch, -9, 2, 8), 0);
    assert.ok(Math.abs(stretched(stretch, 99, 2, 8) - 1) < 1e-15);
    assert.ok(stretched(stretch, 3, 2, 8) < stretched(stretch, 4, 2, 8));
    assert.ok(Number.isNaN(stretched(stretch, NaN, 2, 8)));
  }
  assert.ok(Math.abs(stretched('log', 0.001, 0, 1) - Math.log(2) / Math.log(1001)) < 1e-15);
  assert.equal(stretched('sqrt', 0.25, 0, 1), 0.5);
  assert.equal(stretched('squared', 0.5, 0, 1), 0.25);
});

test('levels are the stretched values in 255 steps, with one more for no value', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -10, max: 10 })), fc.constantFrom(...stretches), (values, stretch) => {
      const levels = new Uint8Array(values.length);
      levelsOf(values, { stretch, low: -3, high: 4 }, levels);
      values.forEach((value, i) => {
        const exact = (levelCount - 1) * stretched(stretch, value, -3, 4);
        if (Number.isNaN(value)) assert.equal(levels[i], levelCount);
        else assert.ok(Math.abs(levels[i]! - exact) <= 0.5 + 1e-9);
      });
    }),
  );
});

test('colour tables begin and end as published, and are transparent without a value', () => {
  const ends = (name: string) => [...colourTable(name).slice(0, 3), ...colourTable(name).slice(4 * 254, 4 * 254 + 3)];
  assert.deepEqual(ends('viridis'), [68, 1, 84, 253, 231, 37]);
  assert.deepEqual(ends('grey'), [0, 0, 0, 255, 255, 255]);
  assert.deepEqual(ends('inverted grey'), [255, 255, 255, 0, 0, 0]);
  assert.deepEqual(Array.from(colourTable('RdBu').slice(4 * 127, 4 * 127 + 3)), [0xf7, 0xf6, 0xf6]);
  for (const name of colourMaps) assert.equal(colourTable(name)[4 * 255 + 3], 0);
  assert.deepEqual(colourTable('constructor'), colourTable('grey'));
});

test('cuts leave the asked share of values out, equally at both ends', () => {
  const sorted = sortedSample(Float64Array.from({ length: 1001 }, (_, i) => 1000 - i));
  assert.deepEqual(percentileCuts(sorted, 0.5), { low: 250, high: 750 });
  assert.deepEqual(symmetricCuts(Float64Array.of(-3, 0, 9), 1), { low: -9, high: 9 });
  assert.deepEqual(percentileCuts(sortedSample([NaN, Infinity]), 0.9), { low: 0, high: 1 });
  assert.deepEqual(extremeCuts([3, NaN, -2]), { low: -2, high: 3 });
  assert.deepEqual(extremeCuts([NaN]), { low: 0, high: 1 });
  assert.deepEqual(properCuts(5, 2), { low: 2, high: 5 });
  assert.ok(properCuts(7, 7).low < 7);
});

test('a histogram counts each value between the cuts once', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -10, max: 10, noNaN: true })), (values) => {
      const counts = histogram(Float64Array.from(values).sort(), { low: -4, high: 6 }, 7);
      assert.equal(counts.reduce((a, b) => a + b, 0), values.filter((v) => v >= -4 && v <= 6).length); // prettier-ignore
    }),
  );
});

test('screen and image places are the inverse of each other', () => {
  fc.assert(
    fc.property(views, places, (view, place) => {
      const back = imagePlace(view, screen, screenPlace(view, screen, place));
      assert.ok(Math.hypot(back.x - place.x, back.y - place.y) < 1e-6);
    }),
  );
});

test('zooming leaves what is under the pointer there, panning moves it with the pointer', () => {
  fc.assert(
    fc.property(views, fc.double({ min: 0.3, max: 3, noNaN: true }), (view, factor) => {
      const at = { x: 100, y: 333 };
      const held = imagePlace(view, screen, at);
      const after = screenPlace(zoomedView(view, screen, factor, at), screen, held);
      assert.ok(Math.hypot(after.x - at.x, after.y - at.y) < 1e-5);
      const moved = screenPlace(pannedView(view, 30, -20), screen, held);
      assert.ok(Math.hypot(moved.x - 130, moved.y - 313) < 1e-5);
    }),
  );
});

test('the fitting view shows all of the image', () => {
  const view = fittingView({ width: 400, height: 100 }, screen);
  const corner = screenPlace(view, screen, { x: -0.5, y: -0.5 });
  assert.ok(Math.abs(corner.x) < 1e-9 && corner.y < 480);
});

test('pixels are painted where they are: the first below left, nothing outside', () => {
  const view = fittingView({ width: 2, height: 2 }, { width: 4, height: 4 });
  const out = new Uint32Array(16);
  paint(Uint8Array.of(1, 2, 3, 4), { width: 2, height: 2 }, view, Uint32Array.from({ length: 256 }, (_, i) => i), { width: 4, height: 4 }, out); // prettier-ignore
  assert.deepEqual([...out], [3, 3, 4, 4, 3, 3, 4, 4, 1, 1, 2, 2, 1, 1, 2, 2]);
  assert.deepEqual([...sampledPlaces(0, 1, 3, 1, false)], [-1, 0, -1]);
});

test('planes have names, units, coordinates and errors; the Crab lies where the WCS says', () => {
  const planes = readPlanes(simulatedSky(100));
  assert.deepEqual(planes.map(({ name, unit }) => `${name} ${unit}`), ['INTENSITY count/s', 'VARIANCE count**2/s**2', 'SIGNIFICANCE ']); // prettier-ignore
  assert.ok(planes[2]!.isSignificance && !planes[0]!.isSignificance);
  const crab = planes[0]!.wcs!.icrsToPixel(83.6331, 22.0145);
  const readout = readoutAt(planes[0]!, sigmaOf(planes, planes[0]!), crab.x, crab.y);
  assert.ok(Math.abs(readout.raDeg - 83.6331) < 1e-9 && Math.abs(readout.lonDeg - 184.5575) < 1e-3);
  const pixel = Math.floor(crab.y + 0.5) * 100 + Math.floor(crab.x + 0.5);
  assert.equal(readout.value, planes[0]!.values()[pixel]);
  assert.equal(readout.sigma, Math.sqrt(planes[1]!.values()[pixel]!));
  assert.match(
    readoutText(readout),
    /^RA 05:34:31\.94 Dec \+22:00:52\.2 · .*l 184\.55.* · pixel 50\.50, 50\.50 · .* ± .* count\/s$/,
  );
  assert.ok(Number.isNaN(sigmaOf(planes, planes[2]!)(0)));
});

test('outside of the image there is no value, and without coordinates the readout says so', () => {
  const planes = readPlanes(writeFits([imageHdu({ data: Float32Array.of(1, 2, 3, 4), shape: [2, 2] })]));
  const readout = readoutAt(planes[0]!, () => NaN, 7, 0);
  assert.ok(Number.isNaN(readout.value));
  assert.equal(readoutText(readout), 'no sky coordinates · pixel 8.00, 1.00 · no value');
  assert.match(planes[0]!.wcsProblem!, /no celestial axes/);
});

test('cubes are slices, files without images and broken ones are refused in words', () => {
  const cube = readPlanes(
    writeFits([imageHdu({ name: 'CUBE', data: new Float32Array(12).map((_, i) => i), shape: [3, 2, 2] })]),
  );
  assert.deepEqual(cube.map(({ name }) => name), ['CUBE 1', 'CUBE 2', 'CUBE 3']); // prettier-ignore
  assert.deepEqual([...cube[2]!.values()], [8, 9, 10, 11]);
  const fails = (bytes: Uint8Array, code: string) => assert.throws(() => readPlanes(bytes), (error) => error instanceof StemmaError && error.code === code); // prettier-ignore
  fails(writeFits([imageHdu()]), 'no_data');
  fails(simulatedSky(50).slice(0, 5000), 'corrupt');
  fails(new TextEncoder().encode('<html>'), 'corrupt');
});

test('a plane that was taken out can be opened again, with its coordinates', () => {
  const [plane] = readPlanes(simulatedSky(40));
  const [again] = readPlanes(planeAsFits(plane!));
  assert.deepEqual(again!.values(), plane!.values());
  assert.equal(again!.unit, 'count/s');
  assert.deepEqual(again!.wcs!.pixelToIcrs(3, 9), plane!.wcs!.pixelToIcrs(3, 9));
  assert.equal(readFits(planeAsFits(plane!)).hdus.length, 1);
});

const setting = { image: { width: 400, height: 400 }, screen, sorted: Float64Array.from({ length: 1000 }, (_, i) => i - 200), planeCount: 3, isSignificance: false }; // prettier-ignore

test('keys do what the tools do; unknown ones change nothing', () => {
  const state = firstState(setting, 0);
  assert.equal(afterKey(state, '+', setting).view.scale, 1.25 * state.view.scale);
  assert.deepEqual(afterKey(afterKey(state, '+', setting), '0', setting).view, state.view);
  assert.equal(afterKey(state, 's', setting).stretch, 'log');
  assert.equal(afterKey(state, 'm', setting).colourMap, 'cividis');
  assert.equal(afterKey({ ...state, plane: 2 }, 'b', setting).plane, 0);
  assert.deepEqual(afterKey(withCut(state, 'low', 3), 'l', setting).cuts, state.cuts);
  assert.ok(afterKey(state, 'ArrowRight', setting).view.centreX > state.view.centreX);
  assert.ok(afterKey(state, 'ArrowUp', setting).view.centreY > state.view.centreY);
  assert.equal(afterKey(state, 'toString', setting), state);
});

test('significances are first seen blue to red around zero', () => {
  const { colourMap, cuts } = firstState({ ...setting, isSignificance: true }, 0);
  assert.equal(colourMap, 'RdBu');
  assert.equal(cuts.low, -cuts.high);
});

test('cuts stay in order, whichever handle is dragged over the other', () => {
  const state = { ...firstState(setting, 0), cuts: { low: 0, high: 10 } };
  assert.deepEqual(withCut(state, 'low', 12).cuts, { low: 10, high: 12 });
  assert.deepEqual(withCut(state, 'high', 4).cuts, { low: 0, high: 4 });
  assert.equal(withCut(state, 'high', NaN), state);
});

test('scale bars are round and never longer than asked', () => {
  assert.deepEqual(scaleBar(2.3), { angleDeg: 2, label: '2°' });
  assert.equal(scaleBar(0.9).label, '30′');
  assert.equal(scaleBar(3 / 3600).label, '2″');
  fc.assert(
    fc.property(fc.double({ min: 1e-7, max: 300, noNaN: true }), (longest) => {
      const { angleDeg } = scaleBar(longest);
      assert.ok(angleDeg <= longest * (1 + 1e-9) && angleDeg > 0);
    }),
  );
});

test('regions come back as they were written, in any of the frames', () => {
  const text = 'global color=green\nfk5; circle(05:34:31.9, +22:00:52, 30") # text={Crab}\ngalactic\npoint(184.5575, -5.7843)\npolygon(1,2,3,4,5,6)'; // prettier-ignore
  const [circle, point, polygon] = parseRegions(text) as [Region, Region, Region];
  assert.ok(circle?.shape === 'circle' && Math.abs(circle.radiusDeg - 30 / 3600) < 1e-12 && circle.text === 'Crab');
  assert.ok(point?.shape === 'point' && angularSeparationDeg(point.centre, circle.centre) < 0.01);
  assert.ok(polygon?.shape === 'polygon' && polygon.corners.length === 3);
  const again = parseRegions(formatRegions([circle, point, polygon]));
  assert.ok(again[1]?.shape === 'point' && angularSeparationDeg(again[1].centre, point.centre) < 1e-6);
  assert.equal(formatRegions(again), formatRegions([circle, point, polygon]));
  assert.throws(() => parseRegions('icrs\nellipse(1,2,3,4,5)'), /line 2 of the regions/);
  assert.equal(parseRegions(formatRegions([{ ...point, text: 'x}\nfk4; bad(' }])).length, 1);
});

test('circles keep their radius on the sky', () => {
  const wcs = readPlanes(simulatedSky(50))[0]!.wcs!;
  const centre = simulatedSources[0]!;
  for (const { x, y } of outline({ shape: 'circle', centre, radiusDeg: 1, text: '' }, wcs))
    assert.ok(Math.abs(angularSeparationDeg(wcs.pixelToIcrs(x, y), centre) - 1) < 1e-9);
});

test('the source under the pointer is the nearest within reach', () => {
  const wcs: Wcs = readPlanes(simulatedSky(400))[0]!.wcs!;
  const found = sourcePlaces(wcs, simulatedSources);
  const view = fittingView({ width: 400, height: 400 }, screen);
  const at = screenPlace(view, screen, { x: found[2]!, y: found[3]! });
  assert.equal(nearestSource(found, view, screen, { x: at.x + 5, y: at.y }, 10), 1);
  assert.equal(nearestSource(found, view, screen, { x: at.x + 15, y: at.y }, 10), -1);
  assert.ok(sourcePlaces(undefined, simulatedSources).every(Number.isNaN));
});
