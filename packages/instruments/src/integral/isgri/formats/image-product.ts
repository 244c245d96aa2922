/** Reads sky images and mosaics of ISGRI as the mission's software writes them, and those that are written here. */

import { ExpectedFailure } from '@stemma/core';
import { type FitsFile, gunzipIfNeeded, type ImageHdu, readFits } from '@stemma/data/fits';
import { Wcs } from '@stemma/data/wcs';
import type { BandPlanes } from '../catalogue.ts';
import { strangerIn } from './isgri-file.ts';

/** The planes of a file by band, and their common coordinates. */
export interface ImageProductFile {
  readonly bands: readonly BandPlanes[];
  readonly wcs: Wcs;
  /** Live time, or on-time where only that is given; seconds. */
  readonly exposureS: number;
  readonly startIjd: number;
  readonly stopIjd: number;
  /** Science window, where the file names one. */
  readonly scw?: string;
}

/**
 * Reads a file, compressed or not. Throws ExpectedFailure `no_image` when it is no FITS file, holds no ISGRI image, or
 * one without variance, coordinates that can be used, or exposure anywhere.
 */
export async function readImageProduct(bytes: Uint8Array, name: string): Promise<ImageProductFile> {
  const file = await opened(bytes, name);
  const images = planesOf(file);
  if (images.length === 0) throw noImage(name, 'has no image with IMATYPE and energy limits');
  const stranger = strangerIn(file);
  if (stranger !== undefined) throw noImage(name, `is of ${stranger}`);
  const groups = [
    ...Map.groupBy(images, ({ header }) => `${header.number('E_MIN')} ${header.number('E_MAX')}`).values(),
  ];
  const bands = groups.map((group) => bandOf(group, name));
  if (!bands.some(({ exposure, variance }) => exposure.some((seconds, i) => seconds > 0 && variance[i]! > 0)))
    throw noImage(name, 'has no pixel with exposure and variance');
  return { bands, wcs: wcsOf(images[0]!, name), ...observationOf(images[0]!) };
}

async function opened(bytes: Uint8Array, name: string): Promise<FitsFile> {
  try {
    return readFits(await gunzipIfNeeded(bytes));
  } catch (thrown) {
    throw noImage(name, `is no FITS file (${(thrown as Error).message})`);
  }
}

/** What the header says of the observation; mosaics have on-time in place of live time. */
function observationOf({ header }: ImageHdu) {
  const number = (...keywords: string[]): number =>
    keywords.map((keyword) => header.get(keyword)).find((value) => typeof value === 'number') ?? Number.NaN;
  const text = header.get('SWID');
  return {
    exposureS: number('EXPOSURE', 'ONTIME'),
    startIjd: number('TSTART', 'TFIRST'),
    stopIjd: number('TSTOP', 'TLAST'),
    ...(typeof text === 'string' && { scw: text.trim() }),
  };
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
