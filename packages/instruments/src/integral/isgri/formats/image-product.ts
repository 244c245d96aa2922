/** Reads sky images and mosaics of ISGRI as the mission's software writes them, and those that are written here. */

import { ExpectedFailure } from '@stemma/core';
import { type FitsFile, gunzipIfNeeded, type ImageHdu, readFits } from '@stemma/data/fits';
import { Wcs } from '@stemma/data/wcs';
import type { BandPlanes } from '../catalogue.ts';

/** The planes of a file by band, and their common coordinates. */
export interface ImageProductFile {
  readonly bands: readonly BandPlanes[];
  readonly wcs: Wcs;
}

/**
 * Reads a file, compressed or not. Throws ExpectedFailure `no_image` when it holds no ISGRI image or one without
 * variance or coordinates, and FitsError when it is no FITS file at all.
 */
export async function readImageProduct(bytes: Uint8Array, name: string): Promise<ImageProductFile> {
  const file = readFits(await gunzipIfNeeded(bytes));
  const images = planesOf(file);
  const instrument = images[0]?.header.get('DETNAM');
  if (images.length === 0) throw noImage(name, 'has no image with IMATYPE and energy limits');
  if (typeof instrument === 'string' && instrument.trim() !== 'ISGRI')
    throw noImage(name, `is of ${instrument.trim()}`);
  const groups = [
    ...Map.groupBy(images, ({ header }) => `${header.number('E_MIN')} ${header.number('E_MAX')}`).values(),
  ];
  return { bands: groups.map((group) => bandOf(group, name)), wcs: wcsOf(images[0]!, name) };
}

function noImage(name: string, what: string): ExpectedFailure {
  return new ExpectedFailure('no_image', `${name} ${what}: give a sky image or mosaic of ISGRI`, { file: name });
}

function planesOf(file: FitsFile): ImageHdu[] {
  const wanted = ['IMATYPE', 'E_MIN', 'E_MAX'];
  return file.hdus.filter(
    (hdu): hdu is ImageHdu => hdu.kind === 'image' && wanted.every((keyword) => hdu.header.get(keyword) !== undefined),
  );
}

function bandOf(images: readonly ImageHdu[], name: string): BandPlanes {
  const plane = (type: string): Float64Array => {
    const found = images.find(({ header }) => header.string('IMATYPE').trim() === type);
    if (found === undefined) throw noImage(name, `has no plane ${type}`);
    return found.pixels().physical();
  };
  const { header, shape } = images[0]!;
  return {
    band: { minKeV: header.number('E_MIN'), maxKeV: header.number('E_MAX') },
    width: shape[1] ?? 0,
    intensity: plane('INTENSITY'),
    variance: plane('VARIANCE'),
    significance: plane('SIGNIFICANCE'),
    exposure: plane('EXPOSURE'),
  };
}

function wcsOf({ header }: ImageHdu, name: string): Wcs {
  try {
    return new Wcs(header);
  } catch (thrown) {
    throw noImage(name, `has no usable coordinates (${(thrown as Error).message})`);
  }
}
