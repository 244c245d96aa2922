// Tests of dropping failed runs: named, in order, and a failure of its own when nothing is left.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExpectedFailure } from '@stemma/core';
import { usable } from './usable-runs.ts';

const runs = [{ obsId: 1 }, { obsId: 2 }, { obsId: 3 }];
const failed = { ok: false, reason: 'no_off_region', message: 'no room', detail: {} } as const;

test('results stay in order, and failures are named', () => {
  const { found, dropped } = usable(runs, [{ ok: true, value: 'a' }, failed, { ok: true, value: 'c' }]);
  assert.deepEqual(found, ['a', 'c']);
  assert.deepEqual(dropped, [{ obsId: 2, reason: 'no_off_region', message: 'no room' }]);
});

test('without any usable run there is an expected failure that says why', () => {
  const isNoUsableRun = ({ reason, message }: ExpectedFailure) =>
    reason === 'no_usable_run' && /none of 3 runs.*no room/.test(message);
  assert.throws(() => usable(runs, [failed, failed, failed]), isNoUsableRun);
});
