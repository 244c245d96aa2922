/** Catalogues for other programs: a FITS table, a VOTable, a DS9 region file. */

import { tableHdu, writeFits } from '@stemma/data/fits';
import { writeVoTable } from '@stemma/data/votable';
import { originCards, type ProductOrigin } from './product-origin.ts';

/** Columns that every catalogue of sources has. */
export interface CatalogueTable {
  readonly name: readonly string[];
  readonly minKeV: Float64Array;
  readonly maxKeV: Float64Array;
  readonly raDeg: Float64Array;
  readonly decDeg: Float64Array;
  readonly errorDeg: Float64Array;
  readonly rateCps: Float64Array;
  readonly rateErrorCps: Float64Array;
  readonly significance: Float64Array;
}

/** The catalogue as a FITS binary table, columns named as in the mission's own source lists. */
export function catalogueFits(sources: CatalogueTable, origin: ProductOrigin): Uint8Array {
  const text = (values: readonly string[]) => values.map((value) => value.replaceAll(/[^\x20-\x7e]/g, '?'));
  return writeFits([
    tableHdu({
      name: 'ISGR-SRCL-RES',
      columns: [
        { name: 'NAME', values: text(sources.name), type: 'string', width: 32 },
        { name: 'RA_FIN', values: sources.raDeg, unit: 'deg' },
        { name: 'DEC_FIN', values: sources.decDeg, unit: 'deg' },
        { name: 'FIN_RD_ERR', values: sources.errorDeg, unit: 'deg' },
        { name: 'E_MIN', values: sources.minKeV, unit: 'keV' },
        { name: 'E_MAX', values: sources.maxKeV, unit: 'keV' },
        { name: 'FLUX', values: sources.rateCps, unit: 'count/s' },
        { name: 'FLUX_ERR', values: sources.rateErrorCps, unit: 'count/s' },
        { name: 'DETSIG', values: sources.significance },
      ],
      header: [...originCards(origin), ['RADECSYS', 'ICRS'], ['EQUINOX', 2000]],
    }),
  ]);
}

/** The sources as circles in a DS9 region file; a source of several bands is drawn once. */
export function regionText({ name, raDeg, decDeg, errorDeg }: CatalogueTable): string {
  const seen = new Set<string>();
  const circles = name.flatMap((text, k) => {
    const label = text.replaceAll(/[{}\r\n]/g, ' ');
    if (seen.has(label)) return [];
    seen.add(label);
    const radiusDeg = Math.max(0.1, 3 * errorDeg[k]!);
    return [`circle(${raDeg[k]!.toFixed(5)},${decDeg[k]!.toFixed(5)},${radiusDeg.toFixed(4)}) # text={${label}}`];
  });
  return ['# Region file format: DS9 version 4.1', 'global color=green', 'icrs', ...circles, ''].join('\n');
}

/** The catalogue as a VOTable with units and content descriptors. */
export function catalogueVoTable(sources: CatalogueTable, { derivation, label }: ProductOrigin): string {
  const infos = [
    { name: 'DERIV_ID', value: derivation },
    { name: 'DATAKIND', value: label },
  ];
  const columns = [
    { name: 'name', values: sources.name, ucd: 'meta.id;meta.main' },
    { name: 'ra', values: sources.raDeg, unit: 'deg', ucd: 'pos.eq.ra;meta.main' },
    { name: 'dec', values: sources.decDeg, unit: 'deg', ucd: 'pos.eq.dec;meta.main' },
    { name: 'pos_error', values: sources.errorDeg, unit: 'deg', ucd: 'stat.error;pos' },
    { name: 'e_min', values: sources.minKeV, unit: 'keV', ucd: 'em.energy;stat.min' },
    { name: 'e_max', values: sources.maxKeV, unit: 'keV', ucd: 'em.energy;stat.max' },
    { name: 'rate', values: sources.rateCps, unit: 'count/s', ucd: 'phot.count' },
    { name: 'rate_error', values: sources.rateErrorCps, unit: 'count/s', ucd: 'stat.error;phot.count' },
    { name: 'significance', values: sources.significance, ucd: 'stat.snr' },
  ];
  return writeVoTable({ resources: [{ type: 'results', infos, tables: [{ name: 'sources', columns }] }] });
}
