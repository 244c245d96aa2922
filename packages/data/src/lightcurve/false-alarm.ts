/**
 * How often chance makes an excess like the one seen: the empirical formula of the INTEGRAL transient analysis
 * (Savchenko et al. 2012, doi:10.1051/0004-6361/201218877, for the spikes of SPI-ACS; the constants are those
 * behind published GCN circulars), and the words that those circulars use.
 */

import { normalSf } from '../statistics/normal.ts';

/** Rates and probability of a chance excess. */
export interface FalseAlarm {
  /** Excesses per second from Gaussian noise. */
  readonly noiseHz: number;
  /** Excesses per second from spikes (cosmic rays), which matter on short scales. */
  readonly spikeHz: number;
  /** Expected number of such excesses as close to the time of interest, over all scales searched; may exceed 1. */
  readonly probability: number;
}

/** Spikes of 6 sigma on 0.1 s: 60 a day. */
const SPIKES_HZ = 60 / 86_400;
/** Logarithmic trials factor of the scales from 0.1 to 30 s. */
const SCALE_TRIALS = 1 + Math.log(30 / 0.1);

/**
 * False-alarm rates and probability of an excess of significance `snr` on a time scale, `offsetS` seconds away
 * from the time of interest (sign irrelevant).
 */
export function falseAlarm(snr: number, offsetS: number, scaleS: number): FalseAlarm {
  const noiseHz = normalSf(snr) / scaleS;
  const scaleFactor = scaleS >= 0.1 ? 0.1 / scaleS : 1;
  const spikeHz = SPIKES_HZ * scaleFactor * (Math.max(snr, 2) / 6) ** -2.7;
  const probability = 2 * (noiseHz + spikeHz) * Math.max(Math.abs(offsetS), scaleS) * SCALE_TRIALS;
  return { noiseHz, spikeHz, probability };
}

/** Expected number of noise excesses at least this significant among `cells` independent cells of one scale. */
export function localFalseAlarms(maxSnr: number, cells: number): number {
  return normalSf(maxSnr) * cells;
}

/** How a circular words the link of an excess to an event, by false-alarm probability. */
export function associationWord(probability: number): string {
  if (probability < 0.003) return 'likely associated';
  if (probability < 0.01) return 'tentatively associated';
  return probability < 0.05 ? 'possibly associated' : 'likely background';
}

/** How a circular words the quality of the background, by the largest excess variance over the scales. */
export function stabilityWord(maxExcessVariance: number): string {
  if (maxExcessVariance < 1.2) return 'very stable';
  if (maxExcessVariance < 1.5) return 'rather stable';
  return maxExcessVariance < 2 ? 'somewhat unstable' : 'very unstable';
}

/** How a circular words a significance in sigmas. */
export function significanceWord(snr: number): string {
  if (snr < 5) return 'marginal';
  return snr < 7 ? 'moderately significant' : 'significant';
}
