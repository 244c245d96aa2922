/** Simulated light curves with known truth: they judge the algorithms here, and stand in where no real data can be had. */

import { gammaP } from '../statistics/gamma.ts';
import { normalCdf } from '../statistics/normal.ts';
import type { RandomGenerator } from '../statistics/random.ts';
import type { Instant } from '../time/instant.ts';
import { type LightCurve, lightCurveFromCounts } from './light-curve.ts';

/**
 * A pulse of given total counts. `gauss`: centred at timeS with sigma widthS. `box`: from timeS over widthS.
 * `fred` (fast rise, exponential decay): net rate proportional to x exp(-x), x = (t - timeS) / widthS.
 */
export interface Pulse {
  readonly shape: 'gauss' | 'box' | 'fred';
  readonly timeS: number;
  readonly widthS: number;
  readonly counts: number;
}

/** What to simulate. */
export interface SimulationOptions {
  readonly reference: Instant;
  readonly startS: number;
  readonly binS: number;
  readonly bins: number;
  /** Background rate at startS in counts per second, and its slope in counts per second per second. */
  readonly backgroundCps: number;
  readonly slopeCps2?: number;
  /** Standard deviation of the background in units of Poisson's (at least 1, default 1). */
  readonly excessVariance?: number;
  readonly pulses?: readonly Pulse[];
}

/** A simulated light curve: the same generator state gives the same counts. */
export function simulateLightCurve(random: RandomGenerator, options: SimulationOptions): LightCurve {
  const { reference, bins, binS, backgroundCps, slopeCps2 = 0, excessVariance = 1, pulses = [] } = options;
  const startS = Float64Array.from({ length: bins }, (_, i) => options.startS + i * binS);
  const widthS = new Float64Array(bins).fill(binS);
  const counts = startS.map((start) => {
    const mean = Math.max(0, (backgroundCps + slopeCps2 * (start + 0.5 * binS - options.startS)) * binS);
    // A mean that itself scatters normally adds the part of the variance that Poisson lacks.
    const scatter = Math.sqrt((excessVariance ** 2 - 1) * mean) * random.normal();
    const source = pulses.reduce((total, pulse) => total + pulseCounts(pulse, start, start + binS), 0);
    return random.poisson(Math.max(0, mean + scatter) + source);
  });
  return lightCurveFromCounts({ reference, startS, widthS, counts });
}

/** Expected counts of a pulse between two times. */
export function pulseCounts({ shape, timeS, widthS, counts }: Pulse, fromS: number, toS: number): number {
  const part = (time: number): number => {
    const x = (time - timeS) / widthS;
    if (shape === 'gauss') return normalCdf(x);
    if (x <= 0) return 0;
    return shape === 'box' ? Math.min(1, x) : gammaP(2, x);
  };
  return counts * (part(toS) - part(fromS));
}
