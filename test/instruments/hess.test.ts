// H.E.S.S. through a real engine on real event lists: the numbers that are expected, dropped runs, and a fan-out whose
// members read their own file and no other.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { configure, open, source, type Assumption, type ResolutionEvent, type Stemma } from 'stemma';
import { angularSeparationDeg } from '@stemma/data/coordinates';
import { readFits } from '@stemma/data/fits';
import {
  ExcessMap,
  hess,
  LightCurve,
  OnOffCounts,
  Report,
  SelectRuns,
  Significance,
  Spectrum,
  Target,
} from '@stemma/instruments/hess';
import { mirror, withoutFiles } from './hess-files.ts';

let stemma: Stemma;
before(async () => {
  stemma = await open({ store: 'memory', modules: [hess], network: false, mirrors: [mirror] });
});
after(() => stemma.close());

const skip = withoutFiles(...hess.sources!.map(source));
const pks: readonly Assumption[] = [
  configure(Target, { target: 'PKS 2155-304', raDeg: 329.716938, decDeg: -30.225588 }),
];

async function namesDone(request: Parameters<Stemma['resolve']>[0]): Promise<string[]> {
  const resolution = stemma.resolve(request);
  const names: string[] = [];
  for await (const event of resolution.events() as AsyncIterable<ResolutionEvent>) {
    if (event.type === 'done' && event.origin === 'computed') names.push(event.name);
  }
  await resolution.result;
  return names;
}

test('four Crab runs: ON 698, OFF 1529, excess 633.3, 42.78 sigma in 6313.8 s', { skip }, async () => {
  const { total, runs, dropped } = await stemma.run(Significance());
  assert.deepEqual([total.on, total.off], [698, 1529]);
  assert.equal(total.excess.toFixed(1), '633.3');
  assert.equal(total.sigma.toFixed(2), '42.78');
  assert.equal(total.livetimeS.toFixed(1), '6313.8');
  assert.deepEqual([...runs.obsId], [23_523, 23_526, 23_559, 23_592]);
  assert.deepEqual([...runs.on], [189, 199, 168, 142]);
  assert.deepEqual([...runs.off], [234, 220, 524, 551]);
  assert.deepEqual(
    Array.from(runs.alpha, (alpha) => Math.round(1 / alpha)),
    [12, 12, 40, 40],
  );
  assert.deepEqual(
    Array.from(runs.sigma, (sigma) => sigma.toFixed(2)),
    ['20.63', '21.82', '22.51', '19.47'],
  );
  assert.deepEqual(dropped, []);
});

test('the flare of PKS 2155-304: run 33790 has ON 1835 and OFF 319 in 12 regions, 87.5 sigma', { skip }, async () => {
  const { runs } = await stemma.run(Significance().assuming(...pks));
  const at = runs.obsId.indexOf(33_790);
  assert.deepEqual([runs.on[at], runs.off[at], Math.round(1 / runs.alpha[at]!)], [1835, 319, 12]);
  assert.equal(runs.sigma[at]!.toFixed(1), '87.5');
  assert.equal(((60 * runs.excess[at]!) / runs.livetimeS[at]!).toFixed(1), '69.5');
});

test('selected runs whose files are not declared are named', { skip }, async () => {
  const { runs, unavailable } = await stemma.run(SelectRuns().assuming(...pks));
  assert.deepEqual(
    runs.map(({ obsId }) => obsId),
    [33_787, 33_788, 33_789, 33_790, 33_791],
  );
  assert.ok(unavailable.length > 5 && unavailable.includes(33_792));
});

test('a run that points at the target is dropped and named, the others are added', { skip }, async () => {
  // The pointing of run 23523 becomes the target: no OFF region there, and background elsewhere.
  const atPointing = configure(Target, { target: 'a pointing', raDeg: 83.633333, decDeg: 21.514444 });
  const { total, runs, dropped } = await stemma.run(Significance().assuming(atPointing));
  assert.deepEqual(
    dropped.map(({ obsId, reason }) => [obsId, reason]),
    [[23_523, 'no_off_region']],
  );
  assert.deepEqual([...runs.obsId], [23_526, 23_559, 23_592]);
  assert.ok(total.sigma < 4, `${total.sigma}`);
});

test('nothing near the target is an expected failure of the whole', { skip }, async () => {
  const nowhere = configure(Target, { target: 'Nowhere', raDeg: 10, decDeg: 85 });
  await assert.rejects(
    stemma.run(Significance().assuming(nowhere)),
    /no run with a known data file points within 2.5 deg of Nowhere/,
  );
});

test('asked again nothing runs; one run more reads one file more', { skip }, async () => {
  assert.deepEqual(await namesDone(Significance()), []);
  const ownStore = await open({ store: 'memory', modules: [hess], network: false, mirrors: [mirror] });
  const shared = stemma;
  stemma = ownStore;
  try {
    const only = (...obsIds: number[]) => Significance().assuming(configure(SelectRuns, { obsIds }));
    const first = await namesDone(only(23_523));
    assert.deepEqual(first.filter((name) => /RunEvents|OnOff/.test(name)).sort(), [
      'hess.OnOffCounts',
      'hess.RunEvents',
    ]);
    const second = await namesDone(only(23_523, 23_526));
    assert.deepEqual(second.sort(), [
      'hess.OnOffCounts',
      'hess.RunEvents',
      'hess.SelectRuns',
      'hess.Significance',
      'stemma.File',
    ]);
    const wider = await namesDone(only(23_523, 23_526).assuming(configure(OnOffCounts, { onRadiusDeg: 0.2 })));
    assert.deepEqual(wider.sort(), ['hess.OnOffCounts', 'hess.OnOffCounts', 'hess.Significance']);
  } finally {
    stemma = shared;
    await ownStore.close();
  }
});

test(
  'the sky map has the Crab where it is, an excess like that of reflected regions, and a quiet field',
  { skip },
  async () => {
    const { atTarget, peak, field, fits, png, significance, dropped } = await stemma.run(ExcessMap());
    // The disc is made of whole pixels, two per cent more than the circle of the reflected regions.
    assert.ok(Math.abs(atTarget.excess / 633.3 - 1) < 0.03, `${atTarget.excess}`);
    assert.ok(Math.abs(atTarget.sigma - 43.8) < 1, `${atTarget.sigma}`);
    assert.ok(angularSeparationDeg(peak, { raDeg: 83.633083, decDeg: 22.0145 }) < 0.03);
    assert.ok(Math.abs(field.mean) < 0.1 && Math.abs(field.width - 1) < 0.06, `${field.mean} ${field.width}`);
    assert.deepEqual(dropped, []);
    const file = readFits(fits.bytes());
    const plane = file.image('SIGNIFICANCE');
    assert.deepEqual(plane.shape, [201, 201]);
    assert.equal(plane.header.number('CRVAL1'), 83.633083);
    assert.match(plane.header.string('DERIV_ID'), /^[0-9a-f]{64}$/);
    assert.match(plane.header.commentary('COMMENT').join(''), /No scientific publications/);
    assert.equal(plane.pixels().physical()[20_200]!.toFixed(3), significance.data[20_200]!.toFixed(3));
    const counts = file.image('COUNTS').pixels().physical();
    assert.ok(counts.reduce((a, b) => a + b, 0) > 15_000);
    assert.deepEqual([...png.bytes().subarray(1, 4)], [0x50, 0x4e, 0x47]);
  },
);

test('a map of another part of the sky drops nothing and shows the flare', { skip }, async () => {
  const { atTarget, field } = await stemma.run(ExcessMap().assuming(...pks));
  assert.ok(atTarget.sigma > 150 && Math.abs(field.width - 1) < 0.06, `${atTarget.sigma} ${field.width}`);
});

test(
  'the light curves: the Crab varies by no more than its zenith angles explain, the flare by far more',
  { skip },
  async () => {
    const crab = await stemma.run(LightCurve());
    assert.deepEqual([...crab.points.obsId], [23_523, 23_526, 23_559, 23_592]);
    assert.equal(crab.constancy.degreesOfFreedom, 3);
    assert.ok(crab.constancy.probability > 0.01);
    assert.ok(crab.constancy.meanPerMin > 5 && crab.constancy.meanPerMin < 7);
    const flare = await stemma.run(LightCurve().assuming(...pks));
    const peak = flare.points.ratePerMin.indexOf(Math.max(...flare.points.ratePerMin));
    assert.equal(flare.points.obsId[peak], 33_790);
    assert.equal(flare.points.ratePerMin[peak]!.toFixed(1), '69.5');
    assert.ok(flare.constancy.probability < 1e-100);
  },
);

test(
  'the spectrum of the Crab: index and flux as published, within statistics and the known 20 per cent',
  { skip },
  async () => {
    const { fit, points, fits, png, dropped } = await stemma.run(Spectrum());
    // Aharonian et al. 2006, doi:10.1051/0004-6361:20065351: power law of index 2.63, 2.26e-11 above 1 TeV, 20 % systematic.
    assert.ok(fit.hasConverged);
    assert.ok(Math.abs(fit.index - 2.63) < 2 * fit.indexError && fit.indexError < 0.1, `${fit.index}`);
    assert.ok(Math.abs(fit.fluxAboveOneTeV / 2.26e-11 - 1) < 0.25, `${fit.fluxAboveOneTeV}`);
    assert.ok(fit.stat < 1.6 * fit.degreesOfFreedom, `${fit.stat}`);
    assert.ok(points.sigma[0]! > 10 && points.lowTeV[0] === fit.minTeV);
    // Each point says how far its counts are from the model: together they are as many as expected.
    const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
    assert.ok(Math.abs(sum(points.excess) / sum(points.expected) - 1) < 0.06);
    assert.deepEqual(dropped, []);
    const table = readFits(fits.bytes()).table('SPECTRUM');
    assert.deepEqual([...table.column('dnde').physical()], [...points.flux]);
    assert.equal(table.header.number('INDEX'), fit.index);
    assert.deepEqual([...png.bytes().subarray(1, 4)], [0x50, 0x4e, 0x47]);
  },
);

test(
  'the report holds the measured numbers, the terms of use and all figures, and computes nothing twice',
  { skip },
  async () => {
    await stemma.run(Spectrum());
    assert.deepEqual(await namesDone(Report()), ['hess.Report']);
    const { summary, report, map, lightCurve, spectrum } = await stemma.run(Report());
    assert.equal(summary, 'Crab: 42.8 sigma, 633 excess counts in 1.75 hours of livetime');
    const text = report.text();
    for (const part of ['698 ON, 1529 OFF', '42.78 sigma', 'Photon index', 'No scientific publications'])
      assert.ok(text.includes(part), part);
    for (const png of [map, lightCurve, spectrum!])
      assert.deepEqual([...png.bytes().subarray(1, 4)], [0x50, 0x4e, 0x47]);
  },
);
