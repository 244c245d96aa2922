// Where the burst is: background and burst are found together, with Bayesian blocks as the judge.
import { analysis, column, ExpectedFailure, number, table } from '@stemma/core';
import { findBurst } from '@stemma/data/lightcurve';
import { lightCurveOf } from '../formats/light-curve-values.ts';
import { SpiAcsLightCurve } from './spi-acs-light-curve.ts';

/**
 * The interval of the brightest burst. Starting from the median rate, blocks of constant rate (Scargle et al. 2013,
 * ApJ 764, 167, doi:10.1088/0004-637X/764/2/167), the burst among them, and the background outside of it are found in
 * turn until the interval stays. The median is right while the burst fills less than half of the data.
 *
 * `startS` to `stopS` is where single blocks stand out; the wider window also holds the faint wings, so the background
 * is measured outside of it and counts and durations inside. More than 8192 bins are searched in groups: a faint burst
 * much shorter than a group may be missed here, and is found by the excess search.
 */
export const BurstInterval = analysis({
  name: 'integral.BurstInterval',
  version: '1',
  description: 'The interval of the brightest burst in a light curve, by Bayesian blocks (Scargle et al. 2013).',
  parameters: {
    thresholdSigma: number({
      unit: 'sigma',
      default: 5,
      min: 1,
      description: 'significance that a block needs to belong to the burst',
    }),
    falsePositive: number({ default: 0.01, min: 1e-9, max: 0.5, description: 'chance of a false change point' }),
  },
  inputs: { lightCurve: SpiAcsLightCurve },
  outputs: {
    startS: number({ unit: 's', description: 'start of the burst after the reference time' }),
    stopS: number({ unit: 's' }),
    windowStartS: number({ unit: 's', description: 'start of the window outside of which the background is measured' }),
    windowStopS: number({ unit: 's' }),
    snr: number({ unit: 'sigma', description: 'significance of the most significant block' }),
    firstBin: number({ description: 'index of the first bin of the burst' }),
    firstBlockCps: number({ unit: 'count/s', description: 'rate of the first block above the background' }),
    blocks: table({
      startS: column('float64', 's'),
      stopS: column('float64', 's'),
      rateCps: column('float64', 'count/s'),
      snr: column('float64', 'sigma'),
    }),
  },
  failures: { no_burst: 'no block stands out of the background' },
  run: ({ lightCurve, thresholdSigma, falsePositive }) => {
    const { burst, background } = findBurst(lightCurveOf(lightCurve), { threshold: thresholdSigma, falsePositive });
    // Nothing found is an answer, kept with what it rests on, so that limits can be derived from the same result.
    if (!burst)
      throw new ExpectedFailure('no_burst', `no burst above ${thresholdSigma} sigma`, {
        meanCps: background.meanCps,
        excessVariance: background.excessVariance,
      });
    const { blocks } = burst;
    return {
      startS: burst.startS,
      stopS: burst.stopS,
      windowStartS: burst.window.startS,
      windowStopS: burst.window.stopS,
      snr: burst.snr,
      firstBin: burst.first,
      firstBlockCps: blocks[0]!.rateCps,
      blocks: {
        startS: Float64Array.from(blocks, (block) => block.startS),
        stopS: Float64Array.from(blocks, (block) => block.stopS),
        rateCps: Float64Array.from(blocks, (block) => block.rateCps),
        snr: Float64Array.from(blocks, (block) => block.snr),
      },
    };
  },
});
