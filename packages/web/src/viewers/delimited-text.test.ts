// Comma-separated values: what is written can be read again, and is no program.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { delimitedText } from './delimited-text.ts';

// A reader after RFC 4180, independent of the writer.
function parse(text: string): string[][] {
  const rows: string[][] = [[]];
  let at = 0;
  while (at < text.length) {
    let value = '';
    if (text[at] === '"') {
      for (at++; !(text[at] === '"' && text[at + 1] !== '"'); at++) {
        if (text[at] === '"') at++;
        value += text[at];
      }
      at++;
    } else while (at < text.length && text[at] !== ',' && text[at] !== '\r') value += text[at++];
    rows.at(-1)!.push(value);
    if (text[at] === ',') at++;
    else if (text[at] === '\r') {
      at += 2;
      if (at < text.length) rows.push([]);
    }
  }
  return rows;
}

test('texts of any kind come back, formulas with a quote before them', () => {
  const cells = fc.array(fc.string({ minLength: 1, unit: fc.constantFrom('a', ',', '"', '\r', '\n', '=', ' ', 'é') }), {
    minLength: 2,
    maxLength: 2,
  });
  fc.assert(
    fc.property(fc.array(cells, { minLength: 1 }), (rows) => {
      const wanted = rows.map((row) => row.map((cell) => (/^[=\r]/.test(cell) ? `'${cell}` : cell)));
      const read = parse(delimitedText(['a', 'b'], rows.length, (i) => rows[i]!));
      assert.deepEqual(read, [['a', 'b'], ...wanted]);
    }),
  );
});

test('numbers are written with all their digits', () => {
  assert.equal(
    delimitedText(['time [s]', 'n'], 1, () => [0.1 + 0.2, 7n]),
    'time [s],n\r\n0.30000000000000004,7\r\n',
  );
});
