/**
 * A simulated pointing: the events that sources and background would leave in ISGRI, in order of time. A Monte Carlo
 * from the sky to the event list, seeded and therefore repeatable; every product made of it must say "simulated".
 */

import { type RandomGenerator, randomFromDigest } from '@stemma/data/statistics';
import { type AliasTable, aliasTable, drawIndex } from './alias-table.ts';
import { backgroundShape, backgroundSpectrum } from './detector-background.ts';
import { DETECTOR_SIDE, type Shift, gridCellOfPixel } from './geometry.ts';
import { pixelIllumination } from './pif.ts';
import { type PixelStates, thresholdEfficiency } from './pixel-state.ts';
import type { PowerLaw } from './power-law.ts';
import { type Response, foldSpectrum } from './response.ts';
import type { Events } from './shadowgram.ts';

/** A sinusoidal change of the rate: 1 + amplitude sin(2 pi (t / period + phase)). */
export interface Modulation {
  readonly periodS: number;
  /** 0 to 1. */
  readonly amplitude: number;
  readonly phase: number;
}

/** A source in the field. */
export interface SimulatedSource {
  readonly shift: Shift;
  readonly spectrum: PowerLaw;
  readonly modulation?: Modulation;
}

/** A pixel that counts noise at low energy. */
export interface NoisyPixel {
  readonly y: number;
  readonly z: number;
  readonly rateCps: number;
}

/** What is simulated. */
export interface SimulatedPointing {
  /** 64 hexadecimal digits. */
  readonly seed: string;
  /** Live time in seconds. */
  readonly exposureS: number;
  readonly sources: readonly SimulatedSource[];
  /** Background of the whole detector over all channels, all pixels on. */
  readonly backgroundCps: number;
  readonly response: Response;
  readonly pixels: PixelStates;
  readonly noisy?: readonly NoisyPixel[];
}

/** One origin of events: where and at which energies they are, and how often. */
interface Component {
  /** Events per second at the maximum of the modulation. */
  readonly peakRateCps: number;
  readonly pixel: AliasTable;
  readonly channel: AliasTable;
  readonly modulation: Modulation | undefined;
}

/** More events than this are not simulated at once: 500 million would not fit into memory. */
const MOST_EVENTS = 5e8;

/** Draws the events of a pointing. Throws a RangeError for exposures or rates that are not positive or far too large. */
export function simulatePointing(pointing: SimulatedPointing): Events {
  const { exposureS, response, pixels } = pointing;
  if (!(exposureS > 0)) throw new RangeError(`a pointing cannot last ${exposureS} s`);
  const random = randomFromDigest(pointing.seed);
  const components = componentsOf(pointing);
  if (components.length === 0) return emptyEvents([], 0);
  const columns = emptyEvents(components, exposureS);
  const origin = aliasTable(components.map(({ peakRateCps }) => peakRateCps));
  let count = 0;
  // Waiting times at the sum of the peak rates give a sorted list; modulated components are thinned.
  for (let time = wait(random, origin.total); time < exposureS; time += wait(random, origin.total)) {
    const { modulation, pixel, channel } = components[drawIndex(origin, random)]!;
    if (modulation !== undefined && random.uniform() * (1 + modulation.amplitude) > modulated(modulation, time))
      continue;
    const place = drawIndex(pixel, random);
    const bin = drawIndex(channel, random);
    const [low, high] = [response.channelLowKeV[bin]!, response.channelHighKeV[bin]!];
    const energy = low + (high - low) * random.uniform();
    if (!passes(pixels.thresholdKeV[place]!, energy, random)) continue;
    columns.timeS[count] = time;
    columns.y[count] = place % DETECTOR_SIDE;
    columns.z[count] = Math.floor(place / DETECTOR_SIDE);
    columns.energyKeV[count] = energy;
    count++;
    if (count === columns.timeS.length) throw new RangeError('more events than any chance allows');
  }
  return {
    timeS: columns.timeS.slice(0, count),
    y: columns.y.slice(0, count),
    z: columns.z.slice(0, count),
    energyKeV: columns.energyKeV.slice(0, count),
  };
}

function wait(random: RandomGenerator, rateCps: number): number {
  return -Math.log(1 - random.uniform()) / rateCps;
}

function modulated({ periodS, amplitude, phase }: Modulation, timeS: number): number {
  return 1 + amplitude * Math.sin(2 * Math.PI * (timeS / periodS + phase));
}

/** Well above the threshold nothing is lost, and no random number is spent. */
function passes(thresholdKeV: number, energyKeV: number, random: RandomGenerator): boolean {
  return energyKeV > thresholdKeV + 12 || random.uniform() < thresholdEfficiency(thresholdKeV, energyKeV);
}

function emptyEvents(components: readonly Component[], exposureS: number): Events {
  const mean = exposureS * components.reduce((total, { peakRateCps }) => total + peakRateCps, 0);
  if (!(mean < MOST_EVENTS)) throw new RangeError(`${mean} events are too many for one pointing`);
  const size = mean === 0 ? 0 : Math.ceil(mean + 12 * Math.sqrt(mean) + 12);
  return {
    timeS: new Float64Array(size),
    y: new Uint8Array(size),
    z: new Uint8Array(size),
    energyKeV: new Float32Array(size),
  };
}

function componentsOf({ sources, backgroundCps, response, pixels, noisy = [] }: SimulatedPointing): Component[] {
  const components: Component[] = [];
  for (const { shift, spectrum, modulation } of sources) {
    const rates = foldSpectrum(response, spectrum);
    const lit = perPixel(pixelIllumination(shift), pixels);
    const perLitPixel = sumOf(rates) / ((DETECTOR_SIDE * DETECTOR_SIDE) / 2);
    add(components, perLitPixel * (1 + (modulation?.amplitude ?? 0)), lit, rates, modulation);
  }
  const spectrum = backgroundSpectrum(response.channelLowKeV, response.channelHighKeV);
  add(components, backgroundCps / DETECTOR_SIDE ** 2, perPixel(backgroundShape(), pixels), spectrum, undefined);
  if (noisy.length > 0) {
    const places = new Float64Array(DETECTOR_SIDE * DETECTOR_SIDE);
    for (const { y, z, rateCps } of noisy) places[z * DETECTOR_SIDE + y]! += rateCps;
    // Electronic noise lies just above the threshold.
    const channels = response.channelLowKeV.map((low) => Math.exp(-low / 5));
    add(components, 1, places, channels, undefined);
  }
  return components;
}

function add(
  components: Component[],
  ratePerUnit: number,
  places: Float64Array,
  channels: Float64Array,
  modulation: Modulation | undefined,
): void {
  const peakRateCps = ratePerUnit * sumOf(places);
  if (peakRateCps === 0) return;
  if (!(peakRateCps > 0))
    throw new RangeError(`a component of the simulation cannot have ${peakRateCps} events per second`);
  if (modulation !== undefined && !(modulation.amplitude >= 0 && modulation.amplitude <= 1 && modulation.periodS > 0)) {
    throw new RangeError('a modulation needs a positive period and an amplitude of 0 to 1');
  }
  components.push({ peakRateCps, pixel: aliasTable(places), channel: aliasTable(channels), modulation });
}

const cellOfPixel = gridCellOfPixel();

/** Values of the grid at the pixels, times the time each is on. */
function perPixel(grid: Float64Array, { onFraction }: PixelStates): Float64Array {
  return onFraction.map((fraction, pixel) => fraction * grid[cellOfPixel[pixel]!]!);
}

function sumOf(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
