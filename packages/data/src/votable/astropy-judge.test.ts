/** astropy reads what is written here with warnings as errors, and what astropy writes is read here. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judge, withoutAstropy } from '../time/python-judge.test.ts';
import { exampleDocument } from './example-document.test.ts';
import { columnOf, tablesOf } from './find-column.ts';
import type { VoColumn } from './model.ts';
import { readVoTable } from './read-votable.ts';
import { writeVoTable } from './write-votable.ts';

const describeCells = `
import io, json, sys, warnings
import numpy as np
from astropy.io.votable import parse, validate
from astropy.io.votable.tree import VOTableFile, Resource, TableElement, Field, Values
warnings.simplefilter('error')

def plain(value):
    if isinstance(value, (np.ma.core.MaskedConstant,)):
        return None
    if isinstance(value, (bytes, np.bytes_)):
        return value.decode('ascii')
    if isinstance(value, (str, np.str_)):
        return str(value)
    if isinstance(value, (bool, np.bool_)):
        return int(value)
    if isinstance(value, (complex, np.complexfloating)):
        return [plain(value.real), plain(value.imag)]
    if isinstance(value, (float, np.floating)):
        return repr(float(value))
    if isinstance(value, (int, np.integer)):
        return str(int(value))
    flat = np.ma.getdata(value).ravel().tolist() if not isinstance(value, list) else value
    return [item for part in flat for item in (plain(part) if isinstance(part, complex) else [plain(part)])]
`;

const readScript = `${describeCells}
out = []
for text in json.load(sys.stdin):
    file = parse(io.BytesIO(text.encode('utf-8')), verify='exception')
    table = file.get_first_table()
    fields = [[f.name, f.datatype, f.arraysize, str(f.unit) if f.unit else None, f.ucd, f.description] for f in table.fields]
    rows = [[None if np.all(np.ma.getmaskarray(table.array[f.ID])[i]) and np.ndim(table.array[f.ID][i]) == 0 else plain(table.array[f.ID][i])
      for f in table.fields] for i in range(len(table.array))]
    out.append({'fields': fields, 'rows': rows, 'version': file.version, 'tables': len(list(file.iter_tables())),
      'params': [[p.name, plain(p.value)] for p in file.resources[0].params],
      'infos': [[i.name, i.value] for i in file.infos], 'coosys': [c.system for c in file.coordinate_systems]})
print(json.dumps(out))`;

const writeScript = `${describeCells}
file = VOTableFile(version='1.4')
resource = Resource()
file.resources.append(resource)
table = TableElement(file)
resource.tables.append(table)
def field(name, datatype, **kw):
    return Field(file, name=name, datatype=datatype, **kw)
table.fields.extend([
  field('d', 'double', unit='deg', ucd='pos.eq.ra'), field('f', 'float'), field('b', 'unsignedByte'), field('s', 'short'),
  field('i', 'int'), field('l', 'long'), field('t', 'boolean'), field('c', 'char', arraysize='*'),
  field('u', 'unicodeChar', arraysize='*'), field('fc', 'floatComplex'), field('dc', 'doubleComplex'),
  field('v', 'double', arraysize='3'), field('m', 'int', arraysize='2x2'), field('x', 'short', arraysize='*'),
  field('bits', 'bit', arraysize='10'), field('c4', 'char', arraysize='4'), field('bit', 'bit')])
table.fields[4].values = Values(file, table.fields[4], null=-9)
table.create_arrays(3)
rows = [
  (1/3, 0.1, 255, -7, 5, 2**62, True, 'one', 'Ωne', 1+2j, 1/7-3j, [1, 2, 3], [[1, 2], [3, 4]], np.ma.array([1, 2], '>i2', mask=[False] * 2), [True, False] * 5, 'abcd', True),
  (float('inf'), -0.5, 0, 9, 6, -1, False, 'two & <2>', 'зwei', 0j, -1j, [4, 5, 6], [[5, 6], [7, 8]], np.ma.array([3], '>i2', mask=[False]), [False] * 10, 'ab', False),
  (-1e-300, 3e38, 7, 0, 8, 0, True, '', '', 2j, 5+0j, [7, 8, 9], [[9, 10], [11, 12]], np.ma.array([], '>i2', mask=[]), [True] * 10, '', True),
]
for i, row in enumerate(rows):
    table.array[i] = row
table.array.mask[1]['i'] = True
table.array.mask[2]['s'] = True
texts = []
for form in ('tabledata', 'binary', 'binary2'):
    # A short without a null value cannot be null in BINARY.
    table.array.mask[2]['s'] = form != 'binary'
    table.format = form
    buffer = io.BytesIO()
    file.to_xml(buffer)
    texts.append(buffer.getvalue().decode('utf-8'))
print(json.dumps(texts))`;

interface Read {
  readonly fields: (string | null)[][];
  readonly rows: unknown[][];
  readonly version: string;
  readonly tables: number;
  readonly params: [string, unknown][];
  readonly infos: [string, string][];
  readonly coosys: string[];
}

/** A cell in the spelling of the Python side: integers and floats as texts, texts as they are. */
function plainCell(column: VoColumn, row: number, rowCount: number): unknown {
  if (column.nulls?.[row] === 1) return null;
  const values = column.values as ArrayLike<unknown>;
  const cell = values[row];
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'object') return Array.from(cell as Float32Array, (value) => plainNumber(column, value));
  const perCell = values.length / rowCount;
  const numbers = Array.from({ length: perCell }, (_, i) => plainNumber(column, values[row * perCell + i]));
  return perCell === 1 && column.arraysize === undefined ? numbers[0] : numbers;
}

function plainNumber({ datatype }: VoColumn, value: unknown): unknown {
  if (datatype === 'boolean' || datatype === 'bit') return value;
  // Floats are compared as numbers, so that spelling does not count.
  return datatype.startsWith('float') || datatype.startsWith('double') ? Number(value) : String(value);
}

const floats: Readonly<Record<string, number>> = { nan: NaN, inf: Infinity, '-inf': -Infinity };

/** Python's spelling of floats as numbers. */
function numbersOf(cell: unknown, datatype: string): unknown {
  if (!datatype.startsWith('float') && !datatype.startsWith('double')) return cell;
  if (Array.isArray(cell)) return cell.flat().map((item: unknown) => numbersOf(item, datatype));
  if (typeof cell !== 'string') return cell;
  const number = floats[cell] ?? Number(cell);
  // astropy keeps the doubles of a text in arrays of single precision.
  return datatype.startsWith('float') ? Math.fround(number) : number;
}

describe('astropy', { skip: withoutAstropy }, () => {
  it('reads what is written here, without a warning', () => {
    const texts = (['tabledata', 'binary2'] as const).map((serialization) =>
      writeVoTable(exampleDocument, { serialization }),
    );
    const answers = judge<Read[]>(readScript, texts);
    answers.forEach((answer, k) => {
      const table = tablesOf(readVoTable(texts[k]!))[0]!;
      assert.equal(answer.version, '1.4');
      assert.equal(answer.tables, 3);
      assert.deepEqual(answer.infos, [['QUERY_STATUS', 'OK']]);
      assert.deepEqual(answer.coosys, ['ICRS']);
      assert.deepEqual(answer.params, [
        ['standardID', 'ivo://ivoa.net/std/none'],
        ['limit', '2.5'],
        ['count', '12'],
      ]);
      table.columns.forEach((column, c) => {
        const [name, datatype, arraysize, unit, ucd, description] = answer.fields[c]!;
        const { unit: ownUnit = null, ucd: ownUcd = null, description: ownDescription = null } = column;
        assert.deepEqual([name, datatype, arraysize], [column.name, column.datatype, column.arraysize ?? null]);
        assert.deepEqual([ucd, description], [ownUcd, ownDescription]);
        assert.equal(unit === null, ownUnit === null);
        for (let row = 0; row < table.rowCount; row++) {
          const theirs = numbersOf(answer.rows[row]![c], column.datatype);
          const ours = plainCell(column, row, table.rowCount);
          // astropy hides NaN as null.
          const seen = Number.isNaN(ours) && theirs === null ? NaN : theirs;
          // astropy looks for a single bit of a stream in the middle of its byte, not at its beginning.
          if (k === 1 && column.name === 'bit') continue;
          assert.deepEqual(seen, ours, `${column.name} row ${row}`);
        }
      });
    });
  });

  it('writes what is read here, in all three serialisations', () => {
    const texts = judge<string[]>(writeScript, null);
    texts.forEach((text, k) => {
      const table = tablesOf(readVoTable(text))[0]!;
      const values = (name: string): unknown => columnOf(table, name).values;
      assert.equal(table.rowCount, 3);
      assert.equal(columnOf(table, 'd').unit, 'deg');
      assert.deepEqual(values('d'), Float64Array.of(1 / 3, Infinity, -1e-300));
      assert.deepEqual(values('f'), Float32Array.of(0.1, -0.5, 3e38));
      assert.deepEqual(values('b'), Uint8Array.of(255, 0, 7));
      assert.deepEqual(
        [...(values('i') as Int32Array)].filter((_, row) => row !== 1),
        [5, 8],
      );
      assert.deepEqual([...columnOf(table, 'i').nulls!], [0, 1, 0]);
      assert.deepEqual(columnOf(table, 's').nulls?.[2], k === 1 ? undefined : 1);
      assert.deepEqual(values('l'), BigInt64Array.of(2n ** 62n, -1n, 0n));
      assert.deepEqual(values('t'), Uint8Array.of(1, 0, 1));
      assert.deepEqual(values('c'), ['one', 'two & <2>', '']);
      assert.deepEqual(values('u'), ['Ωne', 'зwei', '']);
      assert.deepEqual(values('fc'), Float32Array.of(1, 2, 0, 0, 0, 2));
      assert.deepEqual(values('dc'), Float64Array.of(1 / 7, -3, -0, -1, 5, 0));
      assert.deepEqual(values('v'), Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9));
      assert.deepEqual(
        values('m'),
        Int32Array.from({ length: 12 }, (_, i) => i + 1),
      );
      assert.deepEqual(
        values('x'),
        [[1, 2], [3], []].map((row) => Int16Array.from(row)),
      );
      assert.deepEqual(
        (values('bits') as Uint8Array).subarray(0, 20),
        Uint8Array.of(1, 0, 1, 0, 1, 0, 1, 0, 1, 0, ...new Uint8Array(10)),
      );
      assert.deepEqual(values('bit'), Uint8Array.of(1, 0, 1));
      assert.deepEqual(
        (values('c4') as string[]).map((cell) => cell.trimEnd()),
        ['abcd', 'ab', ''],
      );
    });
  });

  it('and this library refuse the same broken twins', () => {
    const good = writeVoTable({
      resources: [{ tables: [{ name: 't', columns: [{ name: 'n', values: Int32Array.of(1, 22) }] }] }],
    });
    const twins = [
      good.replace('<TD>22</TD>', '<TD>2x</TD>'),
      good.replace('<TD>22</TD>', '<TD>22</TD><TD>1</TD>'),
      good.replace('datatype="int"', 'datatype="integer"'),
      good.replace('nrows="2"', 'nrows="3"'),
      good.replace('</TABLE>', ''),
      good.slice(0, -20),
      good,
    ];
    const script = `${describeCells}
out = []
for text in json.load(sys.stdin):
    try:
        parse(io.BytesIO(text.encode()), verify='exception')
        out.append(True)
    except Exception as error:
        out.append(False)
print(json.dumps(out))`;
    const own = twins.map((text) => {
      try {
        readVoTable(text);
        return true;
      } catch {
        return false;
      }
    });
    assert.deepEqual(judge<boolean[]>(script, twins), own);
    assert.deepEqual(own, [...Array.from({ length: twins.length - 1 }, () => false), true]);
  });
});
