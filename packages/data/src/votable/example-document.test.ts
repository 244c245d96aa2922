/** One document with everything that the library can write, for the tests of this folder; not a test itself. */

import type { VoColumnSpec, VoDocumentSpec } from './document-spec.ts';

const nulls = [0, 1, 0, 0];

/** Four rows of every datatype: scalars, fixed and variable arrays, nulls. */
export const everyColumn: VoColumnSpec[] = [
  { name: 'id', values: ['a', 'b', 'c & d', ''], ucd: 'meta.id;meta.main', id: 'ident' },
  {
    name: 'ra',
    values: Float64Array.of(83.633083, -0, NaN, 1e-300),
    unit: 'deg',
    ucd: 'pos.eq.ra;meta.main',
    width: '12',
    precision: '6',
  },
  { name: 'flux', values: Float32Array.of(0.1, 1.5e30, -Infinity, Infinity), unit: 'keV.s**-1.cm**-2', nulls },
  { name: 'byte', values: Uint8Array.of(0, 1, 128, 255) },
  { name: 'short', values: Int16Array.of(-32768, -1, 0, 32767), nullValue: '-1', nulls },
  { name: 'int', values: Int32Array.of(-(2 ** 31), 0, 7, 2 ** 31 - 1), nulls },
  {
    name: 'long',
    values: BigInt64Array.of(-(2n ** 63n), 0n, 2n ** 53n + 1n, 2n ** 63n - 1n),
    minimum: '0',
    maximum: '10',
  },
  { name: 'flag', values: [true, false, null, true], nulls: [0, 0, 1, 0] },
  { name: 'bit', datatype: 'bit', values: Uint8Array.of(0, 1, 1, 0) },
  {
    name: 'bits',
    datatype: 'bit',
    arraysize: '11',
    values: Uint8Array.from({ length: 44 }, (_, i) => Number((i * 7) % 3 === 0)),
  },
  { name: 'complex', datatype: 'floatComplex', values: Float32Array.of(1, -2, 0.5, 0.25, 3, 4, -5, 6) },
  {
    name: 'complexes',
    datatype: 'doubleComplex',
    arraysize: '2',
    values: Float64Array.from({ length: 16 }, (_, i) => i / 7),
  },
  { name: 'name', values: ['Вела', 'Crab', '蟹', 'naïve'], description: 'Not only ASCII: < & >' },
  { name: 'code', arraysize: '3', datatype: 'char', values: ['abc', 'de', '', 'f'] },
  { name: 'letter', datatype: 'char', arraysize: '1', values: ['x', 'y', 'z', 'w'] },
  { name: 'vector', arraysize: '3', values: Float64Array.from({ length: 12 }, (_, i) => i / 3), unit: 'km' },
  { name: 'matrix', arraysize: '2x3', values: Int32Array.from({ length: 24 }, (_, i) => -i) },
  { name: 'list', values: [[1, 2], [3], [4, 5, 6], [7]].map((row) => Int16Array.from(row)) },
  {
    name: 'spectrum',
    arraysize: '9*',
    values: [[1.5], [2.5, NaN], [3.1, 1], [0]].map((row) => Float32Array.from(row)),
  },
  { name: 'flags', datatype: 'boolean', arraysize: '2', values: Uint8Array.of(0, 1, 1, 1, 0, 0, 1, 0) },
];

/** Metadata of every kind around it. */
export const exampleDocument: VoDocumentSpec = {
  description: 'Everything "at once"',
  infos: [{ name: 'QUERY_STATUS', value: 'OK', text: 'fine' }],
  systems: [{ kind: 'COOSYS', attributes: { ID: 'sys', system: 'ICRS', epoch: 'J2015.5' } }],
  resources: [
    {
      name: 'first',
      type: 'results',
      description: 'A resource',
      infos: [{ name: 'provider', value: 'nobody' }],
      params: [
        { name: 'standardID', datatype: 'char', arraysize: '*', value: 'ivo://ivoa.net/std/none' },
        { name: 'limit', value: 2.5, unit: 'keV', description: 'upper' },
        { name: 'count', value: 12n },
      ],
      links: [{ href: 'https://example.org/a?b=1&c=2', title: 'more' }],
      tables: [
        {
          name: 'all',
          id: 'all',
          description: 'Every datatype',
          params: [{ name: 'mission', value: 'INTEGRAL' }],
          groups: [{ name: 'position', fieldRefs: ['ident'], params: [{ name: 'n', datatype: 'int', value: '3' }] }],
          columns: everyColumn,
          infos: [{ name: 'warning', value: 'none' }],
        },
        {
          name: 'norows',
          columns: [
            { name: 'x', values: new Float64Array(0) },
            { name: 's', values: [] },
          ],
        },
        { name: 'nocolumns', columns: [] },
      ],
      resources: [{ name: 'inner', type: 'meta', utype: 'adhoc:service', tables: [] }],
    },
  ],
};
