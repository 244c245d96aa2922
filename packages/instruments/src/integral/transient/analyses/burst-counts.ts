// The counts of a burst in several detectors: simulated from a declared burst, or given as they were measured.
import { analysis, choice, column, listOf, number, record, string, table } from '@stemma/core';
import { spacecraftAngles } from '@stemma/data/coordinates';
import { randomFromDigest } from '@stemma/data/statistics';
import { SpacecraftState } from '../../analyses/spacecraft-state.ts';
import { detectorNames, detectors } from '../detectors.ts';
import { frameOf } from '../formats/state-values.ts';
import { bandOf, bandParameters, spectrumOf, spectrumParameters } from '../formats/spectrum-parameters.ts';
import { simulatedCounts } from '../simulated-counts.ts';
import { backgroundFor, DetectorBackgrounds } from './detector-backgrounds.ts';
import { detectorsParameter } from './instrument-response.ts';

const outputs = {
  counts: table({
    detector: column('string'),
    grossCounts: column('float64', 'count', { description: 'background included' }),
    backgroundCps: column('float64', 'count/s'),
    excessVariance: column('float64', '', { description: 'scatter of the background in units of Poisson noise' }),
  }),
  durationS: number({ unit: 's' }),
  label: string({ description: 'what kind of data these are' }),
};

/** Counts of a made-up burst, deterministic by the request and labelled as a simulation. */
export const SimulatedBurstCounts = analysis({
  name: 'integral.SimulatedBurstCounts',
  version: '1',
  description: 'SIMULATION: counts of a burst of given position, fluence and spectrum in several detectors.',
  stochastic: true,
  parameters: {
    raDeg: number({ unit: 'deg', default: 150, min: 0, max: 360, description: 'right ascension of the burst, J2000' }),
    decDeg: number({ unit: 'deg', default: 30, min: -90, max: 90, description: 'declination of the burst, J2000' }),
    fluence: number({ unit: 'erg/cm2', default: 1e-5, min: 0, description: 'in the band' }),
    durationS: number({ unit: 's', default: 2, min: 0.01, max: 10_000, description: 'time in which it is counted' }),
    ...spectrumParameters,
    ...bandParameters,
    detectors: detectorsParameter,
  },
  inputs: { state: SpacecraftState, background: DetectorBackgrounds },
  outputs,
  failures: { outside_response: 'the band reaches beyond the response', occulted: 'the Earth hides the burst' },
  resources: { light: true },
  run: ({ state, background, detectors: names, raDeg, decDeg, fluence, durationS, ...request }, activity) => {
    const grossCounts = simulatedCounts(
      {
        angles: spacecraftAngles(frameOf(state), { raDeg, decDeg }),
        source: { raDeg, decDeg },
        positionKm: state.positionKm,
        spectrum: spectrumOf(request),
        band: bandOf(request),
        fluence,
        durationS,
      },
      names.map((name) => ({ detector: detectors[name], background: backgroundFor(background.backgrounds, name) })),
      randomFromDigest(activity.seed),
    );
    const numbers = (value: (name: (typeof detectorNames)[number]) => number) => Float64Array.from(names, value);
    return {
      counts: {
        detector: [...names],
        grossCounts,
        backgroundCps: numbers((name) => backgroundFor(background.backgrounds, name).rateCps),
        excessVariance: numbers((name) => backgroundFor(background.backgrounds, name).excessVariance),
      },
      durationS,
      label: 'SIMULATION, no observed data',
    };
  },
});

const row = record({
  detector: choice(detectorNames),
  grossCounts: number({ unit: 'count', min: 0 }),
  backgroundCps: number({ unit: 'count/s', min: 0 }),
  excessVariance: number({ default: 1.2, min: 1 }),
});

/** Counts as they were measured; substitute it for integral.SimulatedBurstCounts. */
export const BurstCounts = analysis({
  name: 'integral.BurstCounts',
  version: '1',
  description:
    'Counts of a burst in several detectors as you measured them, in place of integral.SimulatedBurstCounts.',
  parameters: {
    measured: listOf(row, {
      minLength: 2,
      default: [
        { detector: 'ACS', grossCounts: 220_000, backgroundCps: 85_000, excessVariance: 1.2 },
        { detector: 'VETO', grossCounts: 131_000, backgroundCps: 60_000, excessVariance: 1.3 },
        { detector: 'ISGRI', grossCounts: 4000, backgroundCps: 800, excessVariance: 1.1 },
      ],
      description: 'counts with background, background rate and scatter by detector; a made-up example by default',
    }),
    durationS: number({
      unit: 's',
      default: 2,
      min: 0.01,
      max: 10_000,
      description: 'time in which they were counted',
    }),
  },
  outputs,
  resources: { light: true },
  run: ({ measured, durationS }) => ({
    counts: {
      detector: measured.map(({ detector }) => detector),
      grossCounts: Float64Array.from(measured, ({ grossCounts }) => grossCounts),
      backgroundCps: Float64Array.from(measured, ({ backgroundCps }) => backgroundCps),
      excessVariance: Float64Array.from(measured, ({ excessVariance }) => excessVariance),
    },
    durationS,
    label: 'counts as given by the request',
  }),
});
