/** VOTables written and read here: nothing is lost, and what is wrong is refused with its place. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { decodeBase64, encodeBase64 } from './base64.ts';
import { everyColumn, exampleDocument } from './example-document.test.ts';
import { columnOf, tablesOf } from './find-column.ts';
import type { VoDocument, VoTable } from './model.ts';
import { readVoTable } from './read-votable.ts';
import { VoTableError } from './votable-error.ts';
import { writeVoTable } from './write-votable.ts';

const serializations = ['tabledata', 'binary2'] as const;
const fields = '<FIELD name="n" datatype="int"/><FIELD name="s" datatype="char" arraysize="*"/>';
const table = (data: string, declared = fields): string =>
  `<VOTABLE version="1.4"><RESOURCE><TABLE name="t">${declared}<DATA>${data}</DATA></TABLE></RESOURCE></VOTABLE>`;
const cells = (rows: string, declared = fields): string => table(`<TABLEDATA>${rows}</TABLEDATA>`, declared);
const one = (text: string): VoTable => tablesOf(readVoTable(text))[0]!;

describe('a document', () => {
  for (const serialization of serializations) {
    it(`comes back from ${serialization} as it was, and is written again to the same letter`, () => {
      const text = writeVoTable(exampleDocument, { serialization });
      const read = readVoTable(text);
      assert.equal(read.version, '1.4');
      assert.equal(read.description, 'Everything "at once"');
      assert.deepEqual(read.infos, [{ name: 'QUERY_STATUS', value: 'OK', text: 'fine' }]);
      assert.deepEqual(read.systems, exampleDocument.systems);
      const [resource] = read.resources;
      assert.deepEqual(
        resource!.params.map(({ name, datatype, value }) => [name, datatype, value]),
        [
          ['standardID', 'char', 'ivo://ivoa.net/std/none'],
          ['limit', 'double', '2.5'],
          ['count', 'long', '12'],
        ],
      );
      assert.deepEqual(resource!.links, [{ href: 'https://example.org/a?b=1&c=2', title: 'more' }]);
      assert.equal(resource!.resources[0]!.utype, 'adhoc:service');
      const [all, noRows, noColumns] = resource!.tables;
      assert.deepEqual([all!.rowCount, noRows!.rowCount, noColumns!.rowCount], [4, 0, 0]);
      assert.deepEqual(all!.groups[0]!.fieldRefs, ['ident']);
      checkColumns(all!);
      assert.equal(writeVoTable(read, { serialization }), text);
    });
  }

  it('is the same in both serialisations', () => {
    const [a, b] = serializations.map((serialization) => readVoTable(writeVoTable(exampleDocument, { serialization })));
    assert.deepEqual(a, b);
  });
});

function checkColumns(read: VoTable): void {
  for (const spec of everyColumn) {
    const column = columnOf(read, spec.name);
    for (const key of ['unit', 'ucd', 'id', 'description', 'width', 'nullValue', 'minimum'] as const) {
      assert.equal(column[key], spec[key], `${spec.name} ${key}`);
    }
    if (spec.nulls === undefined) assert.equal(column.nulls, undefined, spec.name);
    else assert.deepEqual([...column.nulls!], [...(spec.nulls as number[])], spec.name);
    if (spec.nulls === undefined && spec.name !== 'flags') assert.deepEqual(column.values, spec.values, spec.name);
  }
  assert.deepEqual(columnOf(read, 'short').values, Int16Array.of(-32768, -1, 0, 32767));
  assert.deepEqual(columnOf(read, 'int').values, Int32Array.of(-(2 ** 31), 0, 7, 2 ** 31 - 1));
  assert.deepEqual(columnOf(read, 'flag').values, Uint8Array.of(1, 0, 2, 1));
  assert.ok(Number.isNaN((columnOf(read, 'flux').values as Float32Array)[1]));
  assert.equal(columnOf(read, 'name').datatype, 'unicodeChar');
}

describe('numbers', () => {
  it('keep every bit as text', () => {
    fc.assert(
      fc.property(
        fc.float64Array({ minLength: 1 }),
        fc.float32Array({ minLength: 1 }),
        fc.bigInt64Array({ minLength: 1 }),
        (d, f, l) => {
          for (const values of [d, f, l]) {
            const read = one(writeVoTable({ resources: [{ tables: [{ columns: [{ name: 'x', values }] }] }] }));
            assert.deepEqual(read.columns[0]!.values, values);
          }
        },
      ),
    );
  });

  it('are read in all spellings of the standard', () => {
    const declared =
      '<FIELD name="d" datatype="double"/><FIELD name="i" datatype="long"/><FIELD name="b" datatype="boolean"/>';
    const rows = [
      ['1e3', '0x1F', 'TRUE'],
      [' -.5 ', '+7', 'f'],
      ['+Inf', '-9', '1'],
      ['-inf', '0', '?'],
      ['NaN', '', ''],
      ['', '3', '0'],
    ];
    const text = rows.map((row) => `<TR>${row.map((cell) => `<TD>${cell}</TD>`).join('')}</TR>`).join('\n');
    const read = one(cells(text, declared));
    assert.deepEqual(read.columns[0]!.values, Float64Array.of(1000, -0.5, Infinity, -Infinity, NaN, NaN));
    assert.deepEqual([...read.columns[0]!.nulls!], [0, 0, 0, 0, 0, 1]);
    assert.deepEqual(read.columns[1]!.values, BigInt64Array.of(31n, 7n, -9n, 0n, 0n, 3n));
    assert.deepEqual(read.columns[2]!.values, Uint8Array.of(1, 0, 1, 2, 2, 0));
    assert.deepEqual([...read.columns[2]!.nulls!], [0, 0, 0, 1, 1, 0]);
  });

  it('that stand for null are null', () => {
    const declared = '<FIELD name="n" datatype="int"><VALUES null="-99"/></FIELD>';
    const read = one(cells('<TR><TD>-99</TD></TR><TR><TD>5</TD></TR><TR><TD/></TR>', declared));
    assert.deepEqual(read.columns[0]!.values, Int32Array.of(-99, 5, -99));
    assert.deepEqual([...read.columns[0]!.nulls!], [1, 0, 1]);
  });

  it('of types that the standard lacks are widened', () => {
    const columns = [
      { name: 'a', values: Int8Array.of(-128, 127) },
      { name: 'b', values: Uint16Array.of(0, 65535) },
      { name: 'c', values: Uint32Array.of(0, 2 ** 32 - 1) },
    ];
    const read = one(writeVoTable({ resources: [{ tables: [{ columns }] }] }));
    assert.deepEqual(
      read.columns.map(({ datatype }) => datatype),
      ['short', 'int', 'long'],
    );
    assert.deepEqual(read.columns[2]!.values, BigInt64Array.of(0n, 2n ** 32n - 1n));
  });
});

describe('texts', () => {
  it('keep everything that XML can hold', () => {
    const xmlText = fc
      .string({ unit: 'grapheme' })
      .filter((text) => !/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(text));
    fc.assert(
      fc.property(fc.array(xmlText, { minLength: 1 }), (values) => {
        for (const serialization of serializations) {
          const columns = [{ name: 'x', values, description: 'as is' }];
          const read = one(writeVoTable({ resources: [{ tables: [{ columns }] }] }, { serialization }));
          assert.deepEqual(read.columns[0]!.values, values);
        }
      }),
    );
  });

  it('may be arrays of one width', () => {
    const values = [
      ['ab', 'c'],
      ['', 'def'],
    ];
    for (const serialization of serializations) {
      const columns = [{ name: 'x', arraysize: '3x2', values }];
      const read = one(writeVoTable({ resources: [{ tables: [{ columns }] }] }, { serialization }));
      assert.deepEqual(read.columns[0]!.values, values);
    }
    const variable = one(
      cells('<TR><TD>abcde</TD></TR><TR><TD></TD></TR>', '<FIELD name="x" datatype="char" arraysize="2x*"/>'),
    );
    assert.deepEqual(variable.columns[0]!.values, [['ab', 'cd', 'e'], []]);
  });

  it('of old archives may be Latin-1 or UTF-8 in streams', () => {
    const stream = encodeBase64(Uint8Array.of(0, 0, 0, 2, 0xe9, 0x41, 0, 0, 0, 2, 0xc3, 0xa9));
    const field = '<FIELD name="x" datatype="char" arraysize="*"/>';
    const read = one(table(`<BINARY><STREAM encoding="base64">${stream}</STREAM></BINARY>`, field));
    assert.deepEqual(read.columns[0]!.values, ['éA', 'é']);
  });
});

describe('reading', () => {
  it('accepts prefixes, CDATA, comments and bytes', () => {
    const text = cells('<TR><TD>1</TD><TD><![CDATA[<a>]]>&amp;<!-- no --></TD></TR>').replaceAll(
      /<(\/?)([A-Z])/g,
      '<$1vot:$2',
    );
    const read = readVoTable(new TextEncoder().encode(text));
    assert.deepEqual(tablesOf(read)[0]!.columns[1]!.values, ['<a>&']);
  });

  it('gives the status of a failed query', () => {
    const read: VoDocument = readVoTable(
      '<VOTABLE version="1.3"><RESOURCE type="results"><INFO name="QUERY_STATUS" value="ERROR">no such column</INFO></RESOURCE></VOTABLE>',
    );
    assert.deepEqual(read.resources[0]!.infos, [{ name: 'QUERY_STATUS', value: 'ERROR', text: 'no such column' }]);
    assert.deepEqual(tablesOf(read), []);
  });

  it('finds columns by name and ID whatever the case', () => {
    const read = one(writeVoTable(exampleDocument));
    assert.equal(columnOf(read, 'RA').unit, 'deg');
    assert.equal(columnOf(read, 'IDENT').name, 'id');
    assert.throws(() => columnOf(read, 'dec'), { code: 'not_found', message: /no column dec, only id, ra/ });
  });

  const refuse = (text: string, code: string, message: RegExp): void =>
    assert.throws(
      () => readVoTable(text),
      (error) => error instanceof VoTableError && error.code === code && message.test(error.message),
      text,
    );

  it('refuses what is no VOTable', () => {
    refuse('', 'not_votable', /.*/);
    refuse('SIMPLE  =   T', 'not_votable', /broken XML/);
    refuse('<html><body/></html>', 'not_votable', /element is html, not VOTABLE/);
    refuse('<VOTABLE>', 'corrupt', /unclosed tag/);
    refuse(cells('<TR><TD>1</TD><TD>&bomb;</TD></TR>'), 'corrupt', /entity/);
    refuse(`<VOTABLE>${'<GROUP>'.repeat(100)}`, 'corrupt', /too deeply/);
  });

  it('refuses cells and rows that do not fit, and names their place', () => {
    refuse(
      cells('<TR><TD>1</TD><TD>a</TD></TR>\n<TR><TD>x</TD><TD>a</TD></TR>'),
      'corrupt',
      /line 2: field n, row 2: 'x' is no int/,
    );
    refuse(cells('<TR><TD>1.5</TD><TD/></TR>'), 'corrupt', /'1.5' is no int/);
    refuse(cells('<TR><TD>2147483648</TD><TD/></TR>'), 'corrupt', /no int/);
    refuse(cells('<TR><TD>1</TD></TR>'), 'corrupt', /row 1 of table t has 1 cells for 2 fields/);
    refuse(cells('<TR><TD>1</TD><TD/><TD/></TR>'), 'corrupt', /3 cells for 2 fields/);
    refuse(
      cells('<TR><TD>1 2</TD></TR>', '<FIELD name="v" datatype="float" arraysize="3"/>'),
      'corrupt',
      /2 numbers instead of 3/,
    );
    refuse(
      cells('<TR><TD>1 2</TD></TR>', '<FIELD name="v" datatype="float" arraysize="3x*"/>'),
      'corrupt',
      /multiple of 3/,
    );
    refuse(cells('').replace('<TABLE ', '<TABLE nrows="2" '), 'corrupt', /has 0 rows, but declares 2/);
  });

  it('refuses fields that are not declared properly', () => {
    refuse(cells('', '<FIELD name="x" datatype="real"/>'), 'corrupt', /unknown datatype 'real'/);
    refuse(cells('', '<FIELD name="x"/>'), 'corrupt', /'x' lacks the attribute datatype/);
    refuse(cells('', '<FIELD datatype="int"/>'), 'corrupt', /lacks the attribute name/);
    refuse(cells('', '<FIELD name="x" datatype="int" arraysize="*x2"/>'), 'corrupt', /arraysize '\*x2'/);
    refuse(cells('', '<FIELD name="x" datatype="int" arraysize="99999x99999"/>'), 'corrupt', /too large/);
    refuse(cells('', '<FIELD name="x" datatype="int"><VALUES null="none"/></FIELD>'), 'corrupt', /'none' is no int/);
    refuse(cells('').replace('</TABLE>', `${fields}</TABLE>`), 'corrupt', /FIELD after its DATA/);
    refuse('<VOTABLE><TD/></VOTABLE>', 'corrupt', /TD stands outside of DATA/);
  });

  it('refuses damaged streams', () => {
    const stream = (base64: string, kind = 'BINARY2', attributes = 'encoding="base64"'): string =>
      table(`<${kind}><STREAM ${attributes}>${base64}</STREAM></${kind}>`);
    const whole = writeVoTable(
      {
        resources: [
          {
            tables: [
              {
                columns: [
                  { name: 'n', values: Int32Array.of(1, 2) },
                  { name: 's', values: ['ab', 'c'] },
                ],
              },
            ],
          },
        ],
      },
      { serialization: 'binary2' },
    );
    const base64 = /base64">\n([^<]*)</.exec(whole)![1]!.replace(/\s/g, '');
    const bytes = decodeBase64(base64);
    assert.equal(one(stream(base64)).rowCount, 2);
    for (let length = 1; length < bytes.length; length++) {
      // The first row alone takes 11 bytes and is whole.
      if (length !== 11) refuse(stream(encodeBase64(bytes.subarray(0, length))), 'corrupt', /within a row/);
    }
    refuse(stream(`${base64.slice(0, 8)}*${base64.slice(9)}`), 'corrupt', /misplaced '\*'/);
    refuse(stream(base64.slice(0, -1)), 'corrupt', /middle of a byte/);
    refuse(stream(encodeBase64(Uint8Array.of(0, 0, 0, 0, 1, 0x7f, 255, 255, 255))), 'corrupt', /within a row/);
    refuse(stream(encodeBase64(Uint8Array.of(0, 0, 0, 0, 1, 255, 255, 255, 255))), 'corrupt', /within a row/);
    refuse(stream('', 'BINARY2', 'encoding="gzip"'), 'unsupported', /gzip/);
    refuse(stream('', 'BINARY', 'href="https://example.org/x"'), 'unsupported', /another file/);
    refuse(table('<FITS><STREAM encoding="base64"/></FITS>'), 'unsupported', /FITS/);
  });
});

describe('writing', () => {
  const refuse = (
    columns: Parameters<typeof writeVoTable>[0]['resources'][0]['tables'],
    code: string,
    message: RegExp,
  ): void =>
    assert.throws(() => writeVoTable({ resources: [{ tables: columns! }] }, { serialization: 'binary2' }), {
      code,
      message,
    });

  it('refuses columns that do not fit', () => {
    refuse(
      [
        {
          columns: [
            { name: 'a', values: ['x'] },
            { name: 'b', values: ['x', 'y'] },
          ],
        },
      ],
      'invalid_request',
      /column b has 2 rows, but a has 1/,
    );
    refuse(
      [{ columns: [{ name: 'a', datatype: 'int', values: new Float64Array(1) }] }],
      'invalid_request',
      /no Int32Array/,
    );
    refuse([{ columns: [{ name: 'a', datatype: 'int', values: ['x'] }] }], 'invalid_request', /no Int32Array/);
    refuse(
      [{ columns: [{ name: 'a', datatype: 'char', values: new Int32Array(1) }] }],
      'invalid_request',
      /no strings/,
    );
    refuse(
      [{ columns: [{ name: 'a', arraysize: '3', values: new Int32Array(4) }] }],
      'invalid_request',
      /arraysize '3'/,
    );
    refuse([{ columns: [{ name: 'a', arraysize: '2', values: ['abc'] }] }], 'invalid_request', /'abc' in row 1/);
    refuse(
      [{ columns: [{ name: 'a', values: ['abc'], nulls: [0, 1] }] }],
      'invalid_request',
      /2 null flags for 1 rows/,
    );
    refuse(
      [{ columns: [{ name: 'a', datatype: 'char', values: ['é'] }] }],
      'invalid_request',
      /needs datatype unicodeChar/,
    );
    refuse([{ columns: [{ name: 'a', values: [{} as string] }] }], 'invalid_request', /no known kind/);
    refuse([{ columns: [{ name: 'a\0', values: ['x'] }] }], 'invalid_request', /U\+0000/);
    refuse(
      [{ columns: [{ name: 'a', arraysize: '2x*', values: [new Int32Array(4)] }] }],
      'unsupported',
      /needs TABLEDATA/,
    );
  });

  it('never lets a text break out of its element', () => {
    const text = '"><script>&\'';
    const written = writeVoTable({
      resources: [{ name: text, tables: [{ description: text, columns: [{ name: text, values: [text] }] }] }],
    });
    assert.ok(!written.includes('<script'));
    const read = readVoTable(written).resources[0]!;
    assert.deepEqual(
      [read.name, read.tables[0]!.description, read.tables[0]!.columns[0]!.values],
      [text, text, [text]],
    );
  });
});

describe('base64', () => {
  it('is that of the platform, in lines', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = encodeBase64(bytes);
        assert.equal(text.replaceAll('\n', ''), Buffer.from(bytes).toString('base64'));
        assert.ok(text.split('\n').every((line) => line.length <= 76));
        assert.deepEqual(decodeBase64(text), bytes);
      }),
    );
  });

  it('is refused when it is damaged', () => {
    for (const text of ['A', 'AAA', 'AA=', 'AA===', 'AAAA=', 'A=AA', '=', 'AA-_', 'AAé=']) {
      assert.throws(() => decodeBase64(text), VoTableError, text);
    }
  });
});
