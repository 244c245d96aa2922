// The sky image of a science window as files: FITS with all planes, a picture, a DS9 region, the fitted catalogue.
import { analysis, exposed, file } from '@stemma/core';
import { Wcs } from '@stemma/data/wcs';
import { rasterise } from '../../../figure/rasterise.ts';
import { IMAGE_SIDE } from '../../coded-mask/geometry.ts';
import { catalogueFits, regionText } from '../formats/catalogue-files.ts';
import { imageFile, type ImagePlane } from '../formats/image-file.ts';
import { skyFigureSvg } from '../formats/sky-figure.ts';
import { derivedPlanes, windowPlanes } from '../window-planes.ts';
import { ImageBands } from './image-bands.ts';
import { Pointing } from './pointing.ts';
import { SkyImage } from './sky-image.ts';

/** Files of the sky image of a science window. */
export const SkyImageProducts = analysis({
  name: 'integral.SkyImageProducts',
  version: '1',
  description: 'Sky image of a science window as FITS file with all planes, PNG of its first band, region, catalogue.',
  exposes: { scw: exposed(Pointing, 'scw'), bands: exposed(ImageBands, 'bands') },
  inputs: { image: SkyImage },
  outputs: {
    fits: file({ mediaType: 'application/fits' }),
    png: file({ mediaType: 'image/png' }),
    region: file({ description: 'DS9 region file' }),
    catalogue: file({ mediaType: 'application/fits' }),
  },
  run: async ({ image }, activity) => {
    const { window, bands, sources } = image;
    const origin = { derivation: activity.derivation, label: window.label };
    const perBand = windowPlanes(image).map((stored, k) => ({
      ...stored,
      ...derivedPlanes(stored, image, sources, k),
      band: bands[k]!,
    }));
    const shape = [IMAGE_SIDE, IMAGE_SIDE] as const;
    const stopIjd = window.startIjd + window.durationS / 86_400;
    const fits = imageFile(
      {
        name: 'ISGR-SKY.-IMA',
        shape,
        wcs: image.wcs,
        planes: perBand.flatMap(({ band, intensity, variance, significance, residual, exposure }): ImagePlane[] => [
          { type: 'INTENSITY', band, data: Float32Array.from(intensity) },
          { type: 'VARIANCE', band, data: Float32Array.from(variance) },
          { type: 'SIGNIFICANCE', band, data: Float32Array.from(significance) },
          { type: 'RESIDUAL', band, data: Float32Array.from(residual) },
          { type: 'EXPOSURE', band, data: Float32Array.from(exposure) },
        ]),
        startIjd: window.startIjd,
        stopIjd,
        exposureS: window.exposureS,
        windows: [window.scw],
        dropped: [],
      },
      origin,
    );
    const [band] = bands;
    const inBand = sources.name.flatMap((name, k) =>
      sources.minKeV[k] === band!.minKeV ? [{ name, raDeg: sources.raDeg[k]!, decDeg: sources.decDeg[k]! }] : [],
    );
    const svg = skyFigureSvg({
      title: `ISGRI, science window ${window.scw}`,
      subtitle: `${band!.minKeV} to ${band!.maxKeV} keV, live time ${window.exposureS.toFixed(0)} s, ${inBand.length} sources`,
      footer: `${window.label} · derivation ${activity.derivation}`,
      simulated: window.label.includes('SIMULATION'),
      significance: perBand[0]!.significance,
      shape,
      wcs: new Wcs(image.wcs),
      sources: inBand,
    });
    return {
      fits: activity.file('isgri_sky_ima.fits', fits, 'application/fits'),
      png: activity.file('isgri_sky_ima.png', await rasterise(svg, 1.5), 'image/png'),
      region: activity.file('isgri_sky_ima.reg', regionText(sources), 'text/plain'),
      catalogue: activity.file('isgri_sky_res.fits', catalogueFits(sources, origin), 'application/fits'),
    };
  },
});
