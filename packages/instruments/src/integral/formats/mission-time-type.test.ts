// Tests of times as parameters: kept as given, refused early and clearly.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { missionTime } from './mission-time-type.ts';

test('a readable time is kept as its author wrote it', () => {
  const type = missionTime();
  for (const text of [
    '2023-03-07T15:44:07.130',
    '8466.65564965277823',
    '2641',
    '066500280010.001',
    '00000213629501702144',
  ]) {
    assert.equal(type.parse(text, 'time'), text);
  }
  assert.equal(type.parse(8466.5, 'time'), '8466.5');
});

test('a time that can be read in no form is refused with the reason and the place', () => {
  const type = missionTime();
  assert.throws(() => type.parse('yesterday', 'time'), {
    code: 'invalid_request',
    message: /^time: 'yesterday' is not a time/,
  });
  assert.throws(() => type.parse('2023-3-7 15:44', 'startUtc'), {
    message: /^startUtc: .*did you mean '2023-03-07T15:44:00'/,
  });
  assert.throws(() => type.parse(null, 'time'), { code: 'invalid_request', message: /time must be text/ });
});

test('a time that only another form than the guessed one can read is left to that form', () => {
  // Twelve digits with a last one that no science window has: still a count of days.
  assert.equal(missionTime().parse('000000002009', 'time'), '000000002009');
});

test('of a single form the others are refused', () => {
  const utc = missionTime({ form: 'utc', default: '2023-01-01', description: 'start' });
  assert.equal(utc.parse('2023-01-01T00:00:00', 'startUtc'), '2023-01-01T00:00:00');
  assert.throws(() => utc.parse('8466.5', 'startUtc'), {
    code: 'invalid_request',
    message: /plain number needs its format named/,
  });
  assert.equal(utc.default, '2023-01-01');
  assert.equal(utc.schema['description'], 'start');
});
