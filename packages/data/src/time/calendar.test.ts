/** Tests of the calendar arithmetic. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dateFromDay, dayFromDate, daysInMonth } from './calendar.ts';

test('day 0 is 2000-01-01 and MJD 0 is 1858-11-17', () => {
  assert.equal(dayFromDate({ year: 2000, month: 1, day: 1 }), 0);
  assert.deepEqual(dateFromDay(-51_544), { year: 1858, month: 11, day: 17 });
});

test('every day from 1900 to 2200 agrees with the host calendar and comes back', () => {
  const first = dayFromDate({ year: 1900, month: 1, day: 1 });
  const last = dayFromDate({ year: 2200, month: 12, day: 31 });
  assert.equal(last - first + 1, 109_938);
  for (let day = first; day <= last; day++) {
    const date = dateFromDay(day);
    const host = new Date((day + 10_957) * 86_400_000);
    assert.deepEqual(
      [date.year, date.month, date.day],
      [host.getUTCFullYear(), host.getUTCMonth() + 1, host.getUTCDate()],
    );
    assert.equal(dayFromDate(date), day);
  }
});

test('February has 29 days in 2000 and 2024 but not in 1900 and 2023', () => {
  assert.deepEqual(
    [2000, 2024, 1900, 2023].map((year) => daysInMonth(year, 2)),
    [29, 29, 28, 28],
  );
});
