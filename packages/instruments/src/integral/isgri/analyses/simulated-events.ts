// The events that a window would have had: a Monte Carlo of sky, mask, detector and electronics, labelled SIMULATION.
// What reads real telemetry can be substituted for it; the steps that follow do not know the difference.
import { createHash } from 'node:crypto';
import { analysis, boolean, ExpectedFailure, integer, number, string } from '@stemma/core';
import { type RandomGenerator, randomFromDigest } from '@stemma/data/statistics';
import { DETECTOR_SIDE } from '../../coded-mask/geometry.ts';
import { shiftOfDirection } from '../../coded-mask/pointing.ts';
import type { Events } from '../../coded-mask/shadowgram.ts';
import { type NoisyPixel, type SimulatedSource, simulatePointing } from '../../coded-mask/simulate.ts';
import { axesOf, intervalsType, rawEventsType, TICK_S } from '../columns.ts';
import { CHANNELS, channelOf, pixelGains } from '../detector-electronics.ts';
import { IsgriResponse } from './isgri-response.ts';
import { PixelStates } from './pixel-states.ts';
import { Pointing } from './pointing.ts';
import { SkyModel } from './sky-model.ts';

/** Simulated events of a science window. */
export const SimulatedEvents = analysis({
  name: 'integral.SimulatedEvents',
  version: '1',
  description:
    'SIMULATION of the raw events of one science window: sources, background, noisy pixels, dead time, gaps.',
  parameters: {
    backgroundCps: number({ unit: 'count/s', default: 600, min: 0, max: 1e5, description: 'of the whole detector' }),
    deadFraction: number({ default: 0.15, min: 0, max: 0.95, description: 'part of the time lost to vetoes' }),
    gapS: number({ unit: 's', default: 20, min: 0, max: 3600, description: 'length of a gap in the telemetry' }),
    noisyPixels: integer({ default: 3, min: 0, max: 1000, description: 'pixels that count electronic noise' }),
  },
  inputs: { pointing: Pointing, sky: SkyModel, pixels: PixelStates, response: IsgriResponse },
  outputs: {
    events: rawEventsType,
    gaps: intervalsType,
    deadFraction: number({ description: 'from the veto counters' }),
    simulated: boolean(),
    label: string(),
  },
  stochastic: true,
  failures: { no_events: 'no telemetry was received in this science window' },
  run: ({ pointing, sky, pixels, response, backgroundCps, deadFraction, gapS, noisyPixels }, activity) => {
    const { scw, durationS, telemetry } = pointing;
    if (!telemetry) throw new ExpectedFailure('no_events', `science window ${scw} has no ISGRI events`, { scw });
    const frame = axesOf(pointing);
    const sources = sky.sources.flatMap((source): SimulatedSource[] => {
      const shift = shiftOfDirection(frame, source);
      if (shift === undefined) return [];
      const { periodS, amplitude } = source;
      return [{ shift, spectrum: source, ...(amplitude > 0 && { modulation: { periodS, amplitude, phase: 0 } }) }];
    });
    const random = randomFromDigest(createHash('sha256').update(`${activity.seed} telemetry`).digest('hex'));
    const all = simulatePointing({
      seed: activity.seed,
      exposureS: durationS,
      sources,
      backgroundCps,
      response,
      pixels,
      noisy: drawNoisyPixels(noisyPixels, random),
    });
    const gapLengthS = Math.min(gapS, durationS / 4);
    const gapStartS = durationS * (0.25 + 0.5 * random.uniform()) - gapLengthS / 2;
    const gap = { startS: gapStartS, stopS: gapStartS + gapLengthS };
    const events = received(all, gap, deadFraction, random);
    activity.log(`${scw}: ${events.tick.length} events SIMULATED, ${sources.length} sources before the mask`);
    return {
      events,
      gaps: {
        startS: Float64Array.from(gapLengthS > 0 ? [gap.startS] : []),
        stopS: Float64Array.from(gapLengthS > 0 ? [gap.stopS] : []),
      },
      deadFraction,
      simulated: true,
      label: pointing.label,
    };
  },
});

function drawNoisyPixels(count: number, random: RandomGenerator): NoisyPixel[] {
  return Array.from({ length: count }, () => ({
    y: random.integer(DETECTOR_SIDE),
    z: random.integer(DETECTOR_SIDE),
    rateCps: 1 + 3 * random.uniform(),
  }));
}

/** What reaches the ground: live events outside the gap, as ticks and channels. */
function received(
  { timeS, y, z, energyKeV }: Events,
  gap: { readonly startS: number; readonly stopS: number },
  deadFraction: number,
  random: RandomGenerator,
) {
  const gains = pixelGains();
  const channel = new Uint16Array(timeS.length);
  const kept = { tick: new Uint32Array(timeS.length), y: y.slice(), z: z.slice() };
  let count = 0;
  for (let i = 0; i < timeS.length; i++) {
    if (random.uniform() < deadFraction || (timeS[i]! >= gap.startS && timeS[i]! < gap.stopS)) continue;
    const pulse = Math.round(channelOf(energyKeV[i]!, gains[z[i]! * DETECTOR_SIDE + y[i]!]!));
    if (pulse < 0 || pulse >= CHANNELS) continue;
    kept.tick[count] = Math.floor(timeS[i]! / TICK_S);
    kept.y[count] = y[i]!;
    kept.z[count] = z[i]!;
    channel[count++] = pulse;
  }
  return {
    tick: kept.tick.slice(0, count),
    y: kept.y.slice(0, count),
    z: kept.z.slice(0, count),
    channel: channel.slice(0, count),
  };
}
