// Spectra and light curves of simulated sources through a real engine: index and amplitude come back, nothing known is
// made again, and the products are what the field's tools read.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  CorrectedEvents,
  ImageBands,
  integral,
  IsgriResponse,
  IsgriResponseFiles,
  PixelStates,
  PixelStatesFromContext,
  SelectScienceWindows,
  SimulatedEvents,
  SimulatedObservation,
  SkyImage,
  SkyModel,
  SourceLightCurve,
  SourceSpectrum,
  SpectrumBands,
  WindowLightCurves,
} from '@stemma/instruments/integral';
import { planeBytes } from '../../packages/instruments/src/integral/isgri/covered-field.ts';
import { configure, open, substitute, type Stemma } from 'stemma';
import { judge, withoutAstropy } from '../../packages/data/src/time/python-judge.test.ts';
import { mirror } from './real-data.ts';

let stemma: Stemma;
const folder = mkdtempSync(join(tmpdir(), 'stemma-isgri-'));
before(async () => {
  stemma = await open({ store: 'memory', modules: [integral], network: false, mirrors: [mirror] });
});
after(async () => {
  await stemma.close();
  rmSync(folder, { recursive: true });
});

const [PERIOD_S, AMPLITUDE] = [100, 0.6];
const shared = [
  configure(SimulatedObservation, { windows: 3, windowS: 400, emptyWindows: [2] }),
  configure(SkyModel, {
    sources: [
      {
        name: 'Crab',
        raDeg: 83.6331,
        decDeg: 22.0145,
        normAt1KeV: 9.7,
        index: 2.1,
        periodS: PERIOD_S,
        amplitude: AMPLITUDE,
      },
      { name: 'A 0535+262', raDeg: 84.7274, decDeg: 26.3158, normAt1KeV: 4, index: 2.6, periodS: 1, amplitude: 0 },
    ],
  }),
];
const spectrum = SourceSpectrum().assuming(...shared, configure(SpectrumBands, { count: 8, maxKeV: 150 }));
const lightCurve = SourceLightCurve().assuming(...shared, configure(WindowLightCurves, { binS: 20 }));

async function computed(request: Parameters<Stemma['resolve']>[0]): Promise<string[]> {
  const resolution = stemma.resolve(request);
  const names = new Set<string>();
  for await (const event of resolution.events())
    if (event.type === 'done' && event.origin === 'computed') names.add(event.name);
  await resolution.result;
  return [...names].toSorted();
}

test('the spectrum of a power law gives its index and norm back', async (t) => {
  const { powerLaw, used, dropped, exposureS } = await stemma.run(spectrum);
  const { index, normAt30KeV, chiSquare, degreesOfFreedom } = powerLaw!;
  t.diagnostic(
    `index ${index.value.toFixed(3)} ± ${index.error.toFixed(3)}, chi2 ${chiSquare.toFixed(1)}/${degreesOfFreedom}`,
  );
  // Within 4 sigma, and 1 % for what the model of the efficiency leaves out.
  assert.ok(Math.abs(index.value - 2.1) < 4 * index.error + 0.02, `${index.value}`);
  assert.ok(Math.abs(normAt30KeV.value / (9.7 * 30 ** -2.1) - 1) < 0.05, `${normAt30KeV.value}`);
  assert.ok(chiSquare < degreesOfFreedom + 5 * Math.sqrt(2 * degreesOfFreedom), `${chiSquare}`);
  assert.deepEqual([used, dropped.map(({ scw }) => scw)], [['066500010010', '066500030010'], ['066500020010']]);
  assert.ok(Math.abs(exposureS - 2 * 375 * 0.85) < 1e-6);
});

test('a spectrum after an image reads the same events: only its own shadowgrams and fits are new', async () => {
  const other = SourceSpectrum().assuming(...shared, configure(SpectrumBands, { count: 3 }));
  assert.deepEqual(await computed(other), [
    'integral.BackgroundMaps',
    'integral.Shadowgrams',
    'integral.SourceSpectrum',
    'integral.SpectrumBands',
    'integral.WindowSpectra',
  ]);
});

test('the light curve of a modulated source gives its amplitude back, and takes images and events as they are', async (t) => {
  await stemma.run(spectrum);
  assert.deepEqual(await computed(lightCurve), ['integral.SourceLightCurve', 'integral.WindowLightCurves']);
  const { lightCurve: curve, bins } = await stemma.run(lightCurve);
  assert.equal(bins, curve.rateCps.length);
  assert.ok(bins >= 36 && bins <= 40, `${bins} bins`);
  const { amplitude, mean } = modulation(curve);
  t.diagnostic(`amplitude ${amplitude.toFixed(3)} for ${AMPLITUDE}, mean ${mean.toFixed(1)} c/s`);
  assert.ok(Math.abs(amplitude - AMPLITUDE) < 0.05);
  const steady = await stemma.run(
    SourceLightCurve({ object: 'A 0535+262', raDeg: 84.7274, decDeg: 26.3158 }).assuming(
      ...shared,
      configure(WindowLightCurves, { binS: 20 }),
    ),
  );
  assert.ok(modulation(steady.lightCurve).amplitude < 0.25);
});

/** Relative amplitude at the period by a discrete Fourier sum per window, corrected for the width of the bins. */
function modulation({
  timeIjd,
  rateCps,
  widthS,
}: {
  timeIjd: Float64Array;
  rateCps: Float64Array;
  widthS: Float64Array;
}) {
  const mean = rateCps.reduce((a, b) => a + b, 0) / rateCps.length;
  const groups = Map.groupBy([...rateCps.keys()], (k) => Math.floor((timeIjd[k]! - timeIjd[0]!) / (500 / 86_400)));
  const amplitudes = [...groups.values()].map((rows) => {
    let [c, s, cc, ss] = [0, 0, 0, 0];
    for (const k of rows) {
      const angle = (2 * Math.PI * timeIjd[k]! * 86_400) / PERIOD_S;
      c += (rateCps[k]! - mean) * Math.cos(angle);
      s += (rateCps[k]! - mean) * Math.sin(angle);
      cc += Math.cos(angle) ** 2;
      ss += Math.sin(angle) ** 2;
    }
    return Math.hypot(c / cc, s / ss) / mean;
  });
  const half = (Math.PI * widthS[0]!) / PERIOD_S;
  return { mean, amplitude: (amplitudes.reduce((a, b) => a + b, 0) / amplitudes.length) * (half / Math.sin(half)) };
}

test('a position with nothing there is an expected failure that says what to do', async () => {
  const nowhere = SourceSpectrum({ raDeg: 90, decDeg: 20, object: 'nothing' }).assuming(...shared);
  const { failure } = await stemma.resolve(nowhere).result;
  assert.equal(failure?.reason, 'no_source');
  assert.match(
    failure.message,
    /^nothing at RA 90.0000, Dec 20.0000 is neither .* put it into integral.ReferenceCatalogue$/,
  );
});

test('a goal without a usable window fails as expected', async () => {
  const empty = configure(SelectScienceWindows, { scws: ['066500020010'] });
  const { failure } = await stemma.resolve(spectrum.assuming(empty)).result;
  assert.equal(failure?.reason, 'no_images');
  assert.match(
    failure.message,
    /none of 1 science windows can be used: science window 066500020010 has no ISGRI events/,
  );
});

test('two bands give two planes, catalogues and light curves', async () => {
  const bands = configure(ImageBands, {
    bands: [
      { minKeV: 20, maxKeV: 40 },
      { minKeV: 40, maxKeV: 80 },
    ],
  });
  const { planes, sources } = await stemma.run(SkyImage().assuming(...shared, bands));
  assert.equal(planes.bytes().length, 4 * planeBytes());
  assert.deepEqual(
    sources.minKeV.filter((_, k) => sources.name[k] === 'Crab'),
    Float64Array.of(20, 40),
  );
  assert.ok((await stemma.run(CorrectedEvents().assuming(...shared))).tagged > 100);
});

test('events of noisy pixels are tagged, all of them', async () => {
  const { noisy } = await stemma.run(
    CorrectedEvents().assuming(...shared, configure(SimulatedEvents, { noisyPixels: 6 })),
  );
  const count = noisy.reduce((a, b) => a + b, 0);
  assert.ok(count >= 5 && count <= 6, `${count} noisy pixels`);
});

const real = ['grb221009/IBIS_rmf_GRB221009A.fits', 'detector/isgri_context_20030808145151.fits'];
const withoutFiles = real.every((path) => existsSync(join(mirror, path)))
  ? false
  : `${real.join(' or ')} is not in the data mirror`;

test(
  'real response and real detector state take the place of the declared ones, in simulation and fit',
  { skip: withoutFiles },
  async (t) => {
    const goal = SourceSpectrum().assuming(
      configure(SimulatedObservation, { windows: 1, windowS: 300, emptyWindows: [] }),
      substitute(IsgriResponse, IsgriResponseFiles),
      substitute(PixelStates, PixelStatesFromContext),
      // Thresholds of the real pixels lie between 13 and 29 keV.
      configure(SpectrumBands, { minKeV: 35, maxKeV: 150, count: 5 }),
    );
    const { powerLaw } = await stemma.run(goal);
    const { index, chiSquare } = powerLaw!;
    t.diagnostic(`index ${index.value.toFixed(3)} ± ${index.error.toFixed(3)}, chi2 ${chiSquare.toFixed(1)}/3`);
    assert.ok(Math.abs(index.value - 2.1) < 4 * index.error + 0.02, `${index.value}`);
  },
);

const fitsverify =
  spawnSync('fitsverify', ['-q', '/dev/null']).error === undefined ? false : 'fitsverify is not installed';

test('spectrum, responses and light curve pass fitsverify', { skip: fitsverify }, async () => {
  const { pha, arf, rmf } = await stemma.run(spectrum);
  const { fits } = await stemma.run(lightCurve);
  for (const product of [pha, arf, rmf, fits]) {
    const path = join(folder, product.name);
    writeFileSync(path, product.bytes());
    const { stdout } = spawnSync('fitsverify', [path], { encoding: 'utf8' });
    assert.match(stdout, /0 warning\(s\) and 0 error\(s\)/, stdout);
  }
});

test(
  'astropy folds the power law through ARF and RMF and finds the rates of the PHA file',
  { skip: withoutAstropy },
  async () => {
    const { pha, arf, rmf, powerLaw } = await stemma.run(spectrum);
    for (const product of [pha, arf, rmf]) writeFileSync(join(folder, product.name), product.bytes());
    const script = `
import sys, json, warnings
warnings.simplefilter('error')
import numpy as np
from astropy.io import fits
q = json.load(sys.stdin)
with fits.open(q['folder'] + '/spectrum.pha', checksum=True) as f:
    s, h = f['SPECTRUM'].data, f['SPECTRUM'].header
    names = [h['RESPFILE'], h['ANCRFILE']]
    rate, error = s['RATE'].astype(float), s['STAT_ERR'].astype(float)
with fits.open(q['folder'] + '/' + names[1], checksum=True) as f:
    a = f['SPECRESP'].data
    area, lo, hi = a['SPECRESP'].astype(float), a['ENERG_LO'].astype(float), a['ENERG_HI'].astype(float)
with fits.open(q['folder'] + '/' + names[0], checksum=True) as f:
    m = np.array(f['SPECRESP MATRIX'].data['MATRIX'], float)
g = q['index']
flux = q['norm'] * 30**g * (hi**(1 - g) - lo**(1 - g)) / (1 - g)
model = (flux * area) @ m
json.dump({'chi2': float((((rate - model) / error)**2).sum()), 'derivation': h['DERIV_ID'], 'kind': h['DATAKIND']}, sys.stdout)
`;
    const { index, normAt30KeV, chiSquare } = powerLaw!;
    const theirs = judge<{ chi2: number; derivation: string; kind: string }>(script, {
      folder,
      index: index.value,
      norm: normAt30KeV.value,
    });
    assert.ok(Math.abs(theirs.chi2 - chiSquare) < 0.02 * chiSquare + 0.05, `${theirs.chi2}, not ${chiSquare}`);
    assert.match(theirs.derivation, /^[0-9a-f]{64}$/);
    assert.match(theirs.kind, /^SIMULATION/);
  },
);
