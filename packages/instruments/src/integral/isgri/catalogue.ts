/** Sources found in an image of the sky: searched, fitted, put on the sky, and named after their known counterparts. */

import { column, table } from '@stemma/core';
import { angularSeparationDeg, type Direction } from '@stemma/data/coordinates';
import { robustSigma } from '@stemma/data/statistics';
import type { Wcs } from '@stemma/data/wcs';
import { PIXEL_DEG } from '../coded-mask/geometry.ts';
import { type FoundSource, searchImage } from '../coded-mask/source-search.ts';
import type { EnergyBand } from '../coded-mask/shadowgram.ts';
import { SourceNames } from './source-names.ts';

/** The planes of one band. */
export interface BandPlanes {
  readonly band: EnergyBand;
  readonly width: number;
  readonly intensity: Float64Array;
  readonly variance: Float64Array;
  readonly significance: Float64Array;
  /** Effective exposure; where it is below `minimumExposure` of the highest, nothing is looked for. */
  readonly exposure: Float64Array;
}

/** A known source. */
export interface KnownSource extends Direction {
  readonly name: string;
}

/** How a search goes about. */
export interface CatalogueOptions {
  readonly threshold: number;
  /** Part of the highest exposure. */
  readonly minimumExposure: number;
  /** Largest distance to a counterpart. */
  readonly matchDeg: number;
  readonly known: readonly KnownSource[];
}

/** Sources of images, one row for each source and band; strongest first within a band. */
export const catalogueType = table({
  name: column('string', undefined, { ucd: 'meta.id', description: 'of the known counterpart, or after the position' }),
  minKeV: column('float64', 'keV', { ucd: 'em.energy;stat.min' }),
  maxKeV: column('float64', 'keV', { ucd: 'em.energy;stat.max' }),
  raDeg: column('float64', 'deg', { ucd: 'pos.eq.ra' }),
  decDeg: column('float64', 'deg', { ucd: 'pos.eq.dec' }),
  errorDeg: column('float64', 'deg', { description: 'one sigma of each coordinate', ucd: 'stat.error;pos' }),
  offsetDeg: column('float64', 'deg', { description: 'from the known position; NaN for new sources' }),
  rateCps: column('float64', 'count/s', { ucd: 'phot.count' }),
  rateErrorCps: column('float64', 'count/s', { ucd: 'stat.error' }),
  significance: column('float64', '', { description: 'of the highest pixel', ucd: 'stat.snr' }),
  fwhmDeg: column('float64', 'deg', { ucd: 'phys.angSize' }),
});

/** One source. */
export interface CatalogueRow extends Direction {
  readonly name: string;
  readonly band: EnergyBand;
  readonly errorDeg: number;
  readonly offsetDeg: number;
  readonly found: FoundSource;
}

/** Finds the sources of one band. The same `names` for all bands of an image give a new source one name in all of them. */
export function sourcesInImage(
  planes: BandPlanes,
  wcs: Wcs,
  options: CatalogueOptions,
  names: SourceNames = new SourceNames(),
): CatalogueRow[] {
  const least = options.minimumExposure * highest(planes.exposure);
  const significance = planes.significance.map((value, i) => (planes.exposure[i]! >= least ? value : Number.NaN));
  return searchImage({ ...planes, significance }, { threshold: options.threshold }).map((found) => {
    const direction = wcs.pixelToIcrs(found.x, found.y);
    const { name, offsetDeg } = counterpart(direction, options);
    const errorDeg = found.pixelError * PIXEL_DEG;
    return { name: name ?? names.nameOf(direction), band: planes.band, ...direction, errorDeg, offsetDeg, found };
  });
}

function counterpart(direction: Direction, { known, matchDeg }: CatalogueOptions) {
  let [name, offsetDeg]: [string | undefined, number] = [undefined, Number.NaN];
  for (const source of known) {
    const distance = angularSeparationDeg(direction, source);
    if (distance <= Math.min(matchDeg, Number.isNaN(offsetDeg) ? Infinity : offsetDeg))
      [name, offsetDeg] = [source.name, distance];
  }
  return { name, offsetDeg };
}

/** Rows as the columns of `catalogueType`. */
export function catalogueColumns(rows: readonly CatalogueRow[]) {
  const numbers = (value: (row: CatalogueRow) => number) => Float64Array.from(rows, value);
  return {
    name: rows.map(({ name }) => name),
    minKeV: numbers(({ band }) => band.minKeV),
    maxKeV: numbers(({ band }) => band.maxKeV),
    raDeg: numbers(({ raDeg }) => raDeg),
    decDeg: numbers(({ decDeg }) => decDeg),
    errorDeg: numbers(({ errorDeg }) => errorDeg),
    offsetDeg: numbers(({ offsetDeg }) => offsetDeg),
    rateCps: numbers(({ found }) => found.amplitude.value),
    rateErrorCps: numbers(({ found }) => found.amplitude.error),
    significance: numbers(({ found }) => found.peakSignificance),
    fwhmDeg: numbers(({ found }) => found.fwhmArcmin / 60),
  };
}

/** Width of the noise of a significance map, 1 when its variance is right; from the quantiles, which sources leave alone. */
export function noiseWidth({ significance, exposure }: Pick<BandPlanes, 'significance' | 'exposure'>): number {
  const least = 0.05 * highest(exposure);
  return robustSigma(significance.filter((value, i) => exposure[i]! >= least && Number.isFinite(value)));
}

function highest(values: Float64Array): number {
  return values.reduce((most, value) => (value > most ? value : most), 0);
}
