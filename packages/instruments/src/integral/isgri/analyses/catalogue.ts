// The sources of a mosaic.
import { analysis, file, integer, number } from '@stemma/core';
import { Wcs } from '@stemma/data/wcs';
import { catalogueColumns, catalogueType, sourcesInImage } from '../catalogue.ts';
import { catalogueFits, regionText } from '../formats/catalogue-files.ts';
import { planeOf } from '../planes.ts';
import { ReferenceCatalogue } from './input-catalogue.ts';
import { Mosaic } from './mosaic.ts';

/** Parameters of a search for sources. */
export const searchParameters = {
  threshold: number({ default: 6, min: 3, max: 1000, description: 'lowest significance of a source' }),
  minimumExposure: number({ default: 0.05, min: 0, max: 1, description: 'part of the highest exposure' }),
  matchDeg: number({ unit: 'deg', default: 0.1, min: 0, max: 1, description: 'largest distance to a known source' }),
};

/** Sources found in the mosaic. */
export const Catalogue = analysis({
  name: 'integral.Catalogue',
  version: '1',
  description: 'Sources found and fitted in the mosaic, named after known ones, as table, FITS file and DS9 region.',
  parameters: searchParameters,
  inputs: { mosaic: Mosaic, reference: ReferenceCatalogue },
  outputs: {
    sources: catalogueType,
    count: integer(),
    fits: file({ mediaType: 'application/fits' }),
    region: file({ description: 'DS9 region file' }),
  },
  run: ({ mosaic, reference, ...search }, activity) => {
    const wcs = new Wcs(mosaic.intensity.wcs ?? {});
    const rows = mosaic.bands.flatMap((band, k) => {
      const planes = {
        band,
        width: mosaic.intensity.shape[2]!,
        intensity: planeOf(mosaic.intensity, k),
        variance: planeOf(mosaic.variance, k),
        significance: planeOf(mosaic.significance, k),
        exposure: planeOf(mosaic.exposure, k),
      };
      return sourcesInImage(planes, wcs, { ...search, known: reference.sources });
    });
    const sources = catalogueColumns(rows);
    const origin = { derivation: activity.derivation, label: mosaic.label };
    return {
      sources,
      count: rows.length,
      fits: activity.file('catalogue.fits', catalogueFits(sources, origin)),
      region: activity.file('catalogue.reg', regionText(sources), 'text/plain'),
    };
  },
});
