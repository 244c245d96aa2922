// Tests of times as people of the mission give them, with the documented answers of the time service.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { formatTime, parseTime, secondsBetween } from '@stemma/data/time';
import { guessForm, missionTimeForms, readMissionTime } from './mission-time.ts';

const utcOf = (text: string, form?: Parameters<typeof readMissionTime>[1]) =>
  formatTime(readMissionTime(text, form).start, 'utc', 3);

test('the form of a text is guessed as the time service does', () => {
  const guesses = [
    ['2023-03-07T15:44:07', 'utc'],
    ['2023-03-07', 'utc'],
    ['8578.0797', 'ijd'],
    ['12345', 'ijd'],
    ['20000.0', 'ijd'],
    ['60010.65', 'mjd'],
    ['5.3e4', 'mjd'],
    ['2460011.15', 'jd'],
    ['2641', 'revolution'],
    ['0060', 'revolution'],
    ['066500280010', 'science-window'],
    ['066500280010.001', 'science-window'],
    ['00000213629501702144', 'on-board'],
    ['179941701320704', 'on-board'],
    ['20230307', 'utc'],
    ['20230307154407', 'utc'],
    ['yesterday', 'utc'],
  ] as const;
  for (const [text, form] of guesses) assert.equal(guessForm(text), form, text);
  assert.equal(guessForm(' 2641 '), 'revolution');
});

test('exact forms carry no error and end nowhere', () => {
  for (const text of ['2005-06-22T23:58:55.816', '2000.0', '53544.0', '2453544.5']) {
    const { stop, errorS, accuracy, scienceWindow } = readMissionTime(text);
    assert.deepEqual([stop, errorS, accuracy, scienceWindow], [null, 0, '', null]);
    assert.equal(utcOf(text), '2005-06-22T23:58:55.816', text);
  }
});

test('a stated form wins over the guess', () => {
  assert.equal(readMissionTime('2641').form, 'revolution');
  assert.equal(utcOf('2641', 'ijd'), '2007-03-25T23:58:54.816');
  assert.equal(utcOf('30000', 'ijd').slice(0, 4), '2082');
});

test('a leap second is read, in UTC only', () => {
  assert.equal(formatTime(readMissionTime('2005-12-31T23:59:60').start, 'ijd', 10), '2192.0007428704');
  assert.throws(() => readMissionTime('2005-12-31T23:59:60', 'tt'), /seconds run from 0 to 59/);
});

test('a revolution is a stretch of time with an error that grows away from documented starts', () => {
  const documented = readMissionTime('2559');
  assert.equal(formatTime(documented.start, 'ijd', 7), '8319.4009743');
  assert.equal(formatTime(documented.stop!, 'ijd', 7), '8322.0612752');
  assert.ok(documented.errorS < 1000);
  const later = readMissionTime('2641');
  assert.ok(later.errorS > 2 * documented.errorS && later.errorS < 86_400);
  assert.ok(secondsBetween(later.start, parseTime('2023-05-19T15:24:10', 'utc')) > 0);
  assert.ok(secondsBetween(parseTime('2023-05-19T15:24:10', 'utc'), later.stop!) > 0);
  assert.match(later.accuracy, /interpolated/);
});

test('a documented science window has its own times, with or without a version', () => {
  for (const text of ['066500280010', '066500280010.001']) {
    const { start, stop, errorS, scienceWindow } = readMissionTime(text);
    assert.equal(formatTime(start, 'ijd', 11), '3006.12412246426');
    assert.equal(formatTime(stop!, 'ijd', 11), '3006.14769886678');
    assert.deepEqual([errorS, scienceWindow], [0, '066500280010']);
  }
  const single = readMissionTime('032800550010');
  assert.equal(formatTime(single.start, 'ijd', 1), '2000.0');
  assert.equal(single.errorS, 3600);
});

test('another science window gets the times of its revolution and says so', () => {
  const { start, stop, errorS, accuracy } = readMissionTime('264100120010');
  const revolution = readMissionTime('2641');
  assert.deepEqual([start, stop], [revolution.start, revolution.stop]);
  assert.ok(errorS >= secondsBetween(start, stop!));
  assert.match(accuracy, /index of science windows is not here/);
});

test('on-board time is as uncertain as the clock correlation', () => {
  assert.equal(formatTime(readMissionTime('179941701320704').start, 'ijd', 8), '3006.24920356');
  assert.equal(readMissionTime('179941701320704').errorS, 1);
  const { errorS } = readMissionTime('00000453422447853568');
  assert.ok(errorS > 20 && errorS < 35, `${errorS}`);
});

test('what is no time is refused with the reason', () => {
  const refused = [
    ['20230307154407', 'any', /did you mean '2023-03-07T15:44:07'/],
    ['2023-02-30', 'any', /has days 1 to 28/],
    ['066500280013', 'any', /last digit/],
    ['yesterday', 'any', /not a time of the form/],
    ['2023-03-07', 'ijd', /looks like an ISO 8601 text/],
    ['-20000', 'ijd', /outside of the years 1972 to 9999/],
    ['1e9', 'ijd', /outside of the years/],
    ['1950-01-01', 'tt', /outside of the years/],
    ['12.5', 'revolution', /whole number, such as 2641/],
    ['12.5', 'on-board', /up to 20 digits/],
    ['Crab', 'science-window', /not a science window/],
  ] as const;
  for (const [text, form, message] of refused) {
    assert.throws(() => readMissionTime(text, form), { code: 'invalid_request', message }, text);
  }
});

test('any text either gives an instant or is refused as a request', () => {
  const text = fc.oneof(fc.string(), fc.stringMatching(/^[0-9.:TZ+-]{1,24}$/), fc.double().map(String));
  fc.assert(
    fc.property(text, fc.constantFrom('any' as const, ...missionTimeForms), (given, form) => {
      try {
        assert.equal(typeof readMissionTime(given, form).start.ttNs, 'bigint');
      } catch (thrown) {
        assert.equal((thrown as { code?: string }).code, 'invalid_request', `${given} ${form} ${String(thrown)}`);
      }
    }),
    { numRuns: 500 },
  );
});
