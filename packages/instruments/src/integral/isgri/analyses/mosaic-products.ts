// The mosaic as files: FITS with all planes, and a picture with the sources of the catalogue.
import { analysis, file } from '@stemma/core';
import { Wcs } from '@stemma/data/wcs';
import { rasterise } from '../../../figure/rasterise.ts';
import { imageFile, type ImagePlane, type ImageType } from '../formats/image-file.ts';
import { skyFigureSvg } from '../formats/sky-figure.ts';
import { bandChoice, windowChoice } from '../goal-parameters.ts';
import { planeOf, type Planes } from '../planes.ts';
import { droppedTexts } from '../usable-windows.ts';
import { Catalogue } from './catalogue.ts';
import { Mosaic } from './mosaic.ts';

/** Files of the mosaic. */
export const MosaicProducts = analysis({
  name: 'integral.MosaicProducts',
  version: '1',
  description: 'Mosaic as FITS file with all planes, PNG of its first band with the sources marked, region, catalogue.',
  exposes: { ...windowChoice, ...bandChoice },
  inputs: { mosaic: Mosaic, catalogue: Catalogue },
  outputs: {
    fits: file({ mediaType: 'application/fits' }),
    png: file({ mediaType: 'image/png' }),
    region: file({ description: 'DS9 region file' }),
    catalogue: file({ mediaType: 'application/fits' }),
  },
  run: async ({ mosaic, catalogue }, activity) => {
    const { bands, label, intensity, used, dropped, exposureS } = mosaic;
    const shape = [intensity.shape[1]!, intensity.shape[2]!] as const;
    const size = shape[0] * shape[1];
    const plane = (type: ImageType, of: Planes, k: number): ImagePlane => ({
      type,
      band: bands[k]!,
      data: of.data.slice(k * size, (k + 1) * size),
    });
    const fits = imageFile(
      {
        name: 'ISGR-MOSA-IMA',
        shape,
        wcs: intensity.wcs ?? {},
        planes: bands.flatMap((_, k) => [
          plane('INTENSITY', intensity, k),
          plane('VARIANCE', mosaic.variance, k),
          plane('SIGNIFICANCE', mosaic.significance, k),
          plane('EXPOSURE', mosaic.exposure, k),
        ]),
        startIjd: mosaic.startIjd,
        stopIjd: mosaic.stopIjd,
        exposureS,
        windows: used,
        dropped: droppedTexts(dropped),
      },
      { derivation: activity.derivation, label },
    );
    const [band] = bands;
    const { sources } = catalogue;
    const inBand = sources.name.flatMap((name, k) =>
      sources.minKeV[k] === band!.minKeV ? [{ name, raDeg: sources.raDeg[k]!, decDeg: sources.decDeg[k]! }] : [],
    );
    const left = dropped.length === 0 ? '' : `, ${dropped.length} left out`;
    const svg = skyFigureSvg({
      title: `ISGRI mosaic of ${used.length} science windows${left}`,
      subtitle: `${band!.minKeV} to ${band!.maxKeV} keV, live time ${exposureS.toFixed(0)} s, ${inBand.length} sources`,
      footer: `${label} · derivation ${activity.derivation}`,
      simulated: label.includes('SIMULATION'),
      significance: planeOf(mosaic.significance, 0),
      shape,
      wcs: new Wcs(intensity.wcs ?? {}),
      sources: inBand,
    });
    return {
      fits: activity.file('isgri_mosa_ima.fits', fits, 'application/fits'),
      png: activity.file('isgri_mosa_ima.png', await rasterise(svg, 1.5), 'image/png'),
      region: catalogue.region,
      catalogue: catalogue.fits,
    };
  },
});
