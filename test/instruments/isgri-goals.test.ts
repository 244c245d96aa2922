// Goals of ISGRI as users ask for them: source or position, time or windows, bands, on the goal itself; and what one
// goal after the other still has to compute.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  Catalogue,
  ImageBands,
  integral,
  Mosaic,
  Pointing,
  SelectScienceWindows,
  SimulatedObservation,
  SkyImage,
  SkyImageProducts,
  SourceImage,
  SourceLightCurve,
  SourceSpectrum,
} from '@stemma/instruments/integral';
import { configure, open, type Stemma } from 'stemma';

let stemma: Stemma;
before(async () => {
  stemma = await open({ store: 'memory', modules: [integral], network: false });
});
after(() => stemma.close());

const observation = configure(SimulatedObservation, { windows: 4, windowS: 120, emptyWindows: [2] });
const bands = [
  { minKeV: 20, maxKeV: 40 },
  { minKeV: 40, maxKeV: 80 },
];

/** How often each analysis was computed for a goal. */
async function counts(goal: Parameters<Stemma['resolve']>[0]): Promise<Record<string, number>> {
  const resolution = stemma.resolve(goal);
  const found: Record<string, number> = {};
  for await (const event of resolution.events()) {
    if (event.type !== 'done' || event.origin !== 'computed') continue;
    const name = event.name.replace('integral.', '');
    found[name] = (found[name] ?? 0) + 1;
  }
  await resolution.result;
  return found;
}

test('parameters of a goal are those of the steps that hold them', () => {
  const id = (goal: Parameters<Stemma['bind']>[0]) => stemma.bind(goal).id;
  assert.equal(id(Mosaic({ bands })), id(Mosaic().assuming(configure(ImageBands, { bands }))));
  assert.equal(id(Mosaic({ bands: '20-40,40-80' as never })), id(Mosaic({ bands })));
  const scw = '066500030010';
  assert.equal(id(SkyImage({ scw })), id(SkyImage().assuming(configure(Pointing, { scw }))));
  const start = '2008-03-25T06:10:00';
  assert.equal(
    id(Catalogue({ startUtc: start })),
    id(Catalogue().assuming(configure(SelectScienceWindows, { start }))),
  );
});

test('a mosaic of a source, then its catalogue, spectrum and light curve: each computes only what is its own', async (t) => {
  const asked = { object: 'Crab', bands };
  const mosaic = await counts(Mosaic(asked).assuming(observation));
  assert.deepEqual([mosaic.SkyImage, mosaic.Shadowgrams, mosaic.CorrectedEvents, mosaic.Mosaic], [3, 3, 3, 1]);
  // One window has no telemetry: its simulation ends as an expected failure, and nothing behind it is computed.
  assert.equal(mosaic.SimulatedEvents, 4);
  assert.deepEqual(await counts(Mosaic(asked).assuming(observation)), {});
  assert.deepEqual(await counts(Catalogue(asked).assuming(observation)), { Catalogue: 1 });
  const spectrum = await counts(
    SourceSpectrum({ object: 'Crab', imageBands: bands, channels: 5 }).assuming(observation),
  );
  t.diagnostic(`mosaic ${JSON.stringify(mosaic)}, then spectrum ${JSON.stringify(spectrum)}`);
  assert.deepEqual(spectrum, {
    BackgroundMaps: 1,
    Shadowgrams: 3,
    SourceSpectrum: 1,
    SpectrumBands: 1,
    WindowSpectra: 3,
  });
  const curve = await counts(SourceLightCurve({ ...asked, binS: 60 }).assuming(observation));
  assert.deepEqual(curve, { SourceLightCurve: 1, WindowLightCurves: 3 });
});

test('another source of the same field, or a part of the time, shares every window', async () => {
  await stemma.run(Mosaic({ bands }).assuming(observation));
  const other = Mosaic({ raDeg: 84.7274, decDeg: 26.3158, bands }).assuming(observation);
  assert.deepEqual(await counts(other), { TargetPosition: 1, SelectScienceWindows: 1, Mosaic: 1 });
  const later = Mosaic({ startUtc: '2008-03-25T06:08:00', bands }).assuming(observation);
  assert.deepEqual(await counts(later), { SelectScienceWindows: 1, Mosaic: 1 });
  assert.deepEqual((await stemma.run(later)).used, ['066500030010', '066500040010']);
});

test('a position that is a known source means the source: by name or by coordinates, nothing is computed twice', async () => {
  await stemma.run(Mosaic({ object: 'Crab', bands }).assuming(observation));
  const byPlace = Mosaic({ raDeg: 83.6331, decDeg: 22.0145, bands }).assuming(observation);
  assert.deepEqual(await counts(byPlace), { TargetPosition: 1 });
});

test('the image of a source is that of the window with data that points nearest', async () => {
  const goal = SourceImage({ object: 'Crab', startUtc: '2008-03-25T06:03:00', bands }).assuming(observation);
  const { nearest } = await stemma.run(
    SelectScienceWindows({ object: 'Crab', start: '2008-03-25T06:03:00' }).assuming(observation),
  );
  // The second window is the nearest but has no events; the third is 3.07 degrees off, the fourth 2.17.
  assert.equal(nearest, '066500040010');
  const { fits } = await stemma.run(goal);
  const same = await stemma.run(SkyImageProducts({ scw: nearest, bands }).assuming(observation));
  assert.equal(fits.digest, same.fits.digest);
});
