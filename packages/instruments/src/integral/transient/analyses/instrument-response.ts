// The response service: what a spectrum from a direction gives in each detector, and what one count stands for.
import { analysis, choice, column, exposed, listOf, number, string, table } from '@stemma/core';
import { detectorNames, detectors, MODEL_STATEMENT } from '../detectors.ts';
import { directionResponse, fluxes, orientationWord } from '../direction-response.ts';
import {
  bandOf,
  bandParameters,
  spectrumOf,
  spectrumParameters,
  spectrumWords,
} from '../formats/spectrum-parameters.ts';
import { BurstDirection } from './burst-direction.ts';

/** All detectors, or those that are named. */
export const detectorsParameter = listOf(choice(detectorNames), {
  default: detectorNames,
  minLength: 1,
  description: 'detectors to consider',
});

/**
 * Rates, fluxes and fluence per count by detector. response = energy flux in the band / rate (erg/cm2 per count); the
 * rate counts photons of all energies up to `rateMaxKeV`, inside the band or not, weighted with the effective area.
 */
export const InstrumentResponse = analysis({
  name: 'integral.InstrumentResponse',
  version: '1',
  description:
    'Response of SPI-ACS, IBIS VETO, ISGRI and PICsIT to a spectrum from a direction: rate, erg/cm2 per count.',
  parameters: {
    ...spectrumParameters,
    ...bandParameters,
    rateMaxKeV: number({ unit: 'keV', default: 10_000, min: 0, description: 'highest photon energy that is counted' }),
    detectors: detectorsParameter,
  },
  exposes: { thetaDeg: exposed(BurstDirection, 'thetaDeg'), phiDeg: exposed(BurstDirection, 'phiDeg') },
  inputs: { direction: BurstDirection },
  outputs: {
    detectors: table({
      detector: column('string'),
      response: column('float64', 'erg/cm2', { description: 'fluence in the band for one count' }),
      rateCps: column('float64', 'count/s'),
      areaCm2: column('float64', 'cm2', { description: 'rate over photon flux in the band' }),
      relativeToBest: column('float64', '', { description: 'part of the rate in the best direction' }),
      orientation: column('string'),
    }),
    energyFlux: number({ unit: 'erg/cm2/s', description: 'in the band' }),
    photonFlux: number({ unit: 'ph/cm2/s', description: 'in the band' }),
    words: string(),
    assumptions: listOf(string()),
  },
  failures: { outside_response: 'the band or the spectrum reaches beyond the response' },
  resources: { light: true },
  run: ({ direction, detectors: names, rateMaxKeV, ...request }) => {
    const [spectrum, band] = [spectrumOf(request), bandOf(request)];
    const { photons, energyErg } = fluxes(spectrum, band);
    const rows = names.map((name) => directionResponse(detectors[name], spectrum, direction, band, rateMaxKeV));
    const numbers = (value: (row: (typeof rows)[number]) => number) => Float64Array.from(rows, value);
    const orientation = rows.map((row) => orientationWord(row.relativeToBest));
    return {
      detectors: {
        detector: [...names],
        response: numbers((row) => row.ergPerCm2PerCount),
        rateCps: numbers((row) => row.rateCps),
        areaCm2: numbers((row) => row.areaCm2),
        relativeToBest: numbers((row) => row.relativeToBest),
        orientation,
      },
      energyFlux: energyErg,
      photonFlux: photons,
      words: wordsFor(
        direction.thetaDeg,
        names.map(
          (name, k) => `${orientation[k]} (${(100 * rows[k]!.relativeToBest).toFixed(0)} % of optimal) ${name}`,
        ),
        spectrumWords(spectrum),
      ),
      assumptions: assumptionsOf(names),
    };
  },
});

function wordsFor(thetaDeg: number, parts: readonly string[], spectrum: string): string {
  return `${thetaDeg.toFixed(0)} deg from the pointing: ${parts.join(', ')}; ${spectrum}`;
}

/** What the numbers of some detectors rest on, the statement about the model first. Plain ASCII, for headers too. */
export function assumptionsOf(names: readonly (typeof detectorNames)[number][]): string[] {
  return [MODEL_STATEMENT, ...names.flatMap((name) => detectors[name].assumptions.map((text) => `${name}: ${text}`))];
}
