// All-sky maps as FITS tables of HEALPix pixels, which healpy, astropy-healpix, Aladin and DS9 read.
import { type HeaderEntry, tableHdu, writeFits } from '@stemma/data/fits';

/** A map: one value for each pixel, nested, ICRS; NaN where there is none. */
export interface SkyMapColumn {
  /** Column name, upper case. */
  readonly name: string;
  readonly values: ArrayLike<number>;
  readonly unit?: string;
  readonly comment?: string;
}

/** What the file says about itself. */
export interface SkyMapFile {
  /** EXTNAME. */
  readonly name: string;
  readonly nside: number;
  readonly columns: readonly SkyMapColumn[];
  /** Further header cards. */
  readonly header: readonly HeaderEntry[];
  /** Printed as COMMENT cards: what the numbers rest on. Plain ASCII. */
  readonly assumptions: readonly string[];
  /** Id of the derivation. */
  readonly derivation: string;
  /** What kind of data it was made of. */
  readonly label: string;
}

/** The bytes of the file: one binary table in implicit nested order, 32-bit floats, COORDSYS C (equatorial, ICRS). */
export function healpixFits(map: SkyMapFile): Uint8Array {
  const pixels = 12 * map.nside * map.nside;
  return writeFits([
    tableHdu({
      name: map.name,
      columns: map.columns.map(({ name, values, unit, comment }) => ({
        name,
        values: Float32Array.from(values),
        ...(unit !== undefined && { unit }),
        ...(comment !== undefined && { comment }),
      })),
      header: [
        ['PIXTYPE', 'HEALPIX', 'HEALPix pixelisation'],
        ['ORDERING', 'NESTED', 'pixel numbering'],
        ['COORDSYS', 'C', 'equatorial, ICRS'],
        ['NSIDE', map.nside, 'resolution'],
        ['FIRSTPIX', 0, 'first pixel'],
        ['LASTPIX', pixels - 1, 'last pixel'],
        ['INDXSCHM', 'IMPLICIT', 'one row for each pixel'],
        ['OBJECT', 'FULLSKY', 'all pixels'],
        ['TELESCOP', 'INTEGRAL', 'mission'],
        ['ORIGIN', 'Stemma', 'made by'],
        ['CREATOR', 'Stemma integral.transient', 'software'],
        ['DERIV_ID', map.derivation, 'derivation of this product'],
        ['DATAKIND', map.label, 'what kind of data it was made of'],
        ...map.header,
        ...map.assumptions.map((text): HeaderEntry => ({ keyword: 'COMMENT', comment: text })),
      ],
    }),
  ]);
}
