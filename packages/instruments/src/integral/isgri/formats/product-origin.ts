/** The header cards that every FITS product has: where it comes from, and what kind of data it was made of. */

import type { HeaderEntry } from '@stemma/data/fits';

/** Where a product comes from. */
export interface ProductOrigin {
  /** Id of the derivation. */
  readonly derivation: string;
  /** What kind of data it was made of: says SIMULATION where nothing was observed. */
  readonly label: string;
  /** Science windows that were left out, and why. */
  readonly dropped?: readonly string[];
}

/** Cards of mission, instrument and derivation. */
export function originCards({ derivation, label, dropped = [] }: ProductOrigin): HeaderEntry[] {
  return [
    ['TELESCOP', 'INTEGRAL', 'mission'],
    ['INSTRUME', 'IBIS', 'instrument'],
    ['DETNAM', 'ISGRI', 'detector layer'],
    ['ORIGIN', 'Stemma', 'made by'],
    ['CREATOR', 'Stemma integral.isgri', 'software'],
    ['DERIV_ID', derivation, 'derivation of this product'],
    ['DATAKIND', label, 'what kind of data it was made of'],
    ...dropped.map((text): HeaderEntry => ({ keyword: 'HISTORY', comment: `left out: ${text}` })),
  ];
}

/** Cards of the time system: days of TT since MJD 51544, as all INTEGRAL files count. */
export function timeCards(startIjd: number, stopIjd: number): HeaderEntry[] {
  return [
    ['MJDREF', 51544, 'reference of times, MJD'],
    ['DATEREF', '2000-01-01', 'the same as a date'],
    ['TIMESYS', 'TT', 'time system'],
    ['TIMEUNIT', 'd', 'unit of time keywords'],
    ['TIMEREF', 'LOCAL', 'times at the spacecraft'],
    { keyword: 'TSTART', value: startIjd, comment: 'start of the data', real: true },
    { keyword: 'TSTOP', value: stopIjd, comment: 'end of the data', real: true },
  ];
}
