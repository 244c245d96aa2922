// Whole headers: END, blocks, long strings, and headers that never end.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FitsError } from './fits-error.ts';
import { paddedLength, parseHeader, startsWith } from './parse-header.ts';

const bytesOf = (records: readonly string[]): Uint8Array =>
  new TextEncoder().encode(records.map((record) => record.padEnd(80)).join(''));
const parse = (...records: string[]) => parseHeader(bytesOf([...records, 'END']), 0, 'HDU 0').header;

describe('parseHeader', () => {
  it('ends at END and gives the start of the data in whole blocks', () => {
    const bytes = bytesOf(['SIMPLE  =                    T', 'END', 'NAXIS   =                    2']);
    const { header, end } = parseHeader(bytes, 0, 'HDU 0');
    assert.equal(header.cards.length, 1);
    assert.equal(end, 2880);
  });

  it('starts a second block when END is the 37th record', () => {
    const bytes = bytesOf([...Array.from({ length: 36 }, () => 'COMMENT x'), 'END']);
    assert.equal(parseHeader(bytes, 0, 'HDU 0').end, 5760);
  });

  it('starts anywhere in the file', () => {
    const bytes = bytesOf(['junk', 'X       = 1', 'END']);
    const { header, end } = parseHeader(bytes, 80, 'HDU 1');
    assert.equal(header.get('X'), 1);
    assert.equal(end, 80 + 2880);
  });

  it('reports a header without END, with the HDU and the length of the file', () => {
    const missing = (error: unknown): boolean =>
      error instanceof FitsError && error.code === 'truncated' && /byte 80.*HDU 4/.test(error.message);
    assert.throws(() => parseHeader(bytesOf(['X       = 1']), 0, 'HDU 4'), missing);
    assert.throws(() => parseHeader(bytesOf(['ENDING  = 1']), 0, 'HDU 4'), missing);
  });

  it('joins long strings and their comments', () => {
    const header = parse("X       = 'one &'", "CONTINUE  'two&' / first", "CONTINUE  '' / second", 'Y       = 1');
    assert.equal(header.get('X'), 'one two');
    assert.equal(header.card('X')?.comment, 'first second');
    assert.equal(header.card('X')?.records.length, 3);
    assert.equal(header.get('Y'), 1);
  });

  it('keeps an ampersand that nothing continues', () => {
    const header = parse("X       = 'a&'", 'Y       = 1', "Z       = 'b&'");
    assert.equal(header.get('X'), 'a&');
    assert.equal(header.get('Z'), 'b&');
  });

  it('keeps a continuation that continues nothing as a card of its own', () => {
    const header = parse("X       = 'a'", "CONTINUE  'b'");
    assert.equal(header.get('X'), 'a');
    assert.equal(header.cards.length, 2);
  });

  it('stops joining at a continuation without a string', () => {
    const header = parse("X       = 'a&'", 'CONTINUE  5');
    assert.equal(header.get('X'), 'a&');
    assert.equal(header.cards.length, 2);
  });

  it('joins ten thousand continuations in linear time', () => {
    const middle = Array.from({ length: 10_000 }, () => "CONTINUE  'x&'");
    assert.equal(parse("X       = 'x&'", ...middle).string('X').length, 10_002);
  });
});

describe('paddedLength', () => {
  it('rounds up to blocks of 2880 bytes', () => {
    assert.deepEqual([0, 1, 2880, 2881].map(paddedLength), [0, 2880, 2880, 5760]);
  });
});

describe('startsWith', () => {
  it('compares text at an offset and never beyond the end', () => {
    const bytes = new TextEncoder().encode('xSIMPLE');
    assert.equal(startsWith(bytes, 1, 'SIMPLE'), true);
    assert.equal(startsWith(bytes, 0, 'SIMPLE'), false);
    assert.equal(startsWith(bytes, 2, 'IMPLES'), false);
  });
});
