// Bad input to the ISGRI pipeline: each kind ends as an expected failure or a clear refusal, the rest of the goal is
// still computed where that makes sense, and what is missing is named in products and family tree.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type HeaderEntry, imageHdu, readFits, tableHdu, writeFits } from '@stemma/data/fits';
import {
  Catalogue,
  GoodTimes,
  ImageCatalogue,
  ImageMosaic,
  integral,
  IsgriResponseFiles,
  Mosaic,
  MosaicProducts,
  PixelStates,
  PixelStatesFromContext,
  PixelStatesFromNoiseMaps,
  PixelStatesFromSwitchList,
  Shadowgrams,
  SimulatedEvents,
  SimulatedObservation,
  SkyImage,
  SourceLightCurve,
  SourceSpectrum,
  TargetPosition,
} from '@stemma/instruments/integral';
import { isgriContext, isgriNoiseMaps, isgriSkyImage, isgriSwitchList } from '@stemma/instruments/integral/sources';
import { imageFile } from '../../packages/instruments/src/integral/isgri/formats/image-file.ts';
import { configure, open, type Stemma, substitute } from 'stemma';
import { mirror } from './real-data.ts';

let stemma: Stemma;
const folder = mkdtempSync(join(tmpdir(), 'stemma-isgri-bad-'));
before(async () => {
  stemma = await open({ store: 'memory', modules: [integral], network: false, mirrors: [mirror] });
});
after(async () => {
  await stemma.close();
  rmSync(folder, { recursive: true });
});

type Request = Parameters<Stemma['resolve']>[0];
const failureOf = async (goal: Request) => (await stemma.resolve(goal).result).failure;
const short = configure(SimulatedObservation, { windows: 3, windowS: 120, emptyWindows: [2] });
const without = (...paths: string[]) =>
  paths.every((path) => existsSync(join(mirror, path))) ? false : `${paths.join(' or ')} is not in the data mirror`;

test('bands that are inverted, empty, overlapping or outside the response are refused before anything runs', () => {
  const bind = (bands: string) => stemma.bind(Mosaic({ bands: bands as never }));
  assert.throws(() => bind('40-20'), { code: 'invalid_request', message: /cannot run from 40 to 20 keV/ });
  assert.throws(() => bind('20-20'), { code: 'invalid_request', message: /cannot run from 20 to 20 keV/ });
  assert.throws(() => bind('20-40,30-60'), { code: 'invalid_request', message: /must not overlap/ });
  assert.throws(() => bind('5-40'), {
    code: 'invalid_request',
    message: /leave the response, which covers 13 to 1000/,
  });
  assert.throws(() => bind('500-2000'), { code: 'invalid_request', message: /leave the response/ });
  assert.throws(() => bind(''), { code: 'invalid_request', message: /at least one energy band/ });
  assert.throws(() => bind('soft'), { code: 'invalid_request', message: /bands\[0\] must be a record/ });
});

test('a spectrum with inverted limits says so', async () => {
  const wrong = SourceSpectrum({ minKeV: 100, maxKeV: 50 }).assuming(short);
  await assert.rejects(stemma.run(wrong), /a spectrum cannot run from 100 to 50 keV/);
});

test('an inverted range of time is refused, one in which nothing was observed is an expected failure', async () => {
  const inverted = Mosaic({ startUtc: '2010-01-01', stopUtc: '2009-01-01' }).assuming(short);
  await assert.rejects(stemma.run(inverted), /2010-01-01 to 2009-01-01 is empty or inverted/);
  assert.throws(() => stemma.bind(Mosaic({ startUtc: 'soon' })), { code: 'invalid_request' });
  const empty = await failureOf(Mosaic({ startUtc: '2010-01-01' }).assuming(short));
  assert.equal(empty?.reason, 'no_windows');
  assert.match(empty.message, /3 science windows, 066500010010 to 066500030010\) fits the selection/);
});

test('a position far from all pointings selects nothing, and the failure says how far off the nearest is', async () => {
  for (const goal of [Mosaic, Catalogue, SourceSpectrum, SourceLightCurve]) {
    const failure = await failureOf(goal({ raDeg: 266.4, decDeg: -29 }).assuming(short));
    assert.equal(failure?.reason, 'no_windows');
    assert.match(failure.message, /the nearest points 17\d\.\d deg off/);
  }
});

test('a source outside the field of view of all windows is an expected failure of its own words', async () => {
  const far = { raDeg: 120, decDeg: 22, pointingRadiusDeg: 60 };
  for (const goal of [SourceSpectrum(far), SourceLightCurve(far)]) {
    const failure = await failureOf(goal.assuming(short));
    assert.equal(failure?.reason, 'no_source');
    assert.match(failure.message, /outside the field of view of all 3 science windows: the nearest points 3\d\.\d deg/);
  }
});

test('a name that no catalogue has, and half a position, are expected failures that say what to give', async () => {
  const unknown = await failureOf(Mosaic({ object: 'Cyg X-4' }).assuming(short));
  assert.equal(unknown?.reason, 'no_position');
  assert.match(unknown.message, /"Cyg X-4" is not in integral\.ReferenceCatalogue.*Cyg X-[13].*give raDeg and decDeg/);
  assert.match((await failureOf(TargetPosition({ raDeg: 5 })))!.message, /needs both raDeg and decDeg/);
  const found = await stemma.run(TargetPosition({ object: 'cyg x-1' }));
  assert.deepEqual(found, { object: 'Cyg X-1', raDeg: 299.5903, decDeg: 35.2016 });
});

test('windows without data or not in the index are left out, named in table, header and tree; the rest is computed', async () => {
  const scws = ['066500010010', '066500020010', '066500990010'];
  const goal = MosaicProducts({ scws }).assuming(short);
  const { used, dropped } = await stemma.run(Mosaic({ scws }).assuming(short));
  assert.deepEqual(used, ['066500010010']);
  assert.deepEqual(
    dropped.map(({ scw, reason }) => `${scw} ${reason}`),
    ['066500990010 no_window', '066500020010 no_events'],
  );
  const products = await stemma.run(goal);
  for (const file of [products.fits, products.catalogue]) {
    const text = new TextDecoder('latin1').decode(file.bytes());
    assert.match(text, /HISTORY left out: 066500990010 \(no_window\)/);
    assert.match(text, /HISTORY left out: 066500020010 \(no_events\)/);
  }
  const tree = JSON.stringify([...(await stemma.tree(stemma.bind(goal).id)).nodes.values()]);
  assert.match(tree, /no_events/);
});

test('a window of which no time is good leaves the others of a mosaic, spectrum and light curve, and is named in each', async () => {
  // The first window starts at orbital phase 0.3067, the second at 0.3076.
  const belts = configure(GoodTimes, { beltPhase: 0.3072 });
  const product = /HISTORY left out: 066500010010 \(no_good_time\)/;
  const text = (file: { bytes(): Uint8Array }) => new TextDecoder('latin1').decode(file.bytes());
  const mosaic = await stemma.run(Mosaic().assuming(short, belts));
  const spectrum = await stemma.run(SourceSpectrum().assuming(short, belts));
  const lightCurve = await stemma.run(SourceLightCurve().assuming(short, belts));
  for (const { used, dropped } of [mosaic, spectrum, lightCurve]) {
    assert.deepEqual(used, ['066500030010']);
    assert.deepEqual(
      dropped.map(({ scw, reason }) => `${scw} ${reason}`),
      ['066500010010 no_good_time', '066500020010 no_events'],
    );
  }
  assert.match(dropped(mosaic), /orbital phase 0\.307 is too near to perigee/);
  assert.match(text(spectrum.pha), product);
  assert.match(text(lightCurve.fits), product);
});

const dropped = ({ dropped: windows }: { dropped: readonly { message: string }[] }) => windows[0]!.message;

test('a shadowgram without events in the band is an expected failure of its window', async () => {
  const dark = configure(SimulatedEvents, { backgroundCps: 0 });
  const failure = await failureOf(SkyImage({ bands: [{ minKeV: 990, maxKeV: 1000 }] }).assuming(short, dark));
  assert.equal(failure?.reason, 'no_events');
  assert.match(failure.message, /066500010010 has no event from 990 to 1000 keV/);
  const deadPixels = configure(PixelStates, { thresholdKeV: 100 });
  assert.equal((await failureOf(SkyImage().assuming(short, deadPixels)))?.reason, 'no_events');
});

test('pointings too far apart for one tangent plane are an expected failure, each window is still computed', async () => {
  const wide = configure(SimulatedObservation, { windows: 25, windowS: 20, stepDeg: 30, emptyWindows: [] });
  const scws = ['066500010010', '066500170010', '066500250010'];
  const failure = await failureOf(Mosaic({ scws }).assuming(wide));
  assert.equal(failure?.reason, 'too_far_apart');
  assert.match(failure.message, /3 images, 066500010010 to 066500250010: .*choose a smaller radius/);
  assert.equal((await stemma.run(SkyImage({ scw: scws[1]! }).assuming(wide))).window.scw, scws[1]);
});

/** An image file of 60 x 60 pixels with one source; `change` may spoil its planes. */
function imageBytes(
  change: (planes: Record<'intensity' | 'variance' | 'exposure', Float32Array>) => void = () => {},
  wcs: Record<string, string | number> = {},
): Uint8Array {
  const side = 60;
  const planes = {
    intensity: Float32Array.from({ length: side * side }, (_, i) => {
      const square = ((i % side) - 30) ** 2 + (Math.floor(i / side) - 25) ** 2;
      return Math.sin(7 * i) + 60 * Math.exp(-square / (2 * 1.15 ** 2));
    }),
    variance: new Float32Array(side * side).fill(1),
    exposure: new Float32Array(side * side).fill(1000),
  };
  change(planes);
  const band = { minKeV: 20, maxKeV: 40 };
  const significance = planes.intensity.map((value, i) => value / Math.sqrt(planes.variance[i]!));
  const keywords = {
    CTYPE1: 'RA---TAN',
    CTYPE2: 'DEC--TAN',
    CUNIT1: 'deg',
    CUNIT2: 'deg',
    CRPIX1: 30.5,
    CRPIX2: 30.5,
    CRVAL1: 83.6,
    CRVAL2: 22,
    CD1_1: -0.0823,
    CD1_2: 0,
    CD2_1: 0,
    CD2_2: 0.0823,
    ...wcs,
  };
  return imageFile(
    {
      name: 'ISGR-SKY.-IMA',
      shape: [side, side],
      wcs: keywords,
      planes: [
        { type: 'INTENSITY', band, data: planes.intensity },
        { type: 'VARIANCE', band, data: planes.variance },
        { type: 'SIGNIFICANCE', band, data: significance },
        { type: 'EXPOSURE', band, data: planes.exposure },
      ],
      startIjd: 3000,
      stopIjd: 3000.02,
      exposureS: 1000,
      windows: [],
      dropped: [],
    },
    { derivation: '0'.repeat(64), label: 'SIMULATION' },
  );
}

async function added(name: string, bytes: Uint8Array) {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return stemma.addFile(path);
}

test('pixels without a number are passed over: the source beside them is found and added as before', async () => {
  const clean = await stemma.run(ImageCatalogue({ data: await added('clean.fits', imageBytes()) }));
  const data = await added(
    'nan.fits',
    imageBytes(({ intensity, variance }) => {
      intensity.fill(Number.NaN, 0, 600);
      variance.fill(Number.NaN, 3000, 3060);
      variance.fill(0, 3060, 3120);
    }),
  );
  const { sources, count, noiseWidth } = await stemma.run(ImageCatalogue({ data }));
  assert.equal(count, 1);
  assert.deepEqual(sources.raDeg, clean.sources.raDeg);
  assert.ok(Number.isFinite(noiseWidth[0]!));
  const { significance } = await stemma.run(ImageMosaic({ data: [data] }));
  const peak = significance.data.reduce((most, value) => (value > most ? value : most), 0);
  assert.ok(peak > 50 && significance.data.some(Number.isNaN));
});

test('an image without exposure anywhere is an expected failure', async () => {
  const data = await added(
    'dark.fits',
    imageBytes(({ exposure }) => exposure.fill(0)),
  );
  const failure = await failureOf(ImageCatalogue({ data }));
  assert.deepEqual([failure?.reason, /no pixel with exposure/.test(failure?.message ?? '')], ['no_image', true]);
});

test('coordinates that cannot be inverted or added are named, and the other files still make the mosaic', async () => {
  const singular = await added('singular.fits', imageBytes(undefined, { CD2_1: -0.0823, CD2_2: 0 }));
  const failure = await failureOf(ImageCatalogue({ data: singular }));
  assert.match(failure!.message, /^singular\.fits has no usable coordinates \(.*cannot be inverted/);
  const polar = await added('other-plane.fits', imageBytes(undefined, { CTYPE1: 'RA---SIN', CTYPE2: 'DEC--SIN' }));
  const good = await added('good.fits', imageBytes());
  const { used, dropped } = await stemma.run(ImageMosaic({ data: [singular, good, polar] }));
  assert.deepEqual(used, ['good.fits']);
  assert.deepEqual(
    dropped.map(({ scw, message }) => [scw, /inverted|gnomonic/.exec(message)?.[0]]),
    [
      ['singular.fits', 'inverted'],
      ['other-plane.fits', 'gnomonic'],
    ],
  );
  const none = await failureOf(ImageMosaic({ data: [singular] }));
  assert.equal(none?.reason, 'no_images');
  assert.match(none.message, /none of 1 files can be used: singular\.fits has no usable coordinates/);
});

const stranger = (extension: string, ...header: HeaderEntry[]) =>
  writeFits([imageHdu(), tableHdu({ name: extension, columns: [{ name: 'X', values: Float64Array.of(1) }], header })]);

test('files of another instrument, of another kind, and what is no FITS file are refused by name', async () => {
  const jemx = await added('jemx.fits', stranger('SPECRESP', ['TELESCOP', 'INTEGRAL'], ['INSTRUME', 'JMX1']));
  const other = await added('other.fits', stranger('OTHER'));
  const text = await added('notes.txt', new TextEncoder().encode('no FITS at all'));
  const messages = [
    [ImageCatalogue({ data: text }), /^notes\.txt is no FITS file/],
    [ImageCatalogue({ data: jemx }), /^jemx\.fits (has no image|is of JMX1)/],
    [IsgriResponseFiles({ arf: jemx }), /^jemx\.fits is no ARF of ISGRI: it is of JMX1$/],
    [IsgriResponseFiles({ rmf: other }), /^other\.fits is no RMF of ISGRI: /],
    [PixelStatesFromContext({ context: other }), /^other\.fits is no pixel context of ISGRI: /],
    [PixelStatesFromContext({ context: text }), /^notes\.txt is no pixel context of ISGRI: /],
    [PixelStatesFromSwitchList({ switches: other }), /^other\.fits is no switch list of ISGRI: /],
    [PixelStatesFromNoiseMaps({ maps: jemx }), /^jemx\.fits is no noise map of ISGRI: it is of JMX1$/],
  ] as const;
  const needed = without(isgriContext.source.paths![0]!, 'grb221009/IBIS_arf_GRB221009A.fits');
  for (const [goal, message] of messages) {
    if (needed && !/ImageCatalogue|Context/.test(goal.target.kind === 'analysis' ? goal.target.definition.name : ''))
      continue;
    const failure = await failureOf(goal);
    assert.match(failure?.message ?? 'no failure', message);
    assert.match(failure!.reason, /wrong_file|no_image/);
  }
});

test(
  'real switch list and noise maps take the place of the declared pixel states',
  { skip: without(...[isgriContext, isgriSwitchList, isgriNoiseMaps].map(({ source }) => source.paths![0]!)) },
  async () => {
    const switched = await stemma.run(PixelStatesFromSwitchList());
    const mapped = await stemma.run(PixelStatesFromNoiseMaps());
    const dead = ({ onFraction }: { onFraction: Float64Array }) => onFraction.filter((on) => on === 0).length;
    assert.ok(dead(switched) > 424 && dead(switched) < 478);
    // 424 of the context, and those noisy in the maps; all of them are among the 478 of the switch list.
    assert.ok(dead(mapped) >= 475 && dead(mapped) <= 478, `${dead(mapped)}`);
    switched.onFraction.forEach((on, pixel) => on === 0 && assert.equal(mapped.onFraction[pixel], 0));
    const states = substitute(PixelStates, PixelStatesFromSwitchList);
    const { efficiency } = await stemma.run(Shadowgrams().assuming(short, states));
    assert.ok(efficiency.data.filter((value) => value > 0).length < 16_384 - 424);
    assert.ok(efficiency.data.some((value) => value > 0.1 && value < 0.9));
  },
);

test(
  'the real sky image goes through mosaic, catalogue and files',
  { skip: without('isgri/isgri_sky_ima_1.fits.gz') },
  async () => {
    const real = [substitute(Mosaic, ImageMosaic), configure(Catalogue, { threshold: 10 })];
    const { sources, used } = await stemma.run(Catalogue().assuming(...real));
    assert.deepEqual([used, sources.name], [['066500280010'], ['Crab']]);
    assert.ok(Math.abs(sources.rateCps[0]! / 187.9 - 1) < 0.03, `${sources.rateCps[0]}`);
    const { fits } = await stemma.run(MosaicProducts().assuming(...real));
    const planes = readFits(fits.bytes()).hdus.filter(({ header }) => header.get('IMATYPE') !== undefined);
    assert.equal(planes.length, 4);
    const twice = ImageMosaic({ data: [isgriSkyImage, isgriSkyImage] });
    assert.equal((await stemma.run(twice)).used.length, 2);
    assert.throws(
      () => stemma.bind(Catalogue({ bands: '20-40' as never }).assuming(...real)),
      /ImageBands.*not in this graph/,
    );
  },
);
