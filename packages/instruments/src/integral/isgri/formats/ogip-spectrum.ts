/** Spectra and responses in OGIP form, as XSPEC and its kin read them: PHA type I (OGIP 92-007), ARF and RMF (CAL/GEN/92-002). */

import { type HeaderEntry, tableHdu, writeFits } from '@stemma/data/fits';
import type { BandedResponse } from '../banded-response.ts';
import type { EnergyBand } from '../../coded-mask/shadowgram.ts';
import { originCards, type ProductOrigin, timeCards } from './product-origin.ts';

/** A spectrum to be written. */
export interface SpectrumProduct {
  readonly object: string;
  readonly raDeg: number;
  readonly decDeg: number;
  readonly bands: readonly EnergyBand[];
  readonly rateCps: Float64Array;
  readonly errorCps: Float64Array;
  readonly exposureS: number;
  readonly startIjd: number;
  readonly stopIjd: number;
  readonly responseFile: string;
  readonly areaFile: string;
}

const ogip = (...classes: string[]): HeaderEntry[] => [
  ['HDUCLASS', 'OGIP', 'format conforms to OGIP standards'],
  ...classes.map((name, k): HeaderEntry => [`HDUCLAS${k + 1}`, name]),
];

/** The PHA file; bands without a rate have quality 5. */
export function phaFile(spectrum: SpectrumProduct, origin: ProductOrigin): Uint8Array {
  const { rateCps, errorCps, bands } = spectrum;
  const good = errorCps.map((error) => (error > 0 ? 1 : 0));
  const clean = (values: Float64Array) => Float32Array.from(values, (value, k) => (good[k] === 1 ? value : 0));
  return writeFits([
    tableHdu({
      name: 'SPECTRUM',
      columns: [
        { name: 'CHANNEL', values: Int16Array.from(bands, (_, k) => k + 1) },
        { name: 'RATE', values: clean(rateCps), unit: 'count/s' },
        { name: 'STAT_ERR', values: clean(errorCps), unit: 'count/s' },
        { name: 'QUALITY', values: Int16Array.from(good, (flag) => (flag === 1 ? 0 : 5)) },
      ],
      header: [
        ...ogip('SPECTRUM', 'NET', 'RATE'),
        ['HDUVERS', '1.2.1'],
        ...originCards(origin),
        ['FILTER', 'none'],
        ['OBJECT', spectrum.object],
        ['RA_OBJ', spectrum.raDeg, '[deg] J2000'],
        ['DEC_OBJ', spectrum.decDeg, '[deg] J2000'],
        { keyword: 'EXPOSURE', value: spectrum.exposureS, comment: '[s] live time', real: true },
        { keyword: 'AREASCAL', value: 1, real: true },
        { keyword: 'BACKSCAL', value: 1, real: true },
        { keyword: 'CORRSCAL', value: 0, real: true },
        ['BACKFILE', 'none'],
        ['CORRFILE', 'none'],
        ['RESPFILE', spectrum.responseFile],
        ['ANCRFILE', spectrum.areaFile],
        ['CHANTYPE', 'PI'],
        ['DETCHANS', bands.length],
        ['TLMIN1', 1],
        ['TLMAX1', bands.length],
        ['POISSERR', false],
        { keyword: 'SYS_ERR', value: 0, real: true },
        ['GROUPING', 0],
        ...timeCards(spectrum.startIjd, spectrum.stopIjd),
      ],
    }),
  ]);
}

/** The effective area. */
export function arfFile(response: BandedResponse, origin: ProductOrigin): Uint8Array {
  return writeFits([
    tableHdu({
      name: 'SPECRESP',
      columns: [
        { name: 'ENERG_LO', values: Float32Array.from(response.energyLowKeV), unit: 'keV' },
        { name: 'ENERG_HI', values: Float32Array.from(response.energyHighKeV), unit: 'keV' },
        { name: 'SPECRESP', values: Float32Array.from(response.areaCm2), unit: 'cm**2' },
      ],
      header: [...ogip('RESPONSE', 'SPECRESP'), ['HDUVERS', '1.1.0'], ...originCards(origin), ['FILTER', 'none']],
    }),
  ]);
}

/** The redistribution matrix and the limits of the channels. */
export function rmfFile(response: BandedResponse, origin: ProductOrigin): Uint8Array {
  const { bands, redistribution } = response;
  const rows = response.energyLowKeV.length;
  const column = (value: number) => new Int16Array(rows).fill(value);
  const shared: HeaderEntry[] = [
    ...originCards(origin),
    ['FILTER', 'none'],
    ['CHANTYPE', 'PI'],
    ['DETCHANS', bands.length],
  ];
  const matrix = tableHdu({
    name: 'SPECRESP MATRIX',
    columns: [
      { name: 'ENERG_LO', values: Float32Array.from(response.energyLowKeV), unit: 'keV' },
      { name: 'ENERG_HI', values: Float32Array.from(response.energyHighKeV), unit: 'keV' },
      { name: 'N_GRP', values: column(1) },
      { name: 'F_CHAN', values: column(1) },
      { name: 'N_CHAN', values: column(bands.length) },
      { name: 'MATRIX', values: redistribution, shape: [rows, bands.length] },
    ],
    header: [
      ...ogip('RESPONSE', 'RSP_MATRIX', 'REDIST'),
      ['HDUVERS', '1.3.0'],
      ...shared,
      ['TLMIN4', 1, 'first channel'],
      ['TLMAX4', bands.length],
      ['NUMGRP', rows],
      ['NUMELT', redistribution.length],
      { keyword: 'LO_THRES', value: 0, real: true },
    ],
  });
  const bounds = tableHdu({
    name: 'EBOUNDS',
    columns: [
      { name: 'CHANNEL', values: Int16Array.from(bands, (_, k) => k + 1) },
      { name: 'E_MIN', values: Float32Array.from(bands, ({ minKeV }) => minKeV), unit: 'keV' },
      { name: 'E_MAX', values: Float32Array.from(bands, ({ maxKeV }) => maxKeV), unit: 'keV' },
    ],
    header: [...ogip('RESPONSE', 'EBOUNDS'), ['HDUVERS', '1.2.0'], ...shared, ['TLMIN1', 1], ['TLMAX1', bands.length]],
  });
  return writeFits([matrix, bounds]);
}
