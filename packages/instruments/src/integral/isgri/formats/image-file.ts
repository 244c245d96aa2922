/** Sky images and mosaics as FITS files in the form of the mission's own: a grouping index, then one plane for each HDU. */

import { type HeaderEntry, imageHdu, tableHdu, writeFits } from '@stemma/data/fits';
import type { EnergyBand } from '../../coded-mask/shadowgram.ts';
import { originCards, type ProductOrigin, timeCards } from './product-origin.ts';

/** What a plane shows. */
export type ImageType = 'INTENSITY' | 'VARIANCE' | 'SIGNIFICANCE' | 'RESIDUAL' | 'EXPOSURE';

/** One plane. */
export interface ImagePlane {
  readonly type: ImageType;
  readonly band: EnergyBand;
  readonly data: Float32Array;
}

/** An image to be written. */
export interface ImageProduct {
  /** EXTNAME of the planes: ISGR-SKY.-IMA or ISGR-MOSA-IMA. */
  readonly name: string;
  readonly shape: readonly [rows: number, columns: number];
  readonly wcs: Readonly<Record<string, string | number>>;
  readonly planes: readonly ImagePlane[];
  readonly startIjd: number;
  readonly stopIjd: number;
  readonly exposureS: number;
  /** Science windows that went in, and those that were left out. */
  readonly windows: readonly string[];
  readonly dropped: readonly string[];
}

const UNITS: Readonly<Record<ImageType, string | undefined>> = {
  INTENSITY: 'count/s',
  VARIANCE: '(count/s)**2',
  SIGNIFICANCE: undefined,
  RESIDUAL: 'count/s',
  EXPOSURE: 's',
};

/** The whole file. */
export function imageFile(image: ImageProduct, origin: ProductOrigin): Uint8Array {
  const times = timeCards(image.startIjd, image.stopIjd);
  const wcs = Object.entries(image.wcs).map(([keyword, value]): HeaderEntry =>
    typeof value === 'number' && !/^(WCSAXES|EQUINOX)$/.test(keyword)
      ? { keyword, value, real: true }
      : [keyword, value],
  );
  const planes = image.planes.map(({ type, band, data }, k) =>
    imageHdu({
      name: image.name,
      version: k + 1,
      data,
      shape: image.shape,
      unit: UNITS[type],
      header: [
        ['IMATYPE', type, 'type of image'],
        ['E_MIN', band.minKeV, '[keV] lower energy limit'],
        ['E_MAX', band.maxKeV, '[keV] upper energy limit'],
        { keyword: 'EXPOSURE', value: image.exposureS, comment: '[s] live time', real: true },
        ...wcs,
        ...originCards(origin),
        ...times,
      ],
    }),
  );
  return writeFits([imageHdu(), groupingIndex(image, [...originCards(origin), ...times]), ...planes]);
}

/** The index of the planes, a grouping table (FITS registered convention "Grouping"). */
function groupingIndex(
  { name, planes, exposureS, startIjd, stopIjd, windows, dropped }: ImageProduct,
  cards: HeaderEntry[],
) {
  const all = <T>(value: T) => planes.map(() => value);
  const numbers = (value: (plane: ImagePlane) => number) => Float64Array.from(planes, value);
  return tableHdu({
    name: 'GROUPING',
    version: 1,
    columns: [
      { name: 'MEMBER_XTENSION', values: all('IMAGE'), width: 8 },
      { name: 'MEMBER_NAME', values: all(name), width: 32 },
      { name: 'MEMBER_VERSION', values: Int32Array.from(planes, (_, k) => k + 1) },
      { name: 'MEMBER_POSITION', values: Int32Array.from(planes, (_, k) => k + 3) },
      { name: 'IMATYPE', values: planes.map(({ type }) => type), width: 32 },
      { name: 'E_MIN', values: numbers(({ band }) => band.minKeV), unit: 'keV' },
      { name: 'E_MEAN', values: numbers(({ band }) => (band.minKeV + band.maxKeV) / 2), unit: 'keV' },
      { name: 'E_MAX', values: numbers(({ band }) => band.maxKeV), unit: 'keV' },
      { name: 'TFIRST', values: numbers(() => startIjd), unit: 'd' },
      { name: 'TLAST', values: numbers(() => stopIjd), unit: 'd' },
      { name: 'TELAPSE', values: numbers(() => (stopIjd - startIjd) * 86_400), unit: 's' },
      { name: 'EXPOSURE', values: numbers(() => exposureS), unit: 's' },
    ],
    header: [
      ['GRPNAME', `${name}-IDX`, 'name of the group'],
      ['IDXMEMBR', name, 'EXTNAME of the members'],
      ...cards,
      ...windows.map((scw): HeaderEntry => ({ keyword: 'HISTORY', comment: `science window ${scw}` })),
      ...dropped.map((text): HeaderEntry => ({ keyword: 'HISTORY', comment: `left out: ${text}` })),
    ],
  });
}
