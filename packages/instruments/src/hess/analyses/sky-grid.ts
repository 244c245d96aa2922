// The grid that the maps of all runs share, and the sky that is kept out of the background.
import { analysis, integer, number, record } from '@stemma/core';
import { tangentGrid } from '../sky/tangent-grid.ts';
import { Target } from './target.ts';

/**
 * Pixels of the sky maps around the target. One grid for all runs, because maps can only be added pixel by pixel; it is
 * odd, so that the target is in the middle of a pixel.
 */
export const SkyGrid = analysis({
  name: 'hess.SkyGrid',
  version: '1',
  description: 'The pixels of the sky maps: a tangential projection with the target in the middle.',
  parameters: {
    widthDeg: number({ unit: 'deg', default: 4, min: 0.5, max: 10, description: 'width and height of the maps' }),
    pixelDeg: number({ unit: 'deg', default: 0.02, min: 0.005, max: 0.5, description: 'size of a pixel' }),
  },
  inputs: { target: Target },
  outputs: {
    grid: record({
      raDeg: number({ unit: 'deg' }),
      decDeg: number({ unit: 'deg' }),
      size: integer(),
      pixelDeg: number({ unit: 'deg' }),
    }),
  },
  resources: { light: true },
  run: ({ widthDeg, pixelDeg, target }) => ({ grid: tangentGrid(target, widthDeg, pixelDeg) }),
});
