// The sky around the target: excess and significance over a ring background, from all selected runs.
import { accepting, analysis, each, file, image, integer, listOf, number, record, string } from '@stemma/core';
import { separationsDeg } from '@stemma/data/coordinates';
import { imageHdu, writeFits } from '@stemma/data/fits';
import { mean, standardDeviation } from '@stemma/data/statistics';
import { rasterise } from '../../figure/rasterise.ts';
import { originCards } from '../formats/terms-of-use.ts';
import { excessFigure } from '../formats/excess-figure.ts';
import { ringBackground, type RingMaps } from '../sky/ring-background.ts';
import { gridKeywords, pixelDirections, type TangentGrid } from '../sky/tangent-grid.ts';
import { usable } from '../usable-runs.ts';
import { dataOf, RunEvents } from './run-events.ts';
import { RunSkyMap } from './run-sky-map.ts';
import { SelectRuns } from './select-runs.ts';
import { SkyGrid } from './sky-grid.ts';
import { Target } from './target.ts';

/**
 * Excess and significance maps with a ring background (Berge, Funk & Hinton 2007, doi:10.1051/0004-6361:20066674).
 * Counts and acceptances of all runs are added first, since each run alone has too few counts in a disc for a significance
 * to be Gaussian. Maps are `size` by `size` pixels, row by row from the south, each row from the east. `atTarget` is the
 * pixel on the target, `peak` the highest pixel, and `field` says by mean and width whether the background is right.
 * Neighbouring pixels share most of their disc: they are correlated, and their number is no number of trials.
 */
export const ExcessMap = analysis({
  name: 'hess.ExcessMap',
  version: '1',
  description: 'Maps of excess and significance around the target over a ring background, as FITS and PNG.',
  parameters: {
    onRadiusDeg: number({
      unit: 'deg',
      default: 0.11,
      min: 0.01,
      max: 1,
      description: 'radius of the disc in which counts are summed',
    }),
    ringInnerDeg: number({ unit: 'deg', default: 0.5, min: 0.05, max: 2, description: 'inner radius of the ring' }),
    ringOuterDeg: number({ unit: 'deg', default: 0.8, min: 0.1, max: 3, description: 'outer radius of the ring' }),
    exclusionDeg: number({
      unit: 'deg',
      default: 0.35,
      min: 0,
      max: 3,
      description: 'radius around the target that counts as no background',
    }),
  },
  inputs: {
    target: Target,
    grid: SkyGrid,
    selection: SelectRuns,
    maps: each(SelectRuns, 'runs', (run) =>
      accepting(RunSkyMap({ data: dataOf(run), run: RunEvents({ data: dataOf(run) }) })),
    ),
  },
  outputs: {
    excess: image('float64', { unit: 'count' }),
    significance: image('float64', { unit: 'sigma' }),
    atTarget: record({
      on: integer(),
      background: number({ unit: 'count' }),
      excess: number({ unit: 'count' }),
      sigma: number({ unit: 'sigma' }),
    }),
    peak: record({ raDeg: number({ unit: 'deg' }), decDeg: number({ unit: 'deg' }), sigma: number({ unit: 'sigma' }) }),
    field: record(
      { mean: number({ unit: 'sigma' }), width: number({ unit: 'sigma' }), pixels: integer() },
      { description: 'significances away from the target; mean 0 and width 1 when the background is right' },
    ),
    fits: file({ mediaType: 'application/fits' }),
    png: file({ mediaType: 'image/png' }),
    dropped: listOf(record({ obsId: integer(), reason: string(), message: string() })),
  },
  failures: { no_usable_run: 'every selected run failed' },
  run: async ({ target, grid: { grid }, selection, maps, ...radii }, activity) => {
    const { found, dropped } = usable(selection.runs, maps);
    const pixels = pixelDirections(grid);
    const targetDeg = separationsDeg(pixels.raDeg, pixels.decDeg, target);
    const counts = added(found.map((run) => run.counts.data));
    const result = ringBackground({
      counts,
      acceptance: added(found.map((run) => run.acceptance.data)),
      excluded: Uint8Array.from(targetDeg, (distance) => (distance < radii.exclusionDeg ? 1 : 0)),
      size: grid.size,
      discPx: radii.onRadiusDeg / grid.pixelDeg,
      innerPx: radii.ringInnerDeg / grid.pixelDeg,
      outerPx: radii.ringOuterDeg / grid.pixelDeg,
    });
    const { significance } = result;
    const away = significance.filter(
      (sigma, i) => !Number.isNaN(sigma) && targetDeg[i]! > radii.exclusionDeg + radii.onRadiusDeg,
    );
    const field = { mean: mean(away), width: standardDeviation(away), pixels: away.length };
    const centre = (grid.size * grid.size - 1) / 2;
    const best = significance.reduce((top, sigma, i) => (sigma > significance[top]! ? i : top), centre);
    const pointings = found.map(({ run }) => run);
    const figure = excessFigure({
      target: target.target,
      grid,
      significance,
      away,
      field,
      pointings,
      onRadiusDeg: radii.onRadiusDeg,
      exclusionDeg: radii.exclusionDeg,
      derivation: activity.derivation,
    });
    const shape = [grid.size, grid.size];
    const wcs = gridKeywords(grid);
    return {
      excess: { shape, wcs, data: result.excess },
      significance: { shape, wcs, data: significance },
      atTarget: {
        on: Math.round(result.on[centre]!),
        background: result.background[centre]!,
        excess: result.excess[centre]!,
        sigma: significance[centre]!,
      },
      peak: { raDeg: pixels.raDeg[best]!, decDeg: pixels.decDeg[best]!, sigma: significance[best]! },
      field,
      fits: activity.file('excess-map.fits', mapFile(result, counts, grid, activity.derivation)),
      png: activity.file('excess-map.png', await rasterise(figure), 'image/png'),
      dropped,
    };
  },
});

function added(images: readonly Float64Array[]): Float64Array {
  const total = new Float64Array(images[0]!.length);
  for (const image of images) for (let i = 0; i < total.length; i++) total[i]! += image[i]!;
  return total;
}

// Single precision, as maps are published: seven digits of a number with an error of a tenth.
function mapFile(maps: RingMaps, counts: Float64Array, grid: TangentGrid, derivation: string): Uint8Array {
  const shape = [grid.size, grid.size];
  const wcs = Object.entries(gridKeywords(grid));
  const plane = (name: string, data: Float64Array, unit: string) => {
    const header = [...wcs, ...originCards(derivation)];
    return imageHdu({ name, shape, data: Float32Array.from(data), ...(unit !== '' && { unit }), header });
  };
  return writeFits([
    plane('EXCESS', maps.excess, 'count'),
    plane('SIGNIFICANCE', maps.significance, ''),
    plane('COUNTS', counts, 'count'),
    plane('BACKGROUND', maps.background, 'count'),
    plane('ALPHA', maps.alpha, ''),
  ]);
}
