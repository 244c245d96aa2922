/** Windows without a result are left out and named, whether they failed or were never there. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { droppedTexts, usableWindows } from './usable-windows.ts';

const scws = ['066500010010', '066500020010'].map((id) => ({ id, offsetDeg: 1 }));
const failed = { ok: false, reason: 'no_events', message: 'nothing came', detail: {} } as const;

test('values come in order, failures by name with reason and words', () => {
  const { found, dropped } = usableWindows({ scws, missing: [] }, [{ ok: true, value: 7 }, failed]);
  assert.deepEqual(found, [7]);
  assert.deepEqual(dropped, [{ scw: '066500020010', reason: 'no_events', message: 'nothing came' }]);
});

test('windows that were asked for and are not in the index are named too', () => {
  const selection = { scws, missing: ['066500990010'] };
  const { found, dropped } = usableWindows(selection, [
    { ok: true, value: 1 },
    { ok: true, value: 2 },
  ]);
  assert.deepEqual(found, [1, 2]);
  assert.deepEqual(droppedTexts(dropped), ['066500990010 (no_window)']);
  assert.match(dropped[0]!.message, /not in the index/);
});

test('when none is left, that is an expected failure which says why', () => {
  assert.throws(() => usableWindows({ scws, missing: [] }, [failed]), {
    reason: 'no_images',
    message: /none of 2 .*nothing came/,
  });
  assert.throws(() => usableWindows({ scws: [], missing: [] }, []), {
    reason: 'no_images',
    message: /none was selected/,
  });
});
