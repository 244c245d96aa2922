// The sources of an image from a file: real sky images and mosaics of ISGRI join the pipeline here.
import { analysis, array, file, integer } from '@stemma/core';
import { isgriSkyImage } from '../../sources.ts';
import { catalogueColumns, catalogueType, noiseWidth, sourcesInImage } from '../catalogue.ts';
import { bandsType } from '../columns.ts';
import { catalogueFits, regionText } from '../formats/catalogue-files.ts';
import { readImageProduct } from '../formats/image-product.ts';
import { searchParameters } from '../search-parameters.ts';
import { SourceNames } from '../source-names.ts';
import { ReferenceCatalogue } from './input-catalogue.ts';

/** Sources found in a sky image or mosaic from a file. */
export const ImageCatalogue = analysis({
  name: 'integral.ImageCatalogue',
  version: '1',
  description: 'Sources found and fitted in a sky image or mosaic file of ISGRI; by default a real image of the Crab.',
  parameters: searchParameters,
  inputs: { data: isgriSkyImage, reference: ReferenceCatalogue },
  outputs: {
    sources: catalogueType,
    count: integer(),
    bands: bandsType,
    noiseWidth: array('float64', { description: 'measured width of the significance map of each band' }),
    fits: file({ mediaType: 'application/fits' }),
    region: file({ description: 'DS9 region file' }),
  },
  failures: { no_image: 'the file holds no image of ISGRI that can be searched' },
  run: async ({ data, reference, ...search }, activity) => {
    const { bands, wcs } = await readImageProduct(data.bytes(), data.name);
    const options = { ...search, known: reference.sources };
    const names = new SourceNames();
    const rows = bands.flatMap((planes) => sourcesInImage(planes, wcs, options, names));
    const sources = catalogueColumns(rows);
    const origin = { derivation: activity.derivation, label: `from the image file ${data.name}` };
    return {
      sources,
      count: rows.length,
      bands: bands.map(({ band }) => band),
      noiseWidth: Float64Array.from(bands, noiseWidth),
      fits: activity.file('catalogue.fits', catalogueFits(sources, origin), 'application/fits'),
      region: activity.file('catalogue.reg', regionText(sources), 'text/plain'),
    };
  },
});
