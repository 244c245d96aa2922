// Upper limits on what was not seen, as circulars quote them: by detector, for the two standard spectra.
import { analysis, column, exposed, listOf, number, string, table } from '@stemma/core';
import { stabilityWord } from '@stemma/data/lightcurve';
import { countLimit } from '../count-limit.ts';
import { detectors } from '../detectors.ts';
import { directionResponse, type EnergyBand, orientationWord } from '../direction-response.ts';
import { bandOf, bandParameters } from '../formats/spectrum-parameters.ts';
import { hardSpectrum, softSpectrum } from '../spectral-model.ts';
import { BurstDirection } from './burst-direction.ts';
import { backgroundFor, DetectorBackgrounds } from './detector-backgrounds.ts';
import { assumptionsOf, detectorsParameter } from './instrument-response.ts';

/**
 * n-sigma limits: counts = n x excess variance x sqrt(background x time scale), fluence = counts x response. One row for
 * each detector and spectrum: hard (cut-off power law -0.5, 600 keV) on `hardS`, soft (Band -1, -2.5, 300 keV) on
 * `softS`. The flux is the fluence over the time scale.
 */
export const UpperLimits = analysis({
  name: 'integral.UpperLimits',
  version: '1',
  description: 'Upper limits on the fluence of a burst not seen, by detector: hard spectrum on 1 s, soft one on 8 s.',
  parameters: {
    nSigma: number({ unit: 'sigma', default: 3, min: 0.1, max: 100, description: 'level of the limit' }),
    hardS: number({ unit: 's', default: 1, min: 0.05, max: 10_000, description: 'time scale for the hard spectrum' }),
    softS: number({ unit: 's', default: 8, min: 0.05, max: 10_000, description: 'time scale for the soft spectrum' }),
    ...bandParameters,
    detectors: detectorsParameter,
  },
  exposes: { thetaDeg: exposed(BurstDirection, 'thetaDeg'), phiDeg: exposed(BurstDirection, 'phiDeg') },
  inputs: { direction: BurstDirection, background: DetectorBackgrounds },
  outputs: {
    limits: table({
      detector: column('string'),
      spectrum: column('string', undefined, { description: 'hard or soft' }),
      timescaleS: column('float64', 's'),
      countLimit: column('float64', 'count'),
      response: column('float64', 'erg/cm2', { description: 'fluence in the band for one count' }),
      fluenceLimit: column('float64', 'erg/cm2'),
      fluxLimit: column('float64', 'erg/cm2/s'),
      relativeToBest: column('float64'),
    }),
    background: string(),
    report: string(),
    assumptions: listOf(string()),
  },
  failures: { outside_response: 'the band reaches beyond the response' },
  resources: { light: true },
  run: ({ direction, background, nSigma, hardS, softS, detectors: names, ...request }) => {
    const band = bandOf(request);
    const standard = [
      { name: 'hard', spectrum: hardSpectrum, timescaleS: hardS },
      { name: 'soft', spectrum: softSpectrum, timescaleS: softS },
    ];
    const rows = names.flatMap((detector) =>
      standard.map(({ name, spectrum, timescaleS }) => {
        const { rateCps, excessVariance } = backgroundFor(background.backgrounds, detector);
        const counts = countLimit(nSigma, rateCps, excessVariance, timescaleS);
        const { ergPerCm2PerCount, relativeToBest } = directionResponse(detectors[detector], spectrum, direction, band);
        return { detector, name, timescaleS, counts, response: ergPerCm2PerCount, relativeToBest, excessVariance };
      }),
    );
    return {
      limits: limitTable(rows),
      background: background.words,
      report: reportOf(rows, direction.thetaDeg, nSigma, band),
      assumptions: assumptionsOf(names),
    };
  },
});

interface LimitRow {
  readonly detector: string;
  readonly name: string;
  readonly timescaleS: number;
  readonly counts: number;
  readonly response: number;
  readonly relativeToBest: number;
  readonly excessVariance: number;
}

function limitTable(rows: readonly LimitRow[]) {
  const of = (value: (row: LimitRow) => number) => Float64Array.from(rows, value);
  return {
    detector: rows.map(({ detector }) => detector),
    spectrum: rows.map(({ name }) => name),
    timescaleS: of((row) => row.timescaleS),
    countLimit: of((row) => row.counts),
    response: of((row) => row.response),
    fluenceLimit: of((row) => row.counts * row.response),
    fluxLimit: of((row) => (row.counts * row.response) / row.timescaleS),
    relativeToBest: of((row) => row.relativeToBest),
  };
}

/** Sentences as in a circular: orientation and stability first, then one line for each limit. */
function reportOf(rows: readonly LimitRow[], thetaDeg: number, nSigma: number, band: EnergyBand): string {
  const hard = rows.filter(({ name }) => name === 'hard');
  const orientation = hard.map(
    (row) =>
      `${orientationWord(row.relativeToBest)} (${(100 * row.relativeToBest).toFixed(0)}% of optimal) response of ${row.detector}`,
  );
  const stability = hard.map(
    (row) => `${row.detector} ${stabilityWord(row.excessVariance)} (excess variance ${row.excessVariance.toFixed(1)})`,
  );
  const limits = rows.map((row) => {
    const fluence = (row.counts * row.response).toExponential(1);
    return `${row.detector}, ${row.name} spectrum: ${fluence} erg/cm2 within ${row.timescaleS} s (${band.minKeV}-${band.maxKeV} keV, ${nSigma} sigma)`;
  });
  return [
    `Angle to the pointing axis ${thetaDeg.toFixed(0)} deg: ${orientation.join(', ')}.`,
    `Background: ${stability.join(', ')}.`,
    ...limits,
  ].join('\n');
}
