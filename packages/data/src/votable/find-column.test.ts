/** Tests of look-ups in documents: tables in nested resources, columns by name or ID. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { columnOf, tablesOf } from './find-column.ts';
import { readVoTable } from './read-votable.ts';
import { writeVoTable } from './write-votable.ts';

const named = (name: string) => ({ name, columns: [{ name: 'x', values: Int32Array.of(1) }] });

describe('looking things up', () => {
  it('gives the tables of resources within resources, outer ones first', () => {
    const document = readVoTable(
      writeVoTable({
        resources: [
          { tables: [named('a')], resources: [{ tables: [named('b')], resources: [{ tables: [named('c')] }] }] },
          { tables: [named('d')] },
        ],
      }),
    );
    assert.deepEqual(
      tablesOf(document).map(({ name }) => name),
      ['a', 'b', 'c', 'd'],
    );
    assert.deepEqual(tablesOf({ ...document, resources: [] }), []);
  });

  it('prefers a name to an ID, the first to later ones, and does not mind the case', () => {
    const columns = [
      { name: 'first', id: 'RA', values: Int32Array.of(1) },
      { name: 'ra', id: 'other', values: Int32Array.of(2) },
      { name: 'RA', values: Int32Array.of(3) },
    ];
    const [table] = tablesOf(readVoTable(writeVoTable({ resources: [{ tables: [{ columns }] }] })));
    assert.deepEqual(columnOf(table!, 'Ra').values, Int32Array.of(2));
    assert.deepEqual(columnOf(table!, 'OTHER').values, Int32Array.of(2));
    assert.throws(() => columnOf(table!, 'dec'), { code: 'not_found', message: /no column dec, only first, ra, RA/ });
  });

  it('says that a table has no columns at all', () => {
    const [table] = tablesOf(readVoTable('<VOTABLE><RESOURCE><TABLE/></RESOURCE></VOTABLE>'));
    assert.throws(() => columnOf(table!, 'x'), { code: 'not_found', message: /only none/ });
  });
});
