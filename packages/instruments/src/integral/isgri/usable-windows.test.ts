/** Windows without a result are left out and named. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { usableWindows } from './usable-windows.ts';

const windows = [{ id: '066500010010' }, { id: '066500020010' }];
const failed = { ok: false, reason: 'no_events', message: 'nothing came', detail: {} } as const;

test('values come in order, failures by name with reason and words', () => {
  const { found, dropped } = usableWindows(windows, [{ ok: true, value: 7 }, failed]);
  assert.deepEqual(found, [7]);
  assert.deepEqual(dropped, [{ scw: '066500020010', reason: 'no_events', message: 'nothing came' }]);
});

test('when none is left, that is an expected failure which says why', () => {
  assert.throws(() => usableWindows(windows, [failed, failed]), {
    reason: 'no_images',
    message: /none of 2 .*nothing came/,
  });
  assert.throws(() => usableWindows([], []), { reason: 'no_images', message: /none was selected/ });
});
