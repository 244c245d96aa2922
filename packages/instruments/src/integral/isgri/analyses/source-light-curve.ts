// The light curve of a source over many science windows.
import { accepting, analysis, column, each, exposed, file, integer, string, table } from '@stemma/core';
import { sourceAt } from '../extraction.ts';
import { type BandLightCurve, lightCurveFile } from '../formats/ogip-light-curve.ts';
import { bandChoice, windowChoice } from '../goal-parameters.ts';
import { noSource, sourceParameters } from '../named-source.ts';
import { droppedTexts, usableWindows, windowLists } from '../usable-windows.ts';
import { SelectScienceWindows } from './select-science-windows.ts';
import { TargetPosition } from './target-position.ts';
import { WindowLightCurves } from './window-light-curves.ts';

/** Light curve of a source. */
export const SourceLightCurve = analysis({
  name: 'integral.SourceLightCurve',
  version: '1',
  description: 'Light curve of a source over the selected science windows in each band, also as OGIP FITS file.',
  parameters: sourceParameters,
  exposes: { ...windowChoice, ...bandChoice, binS: exposed(WindowLightCurves, 'binS') },
  inputs: {
    target: TargetPosition,
    selection: SelectScienceWindows,
    curves: each(SelectScienceWindows, 'scws', (scw) => accepting(WindowLightCurves({ scw: scw.id }))),
  },
  outputs: {
    lightCurve: table({
      timeIjd: column('float64', 'd', { description: 'middle of the bin', ucd: 'time.epoch' }),
      widthS: column('float64', 's'),
      fractionalExposure: column('float64'),
      minKeV: column('float64', 'keV'),
      maxKeV: column('float64', 'keV'),
      rateCps: column('float64', 'count/s', { ucd: 'phot.count' }),
      errorCps: column('float64', 'count/s', { ucd: 'stat.error' }),
    }),
    bins: integer({ description: 'in each band' }),
    ...windowLists,
    fits: file({ mediaType: 'application/fits' }),
    label: string(),
  },
  failures: {
    no_images: 'none of the selected science windows can be used',
    no_source: 'no source of the catalogue or the images lies at the position',
  },
  run: ({ target, radiusDeg, selection, curves }, activity) => {
    const { found, dropped } = usableWindows(selection, curves);
    const picked = found.flatMap((window) => {
      const source = sourceAt(window.sources, target, radiusDeg);
      return source < 0 ? [] : [{ window, source }];
    });
    if (picked.length === 0) throw noSource(target, selection);
    const { bands, label } = found[0]!;
    const origin = { derivation: activity.derivation, label, dropped: droppedTexts(dropped) };
    const perBand = bands.map((_, band) => bandCurve(picked, band));
    const joined = (of: (curve: BandLightCurve) => Float64Array) =>
      Float64Array.from(perBand.flatMap((c) => [...of(c)]));
    return {
      lightCurve: {
        timeIjd: joined(({ timeIjd }) => timeIjd),
        widthS: joined(({ widthS }) => widthS),
        fractionalExposure: joined(({ fractionalExposure }) => fractionalExposure),
        minKeV: joined(({ band, timeIjd }) => timeIjd.map(() => band.minKeV)),
        maxKeV: joined(({ band, timeIjd }) => timeIjd.map(() => band.maxKeV)),
        rateCps: joined(({ rateCps }) => rateCps),
        errorCps: joined(({ errorCps }) => errorCps),
      },
      bins: perBand[0]!.timeIjd.length,
      used: picked.map(({ window }) => window.scw),
      dropped,
      fits: activity.file('light-curve.fits', lightCurveFile(perBand, target.object, origin)),
      label,
    };
  },
});

interface Picked {
  readonly window: {
    readonly bands: readonly { readonly minKeV: number; readonly maxKeV: number }[];
    readonly startIjd: number;
    readonly startS: Float64Array;
    readonly stopS: Float64Array;
    readonly exposureS: Float64Array;
    readonly rateCps: Float64Array;
    readonly errorCps: Float64Array;
  };
  readonly source: number;
}

/** The bins of all windows in one band, one after the other; bins that could not be fitted are left out. */
function bandCurve(picked: readonly Picked[], band: number): BandLightCurve {
  const rows = picked.flatMap(({ window, source }) => {
    const bins = window.startS.length;
    const first = (source * window.bands.length + band) * bins;
    return [...window.startS.keys()].flatMap((i) => {
      const [startS, stopS] = [window.startS[i]!, window.stopS[i]!];
      const [rateCps, errorCps] = [window.rateCps[first + i]!, window.errorCps[first + i]!];
      if (!(errorCps > 0)) return [];
      const timeIjd = window.startIjd + (startS + stopS) / 2 / 86_400;
      return [{ timeIjd, widthS: stopS - startS, rateCps, errorCps, exposureS: window.exposureS[i]! }];
    });
  });
  const numbers = (value: (row: (typeof rows)[number]) => number) => Float64Array.from(rows, value);
  return {
    band: picked[0]!.window.bands[band]!,
    timeIjd: numbers(({ timeIjd }) => timeIjd),
    widthS: numbers(({ widthS }) => widthS),
    rateCps: numbers(({ rateCps }) => rateCps),
    errorCps: numbers(({ errorCps }) => errorCps),
    fractionalExposure: numbers(({ exposureS, widthS }) => exposureS / widthS),
  };
}
