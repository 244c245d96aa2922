// The transient services through a real engine: responses and limits for a direction, maps that the field's tools read,
// bursts found again where they were put, and what cannot be answered as a failure with a reason.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  BurstCounts,
  BurstDirection,
  BurstDirectionOnSky,
  BurstFluence,
  CountRateLocalisation,
  DetectorBackgrounds,
  DirectionalSpiAcsResponse,
  InstrumentResponse,
  integral,
  MeasuredBackgrounds,
  RateFluence,
  ScienceWindowList,
  SensitivityMap,
  SimulatedBurstCounts,
  SpacecraftState,
  SpiAcsResponse,
  UpperLimits,
} from '@stemma/instruments/integral';
import { angularSeparationDeg } from '@stemma/data/coordinates';
import { readFits } from '@stemma/data/fits';
import { Healpix } from '@stemma/data/healpix';
import { configure, open, substitute, type Stemma } from 'stemma';
import { judge } from '../../packages/data/src/time/python-judge.test.ts';
import { mirror, without } from './real-data.ts';

let stemma: Stemma;
const folder = mkdtempSync(join(tmpdir(), 'stemma-transients-'));
before(async () => {
  stemma = await open({ store: 'memory', modules: [integral], network: false, mirrors: [mirror] });
});
after(async () => {
  await stemma.close();
  rmSync(folder, { recursive: true });
});

const noOrbit = without('orbit1696');
const noCurve = without('lightCurve');

test('the response names each detector with its orientation, and prints what it rests on', async () => {
  const { detectors, words, assumptions } = await stemma.run(InstrumentResponse({ thetaDeg: 75 }));
  assert.deepEqual(detectors.detector, ['ACS', 'VETO', 'ISGRI', 'PICsIT']);
  assert.match(words, /^75 deg from the pointing: near-optimal \(89 % of optimal\) ACS, somewhat suppressed \(44 %/);
  assert.match(assumptions[0]!, /not public; good to a factor of two/);
  assert.equal(assumptions.filter((text) => text.startsWith('ISGRI:')).length, 3);
});

test('units of parameters are free: a peak in MeV is the same request as one in keV', async () => {
  const [a, b] = [
    await stemma.run(InstrumentResponse({ epeakKeV: '0.6 MeV' })),
    await stemma.run(InstrumentResponse()),
  ];
  assert.deepEqual([...a.detectors.response], [...b.detectors.response]);
});

test('upper limits have a row for each detector and spectrum and a report as in a circular', async () => {
  const { limits, report, background } = await stemma.run(UpperLimits({ thetaDeg: 75 }));
  assert.equal(limits.detector.length, 8);
  assert.deepEqual(Array.from(limits.timescaleS.subarray(0, 2)), [1, 8]);
  limits.fluenceLimit.forEach((value, i) => {
    assert.ok(Math.abs(value / (limits.countLimit[i]! * limits.response[i]!) - 1) < 1e-12);
    assert.ok(Math.abs(limits.fluxLimit[i]! / (value / limits.timescaleS[i]!) - 1) < 1e-12);
  });
  assert.match(report, /near-optimal \(89% of optimal\) response of ACS, somewhat suppressed \(44% of optimal\)/);
  assert.match(report, /ACS rather stable \(excess variance 1.2\)/);
  assert.equal(background, 'declared typical backgrounds');
});

test('counts become a fluence with errors; fewer counts than the background give a negative net', async () => {
  const bright = await stemma.run(RateFluence({ grossCounts: 185_000 }));
  assert.equal(bright.netCounts.value, 100_000);
  assert.ok(Math.abs(bright.fluence.value / (1e5 * bright.response) - 1) < 1e-12);
  assert.ok(bright.fluence.error > 0.5 * bright.fluence.value && bright.statisticalError < 0.01 * bright.fluence.value);
  assert.equal(bright.words, 'significant');
  const none = await stemma.run(RateFluence({ grossCounts: 84_000 }));
  assert.ok(none.netCounts.value < 0 && none.significance < 0);
});

test('impossible requests are refused in words, those beyond the model are failures with a reason', async () => {
  const rejected = (args: Record<string, unknown>, message: RegExp) =>
    assert.rejects(async () => stemma.run(InstrumentResponse(args)), message);
  await rejected({ eminKeV: 300, emaxKeV: 100 }, /300 to 100 keV is empty or inverted/);
  await rejected({ model: 'band', beta: 0 }, /gets steeper/);
  await rejected({ detectors: 'ACS, JEM-X' }, /one of "ACS"/);
  await assert.rejects(async () => stemma.run(RateFluence({ grossCounts: -5 })), /grossCounts must be/);
  const { failure } = await stemma.resolve(InstrumentResponse({ emaxKeV: '20 MeV' })).result;
  assert.equal(failure?.reason, 'outside_response');
  const deaf = await stemma.resolve(InstrumentResponse({ detectors: ['PICsIT'], rateMaxKeV: 100 })).result;
  assert.match(deaf.failure!.message, /PICsIT counts no photon/);
});

test('the list of science windows keeps the legacy rule, with times that are right to the second', async () => {
  const all = await stemma.run(ScienceWindowList({ start: '2008-03-25T06:00:00', stop: '2008-03-27T00:00:00' }));
  assert.equal(all.indexRows, 25);
  // The eighth window has no telemetry, hence no ISGRI time.
  assert.equal(all.count, 24);
  assert.equal(all.windows.tstartUtc[0]!.slice(0, 19), '2008-03-25T06:00:00');
  // IJD is TT: MJD(UTC) - 51544 and 65.184 s more in 2008.
  assert.ok(Math.abs(all.windows.tstartIjd[0]! - (3006.25 + 65.184 / 86_400)) < 1e-9, `${all.windows.tstartIjd[0]}`);
  const near = await stemma.run(ScienceWindowList({ radiusDeg: 1 }));
  assert.deepEqual([near.count, near.windows.separationDeg[0]! < 0.01, near.simulated], [1, true, true]);
  const long = await stemma.resolve(ScienceWindowList({ minGoodIsgriS: '1 h' })).result;
  assert.match(long.failure!.message, /none of 25 science windows fits: \d+ lie outside .* too little ISGRI time/);
});

test('one second decides about a window: the difference of TT and UTC is not forgotten', async () => {
  const until = (stop: string) => ScienceWindowList({ start: '2008-03-25T00:00:00', stop });
  assert.equal((await stemma.resolve(until('2008-03-25T05:59:59')).result).failure?.reason, 'no_windows');
  assert.equal((await stemma.run(until('2008-03-25T06:00:01'))).count, 1);
  await assert.rejects(
    async () => stemma.run(ScienceWindowList({ start: '2009-01-01', stop: '2008-01-01' })),
    /inverted/,
  );
});

test(
  'a source behind the Earth is a failure with a reason, one beside it has its angles',
  { skip: noOrbit },
  async () => {
    const onSky = substitute(BurstDirection, BurstDirectionOnSky);
    const { earth } = await stemma.run(SpacecraftState());
    const at = (raDeg: number, decDeg: number) =>
      stemma.resolve(UpperLimits().assuming(onSky, configure(SpacecraftState, { raDeg, decDeg }))).result;
    const hidden = await at(earth.raDeg, earth.decDeg);
    assert.equal(hidden.failure?.reason, 'occulted');
    assert.match(hidden.failure!.message, /degrees below the limb of the Earth/);
    const state = await stemma.run(SpacecraftState({ raDeg: 200, decDeg: 10 }));
    const { thetaDeg } = await stemma.run(
      BurstDirectionOnSky().assuming(configure(SpacecraftState, { raDeg: 200, decDeg: 10 })),
    );
    assert.equal(thetaDeg, state.source.thetaDeg);
    assert.ok((await at(200, 10)).failure === undefined);
  },
);

test(
  'the real light curve lends its background to the limits and its burst to the response',
  { skip: noCurve },
  async () => {
    const declared = await stemma.run(UpperLimits({ detectors: ['ACS'] }));
    const measured = await stemma.run(
      UpperLimits({ detectors: ['ACS'] }).assuming(substitute(DetectorBackgrounds, MeasuredBackgrounds)),
    );
    assert.match(measured.background, /^SPI-ACS measured: (very|rather|somewhat) /);
    const ratio = measured.limits.fluenceLimit[0]! / declared.limits.fluenceLimit[0]!;
    assert.ok(ratio > 0.7 && ratio < 2 && ratio !== 1, `${ratio}`);
    const constant = await stemma.run(BurstFluence());
    const directed = await stemma.run(
      BurstFluence().assuming(
        substitute(SpiAcsResponse, DirectionalSpiAcsResponse),
        configure(BurstDirection, { thetaDeg: 75 }),
      ),
    );
    assert.deepEqual(directed.netCounts, constant.netCounts);
    const factor = directed.fluence.value / constant.fluence.value;
    assert.ok(factor > 1.5 && factor < 1.7, `${factor}`);
  },
);

const small = SensitivityMap({ nside: 8 });
const fitsverify =
  spawnSync('fitsverify', ['-q', '/dev/null']).error === undefined ? false : 'fitsverify is not installed';

test('the map of sensitivity agrees with the response in single directions', { skip: noOrbit }, async () => {
  const { fits, summary, visibleFraction, png } = await stemma.run(small);
  const table = readFits(fits.bytes()).table('SENSITIVITY');
  const { axes } = await stemma.run(SpacecraftState());
  const pixel = new Healpix(8, 'nested').pixelAt(axes.x.raDeg, axes.x.decDeg);
  const limits = await stemma.run(UpperLimits({ thetaDeg: 0, phiDeg: 0 }));
  const acs = table.column('LIMIT_ACS').physical()[pixel]!;
  // The pixel's centre is up to 5 degrees from the axis, where the shield is at its flattest.
  assert.ok(Math.abs(acs / limits.limits.fluenceLimit[0]! - 1) < 0.1, `${acs}`);
  assert.ok(visibleFraction > 0.99 && visibleFraction <= 1);
  assert.ok(Math.abs(summary.bestFraction.reduce((a, b) => a + b, 0) - 1) < 1e-9);
  assert.equal(png.bytes()[1], 'P'.charCodeAt(0));
  assert.equal(table.header.string('DATAKIND'), 'MODEL, no observed response');
});

test('maps pass fitsverify', { skip: noOrbit || fitsverify }, async () => {
  for (const [name, { fits }] of Object.entries({
    a: await stemma.run(small),
    b: await stemma.run(CountRateLocalisation({ nside: 8 })),
  })) {
    const path = join(folder, `${name}.fits`);
    writeFileSync(path, fits.bytes());
    const { stdout } = spawnSync('fitsverify', [path], { encoding: 'utf8' });
    assert.match(stdout, /0 warning\(s\) and 0 error\(s\)/, stdout);
  }
});

const script = `
import sys, json, warnings
warnings.simplefilter('error')
import numpy as np
from astropy.table import Table
from astropy_healpix import HEALPix
from astropy.coordinates import ICRS, SkyCoord
from astropy import units as u
q = json.load(sys.stdin)
t = Table.read(q['path'], hdu=1)
hp = HEALPix(nside=t.meta['NSIDE'], order=t.meta['ORDERING'].lower(), frame=ICRS())
best = int(np.argmax(t['PROB']))
at = hp.healpix_to_skycoord(best)
print(json.dumps({'sum': float(np.sum(t['PROB'])), 'ra': at.ra.deg, 'dec': at.dec.deg, 'rows': len(t), 'npix': int(hp.npix),
  'area': float((t['CREDIBLE'] < 0.9).sum() * hp.pixel_area.to_value(u.deg**2))}))`;

function withoutHealpix(): string | false {
  try {
    judge('import astropy_healpix; print("true")', null);
    return false;
  } catch {
    return 'no Python with astropy-healpix (set STEMMA_PYTHON)';
  }
}

test('astropy-healpix finds the same peak and area in the file', { skip: noOrbit || withoutHealpix() }, async () => {
  const { fits, best, area90Deg2 } = await stemma.run(CountRateLocalisation({ nside: 16 }));
  const path = join(folder, 'localisation.fits');
  writeFileSync(path, fits.bytes());
  const seen = judge<Record<'sum' | 'ra' | 'dec' | 'rows' | 'npix' | 'area', number>>(script, { path });
  assert.ok(Math.abs(seen.sum - 1) < 1e-4 && seen.rows === seen.npix);
  assert.ok(angularSeparationDeg({ raDeg: seen.ra, decDeg: seen.dec }, best) < 1e-6);
  assert.ok(Math.abs(seen.area - area90Deg2) < 30, `${seen.area} ${area90Deg2}`);
});

test(
  'a simulated burst lies in the region that its counts give, and is labelled a simulation',
  { skip: noOrbit },
  async () => {
    const result = await stemma.run(CountRateLocalisation({ nside: 16 }));
    const table = readFits(result.fits.bytes()).table('LOCALISATION');
    const truth = new Healpix(16, 'nested').pixelAt(150, 30);
    assert.ok(table.column('CREDIBLE').physical()[truth]! < 0.99);
    assert.match(result.label, /^SIMULATION/);
    assert.match(table.header.string('DATAKIND'), /^SIMULATION/);
    assert.ok(result.area50Deg2 < result.area90Deg2 && result.area90Deg2 < 20_000);
  },
);

test(
  'counts of one’s own are located too; too faint or hidden bursts are failures with a reason',
  { skip: noOrbit },
  async () => {
    const mine = CountRateLocalisation({ nside: 8 }).assuming(substitute(SimulatedBurstCounts, BurstCounts));
    const { label, degreesOfFreedom, fitProbability } = await stemma.run(mine);
    assert.deepEqual([label, degreesOfFreedom, fitProbability], ['counts as given by the request', 0, 1]);
    const faint = CountRateLocalisation({ nside: 8 }).assuming(configure(SimulatedBurstCounts, { fluence: 0 }));
    assert.equal((await stemma.resolve(faint).result).failure?.reason, 'no_burst');
    const { earth } = await stemma.run(SpacecraftState());
    const { raDeg, decDeg } = earth;
    const hidden = CountRateLocalisation().assuming(configure(SimulatedBurstCounts, { raDeg, decDeg }));
    assert.equal((await stemma.resolve(hidden).result).failure?.reason, 'occulted');
    await assert.rejects(async () => stemma.run(SensitivityMap({ nside: 12 })), /power of two/);
  },
);
