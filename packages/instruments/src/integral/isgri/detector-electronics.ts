/**
 * From energies to the channel numbers that ISGRI sends to ground, and back: the declared law of the detector chain,
 * with a gain of its own for each pixel. A model: the flight tables (LUT1, LUT2) are not public.
 */

import { randomFromDigest } from '@stemma/data/statistics';
import { DETECTOR_SIDE } from '../coded-mask/geometry.ts';

/** Constants of the pre-OSA11 law: channel = offset + gain E + curvature E^2, E in keV. */
const LAW = { offset: -5.655, gain: 2.047, curvature: -0.00061 } as const;

/** Channels are sent as 11 bits. */
export const CHANNELS = 2048;

/** Gain of each pixel relative to the law, z * 128 + y: scattered by 2 %, fixed for ever, as solder and crystals are. */
export function pixelGains(): Float64Array {
  const random = randomFromDigest('15ca'.repeat(16));
  return Float64Array.from({ length: DETECTOR_SIDE * DETECTOR_SIDE }, () => 1 + 0.02 * random.normal());
}

/** Channel (not rounded) of an energy in a pixel of this gain. */
export function channelOf(energyKeV: number, gain: number): number {
  return gain * (LAW.offset + LAW.gain * energyKeV + LAW.curvature * energyKeV * energyKeV);
}

/** Energy in keV of a channel: inverse of `channelOf`; NaN beyond the top of the law. */
export function energyOf(channel: number, gain: number): number {
  const { offset, gain: slope, curvature } = LAW;
  // The smaller root, in the form that loses no digits for small curvature.
  const rest = channel / gain - offset;
  return (2 * rest) / (slope + Math.sqrt(slope * slope + 4 * curvature * rest));
}
