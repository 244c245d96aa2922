// Level BIN_I: good events counted per pixel and energy band, with the efficiency of each pixel.
import { analysis, image, number } from '@stemma/core';
import { GRID_CELLS, GRID_HEIGHT, GRID_WIDTH, gridCellOfPixel } from '../../coded-mask/geometry.ts';
import { bandEfficiency } from '../../coded-mask/pixel-state.ts';
import { binEvents } from '../../coded-mask/shadowgram.ts';
import { bandsType, goodEvents } from '../columns.ts';
import { CorrectedEvents } from './corrected-events.ts';
import { DeadTime } from './dead-time.ts';
import { GoodTimes } from './good-times.ts';
import { ImageBands } from './image-bands.ts';
import { PixelStates } from './pixel-states.ts';
import { SimulatedEvents } from './simulated-events.ts';

/** Detector shadowgrams of a science window. */
export const Shadowgrams = analysis({
  name: 'integral.Shadowgrams',
  version: '1',
  description: 'Counts per detector pixel in each energy band, with the efficiency of noisy, dead and live pixels.',
  inputs: {
    raw: SimulatedEvents,
    corrected: CorrectedEvents,
    good: GoodTimes,
    dead: DeadTime,
    pixels: PixelStates,
    bands: ImageBands,
  },
  outputs: {
    counts: image('float32', { unit: 'count', description: 'one plane of 134 x 130 cells for each band' }),
    efficiency: image('float32', { description: 'the same planes, 0 for dead pixels and gaps' }),
    exposureS: number({ unit: 's', description: 'live time' }),
    bands: bandsType,
  },
  run: ({ raw, corrected, good, dead, pixels, bands: { bands } }) => {
    const events = goodEvents(raw.events, corrected, good.intervals);
    const cells = gridCellOfPixel();
    const shape = [bands.length, GRID_HEIGHT, GRID_WIDTH];
    const counts = new Float32Array(bands.length * GRID_CELLS);
    const efficiencies = new Float32Array(bands.length * GRID_CELLS);
    bands.forEach((band, k) => {
      const efficiency = bandEfficiency(pixels, band);
      corrected.noisy.forEach((noisy, pixel) => {
        if (noisy === 1) efficiency[cells[pixel]!] = 0;
      });
      counts.set(binEvents(events, [band], efficiency)[0]!, k * GRID_CELLS);
      efficiencies.set(efficiency, k * GRID_CELLS);
    });
    return {
      counts: { shape, data: counts },
      efficiency: { shape, data: efficiencies },
      exposureS: dead.liveTimeS,
      bands,
    };
  },
});
