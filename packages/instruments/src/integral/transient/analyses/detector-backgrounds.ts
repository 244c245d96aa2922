// The backgrounds against which bursts are noticed: declared typical ones, or that of SPI-ACS as measured in a light curve.
import { analysis, column, string, table } from '@stemma/core';
import { BackgroundModel } from '../../analyses/background-model.ts';
import { ExcessSearch } from '../../analyses/excess-search.ts';
import { detectorNames, detectors } from '../detectors.ts';
import type { Background } from '../sensitivity.ts';

const outputs = {
  backgrounds: table({
    detector: column('string'),
    rateCps: column('float64', 'count/s'),
    excessVariance: column('float64', '', { description: 'scatter in units of Poisson noise' }),
    origin: column('string', undefined, { description: 'declared or measured' }),
  }),
  words: string(),
};

/** Declared typical backgrounds of the four detectors. */
export const DetectorBackgrounds = analysis({
  name: 'integral.DetectorBackgrounds',
  version: '1',
  description: 'Typical background rates of SPI-ACS, IBIS VETO, ISGRI and PICsIT: declared; inject what you measured.',
  outputs,
  resources: { light: true },
  run: () => ({ backgrounds: declared(), words: 'declared typical backgrounds' }),
});

/** The same with SPI-ACS measured; substitute it for integral.DetectorBackgrounds. */
export const MeasuredBackgrounds = analysis({
  name: 'integral.MeasuredBackgrounds',
  version: '1',
  description: 'Background of SPI-ACS from its light curve and the search for excesses; typical ones for the others.',
  inputs: { background: BackgroundModel, excesses: ExcessSearch },
  outputs,
  resources: { light: true },
  run: ({ background, excesses }) => {
    const { detector, rateCps, excessVariance, origin } = declared();
    rateCps[0] = background.meanCps;
    // The steadier scales would make limits too low: circulars quote the greatest scatter of all scales.
    excessVariance[0] = excesses.maxExcessVariance;
    origin[0] = 'measured';
    const words = `SPI-ACS measured: ${excesses.stability}, scatter ${excesses.maxExcessVariance.toFixed(2)}`;
    return { backgrounds: { detector, rateCps, excessVariance, origin }, words };
  },
});

function declared() {
  return {
    detector: [...detectorNames] as string[],
    rateCps: Float64Array.from(detectorNames, (name) => detectors[name].backgroundCps),
    excessVariance: Float64Array.from(detectorNames, (name) => detectors[name].excessVariance),
    origin: detectorNames.map(() => 'declared') as string[],
  };
}

/** The background of a detector in the outputs of these analyses; the declared one where the table has none. */
export function backgroundFor(
  table: {
    readonly detector: readonly string[];
    readonly rateCps: ArrayLike<number>;
    readonly excessVariance: ArrayLike<number>;
  },
  name: (typeof detectorNames)[number],
): Background {
  const row = table.detector.indexOf(name);
  if (row < 0) return { rateCps: detectors[name].backgroundCps, excessVariance: detectors[name].excessVariance };
  return { rateCps: table.rateCps[row]!, excessVariance: table.excessVariance[row]! };
}
