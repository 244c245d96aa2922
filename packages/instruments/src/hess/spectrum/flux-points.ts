// Fluxes by energy for figures and tables: the fitted model times the ratio of measured to expected excess. They show
// how well the model describes the counts; they are not independent of it.
import { liMaSignificance, onOffExcess, onOffExcessError } from '@stemma/data/statistics';
import type { PowerLawFit, RunCounts } from './fit-power-law.ts';
import { expectedCounts, powerLawIntegral, type PowerLaw } from './fold.ts';

/** Points of bins in which at least one run is safe; columns of equal length. */
export type FluxPoints = Readonly<
  Record<'lowTeV' | 'highTeV' | 'energyTeV' | 'excess' | 'expected' | 'flux' | 'fluxError' | 'sigma', Float64Array>
>;

/** The points of all safe bins up to the last one with counts. */
export function fluxPoints(
  runs: readonly RunCounts[],
  model: PowerLaw,
  lowTeV: Float64Array,
  highTeV: Float64Array,
): FluxPoints {
  const expected = runs.map((run) => expectedCounts(run, model));
  const rows: Record<keyof FluxPoints, number>[] = [];
  for (let bin = 0; bin < lowTeV.length; bin++) {
    const safe = runs.flatMap((run, i) =>
      run.safe[bin] ? [{ on: run.on[bin]!, off: run.off[bin]!, alpha: run.alpha, expected: expected[i]![bin]! }] : [],
    );
    const sum = (value: (part: (typeof safe)[number]) => number) =>
      safe.reduce((total, part) => total + value(part), 0);
    const [on, off, background, predicted] = [
      sum((part) => part.on),
      sum((part) => part.off),
      sum((part) => part.alpha * part.off),
      sum((part) => part.expected),
    ];
    if (!(predicted > 0)) continue;
    const energyTeV = Math.sqrt(lowTeV[bin]! * highTeV[bin]!);
    const perCount = (model.normPerCm2STeV * energyTeV ** -model.index) / predicted;
    const excess = sum(onOffExcess);
    // One alpha for the sum of runs; without OFF counts their mean stands in.
    const alpha = off > 0 ? background / off : sum((part) => part.alpha) / safe.length;
    rows.push({
      lowTeV: lowTeV[bin]!,
      highTeV: highTeV[bin]!,
      energyTeV,
      excess,
      expected: predicted,
      flux: excess * perCount,
      fluxError: Math.sqrt(sum((part) => onOffExcessError(part) ** 2)) * perCount,
      sigma: liMaSignificance({ on, off, alpha }),
    });
  }
  const last = rows.findLastIndex(({ excess }) => excess > 0);
  const kept = rows.slice(0, last + 1);
  const column = (name: keyof FluxPoints) => Float64Array.from(kept, (row) => row[name]);
  return {
    lowTeV: column('lowTeV'),
    highTeV: column('highTeV'),
    energyTeV: column('energyTeV'),
    excess: column('excess'),
    expected: column('expected'),
    flux: column('flux'),
    fluxError: column('fluxError'),
    sigma: column('sigma'),
  };
}

/** Photons per cm2 and s above 1 TeV, with the error of the fit propagated; infinite for an index of 1 or less. */
export function fluxAboveOneTeV({ model, normError, indexError, correlation }: PowerLawFit): {
  flux: number;
  error: number;
} {
  const flux = model.index > 1 ? powerLawIntegral(model, 1, Infinity) : Infinity;
  // ln flux = ln norm - ln(index - 1).
  const [byNorm, byIndex] = [normError / model.normPerCm2STeV, -indexError / (model.index - 1)];
  return { flux, error: flux * Math.sqrt(byNorm ** 2 + byIndex ** 2 + 2 * correlation * byNorm * byIndex) };
}
