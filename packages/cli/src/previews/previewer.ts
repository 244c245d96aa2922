// The previewer of a server: finds what can be drawn in an output or a FITS file, and draws it.
import { didYouMean, StemmaError } from '@stemma/core';
import type { CurvePreview, CurveRequest, Previewer, PreviewFacts, PreviewSource } from '@stemma/server';
import { decimateCurve } from './decimate-curve.ts';
import { drawImage } from './draw-image.ts';
import { drawableIn, type FoundImage, type FoundTable } from './preview-tables.ts';

/** Makes previews of images and tables in memory, and of FITS files. */
export function previewer(): Previewer {
  return {
    previewsOf: async (source) => (await drawableIn(source)).map(factsOf),
    image: async (source, request) =>
      drawImage((await found(source, 'image', request.hdu)).plane(request.plane), request),
    curve: async (source, request) => curveOf(await found(source, 'curve', request.hdu), request),
  };
}

function factsOf(found: FoundImage | FoundTable): PreviewFacts {
  const { kind, name, hdu } = found;
  const place = { kind, name, ...(hdu !== undefined && { hdu }) };
  if (found.kind === 'curve') {
    const columns = found.columns.map(({ name: column, unit }) => ({
      name: column,
      ...(unit !== undefined && { unit }),
    }));
    return { ...place, rows: found.rows, columns };
  }
  const { shape, unit } = found;
  const [height, width] = shape.slice(-2) as [number, number];
  const planes = shape.slice(0, -2).reduce((product, length) => product * length, 1);
  return { ...place, width, height, planes, ...(unit !== undefined && { unit }) };
}

async function found<K extends 'image' | 'curve'>(
  source: PreviewSource,
  kind: K,
  hdu: number | undefined,
): Promise<Extract<FoundImage | FoundTable, { kind: K }>> {
  const all = await drawableIn(source);
  const one = all.find((item) => item.kind === kind && (hdu === undefined || item.hdu === hdu));
  if (one) return one as Extract<FoundImage | FoundTable, { kind: K }>;
  const what = kind === 'image' ? 'no image' : 'no table of numbers';
  const where = hdu === undefined ? source.name : `HDU ${hdu} of ${source.name}`;
  throw new StemmaError('not_found', `there is ${what} in ${where}`, { pointer: '#/query/source' });
}

function curveOf(table: FoundTable, { x, y, ...decimation }: CurveRequest): CurvePreview {
  const ordinate = columnOf(table, y, 'y');
  const abscissa = x === undefined ? undefined : columnOf(table, x, 'x');
  const values = ordinate.values();
  const places = abscissa?.values() ?? Float64Array.from({ length: table.rows }, (_, row) => row);
  return {
    x: abscissa ? axisOf(abscissa) : { name: 'row' },
    y: axisOf(ordinate),
    ...decimateCurve(places, values, decimation),
  };
}

function axisOf({ name, unit }: FoundTable['columns'][number]) {
  return { name, ...(unit !== undefined && { unit }) };
}

function columnOf({ columns, name }: FoundTable, wanted: string, axis: 'x' | 'y'): FoundTable['columns'][number] {
  const column = columns.find((one) => one.name === wanted);
  if (column) return column;
  const names = columns.map((one) => one.name);
  const hint = didYouMean(wanted, names) || `; it has ${names.join(', ')}`;
  throw new StemmaError('not_found', `${name} has no column of numbers "${wanted}"${hint}`, {
    pointer: `#/query/${axis}`,
  });
}
