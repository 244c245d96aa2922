// The sky image of a science window as files: FITS with all planes, a picture, a DS9 region, the fitted catalogue.
import { analysis, file } from '@stemma/core';
import { Wcs } from '@stemma/data/wcs';
import { rasterise } from '../../../figure/rasterise.ts';
import { catalogueFits, regionText } from '../formats/catalogue-files.ts';
import { imageFile, type ImagePlane, type ImageType } from '../formats/image-file.ts';
import { skyFigureSvg } from '../formats/sky-figure.ts';
import { planeOf, type Planes } from '../planes.ts';
import { SkyImage } from './sky-image.ts';

/** Files of the sky image of a science window. */
export const SkyImageProducts = analysis({
  name: 'integral.SkyImageProducts',
  version: '1',
  description: 'Sky image of a science window as FITS file with all planes, PNG of its first band, region, catalogue.',
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
    const [rows, columns] = [image.intensity.shape[1]!, image.intensity.shape[2]!];
    const plane =
      (type: ImageType, of: Planes) =>
      (k: number): ImagePlane => ({
        type,
        band: bands[k]!,
        data: of.data.slice(k * rows * columns, (k + 1) * rows * columns),
      });
    const exposure = image.exposure.data.slice();
    const of = [
      plane('INTENSITY', image.intensity),
      plane('VARIANCE', image.variance),
      plane('SIGNIFICANCE', image.significance),
      plane('RESIDUAL', image.residual),
      (k: number): ImagePlane => ({ type: 'EXPOSURE', band: bands[k]!, data: exposure }),
    ];
    const stopIjd = window.startIjd + window.durationS / 86_400;
    const fits = imageFile(
      {
        name: 'ISGR-SKY.-IMA',
        shape: [rows, columns],
        wcs: image.intensity.wcs ?? {},
        planes: bands.flatMap((_, k) => of.map((make) => make(k))),
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
      significance: planeOf(image.significance, 0),
      shape: [rows, columns],
      wcs: new Wcs(image.intensity.wcs ?? {}),
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
