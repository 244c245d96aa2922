// Many sky images laid over one another: one node of the pipeline for each science window in parallel, then this.
// Windows without an image are left out, and named in the result.
import { accepting, analysis, array, each, image, number, string } from '@stemma/core';
import { Wcs } from '@stemma/data/wcs';
import { IMAGE_SIDE } from '../../coded-mask/geometry.ts';
import type { MosaicPlanes } from '../../coded-mask/mosaic.ts';
import { noiseWidth } from '../catalogue.ts';
import { bandsType } from '../columns.ts';
import { bandChoice, windowChoice } from '../goal-parameters.ts';
import { stacked } from '../planes.ts';
import { sumImages } from '../sum-images.ts';
import { usableWindows, windowLists } from '../usable-windows.ts';
import { windowPlanes } from '../window-planes.ts';
import { SelectScienceWindows } from './select-science-windows.ts';
import { SkyImage } from './sky-image.ts';

/** Mosaic of the selected science windows. */
export const Mosaic = analysis({
  name: 'integral.Mosaic',
  version: '1',
  description: 'Sky images of many science windows in one projection, each pixel weighted by its inverse variance.',
  parameters: {
    minimumCoding: number({
      default: 0.02,
      min: 0.005,
      max: 1,
      description: 'smallest part of the detector that a pixel of an image must light',
    }),
  },
  exposes: { ...windowChoice, ...bandChoice },
  inputs: {
    selection: SelectScienceWindows,
    images: each(SelectScienceWindows, 'scws', (scw) => accepting(SkyImage({ scw: scw.id }))),
  },
  outputs: {
    intensity: image('float32', { unit: 'count/s', description: 'one plane for each band' }),
    variance: image('float32', { unit: 'count2/s2' }),
    significance: image('float32'),
    exposure: image('float32', { unit: 's' }),
    bands: bandsType,
    noiseWidth: array('float64', {
      description: 'measured width of the significance map of each band, 1 for pure noise',
    }),
    ...windowLists,
    exposureS: number({ unit: 's', description: 'sum of live times' }),
    startIjd: number({ unit: 'd' }),
    stopIjd: number({ unit: 'd' }),
    label: string(),
  },
  failures: {
    no_images: 'none of the selected science windows has an image',
    too_far_apart: 'no tangent plane holds all pointings',
  },
  run: ({ selection, images, minimumCoding }, activity) => {
    const { found, dropped } = usableWindows(selection, images);
    for (const { scw, message } of dropped) activity.log(`left out ${scw}: ${message}`);
    const { bands } = found[0]!;
    const summed = found.map((image) => ({
      name: image.window.scw,
      wcs: new Wcs(image.wcs),
      width: IMAGE_SIDE,
      planes: () => {
        const limit = minimumCoding * image.window.exposureS;
        return windowPlanes(image).map((band) => ({
          ...band,
          exposure: band.exposure.map((seconds) => (seconds >= limit ? seconds : 0)),
        }));
      },
    }));
    const progress = (fraction: number, name: string): void => activity.progress(fraction, name);
    const { planes, keywords } = sumImages(summed, bands.length, progress);
    const { width, height } = planes[0]!;
    const plane = (of: (band: MosaicPlanes) => Float64Array) => ({
      ...stacked(planes.map(of), height, width),
      wcs: keywords,
    });
    const windows = found.map(({ window }) => window);
    return {
      intensity: plane((band) => band.intensity),
      variance: plane((band) => band.variance),
      significance: plane((band) => band.significance),
      exposure: plane((band) => band.exposure),
      bands,
      noiseWidth: Float64Array.from(planes, noiseWidth),
      used: windows.map(({ scw }) => scw),
      dropped,
      exposureS: windows.reduce((total, { exposureS }) => total + exposureS, 0),
      startIjd: Math.min(...windows.map(({ startIjd }) => startIjd)),
      stopIjd: Math.max(...windows.map(({ startIjd, durationS }) => startIjd + durationS / 86_400)),
      label: windows[0]!.label,
    };
  },
});
