// Typed look-ups of a header, and what they say when something is wrong.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FitsError } from './fits-error.ts';
import { parseCard } from './header-card.ts';
import { Header } from './header.ts';

const records = [
  'BITPIX  =                   16',
  "OBJECT  = 'Crab'             / source",
  'OBJECT  = 2',
  'FLAG    =                    T',
  'RATE    =                 12.5',
  'BIG     =  9223372036854775808',
  'UNSET   =                     ',
  'HIERARCH ESO DET ID = 7',
  'HISTORY first',
  'COMMENT remark',
  'HISTORY second',
];
const header = new Header(
  records.map((record) => parseCard(record.padEnd(80))),
  'HDU 3',
);

const throwsWith = (code: string, message: RegExp, run: () => unknown): void => {
  assert.throws(run, (error) => error instanceof FitsError && error.code === code && message.test(error.message));
};

describe('Header', () => {
  it('keeps the cards in order and cannot be changed', () => {
    assert.equal(header.cards.length, records.length);
    assert.throws(() => (header.cards as unknown[]).push({}), TypeError);
  });

  it('gives values of each type', () => {
    assert.equal(header.number('BITPIX'), 16);
    assert.equal(header.number('RATE'), 12.5);
    assert.equal(header.string('OBJECT'), 'Crab');
    assert.equal(header.boolean('FLAG'), true);
    assert.equal(header.get('BIG'), 2n ** 63n);
    assert.equal(header.number('BIG'), 2 ** 63);
    assert.equal(header.card('OBJECT')?.comment, 'source');
  });

  it('ignores case and the HIERARCH prefix, and takes the first of duplicates', () => {
    assert.equal(header.get('object'), 'Crab');
    assert.equal(header.number('ESO DET ID'), 7);
    assert.equal(header.number('HIERARCH eso det id'), 7);
  });

  it('tells an absent keyword from one without a value', () => {
    assert.equal(header.get('NOPE'), undefined);
    assert.equal(header.has('NOPE'), false);
    assert.equal(header.get('UNSET'), null);
    assert.equal(header.has('UNSET'), true);
  });

  it('uses the fallback for an absent or undefined value only', () => {
    assert.equal(header.number('NOPE', 5), 5);
    assert.equal(header.string('UNSET', 'x'), 'x');
    assert.equal(header.number('BITPIX', 5), 16);
    throwsWith('corrupt', /OBJECT of HDU 3 is "Crab", not a number/, () => header.number('OBJECT', 5));
  });

  it('says which keyword of which HDU is missing or of the wrong type', () => {
    throwsWith('not_found', /NOPE is missing in HDU 3/, () => header.number('nope'));
    throwsWith('corrupt', /FLAG of HDU 3 is "true", not a string/, () => header.string('FLAG'));
    throwsWith('corrupt', /RATE of HDU 3 is "12.5", not an integer/, () => header.integer('RATE'));
    throwsWith('corrupt', /BIG of HDU 3 .* not an integer/, () => header.integer('BIG'));
    throwsWith('corrupt', /BITPIX of HDU 3 is "16", not T or F/, () => header.boolean('BITPIX'));
  });

  it('collects commentary of one keyword in order', () => {
    assert.deepEqual(header.commentary('history'), ['first', 'second']);
    assert.deepEqual(header.commentary('COMMENT'), ['remark']);
    assert.deepEqual(header.commentary(''), []);
  });
});
