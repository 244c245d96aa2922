// Tests of the search for excesses: what it lists, when it looks, and how it ranks.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { falseAlarm } from '@stemma/data/lightcurve';
import { runDirectly } from '../../../../../test/instruments/run-directly.ts';
import { box, referenceUtc, simulated } from '../../../../../test/instruments/simulated-bursts.ts';
import { BackgroundModel } from './background-model.ts';
import { ExcessSearch } from './excess-search.ts';

const noBurst = { ok: false, reason: 'no_burst', message: 'no burst', detail: {} };

async function search(
  pulses: Parameters<typeof simulated>[0],
  parameters: Readonly<Record<string, unknown>> = {},
  excessVariance = 1,
) {
  const { lightCurve, found } = simulated(pulses, excessVariance);
  const { burst } = found;
  const interval =
    burst === undefined
      ? noBurst
      : { ok: true, value: { ...burst, windowStartS: burst.window.startS, windowStopS: burst.window.stopS } };
  const background = await runDirectly(BackgroundModel, { lightCurve, interval });
  return runDirectly(ExcessSearch, { lightCurve, background, interval, ...parameters });
}

test('a burst is the first event, more significant the nearer the scale is to its length', async () => {
  const { scales, events, stability } = await search([box]);
  assert.ok(events.startS[0]! < 0.5 && events.stopS[0]! > 9.5);
  const best = scales.scaleS[scales.maxSnr.indexOf(Math.max(...scales.maxSnr))]!;
  assert.ok(best > 7 && best < 13, `${best}`);
  assert.equal(events.scaleS[0]!, best);
  assert.ok(events.probability[0]! < 1e-5);
  assert.equal(stability, 'very stable');
});

test('scales run from the shortest to the longest, ten to a decade', async () => {
  const { scales } = await search([]);
  assert.equal(scales.scaleS[0], 0.1);
  assert.equal(scales.scaleS.length, 25);
  assert.ok(Math.abs(scales.scaleS[10]! - 1) < 1e-9);
  const { scales: fewer } = await search([], { shortestS: '1 s', longestS: '0.5 min', perDecade: 2 });
  assert.deepEqual(
    [...fewer.scaleS].map((scale) => scale.toFixed(2)),
    ['1.00', '3.16', '10.00'],
  );
});

test('noise alone lists next to nothing, and false-alarm rates are those of the published formula', async () => {
  const { scales, events, maxExcessVariance } = await search([]);
  assert.ok(events.startS.length <= 2);
  assert.ok(maxExcessVariance < 1.35, `${maxExcessVariance}`);
  scales.scaleS.forEach((scale, i) => {
    const { noiseHz, spikeHz } = falseAlarm(scales.maxSnr[i]!, 0, scale);
    assert.deepEqual([scales.noiseHz[i], scales.spikeHz[i]], [noiseHz, spikeHz]);
    assert.ok(scales.localFalseAlarms[i]! > 1e-3);
  });
});

test('an unstable background is called so and raises the limits', async () => {
  const [calm, wild] = [await search([]), await search([], {}, 1.8)];
  assert.equal(wild.stability, 'somewhat unstable');
  assert.ok(wild.scales.countLimit[0]! > 1.5 * calm.scales.countLimit[0]!);
});

test('an excess counts for more at the time of interest than far from it', async () => {
  const faint = { ...box, widthS: 1, counts: 2000 };
  const [near, far] = [
    await search([faint], { t0Utc: referenceUtc }),
    await search([faint], { t0Utc: '2023-03-07T15:42:00' }),
  ];
  assert.ok(near.events.snr[0]! > 4.5 && near.events.snr[0] === far.events.snr[0]);
  assert.ok(far.events.probability[0]! > 20 * near.events.probability[0]!);
});

test('a time of interest that is none is refused', async () => {
  await assert.rejects(search([], { t0Utc: 'trigger' }), {
    code: 'invalid_request',
    message: /t0Utc: 'trigger' is not a time/,
  });
});
