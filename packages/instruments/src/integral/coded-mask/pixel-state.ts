/**
 * The state of the 16384 pixels: which count, from which energy on, and for how much of the time. From the mission's
 * own lists (context, noisy-pixel switch list, noise maps), and as efficiency maps for shadowgrams.
 */

import type { ImageHdu, TableHdu } from '@stemma/data/fits';
import { normalCdf } from '@stemma/data/statistics';
import { DETECTOR_SIDE, GRID_CELLS, gridCellOfPixel, moduleOf } from './geometry.ts';
import type { EnergyBand } from './shadowgram.ts';

/** Pixels of the detector. */
const PIXELS = DETECTOR_SIDE * DETECTOR_SIDE;

/** State of each pixel, indexed z * 128 + y. */
export interface PixelStates {
  /** Part of the time the pixel is on, 0..1. */
  readonly onFraction: Float64Array;
  /** Low threshold: the energy that half of the events pass. */
  readonly thresholdKeV: Float64Array;
}

/** All pixels on, with one threshold. */
export function allPixelsOn(thresholdKeV = 13): PixelStates {
  return { onFraction: new Float64Array(PIXELS).fill(1), thresholdKeV: new Float64Array(PIXELS).fill(thresholdKeV) };
}

/**
 * Reads a context (extension ISGR-PXLP-CFG, 128 x 128 x 3): low thresholds in its second plane, on or off in its third.
 * One threshold step is taken as 1 keV, which no public file gives. Throws a RangeError for another shape.
 */
export function pixelStatesFromContext(hdu: ImageHdu): PixelStates {
  if (hdu.shape.join() !== [3, DETECTOR_SIDE, DETECTOR_SIDE].join()) {
    throw new RangeError(`a pixel context has 3 planes of 128 x 128, not ${hdu.shape.join(' x ')}`);
  }
  const values = hdu.pixels().physical();
  return { thresholdKeV: values.slice(PIXELS, 2 * PIXELS), onFraction: values.slice(2 * PIXELS) };
}

/** One row of a switch list. */
export interface PixelSwitch {
  readonly y: number;
  readonly z: number;
  /** When it was noticed, on-board clock in ticks of 2^-20 s. */
  readonly obt: bigint;
  /** `off` and `dubious` are states found, the others changes. */
  readonly kind: 'off' | 'dubious' | 'turned off' | 'turned on';
}

/** NOIS_FLAG 1 to 4: found off, found dubious (read as off), on to off, off to on. */
const SWITCH_KINDS = ['off', 'dubious', 'turned off', 'turned on'] as const;

/** Reads a switch list (extension ISGR-SWIT-STA), in file order. Throws a RangeError for an unknown flag. */
export function readSwitchList(table: TableHdu): PixelSwitch[] {
  const y = table.column('ISGRI_Y').physical();
  const z = table.column('ISGRI_Z').physical();
  const words = table.column('OBT_DETECT').physical();
  const flags = table.column('NOIS_FLAG').physical();
  return Array.from(flags, (flag, row) => {
    const kind = SWITCH_KINDS[flag - 1];
    if (kind === undefined) throw new RangeError(`row ${row + 1} of the switch list has flag ${flag}, not 1 to 4`);
    let obt = 0n;
    for (let k = 0; k < 4; k++) obt = (obt << 16n) | BigInt(words[4 * row + k]!);
    return { y: y[row]!, z: z[row]!, obt, kind };
  });
}

/**
 * Part of an interval of the on-board clock in which each pixel was on, from a switch list: pixels it does not name
 * are on, and the last news before an instant holds at it. Rows may come in any order.
 */
export function onFractionsFromSwitches(
  switches: readonly PixelSwitch[],
  startObt: bigint,
  stopObt: bigint,
): Float64Array {
  if (stopObt <= startObt) throw new RangeError('the interval of on-board time is empty or inverted');
  const fractions = new Float64Array(PIXELS).fill(1);
  const perPixel = Map.groupBy(switches, ({ y, z }) => z * DETECTOR_SIDE + y);
  for (const [pixel, news] of perPixel) {
    const inOrder = news.toSorted((a, b) => (a.obt < b.obt ? -1 : Number(a.obt > b.obt)));
    // Only a pixel whose first news is that it was turned off had been on before; one found off had been off.
    let on = inOrder[0]!.kind === 'turned off';
    let since = startObt;
    let onTicks = 0n;
    for (const { obt, kind } of inOrder) {
      const at = obt < startObt ? startObt : obt > stopObt ? stopObt : obt;
      if (on) onTicks += at - since;
      since = at;
      on = kind === 'turned on';
    }
    if (on) onTicks += stopObt - since;
    fractions[pixel] = Number(onTicks) / Number(stopObt - startObt);
  }
  return fractions;
}

/** Position in a cluster of 4 x 4 pixels, [z, y], of pixel 0..3 of ASIC 0..3 in the upper half (Y >= 64). */
const CLUSTER = [
  [[0, 0], [0, 1], [1, 0], [1, 1]],
  [[2, 1], [2, 0], [3, 1], [3, 0]],
  [[3, 3], [3, 2], [2, 3], [2, 2]],
  [[1, 2], [1, 3], [0, 2], [0, 3]],
] as const; // prettier-ignore

/** The pixel (y, z) of a bit of a module's noise map: byte 0..255, bit 0..7 from the least significant. */
export function pixelOfNoiseBit(module: number, byte: number, bit: number): { y: number; z: number } {
  const asic = 63 - (byte >> 2);
  const [dz, dy] = CLUSTER[asic & 3]![byte & 3]!;
  if (module < 4) return { y: 64 + (asic & 252) + dy, z: 32 * (3 - module) + 4 * (7 - bit) + dz };
  // The other half is mounted turned by 180 degrees.
  return { y: ((63 - asic) & 252) + 3 - dy, z: 32 * (7 - module) + 4 * bit + 3 - dz };
}

/** Pixels reported off in any block of a noise map (extension ISGR-NOIS-CPR): 1 per pixel z * 128 + y. */
export function noisyPixels(table: TableHdu): Uint8Array {
  const modules = table.column('MCE_ID').physical();
  const status = table.column('PIXEL_STATUS').physical();
  const noisy = new Uint8Array(PIXELS);
  modules.forEach((module, row) => {
    for (let byte = 0; byte < 256; byte++) {
      const bits = status[256 * row + byte]!;
      for (let bit = 0; bit < 8; bit++) {
        if ((bits >> bit) & 1) continue;
        const { y, z } = pixelOfNoiseBit(module, byte, bit);
        noisy[z * DETECTOR_SIDE + y] = 1;
      }
    }
  });
  return noisy;
}

/** Width of the rise of the efficiency at the threshold: the detector's resolution, as sigma in keV. */
const THRESHOLD_SIGMA_KEV = 4.8 / 2.3548;

/** Probability that a pixel with this threshold counts an event of this energy. */
export function thresholdEfficiency(thresholdKeV: number, energyKeV: number): number {
  return normalCdf((energyKeV - thresholdKeV) / THRESHOLD_SIGMA_KEV);
}

/** Below this efficiency a pixel is left out of a band: its weight would be mostly uncertainty. */
const LOWEST_EFFICIENCY = 0.1;

/** Efficiency of every grid cell in a band: time on, times the mean passage of the threshold over the band. */
export function bandEfficiency({ onFraction, thresholdKeV }: PixelStates, band: EnergyBand): Float64Array {
  const grid = new Float64Array(GRID_CELLS);
  const byThreshold = new Map<number, number>();
  gridCellOfPixel().forEach((cell, pixel) => {
    const threshold = thresholdKeV[pixel]!;
    let passage = byThreshold.get(threshold);
    if (passage === undefined) byThreshold.set(threshold, (passage = meanPassage(threshold, band)));
    const efficiency = onFraction[pixel]! * passage;
    grid[cell] = efficiency < LOWEST_EFFICIENCY ? 0 : efficiency;
  });
  return grid;
}

/** Mean over the band with the weight of a spectrum E^-1, between those of sources and of the background. */
function meanPassage(thresholdKeV: number, { minKeV, maxKeV }: EnergyBand): number {
  const steps = 32;
  let total = 0;
  for (let k = 0; k < steps; k++)
    total += thresholdEfficiency(thresholdKeV, minKeV * (maxKeV / minKeV) ** ((k + 0.5) / steps));
  return total / steps;
}

/**
 * Finds pixels that count far more than the model expects (electronic noise that on-board logic did not catch):
 * 1 per grid cell to leave out. `limitSigma` is one-sided; 16384 pixels exceed 5 sigma by chance 0.005 times.
 */
export function hotPixels(counts: Float64Array, expected: Float64Array, limitSigma = 5): Uint8Array {
  return Uint8Array.from(counts, (count, i) => {
    const mean = expected[i]!;
    // The small constant keeps the skewed Poisson tail of nearly empty pixels from being taken for noise.
    return count > mean + limitSigma * Math.sqrt(mean) + limitSigma ** 2 / 6 ? 1 : 0;
  });
}

/** Modules switched off completely, as on fractions: 0 for their pixels. */
export function withoutModules(states: PixelStates, modules: readonly number[]): PixelStates {
  const onFraction = states.onFraction.map((fraction, pixel) =>
    modules.includes(moduleOf(pixel % DETECTOR_SIDE, Math.floor(pixel / DETECTOR_SIDE))) ? 0 : fraction,
  );
  return { ...states, onFraction };
}
