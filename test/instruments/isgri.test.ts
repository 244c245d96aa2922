// The ISGRI pipeline through a real engine, on a short simulated observation: sources where they were put, windows
// without events left out and named, and everything of a window computed once for all goals.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  Catalogue,
  ImageBands,
  Mosaic,
  Pointing,
  SelectScienceWindows,
  ReferenceCatalogue,
  SimulatedEvents,
  SimulatedObservation,
  SkyImage,
  integral,
} from '@stemma/instruments/integral';
import { planeBytes } from '../../packages/instruments/src/integral/isgri/covered-field.ts';
import { CRAB } from '../../packages/instruments/src/integral/coded-mask/power-law.ts';
import {
  foldSpectrum,
  parametricResponse,
  rateInBand,
} from '../../packages/instruments/src/integral/coded-mask/response.ts';
import { angularSeparationDeg } from '@stemma/data/coordinates';
import { configure, inject, open, type ResolutionEvent, type Stemma } from 'stemma';

let stemma: Stemma;
before(async () => {
  stemma = await open({ store: 'memory', modules: [integral], network: false });
});
after(() => stemma.close());

const crab = { raDeg: 83.6331, decDeg: 22.0145 };
/** Short windows; the second of them has no events. */
const short = [
  configure(SimulatedObservation, { windows: 5, windowS: 300, emptyWindows: [2] }),
  configure(SimulatedEvents, { gapS: 20 }),
];

async function computed(request: Parameters<Stemma['resolve']>[0]): Promise<string[]> {
  const resolution = stemma.resolve(request);
  const names: string[] = [];
  for await (const event of resolution.events() as AsyncIterable<ResolutionEvent>)
    if (event.type === 'done' && event.origin === 'computed') names.push(event.name);
  await resolution.result;
  return names;
}

test('a window shows the Crab at its place, with the rate that the response foretells', async (t) => {
  const { sources, window, planes } = await stemma.run(SkyImage().assuming(...short));
  const row = sources.name.indexOf('Crab');
  const offArcmin = 60 * angularSeparationDeg(crab, { raDeg: sources.raDeg[row]!, decDeg: sources.decDeg[row]! });
  const response = parametricResponse();
  const expected = rateInBand(response, foldSpectrum(response, CRAB), 20, 40);
  const [rate, error] = [sources.rateCps[row]!, sources.rateErrorCps[row]!];
  t.diagnostic(
    `${rate.toFixed(1)} ± ${error.toFixed(1)} c/s for ${expected.toFixed(1)}, ${offArcmin.toFixed(2)} arcmin`,
  );
  assert.ok(Math.abs(rate - expected) < 3 * error + 0.02 * expected, `${rate}, not ${expected}`);
  assert.ok(sources.significance[row]! > 60 && offArcmin < 0.5, `${offArcmin}`);
  assert.equal(sources.name.length, 3);
  assert.ok(Math.abs(window.exposureS - 275 * 0.85) < 1e-6, `${window.exposureS}`);
  assert.equal(planes.bytes().length, 2 * planeBytes());
});

test('what is known is not made again: other thresholds decode anew, and touch neither events nor shadowgrams', async () => {
  await stemma.run(SkyImage().assuming(...short));
  assert.deepEqual(await computed(SkyImage().assuming(...short)), []);
  assert.deepEqual(await computed(SkyImage({ newThreshold: 20 }).assuming(...short)), ['integral.SkyImage']);
});

test('a catalogue of the user takes the place of the built-in one by injection', async () => {
  const mine = { sources: [{ name: 'my source', raDeg: 85.05, decDeg: 17.8 }] };
  const { sources } = await stemma.run(SkyImage().assuming(...short, inject(ReferenceCatalogue, mine)));
  assert.match(sources.name.toSorted().join(), /^NEW J0534\d\+220\d,NEW J0538\d\+261\d,my source$/);
});

test('a window without events ends as an expected failure, one that is not in the index too', async () => {
  const of = (scw: string) => stemma.resolve(SkyImage().assuming(...short, configure(Pointing, { scw }))).result;
  const { failure } = await of('066500020010');
  assert.deepEqual(
    [failure?.reason, failure?.message],
    ['no_events', 'science window 066500020010 has no ISGRI events'],
  );
  assert.equal((await of('066500990010')).failure?.reason, 'no_window');
});

test('bands that are inverted, overlap or leave the response are refused in words', async () => {
  const withBands = (...bands: { minKeV: number; maxKeV: number }[]) =>
    stemma.run(SkyImage().assuming(...short, configure(ImageBands, { bands })));
  await assert.rejects(withBands({ minKeV: 40, maxKeV: 20 }), /cannot run from 40 to 20 keV/);
  await assert.rejects(withBands({ minKeV: 20, maxKeV: 40 }, { minKeV: 30, maxKeV: 60 }), /must not overlap/);
  await assert.rejects(withBands({ minKeV: 5, maxKeV: 40 }), /leave the response/);
});

test('a mosaic leaves windows without events out by name, and its catalogue has every source at its place', async (t) => {
  const { used, dropped, noiseWidth, exposureS } = await stemma.run(Mosaic().assuming(...short));
  assert.equal(used.length, 4);
  assert.deepEqual(dropped, [
    { scw: '066500020010', reason: 'no_events', message: 'science window 066500020010 has no ISGRI events' },
  ]);
  assert.ok(Math.abs(exposureS - 4 * 275 * 0.85) < 1e-6);
  assert.ok(noiseWidth[0]! > 0.9 && noiseWidth[0]! < 1.15, `width of the noise ${noiseWidth[0]}`);
  const { sources, count } = await stemma.run(Catalogue().assuming(...short));
  t.diagnostic(
    `noise ${noiseWidth[0]!.toFixed(3)}; ${sources.name.map((name, k) => `${name} ${sources.significance[k]!.toFixed(1)}`).join(', ')}`,
  );
  assert.match([count, ...sources.name].join(), /^3,Crab,NEW J0540\d\+174\d,A 0535\+262$/);
  const places = [crab, { raDeg: 85.05, decDeg: 17.8 }, { raDeg: 84.7274, decDeg: 26.3158 }];
  places.forEach((place, k) => {
    const off = angularSeparationDeg(place, { raDeg: sources.raDeg[k]!, decDeg: sources.decDeg[k]! });
    assert.ok(off < 4 * sources.errorDeg[k]! + 0.005, `${sources.name[k]} ${60 * off} arcmin off`);
  });
});

test('a mosaic after an image makes only the other windows', async () => {
  const names = await computed(Mosaic().assuming(...short));
  assert.deepEqual(names, []);
  const one = configure(SelectScienceWindows, { scws: ['066500010010', '066500030010'] });
  assert.deepEqual(await computed(Mosaic().assuming(...short, one)), [
    'integral.SelectScienceWindows',
    'integral.Mosaic',
  ]);
});

test('selections by position, time and list; what fits nothing is an expected failure', async () => {
  const select = (args: object) => stemma.run(SelectScienceWindows(args as never).assuming(short[0]!));
  const ids = async (args: object) => (await select(args)).scws.map(({ id }) => id.slice(4, 8));
  assert.deepEqual(await ids({}), ['0001', '0002', '0003', '0004', '0005']);
  assert.deepEqual(await ids({ radiusDeg: 1 }), ['0001']);
  assert.deepEqual(await ids({ start: '2008-03-25T06:10:00' }), ['0002', '0003', '0004', '0005']);
  assert.deepEqual(await ids({ stop: '2008-03-25T06:10:00', maximum: 1 }), ['0001']);
  assert.deepEqual(await ids({ scws: '066500040010.001' }), ['0004']);
  await assert.rejects(select({ radiusDeg: 0, raDeg: 0, decDeg: 0 }), { code: 'no_data' });
  await assert.rejects(select({ start: '2010-01-01', stop: '2009-01-01' }), /empty or inverted/);
});

test('the significance of a source in a mosaic grows as the square root of the exposure', async (t) => {
  const staring = configure(SimulatedObservation, { windows: 4, windowS: 200, stepDeg: 0, emptyWindows: [] });
  const peak = async (...scws: string[]) => {
    const { significance } = await stemma.run(Mosaic().assuming(staring, configure(SelectScienceWindows, { scws })));
    return significance.data.reduce((most, value) => (value > most ? value : most), 0);
  };
  const all = ['066500010010', '066500020010', '066500030010', '066500040010'];
  const single = await Promise.all(all.map((scw) => peak(scw)));
  const ratio = (await peak(...all)) / (single.reduce((a, b) => a + b, 0) / 4);
  t.diagnostic(`four windows ${ratio.toFixed(3)} times one`);
  assert.ok(Math.abs(ratio / 2 - 1) < 0.05, `${ratio}`);
});
