/** All planes of the sky image of a science window, from the two that are stored: the others follow from them. */

import type { FileValue } from '@stemma/core';
import { Wcs } from '@stemma/data/wcs';
import { codingMap } from '../coded-mask/geometry.ts';
import type { EnergyBand } from '../coded-mask/shadowgram.ts';
import { unpackPlane } from './covered-field.ts';
import { significanceOf, withCores } from './restored-image.ts';

/** What `integral.SkyImage` gives. */
export interface StoredImage {
  /** Intensity of each band, then variance of each band. */
  readonly planes: FileValue;
  readonly wcs: Readonly<Record<string, string | number>>;
  readonly bands: readonly EnergyBand[];
  readonly window: { readonly exposureS: number };
}

/** Planes of 400 x 400 pixels. */
export interface WindowPlanes {
  /** Counts per second; NaN outside of the coded field. */
  readonly intensity: Float64Array;
  readonly variance: Float64Array;
  /** Live time times the coded fraction, seconds. */
  readonly exposure: Float64Array;
}

/** Intensity, variance and exposure of each band, one band after the other; the file is read once. */
export function windowPlanes({ planes, bands, window }: StoredImage): WindowPlanes[] {
  const bytes = planes.bytes();
  const exposure = codingMap().map((fraction) => fraction * window.exposureS);
  return bands.map((_, k) => ({
    intensity: unpackPlane(bytes, k),
    variance: unpackPlane(bytes, bands.length + k),
    exposure,
  }));
}

/** Sources of an image in columns. */
export interface FittedSources {
  readonly minKeV: Float64Array;
  readonly raDeg: Float64Array;
  readonly decDeg: Float64Array;
  readonly rateCps: Float64Array;
}

/** Significance and residual (the image without its sources) of band `k`. */
export function derivedPlanes(
  { intensity, variance }: WindowPlanes,
  { wcs, bands }: StoredImage,
  sources: FittedSources,
  k: number,
): { readonly significance: Float64Array; readonly residual: Float64Array } {
  const coordinates = new Wcs(wcs);
  const rows = [...sources.minKeV.keys()].filter((row) => sources.minKeV[row] === bands[k]!.minKeV);
  const cores = rows.map((row) => ({
    ...coordinates.icrsToPixel(sources.raDeg[row]!, sources.decDeg[row]!),
    rateCps: -sources.rateCps[row]!,
  }));
  return { significance: significanceOf(intensity, variance), residual: withCores(intensity, cores) };
}
