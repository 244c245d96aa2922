// Level BKG_I: how the background is distributed over the detector in each band. The same for all science windows.
import { analysis, image } from '@stemma/core';
import { backgroundShape } from '../../coded-mask/detector-background.ts';
import { GRID_CELLS, GRID_HEIGHT, GRID_WIDTH } from '../../coded-mask/geometry.ts';
import { ImageBands } from './image-bands.ts';

/** Background maps by band. */
export const BackgroundMaps = analysis({
  name: 'integral.BackgroundMaps',
  version: '1',
  description: 'Distribution of the background over the detector in each energy band, relative to its mean: a model.',
  inputs: { bands: ImageBands },
  outputs: { maps: image('float32', { description: 'one plane of 134 x 130 cells for each band' }) },
  run: ({ bands: { bands } }) => {
    const shape = backgroundShape();
    const data = new Float32Array(bands.length * GRID_CELLS);
    // The declared model has one shape at all energies; measured maps differ from band to band.
    for (let band = 0; band < bands.length; band++) data.set(shape, band * GRID_CELLS);
    return { maps: { shape: [bands.length, GRID_HEIGHT, GRID_WIDTH], data } };
  },
});
