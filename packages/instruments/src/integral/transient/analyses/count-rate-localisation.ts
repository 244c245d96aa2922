// Where a burst came from, by the counts of several detectors: a probability map of the sky, its area and its peak.
import { analysis, choice, ExpectedFailure, file, integer, listOf, number, record, string } from '@stemma/core';
import { chiSquareSf } from '@stemma/data/statistics';
import { rasterise } from '../../../figure/rasterise.ts';
import { SpacecraftState } from '../../analyses/spacecraft-state.ts';
import { netCountsOf } from '../count-limit.ts';
import { type DetectorName, detectors } from '../detectors.ts';
import { healpixFits } from '../formats/healpix-file.ts';
import { type SkyMark, skyMapFigureSvg } from '../formats/sky-map-figure.ts';
import { bandOf, bandParameters } from '../formats/spectrum-parameters.ts';
import { frameOf, positionOf } from '../formats/state-values.ts';
import { credibleLevels, type Localisation, localise, spectrumFamily } from '../localisation.ts';
import { earthFrom, extremePixel, type SkyGrid, skyGrid } from '../sky-grid.ts';
import { hardSpectrum, softSpectrum } from '../spectral-model.ts';
import { SimulatedBurstCounts } from './burst-counts.ts';
import { assumptionsOf } from './instrument-response.ts';
import { nsideParameter } from './sensitivity-map.ts';

/**
 * Chi2 and posterior map of the direction of a burst, flat prior over the sky that the Earth leaves. `spectrum`: one of
 * the two of circulars, or `any`, which averages over fourteen (cut-off power laws of index -1.3 to -0.5 and peak 150 to
 * 1200 keV, and those two). `systematic` is the relative error of the model in each detector. The goodness of fit counts
 * detectors less the fitted fluence and direction; it is null when nothing is left.
 */
export const CountRateLocalisation = analysis({
  name: 'integral.CountRateLocalisation',
  version: '1',
  description: 'Probability map of the direction of a burst from its counts in several detectors; 90 % area and peak.',
  parameters: {
    nside: nsideParameter,
    spectrum: choice(['any', 'hard', 'soft'], { default: 'any', description: 'known spectrum, or averaged over many' }),
    systematic: number({ default: 0.1, min: 0, max: 1, description: 'relative error of the model in each detector' }),
    minimumSigma: number({ unit: 'sigma', default: 5, min: 0, description: 'some detector must see so much' }),
    ...bandParameters,
  },
  inputs: { counts: SimulatedBurstCounts, state: SpacecraftState },
  outputs: {
    fits: file({ mediaType: 'application/fits' }),
    png: file({ mediaType: 'image/png' }),
    best: record({
      raDeg: number({ unit: 'deg', description: 'most probable pixel' }),
      decDeg: number({ unit: 'deg' }),
      fluence: number({ unit: 'erg/cm2', description: 'in the band, if it came from there' }),
    }),
    area50Deg2: number({ unit: 'deg2' }),
    area90Deg2: number({ unit: 'deg2' }),
    chi2: number({ description: 'least of all directions and spectra' }),
    degreesOfFreedom: integer({ description: 'detectors less three, at least 0' }),
    fitProbability: number({ description: 'of a chi2 at least so large; 1 without degrees of freedom' }),
    label: string(),
    assumptions: listOf(string()),
  },
  failures: {
    no_burst: 'no detector saw enough',
    outside_response: 'the band reaches beyond the response',
    occulted: 'the Earth hides the burst',
    no_ephemeris: 'the time lies outside of the orbit file',
  },
  run: async ({ counts, state, nside, spectrum, systematic, minimumSigma, ...request }, activity) => {
    const seen = seenBy(counts, minimumSigma);
    const grid = skyGrid(nside, frameOf(state), positionOf(state));
    const standard = { any: spectrumFamily([hardSpectrum, softSpectrum]), hard: [hardSpectrum], soft: [softSpectrum] };
    const found = localise(grid, seen, standard[spectrum], bandOf(request), systematic);
    const levels = credibleLevels(found.probability);
    const area = (level: number) =>
      levels.reduce((sum, value, i) => sum + (value < level && grid.occulted[i] === 0 ? 1 : 0), 0) *
      grid.healpix.pixelAreaDeg2;
    const peak = extremePixel(found.probability, -1);
    const best = { raDeg: grid.raDeg[peak]!, decDeg: grid.decDeg[peak]!, fluence: found.fluence[peak]! };
    const chi2 = found.chi2[extremePixel(found.chi2, 1)]!;
    const degreesOfFreedom = Math.max(0, seen.length - 3);
    const assumptions = assumptionsOf(seen.map(({ detector }) => detector.name));
    const product = {
      grid,
      found,
      levels,
      best,
      areas: [area(0.5), area(0.9)] as const,
      systematic,
      utc: state.time.utc.slice(0, 19),
      names: seen.map(({ detector }) => detector.name),
      assumptions,
      label: counts.label,
      derivation: activity.derivation,
    };
    const svg = figureOf(product, [
      { name: 'most probable', raDeg: best.raDeg, decDeg: best.decDeg },
      { name: 'pointing', ...state.axes.x },
      { name: 'Earth', ...earthFrom(positionOf(state)) },
    ]);
    return {
      fits: activity.file('localisation.fits', fileOf(product), 'application/fits'),
      png: activity.file('localisation.png', await rasterise(svg), 'image/png'),
      best,
      area50Deg2: product.areas[0],
      area90Deg2: product.areas[1],
      chi2,
      degreesOfFreedom,
      fitProbability: degreesOfFreedom > 0 ? chiSquareSf(chi2, degreesOfFreedom) : 1,
      label: counts.label,
      assumptions,
    };
  },
});

interface Product {
  readonly grid: SkyGrid;
  readonly found: Localisation;
  readonly levels: Float64Array;
  readonly best: { readonly raDeg: number; readonly decDeg: number };
  readonly areas: readonly [half: number, ninetyPerCent: number];
  readonly systematic: number;
  readonly utc: string;
  readonly names: readonly DetectorName[];
  readonly assumptions: readonly string[];
  readonly label: string;
  readonly derivation: string;
}

function fileOf({ grid, found, levels, best, areas, systematic, utc, assumptions, label, derivation }: Product) {
  return healpixFits({
    name: 'LOCALISATION',
    nside: grid.healpix.nside,
    columns: [
      { name: 'PROB', values: found.probability, unit: 'pix-1', comment: 'sums to 1' },
      { name: 'CREDIBLE', values: levels, comment: 'smallest level that holds it' },
      { name: 'CHISQ', values: found.chi2 },
      { name: 'FLUENCE', values: found.fluence, unit: 'erg/cm2' },
    ],
    header: [
      ['DATE-OBS', utc, 'time of the attitude, UTC'],
      ['RA_BEST', best.raDeg, '[deg] most probable pixel'],
      ['DEC_BEST', best.decDeg, '[deg]'],
      ['AREA_90', areas[1], '[deg2] 90 % credible area'],
      ['SYSTEM', systematic, 'relative error of the model'],
    ],
    assumptions,
    derivation,
    label,
  });
}

function figureOf(product: Product, marks: readonly SkyMark[]): string {
  const { grid, levels, areas, systematic, names, assumptions, label, derivation } = product;
  const [half, most] = areas.map((area) => area.toFixed(0));
  return skyMapFigureSvg({
    title: `Localisation by the counts of ${names.join(', ')}`,
    subtitle: `50 % in ${half} deg², 90 % in ${most} deg²; model good to ${(100 * systematic).toFixed(0)} %`,
    footer: [assumptions[0]!, `${label}; derivation ${derivation}`],
    healpix: grid.healpix,
    panels: [
      {
        title: 'bright: the smallest credible regions; grey: behind the Earth',
        values: levels.map((value, i) => (grid.occulted[i] === 1 ? NaN : 1 - value)),
        range: [0, 1],
        barLabel: '1 − credible level',
      },
    ],
    marks,
    ...(label.startsWith('SIMULATION') && { watermark: 'SIMULATION' }),
  });
}

interface CountTable {
  readonly durationS: number;
  readonly counts: {
    readonly detector: readonly string[];
    readonly grossCounts: Float64Array;
    readonly backgroundCps: Float64Array;
    readonly excessVariance: Float64Array;
  };
}

/** Net counts with errors. @throws ExpectedFailure `no_burst` when no detector reaches the significance. */
function seenBy({ durationS, counts }: CountTable, minimumSigma: number) {
  const seen = counts.detector.map((name, i) => {
    const [backgroundCps, excessVariance] = [counts.backgroundCps[i]!, counts.excessVariance[i]!];
    const grossCounts = counts.grossCounts[i]!;
    const net = netCountsOf({ grossCounts, backgroundCps, backgroundErrorCps: 0, excessVariance, durationS });
    const noise = excessVariance * Math.sqrt(backgroundCps * durationS);
    // Few counts have an error of at least one, so that an empty detector does not weigh without end.
    const errorCounts = Math.max(1, noise, net.error);
    return {
      detector: detectors[name as DetectorName],
      netCounts: net.value,
      errorCounts,
      sigma: net.value / errorCounts,
    };
  });
  const greatest = Math.max(...seen.map(({ sigma }) => sigma));
  if (greatest < minimumSigma) {
    const message = `no detector sees the burst: ${greatest.toFixed(1)} sigma at most, ${minimumSigma} asked for`;
    throw new ExpectedFailure('no_burst', message, { greatest, minimumSigma });
  }
  return seen;
}
