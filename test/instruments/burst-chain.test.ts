// GRB 230307A through a real engine: the numbers of an independent computation, the products, and what is kept.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  BackgroundModel,
  BurstDuration,
  BurstFluence,
  BurstInterval,
  BurstOnset,
  BurstReport,
  ExcessSearch,
  GeocentricOnset,
  integral,
  SpiAcsLightCurve,
  SpiAcsResponse,
} from '@stemma/instruments/integral';
import { parseTime, secondsBetween } from '@stemma/data/time';
import { configure, open, type Stemma } from 'stemma';
import { judge, withoutAstropy } from '../../packages/data/src/time/python-judge.test.ts';
import { mirror, without } from './real-data.ts';

const skip = without('lightCurve');
let stemma: Stemma;
const folder = mkdtempSync(join(tmpdir(), 'stemma-burst-chain-'));
before(async () => {
  stemma = await open({ store: 'memory', modules: [integral], network: false, mirrors: [mirror] });
});
after(async () => {
  await stemma.close();
  rmSync(folder, { recursive: true });
});

const near = (value: number, wanted: number, relative: number, what: string) =>
  assert.ok(Math.abs(value / wanted - 1) < relative, `${what}: ${value}, not ${wanted}`);

test('the onset at INTEGRAL is 15:44:07.13 UTC within 0.05 s', { skip }, async () => {
  const { utc, errorS } = await stemma.run(BurstOnset());
  assert.ok(Math.abs(secondsBetween(parseTime('2023-03-07T15:44:07.13', 'utc'), parseTime(utc, 'utc'))) < 0.05, utc);
  assert.ok(errorS >= 0.05 && errorS < 0.1, `${errorS}`);
});

test('the onset at the Earth’s centre is 0.47 s earlier', { skip }, async () => {
  const { utc, delayS } = await stemma.run(GeocentricOnset());
  assert.equal(delayS.toFixed(2), '-0.47');
  assert.ok(Math.abs(secondsBetween(parseTime('2023-03-07T15:44:06.66', 'utc'), parseTime(utc, 'utc'))) < 0.05, utc);
});

test('the background is 91.0 kc/s, 1.165 times noisier than Poisson', { skip }, async () => {
  const { meanCps, excessVariance, modelCps } = await stemma.run(BackgroundModel());
  near(meanCps, 91_000, 0.005, 'background');
  near(excessVariance, 1.165, 0.02, 'excess variance');
  assert.equal(modelCps.length, 5400);
});

test('peak, net counts and fluence are those of the independent computation', { skip }, async () => {
  const { peakGrossCps, peakUtc, netCounts, fluence } = await stemma.run(BurstFluence());
  near(peakGrossCps.value, 1.744e6, 5e-4, 'peak');
  assert.equal(peakUtc, '2023-03-07T15:44:10.43');
  near(netCounts.value, 1.524e7, 0.002, 'net counts');
  near(fluence.value, 1.5e-3, 0.03, 'fluence');
});

test('T90 is 28.5 s and T50 9.3 s', { skip }, async () => {
  const { t90, t50 } = await stemma.run(BurstDuration());
  assert.ok(Math.abs(t90.value - 28.5) < 0.15, `${t90.value}`);
  assert.ok(Math.abs(t50.value - 9.3) < 0.05, `${t50.value}`);
  assert.ok(t90.error > 0.02 && t90.error < 0.3 && t50.error < 0.1);
});

test('the burst is the most improbable excess on every list', { skip }, async () => {
  const [{ scales, events, maxExcessVariance, stability }, interval] = [
    await stemma.run(ExcessSearch()),
    await stemma.run(BurstInterval()),
  ];
  assert.ok(events.startS[0]! <= interval.startS && events.stopS[0]! > interval.startS + 30);
  assert.ok(events.probability[0]! < 1e-8);
  assert.ok(scales.maxSnr.every((snr) => snr > 100));
  assert.ok(maxExcessVariance > 1.1 && maxExcessVariance < 1.6);
  assert.match(stability, /^(very|rather) stable$|somewhat unstable/);
});

test('the response can be replaced by one parameter, which runs nothing but the fluence again', { skip }, async () => {
  const goal = BurstFluence().assuming(
    configure(SpiAcsResponse, { ergPerCm2PerCount: '2e-10 erg/cm2', relativeError: 0.3 }),
  );
  const { fluence: plain } = await stemma.run(BurstFluence());
  const { missing } = await stemma.plan(goal);
  assert.deepEqual(
    missing.map(({ name }) => name),
    ['integral.SpiAcsResponse', 'integral.BurstFluence'],
  );
  const { fluence } = await stemma.run(goal);
  near(fluence.value, 2 * plain.value, 1e-12, 'fluence');
  near(fluence.error, 0.3 * fluence.value, 0.01, 'error');
});

test('the report states the numbers, the figure is a PNG, and asking again computes nothing', { skip }, async () => {
  const { summary, report, figure, lightCurve } = await stemma.run(BurstReport());
  const text = report.text();
  for (const words of ['GRB 230307A', '2023-03-07T15:44:07.1', '0.47 s earlier', 'T90', 'INTEGRAL SPI-ACS data'])
    assert.ok(text.includes(words), words);
  assert.ok(!text.includes('SIMULATION'));
  assert.equal(summary.significance, 'significant');
  assert.deepEqual([...figure.bytes().subarray(1, 4)], [...Buffer.from('PNG')]);
  assert.equal(lightCurve.mediaType, 'application/fits');
  const again = stemma.resolve(BurstReport());
  const origins = new Set<string>();
  for await (const event of again.events()) if (event.type === 'done') origins.add(event.origin);
  assert.deepEqual(
    [...origins].filter((origin) => origin === 'computed'),
    [],
  );
});

test(
  'the light-curve product is read by astropy with the same counts, checksums and derivation',
  { skip: skip || withoutAstropy },
  async () => {
    const goal = BurstReport();
    const { lightCurve } = await stemma.run(goal);
    const path = join(folder, 'light-curve.fits');
    writeFileSync(path, lightCurve.bytes());
    const script = `
import sys, json, warnings
warnings.simplefilter('error')
from astropy.io import fits
from astropy.time import Time
with fits.open(json.load(sys.stdin), checksum=True) as f:
    h = f['RATE']
    t = Time(h.header['MJDREFI'], h.header['MJDREFF'], format='mjd', scale='tt')
    t.precision = 3
    d = h.data
    json.dump({'counts': round(float((d['RATE'] * d['TIMEDEL']).sum())), 'rows': len(d), 'utc': t.utc.isot, 'derivation': h.header['DERIV_ID']}, sys.stdout)
`;
    const theirs = judge<{ counts: number; rows: number; utc: string; derivation: string }>(script, path);
    const { bins, reference } = await stemma.run(SpiAcsLightCurve());
    assert.deepEqual([theirs.rows, theirs.counts], [5400, bins.counts.reduce((a, b) => a + b, 0)]);
    assert.ok(Math.abs(secondsBetween(parseTime(theirs.utc, 'utc'), parseTime(reference.utc, 'utc'))) < 0.001);
    assert.match(theirs.derivation, /^[0-9a-f]{64}$/);
  },
);

test('the product is itself a light curve: the same onset comes out of it', { skip }, async () => {
  const { lightCurve } = await stemma.run(BurstReport());
  const path = join(folder, 'product.fits');
  writeFileSync(path, lightCurve.bytes());
  const data = await stemma.addFile(path);
  const { utc } = await stemma.run(BurstOnset().assuming(configure(SpiAcsLightCurve, { data })));
  assert.equal(utc, (await stemma.run(BurstOnset())).utc);
});

test('the results are made from the declared file, and can be reproduced byte for byte', { skip }, async () => {
  const { id } = stemma.bind(BurstDuration());
  await stemma.run(BurstDuration());
  const { nodes } = await stemma.tree(id);
  const names = [...nodes.values()].map(({ record }) => record.definition.name);
  assert.deepEqual(names.toSorted(), [
    'integral.BackgroundModel',
    'integral.BurstDuration',
    'integral.BurstInterval',
    'integral.SpiAcsLightCurve',
    'stemma.File',
  ]);
  const file = [...nodes.values()].find(({ record }) => record.definition.name === 'stemma.File');
  assert.ok(
    JSON.stringify(file!.record.parameters).includes(
      'dda2054fcd39ed9c04b023acf76827de29ddd94ddfdf46393c85d0f874d17a74',
    ),
  );
  assert.equal((await stemma.verify(id)).reproduced, true);
});
