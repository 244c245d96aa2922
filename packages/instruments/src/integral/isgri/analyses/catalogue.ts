// The sources of a mosaic.
import { analysis, file, integer } from '@stemma/core';
import { Wcs } from '@stemma/data/wcs';
import { catalogueColumns, catalogueType, sourcesInImage } from '../catalogue.ts';
import { catalogueFits, regionText, catalogueVoTable } from '../formats/catalogue-files.ts';
import { bandChoice, windowChoice } from '../goal-parameters.ts';
import { planeOf } from '../planes.ts';
import { searchParameters } from '../search-parameters.ts';
import { SourceNames } from '../source-names.ts';
import { droppedTexts, windowLists } from '../usable-windows.ts';
import { ReferenceCatalogue } from './input-catalogue.ts';
import { Mosaic } from './mosaic.ts';

/** Sources found in the mosaic. */
export const Catalogue = analysis({
  name: 'integral.Catalogue',
  version: '1',
  description: 'Sources found and fitted in the mosaic, named after known ones, as FITS file, VOTable and DS9 region.',
  parameters: searchParameters,
  exposes: { ...windowChoice, ...bandChoice },
  inputs: { mosaic: Mosaic, reference: ReferenceCatalogue },
  outputs: {
    sources: catalogueType,
    count: integer(),
    ...windowLists,
    fits: file({ mediaType: 'application/fits' }),
    votable: file({ mediaType: 'application/x-votable+xml' }),
    region: file({ description: 'DS9 region file' }),
  },
  run: ({ mosaic, reference, ...search }, activity) => {
    const wcs = new Wcs(mosaic.intensity.wcs ?? {});
    const names = new SourceNames();
    const rows = mosaic.bands.flatMap((band, k) => {
      const planes = {
        band,
        width: mosaic.intensity.shape[2]!,
        intensity: planeOf(mosaic.intensity, k),
        variance: planeOf(mosaic.variance, k),
        significance: planeOf(mosaic.significance, k),
        exposure: planeOf(mosaic.exposure, k),
      };
      return sourcesInImage(planes, wcs, { ...search, known: reference.sources }, names);
    });
    const sources = catalogueColumns(rows);
    const origin = { derivation: activity.derivation, label: mosaic.label, dropped: droppedTexts(mosaic.dropped) };
    return {
      sources,
      count: rows.length,
      used: mosaic.used,
      dropped: mosaic.dropped,
      fits: activity.file('catalogue.fits', catalogueFits(sources, origin)),
      votable: activity.file('catalogue.vot', catalogueVoTable(sources, origin), 'application/x-votable+xml'),
      region: activity.file('catalogue.reg', regionText(sources), 'text/plain'),
    };
  },
});
