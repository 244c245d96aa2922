// The table of nodes: every node is counted once, in its latest state.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { NodeChange } from '../work/worker.ts';
import { NodeTable } from './node-table.ts';

test('counts are those of the latest states, whatever the order and grouping of changes', () => {
  const change = fc.record({
    at: fc.nat({ max: 9 }),
    state: fc.constantFrom<NodeChange['state']>('running', 'computed', 'reused', 'failed'),
  });
  fc.assert(
    fc.property(fc.array(fc.array(change, { maxLength: 5 }), { maxLength: 8 }), (batches) => {
      const table = new NodeTable();
      const latest = new Map<number, string>();
      for (const batch of batches) {
        table.take(batch.map(({ at, state }) => ({ id: `${at}`, name: `A${at % 3}`, unit: `u${at % 2}`, state })));
        for (const { at, state } of batch) latest.set(at, state);
      }
      const { analyses, units, cells } = table.matrix;
      for (const { unit, analysis, counts } of cells)
        for (const [state, count] of Object.entries(counts)) {
          const same = [...latest].filter(
            ([at, its]) => its === state && `A${at % 3}` === analyses[analysis] && `u${at % 2}` === units[unit],
          );
          assert.equal(count, same.length);
        }
      const total = cells.flatMap(({ counts }) => Object.values(counts)).reduce((sum, n) => sum + n, 0);
      assert.equal(total, latest.size);
    }),
  );
});

test('what works on no data unit stands in a row of its own', () => {
  const table = new NodeTable();
  table.take([{ id: '1', name: 'test.Mosaic', state: 'running' }]);
  assert.deepEqual(table.matrix, {
    analyses: ['test.Mosaic'],
    units: [''],
    cells: [{ unit: 0, analysis: 0, counts: { running: 1 } }],
  });
});
