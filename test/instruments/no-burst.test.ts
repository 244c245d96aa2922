// What happens when there is nothing to find, or nothing to read: expected failures that are kept and inherited,
// errors that say what is wrong.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
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
  SimulatedLightCurve,
  SpacecraftOrbit,
  SpacecraftState,
  SpiAcsLightCurve,
  TimeConversion,
  Visibility,
} from '@stemma/instruments/integral';
import { configure, open, substitute, type Goal, type Stemma } from 'stemma';
import { mirror, without } from './real-data.ts';

let stemma: Stemma;
const folder = mkdtempSync(join(tmpdir(), 'stemma-no-burst-'));
before(async () => {
  stemma = await open({ store: 'memory', modules: [integral], network: false, mirrors: [mirror] });
});
after(async () => {
  await stemma.close();
  rmSync(folder, { recursive: true });
});

const quiet = substitute(SpiAcsLightCurve, SimulatedLightCurve({ burstCounts: 0, bins: 2000 }));
const simulatedBurst = substitute(SpiAcsLightCurve, SimulatedLightCurve({ bins: 2000 }));

test('a quiet light curve has no burst: every goal that needs one ends in the same expected failure', async () => {
  const origin = stemma.bind(BurstInterval().assuming(quiet)).id;
  const goals: Goal<unknown>[] = [
    BurstInterval(),
    BurstOnset(),
    GeocentricOnset(),
    BurstDuration(),
    BurstFluence(),
    BurstReport(),
  ];
  for (const goal of goals) {
    const { failure, name } = await stemma.resolve(goal.assuming(quiet)).result;
    assert.deepEqual([failure?.reason, failure?.origin], ['no_burst', origin], name);
    assert.match(failure!.message, /no burst above 5 sigma/);
    await assert.rejects(stemma.run(goal.assuming(quiet)), { code: 'no_data' });
  }
});

test('the failure is kept: asking again runs nothing', async () => {
  await stemma.resolve(BurstReport().assuming(quiet)).result;
  const resolution = stemma.resolve(BurstReport().assuming(quiet));
  const started: string[] = [];
  for await (const event of resolution.events()) if (event.type === 'started') started.push(event.name);
  assert.deepEqual(started, []);
  assert.equal((await resolution.result).failure!.reason, 'no_burst');
});

test('background and excess search do without a burst', async () => {
  const { meanCps, excessVariance, binsUsed } = await stemma.run(BackgroundModel().assuming(quiet));
  assert.ok(
    Math.abs(meanCps - 91_000) < 150 && Math.abs(excessVariance - 1.165) < 0.07,
    `${meanCps} ${excessVariance}`,
  );
  assert.equal(binsUsed, 2000);
  const { events, scales } = await stemma.run(ExcessSearch().assuming(quiet));
  assert.ok(events.startS.length <= 3 && scales.scaleS.length > 20);
});

test('a simulated burst is measured like a real one, and marked as simulation in every product', async () => {
  const { summary, report } = await stemma.run(BurstReport({ burst: 'a test' }).assuming(simulatedBurst));
  assert.match(report.text(), /^\*\*\* SIMULATION/);
  assert.match(summary.origin, /SIMULATION/);
  assert.ok(Math.abs(summary.netCounts.value - 1.5e7) < 5 * summary.netCounts.error, `${summary.netCounts.value}`);
  // x exp(-x) holds 90 per cent between 0.3554 and 4.7439, 50 per cent between 0.9613 and 2.6926, times 7 s.
  assert.ok(Math.abs(summary.t90.value - 7 * 4.3885) < 0.3, `${summary.t90.value}`);
  assert.ok(Math.abs(summary.t50.value - 7 * 1.7313) < 0.1, `${summary.t50.value}`);
  assert.match(summary.onsetUtc, /^2023-03-07T15:44:07\.[0-3]/);
});

/** An analysis of a file with the given content. */
async function withFile(name: string, content: Uint8Array | string): Promise<Goal<unknown>> {
  const path = join(folder, name);
  writeFileSync(path, content);
  return BurstOnset().assuming(configure(SpiAcsLightCurve, { data: await stemma.addFile(path) }));
}

test('files that are no light curve end in an error that says why, for whatever needs them', async () => {
  const failures = [
    ['empty.txt', '', /no bins/],
    ['page.html', '<html>Service unavailable</html>', /no bins/],
    ['broken.txt', '# dump\n8466.65 0.0 4500 56647\n8466.66 later 4500 56648\n', /line 3 is no bin/],
    ['cut.fits.gz', gzipSync('SIMPLE  =                    T').subarray(0, 30), /damaged or cut short/],
    ['cut.fits', 'SIMPLE  =                    T', /./],
    ['picture.png', Uint8Array.of(137, 80, 78, 71, 0, 0, 0, 0), /does not begin with SIMPLE/],
  ] as const;
  for (const [name, content, message] of failures) {
    await assert.rejects(stemma.run(await withFile(name, content)), { code: 'analysis_failed', message }, name);
  }
});

test('a file that cannot be had is unavailable, and nothing is computed from it', async () => {
  const nowhere = await open({ store: 'memory', modules: [integral], network: false, mirrors: [] });
  try {
    await assert.rejects(nowhere.run(BurstOnset()), {
      code: 'unavailable',
      message: /grb230307a_spiacs_lc_100ms\.fits/,
    });
  } finally {
    await nowhere.close();
  }
});

test(
  'a time outside of the orbit file is an expected failure with the span in its words',
  { skip: without('orbit1696') },
  async () => {
    const { failure } = await stemma.resolve(SpacecraftState({ time: '2023-03-07T15:44:07' })).result;
    assert.deepEqual(
      [failure!.reason, failure!.origin],
      ['no_ephemeris', stemma.bind(SpacecraftState({ time: '2023-03-07T15:44:07' })).id],
    );
    assert.match(failure!.message, /which covers 2016-06-29T21:39/);
    const { orbit } = await stemma.run(SpacecraftState());
    assert.ok(Math.abs(orbit.semiMajorAxisKm - 81_116) < 5);
  },
);

test('the other orbit file is a request away', { skip: without('orbit0789') }, async () => {
  const { orbit0789 } = await import('../../packages/instruments/src/integral/sources.ts');
  const { orbit } = await stemma.run(SpacecraftState().assuming(configure(SpacecraftOrbit, { data: orbit0789 })));
  assert.ok(Math.abs(orbit.semiMajorAxisKm - 87_711.6) < 5, `${orbit.semiMajorAxisKm}`);
});

test('time and visibility need no file at all', async () => {
  assert.equal((await stemma.run(TimeConversion({ time: '2000.0' }))).utc, '2005-06-22T23:58:55.816000000');
  assert.ok((await stemma.run(Visibility())).fraction > 0.4);
  assert.throws(() => stemma.bind(TimeConversion()), { code: 'invalid_request', message: /time/ });
  assert.throws(() => stemma.bind(TimeConversion({ time: 'soon' })), {
    code: 'invalid_request',
    message: /'soon' is not a time/,
  });
});
