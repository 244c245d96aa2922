// The energy spectrum: a power law folded through the responses of each run and fitted to the counts of all of them.
import {
  accepting,
  analysis,
  boolean,
  column,
  each,
  ExpectedFailure,
  file,
  integer,
  listOf,
  number,
  record,
  string,
  table,
} from '@stemma/core';
import { tableHdu, writeFits } from '@stemma/data/fits';
import { rasterise } from '../../figure/rasterise.ts';
import { spectrumFigure } from '../formats/spectrum-figure.ts';
import { originCards } from '../formats/terms-of-use.ts';
import { fitPowerLaw, type RunCounts } from '../spectrum/fit-power-law.ts';
import { fluxAboveOneTeV, fluxPoints } from '../spectrum/flux-points.ts';
import { usable } from '../usable-runs.ts';
import { OnOffCounts } from './on-off-counts.ts';
import { dataOf, RunEvents } from './run-events.ts';
import { RunSpectrum } from './run-spectrum.ts';
import { SelectRuns } from './select-runs.ts';
import { Target } from './target.ts';

/**
 * The power law dN/dE = norm (E / 1 TeV)^-index that describes the counts of all runs best, by forward folding: the model
 * is turned into expected counts by the responses of each run, and compared with ON and OFF by wstat (XSPEC manual,
 * appendix B). Energies in TeV, fluxes per cm2, s and TeV. Only bins inside the safe range of a run count. Errors are
 * statistical, one standard deviation from the curvature; the responses of the release add about 20 % in flux and 0.1 in
 * index that are not in them. Where a source varies from run to run, one power law is too little and the errors too small.
 */
export const Spectrum = analysis({
  name: 'hess.Spectrum',
  version: '1',
  description:
    'The power law that describes the counts of all runs best, by forward folding and wstat, with flux points.',
  inputs: {
    target: Target,
    selection: SelectRuns,
    spectra: each(SelectRuns, 'runs', (run) =>
      accepting(RunSpectrum({ data: dataOf(run), counts: OnOffCounts({ run: RunEvents({ data: dataOf(run) }) }) })),
    ),
  },
  outputs: {
    fit: record({
      index: number({ description: 'of dN/dE = norm (E / 1 TeV)^-index' }),
      indexError: number(),
      norm: number({ unit: 'cm-2 s-1 TeV-1', description: 'at 1 TeV' }),
      normError: number({ unit: 'cm-2 s-1 TeV-1' }),
      correlation: number({ description: 'of ln norm and index' }),
      fluxAboveOneTeV: number({ unit: 'cm-2 s-1' }),
      fluxError: number({ unit: 'cm-2 s-1' }),
      stat: number({ description: 'wstat at the minimum' }),
      degreesOfFreedom: integer(),
      hasConverged: boolean(),
      minTeV: number({ unit: 'TeV', description: 'lowest fitted energy' }),
    }),
    points: table({
      lowTeV: column('float64', 'TeV'),
      highTeV: column('float64', 'TeV'),
      energyTeV: column('float64', 'TeV'),
      excess: column('float64', 'count'),
      expected: column('float64', 'count', { description: 'excess that the fitted model lets expect' }),
      flux: column('float64', 'cm-2 s-1 TeV-1'),
      fluxError: column('float64', 'cm-2 s-1 TeV-1'),
      sigma: column('float64', 'sigma'),
    }),
    fits: file({ mediaType: 'application/fits' }),
    png: file({ mediaType: 'image/png' }),
    dropped: listOf(record({ obsId: integer(), reason: string(), message: string() })),
  },
  failures: {
    no_usable_run: 'every selected run failed',
    no_excess: 'there is no excess in the safe energy range to fit a model to',
  },
  run: async ({ target, selection, spectra }, activity) => {
    const { found, dropped } = usable(selection.runs, spectra);
    const runs = found.map(({ bins, trueEnergies, matrixCm2, run }): RunCounts => ({
      on: bins.on,
      off: bins.off,
      safe: bins.safe,
      alpha: run.alpha,
      livetimeS: run.livetimeS,
      trueLowTeV: trueEnergies.lowTeV,
      trueHighTeV: trueEnergies.highTeV,
      matrixCm2,
    }));
    const fitted = fitPowerLaw(runs);
    if (!fitted) throw new ExpectedFailure('no_excess', `${target.target} has no excess in the safe energy range`);
    const [{ bins }] = found as [(typeof found)[number]];
    const points = fluxPoints(runs, fitted.model, bins.lowTeV, bins.highTeV);
    const above = fluxAboveOneTeV(fitted);
    const fit = {
      index: fitted.model.index,
      indexError: fitted.indexError,
      norm: fitted.model.normPerCm2STeV,
      normError: fitted.normError,
      correlation: fitted.correlation,
      fluxAboveOneTeV: above.flux,
      fluxError: above.error,
      stat: fitted.stat,
      degreesOfFreedom: fitted.degreesOfFreedom,
      hasConverged: fitted.hasConverged,
      minTeV: points.lowTeV[0]!,
    };
    activity.log(
      `index ${fit.index.toFixed(2)} ± ${fit.indexError.toFixed(2)}, wstat ${fit.stat.toFixed(1)} for ${fit.degreesOfFreedom} degrees of freedom`,
    );
    const figure = spectrumFigure({ target: target.target, fit, points, derivation: activity.derivation });
    return {
      fit,
      points,
      fits: activity.file('spectrum.fits', pointsFile(points, fit, activity.derivation)),
      png: activity.file('spectrum.png', await rasterise(figure), 'image/png'),
      dropped,
    };
  },
});

function pointsFile(
  points: ReturnType<typeof fluxPoints>,
  fit: { readonly index: number; readonly norm: number },
  derivation: string,
): Uint8Array {
  const flux = 'cm-2 s-1 TeV-1';
  const columns = [
    { name: 'e_ref', values: points.energyTeV, unit: 'TeV' },
    { name: 'e_min', values: points.lowTeV, unit: 'TeV' },
    { name: 'e_max', values: points.highTeV, unit: 'TeV' },
    { name: 'dnde', values: points.flux, unit: flux },
    { name: 'dnde_err', values: points.fluxError, unit: flux },
    { name: 'excess', values: points.excess, unit: 'count' },
    { name: 'npred', values: points.expected, unit: 'count' },
  ];
  const model = [
    ['SED_TYPE', 'dnde'] as const,
    ['INDEX', fit.index, 'fitted index'] as const,
    ['NORM', fit.norm, 'fitted norm at 1 TeV'] as const,
  ];
  return writeFits([tableHdu({ name: 'SPECTRUM', columns, header: [...model, ...originCards(derivation)] })]);
}
