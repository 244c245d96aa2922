// Many sky images laid over one another: one node of the pipeline for each science window in parallel, then this.
// Windows without an image are left out, and named in the result.
import { accepting, analysis, each, number } from '@stemma/core';
import { Wcs } from '@stemma/data/wcs';
import { IMAGE_SIDE } from '../../coded-mask/geometry.ts';
import { bandChoice, windowChoice } from '../goal-parameters.ts';
import { mosaicFailures, mosaicImages, mosaicOutputs } from '../mosaic-outputs.ts';
import { sumImages } from '../sum-images.ts';
import { usableWindows } from '../usable-windows.ts';
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
  outputs: mosaicOutputs,
  failures: mosaicFailures,
  run: async ({ selection, images, minimumCoding }, activity) => {
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
    const placed = await sumImages(summed, bands.length, progress);
    const windows = found.map(({ window }) => window);
    return {
      ...mosaicImages(placed),
      bands,
      used: windows.map(({ scw }) => scw),
      dropped,
      exposureS: windows.reduce((total, { exposureS }) => total + exposureS, 0),
      startIjd: Math.min(...windows.map(({ startIjd }) => startIjd)),
      stopIjd: Math.max(...windows.map(({ startIjd, durationS }) => startIjd + durationS / 86_400)),
      label: windows[0]!.label,
    };
  },
});
