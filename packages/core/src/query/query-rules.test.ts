// The rules of searching that every backend shares: words, parameters in units, cursors, checks.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { StemmaError } from '../errors.ts';
import { checkQuery, maxPageSize } from './check-query.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { bindCondition, fulfils, namesParameter, parametersFulfil } from './parameter-condition.ts';
import { askedWords, hasWords, parameterWords, wordsIn } from './words.ts';

const isInvalid = (thrown: unknown) => thrown instanceof StemmaError && thrown.code === 'invalid_request';

describe('words', () => {
  it('are taken apart at capitals and digits, and kept whole too', () => {
    assert.deepEqual(wordsIn('integral.BinnedEvents GRB230307A'), ['integral', 'binnedevents', 'binned', 'events', 'grb230307a', 'grb', '230307', 'a']); // prettier-ignore
    assert.deepEqual(askedWords('GRB230307A, Größe'), ['grb230307a', 'große']);
    assert.deepEqual(parameterWords({ eMinKeV: 25, at: { $time: '2026' }, no: null }), ['eminkev', 'e', 'min', 'ke', 'v', '25', 'at', '2026', 'no']); // prettier-ignore
  });

  it('find every text by any beginning of each of its own words', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(), (text, cut) => {
        const asked = askedWords(text);
        assert.ok(hasWords(wordsIn(text), asked));
        const beginnings = asked.flatMap((word) => askedWords(word.slice(0, 1 + (cut % word.length))));
        assert.ok(hasWords(wordsIn(text), beginnings));
      }),
    );
  });
});

describe('conditions on parameters', () => {
  it('name a parameter with or without the unit at its end', () => {
    for (const [wanted, stored, expected] of [
      ['eMin', 'eMinKeV', true],
      ['eMinKeV', 'eMinKeV', true],
      ['eMin', 'eMinimal', false],
      ['e', 'eMinKeV', false],
      ['', 'KeV', false],
    ] as const)
      assert.equal(namesParameter(wanted, stored), expected, `${wanted} ${stored}`);
  });

  it('convert to the unit of the parameter exactly, and never hold for another kind of unit', () => {
    assert.ok(parametersFulfil({ binKeV: 3.5 }, { name: 'bin', in: [0.0035], unit: 'MeV' }, () => 'keV'));
    assert.ok(!parametersFulfil({ binKeV: 3.5 }, { name: 'bin', min: 0, unit: 's' }, () => 'keV'));
    assert.equal(bindCondition({ name: 'n', min: 1, unit: 's' }, undefined), undefined);
    assert.ok(!parametersFulfil({}, { name: 'n', in: [1], not: true }, () => undefined));
  });

  it('hold for a number exactly when it lies between the ends', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(number, number, number, fc.boolean(), (value, min, max, open) => {
        const bound = bindCondition({ name: 'n', min, max, minOpen: open }, undefined)!;
        assert.equal(fulfils(value, bound), (open ? value > min : value >= min) && value <= max);
      }),
    );
    assert.ok(!fulfils('5', { min: 0, max: 9, minOpen: false, maxOpen: false }));
  });
});

describe('cursors', () => {
  const id = 'cd'.repeat(32);

  it('come back as they were written, for any key, and only to their own query', () => {
    const key = fc.oneof(fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Object.is(n, -0))); // prettier-ignore
    fc.assert(
      fc.property(key, fc.integer({ min: 1, max: maxPageSize }), (key, pageSize) => {
        const cursor = writeCursor({ text: 'x' }, { key, id });
        assert.deepEqual(readCursor({ text: 'x', pageSize, cursor }), { key, id });
        assert.throws(() => readCursor({ text: 'y', cursor }), isInvalid);
      }),
    );
  });

  it('are refused when they are anything else', () => {
    fc.assert(fc.property(fc.string({ minLength: 1 }), (cursor) => assert.throws(() => readCursor({ cursor }), isInvalid))); // prettier-ignore
    assert.equal(readCursor({}), undefined);
  });
});

describe('queries from outside', () => {
  it('are objects, whatever comes', () => {
    for (const given of [null, 5, 'text', [], undefined]) assert.throws(() => checkQuery(given), isInvalid);
    assert.throws(() => checkQuery({ analysys: 'x' }), /no field "analysys".*analysis/);
    fc.assert(
      fc.property(fc.jsonValue(), (given) => {
        try {
          assert.equal(checkQuery(given), given);
        } catch (error) {
          assert.ok(isInvalid(error), String(error));
        }
      }),
    );
  });
});
