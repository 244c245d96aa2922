// How long the burst lasted: T90 and T50 with errors from bootstrapped light curves.
import { analysis, integer, number, record } from '@stemma/core';
import { burstDuration } from '@stemma/data/lightcurve';
import { randomFromDigest } from '@stemma/data/statistics';
import { lightCurveOf } from '../formats/light-curve-values.ts';
import { BackgroundModel, backgroundOf } from './background-model.ts';
import { BurstInterval } from './burst-interval.ts';
import { SpiAcsLightCurve } from './spi-acs-light-curve.ts';

const measuredS = record({ value: number({ unit: 's' }), error: number({ unit: 's' }) });

/** Durations of the burst. */
export const BurstDuration = analysis({
  name: 'integral.BurstDuration',
  version: '1',
  description: 'T90 and T50: the times in which 90 and 50 per cent of the counts arrive (Kouveliotou et al. 1993).',
  parameters: {
    trials: integer({ default: 300, min: 20, max: 100_000, description: 'bootstrapped light curves for the errors' }),
  },
  inputs: { lightCurve: SpiAcsLightCurve, interval: BurstInterval, background: BackgroundModel },
  outputs: { t90: measuredS, t50: measuredS, t05: measuredS, t25: measuredS, t75: measuredS, t95: measuredS },
  stochastic: true,
  run: ({ lightCurve, interval, background, trials }, activity) => {
    const window = { startS: interval.windowStartS, stopS: interval.windowStopS };
    const duration = burstDuration(
      lightCurveOf(lightCurve),
      backgroundOf(background),
      window,
      randomFromDigest(activity.seed),
      trials,
    );
    return {
      t90: duration.t90S,
      t50: duration.t50S,
      t05: duration.t05S,
      t25: duration.t25S,
      t75: duration.t75S,
      t95: duration.t95S,
    };
  },
});
