// Many sky images laid over one another: one node of the pipeline for each science window in parallel, then this.
// Windows without an image are left out, and named in the result.
import { accepting, analysis, array, configure, each, image, listOf, number, record, string } from '@stemma/core';
import { Wcs } from '@stemma/data/wcs';
import {
  addToMosaic,
  emptyMosaic,
  mosaicFrame,
  type MosaicPlanes,
  mosaicPlanes,
  tangentPlaneOfWcs,
} from '../../coded-mask/mosaic.ts';
import { bandsType } from '../columns.ts';
import { coveredPart } from '../covered-part.ts';
import { noiseWidth } from '../catalogue.ts';
import { planeOf, stacked } from '../planes.ts';
import { usableWindows } from '../usable-windows.ts';
import { Pointing } from './pointing.ts';
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
  inputs: {
    selection: SelectScienceWindows,
    images: each(SelectScienceWindows, 'scws', (scw) =>
      accepting(SkyImage().assuming(configure(Pointing, { scw: scw.id })), 'no_events', 'no_good_time'),
    ),
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
    used: listOf(string(), { description: 'science windows' }),
    dropped: listOf(record({ scw: string(), reason: string(), message: string() })),
    exposureS: number({ unit: 's', description: 'sum of live times' }),
    startIjd: number({ unit: 'd' }),
    stopIjd: number({ unit: 'd' }),
    label: string(),
  },
  failures: { no_images: 'none of the selected science windows has an image' },
  run: ({ selection, images, minimumCoding }, activity) => {
    const { found, dropped } = usableWindows(selection.scws, images);
    for (const { scw, message } of dropped) activity.log(`left out ${scw}: ${message}`);
    const axes = found.map(({ intensity }) => centreOf(intensity.wcs));
    const frame = mosaicFrame(axes);
    const wcs = new Wcs(frame.keywords);
    const { bands } = found[0]!;
    const whole = bands.map((_, band): MosaicPlanes => {
      const mosaic = emptyMosaic(wcs, frame.shape);
      found.forEach((image, k) => {
        activity.progress((band * found.length + k) / (bands.length * found.length), image.window.scw);
        const limit = minimumCoding * image.window.exposureS;
        addToMosaic(mosaic, {
          plane: tangentPlaneOfWcs(new Wcs(image.intensity.wcs ?? {})),
          width: image.intensity.shape[2]!,
          intensity: planeOf(image.intensity, band),
          variance: planeOf(image.variance, band),
          exposure: image.exposure.data.map((seconds) => (seconds >= limit ? seconds : 0)),
        });
      });
      return mosaicPlanes(mosaic);
    });
    const { planes, keywords } = coveredPart({ planes: whole, keywords: frame.keywords });
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

/** Direction of the reference pixel. */
function centreOf(wcs: Readonly<Record<string, string | number>> = {}) {
  return { raDeg: Number(wcs['CRVAL1']), decDeg: Number(wcs['CRVAL2']) };
}
