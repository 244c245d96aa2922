// Counts and acceptance of one run on the common grid. The acceptance is the number of background counts that the
// model lets expect, scaled to the run's own events away from the target.
import { analysis, image, integer, number, noData, record } from '@stemma/core';
import { separationsDeg } from '@stemma/data/coordinates';
import { gunzipIfNeeded } from '@stemma/data/fits';
import { rateAt, readRadialBackground } from '../formats/background-file.ts';
import { binOnGrid, gridKeywords, pixelDirections } from '../sky/tangent-grid.ts';
import { firstCrabRun } from '../sources.ts';
import { RunEvents } from './run-events.ts';
import { SkyGrid } from './sky-grid.ts';

/**
 * Counts and acceptance of one run on the common grid, both in counts for each pixel. The acceptance follows the run's own
 * background model (BKG) in its distance from the pointing, averaged over azimuth; its height is that of the events away
 * from the target, since the model is made for an average night.
 */
export const RunSkyMap = analysis({
  name: 'hess.RunSkyMap',
  version: '1',
  description: 'Counts and background acceptance of one run on the grid of the sky maps.',
  parameters: {
    maxOffsetDeg: number({
      unit: 'deg',
      default: 2.2,
      min: 0.5,
      max: 2.4,
      description: 'field of view that is used, from the pointing',
    }),
    exclusionDeg: number({
      unit: 'deg',
      default: 0.35,
      min: 0,
      max: 3,
      description: 'radius around the target that scales no background',
    }),
  },
  inputs: { grid: SkyGrid, data: firstCrabRun, run: RunEvents },
  outputs: {
    counts: image('float64', { unit: 'count' }),
    acceptance: image('float64', { unit: 'count', description: 'expected background counts' }),
    run: record({
      obsId: integer(),
      raDeg: number({ unit: 'deg' }),
      decDeg: number({ unit: 'deg' }),
      scale: number({ description: 'events over model, away from the target' }),
    }),
  },
  failures: { no_data: 'no events or no acceptance away from the target' },
  run: async ({ maxOffsetDeg, exclusionDeg, grid: { grid }, data, run: { events, run } }) => {
    const pointing = { raDeg: run.raPointingDeg, decDeg: run.decPointingDeg };
    const offsetDeg = separationsDeg(events.raDeg, events.decDeg, pointing);
    const counts = binOnGrid(grid, events.raDeg, events.decDeg, (event) => offsetDeg[event]! < maxOffsetDeg);
    const background = readRadialBackground(await gunzipIfNeeded(data.bytes()));
    const pixels = pixelDirections(grid);
    const pixelOffsetDeg = separationsDeg(pixels.raDeg, pixels.decDeg, pointing);
    const targetDeg = separationsDeg(pixels.raDeg, pixels.decDeg, grid);
    const perPixel = run.livetimeS * (grid.pixelDeg * (Math.PI / 180)) ** 2;
    const acceptance = pixelOffsetDeg.map((offset) =>
      offset < maxOffsetDeg ? rateAt(background, offset) * perPixel : 0,
    );
    let [seen, expected] = [0, 0];
    for (let i = 0; i < counts.length; i++) {
      if (targetDeg[i]! < exclusionDeg || acceptance[i] === 0) continue;
      seen += counts[i]!;
      expected += acceptance[i]!;
    }
    if (!(seen > 0 && expected > 0))
      throw noData(`run ${run.obsId} has no background on the grid`, { obsId: run.obsId });
    const scale = seen / expected;
    const [shape, wcs] = [[grid.size, grid.size], gridKeywords(grid)];
    return {
      counts: { shape, wcs, data: counts },
      acceptance: { shape, wcs, data: acceptance.map((value) => value * scale) },
      run: { obsId: run.obsId, ...pointing, scale },
    };
  },
});
