// Captured console: each activity has its own lines, also when activities overlap in one thread.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { withCapturedConsole } from './captured-console.ts';

type Lines = [text: string, level: string][];
const into = (lines: Lines) => (text: string, level: string) => void lines.push([text, level]);

test('each method of console has its level, and several lines become several entries', () => {
  const lines: Lines = [];
  withCapturedConsole(into(lines), () => {
    console.debug('d');
    console.log('l %d of %s', 1, 'two', { n: 3 });
    console.info('i');
    console.warn('w');
    console.error('e1\ne2');
  });
  assert.deepEqual(lines, [
    ['d', 'debug'],
    ['l 1 of two { n: 3 }', 'info'],
    ['i', 'info'],
    ['w', 'warning'],
    ['e1', 'error'],
    ['e2', 'error'],
  ]);
});

test('calls that overlap keep their lines apart, across every await', async () => {
  const all = await Promise.all(
    ['a', 'b', 'c'].map(async (name) => {
      const lines: Lines = [];
      await withCapturedConsole(into(lines), async () => {
        for (let i = 0; i < 3; i++) {
          console.log(`${name}${i}`);
          await turn();
        }
      });
      return lines.map(([text]) => text).join(' ');
    }),
  );
  assert.deepEqual(all, ['a0 a1 a2', 'b0 b1 b2', 'c0 c1 c2']);
});

test('a call inside of a call has the inner sink, and the outer one comes back', () => {
  const [outer, inner]: [Lines, Lines] = [[], []];
  withCapturedConsole(into(outer), () => {
    console.log('before');
    withCapturedConsole(into(inner), () => console.log('inside'));
    console.log('after');
  });
  assert.deepEqual(
    [outer, inner].map((lines) => lines.map(([text]) => text)),
    [['before', 'after'], ['inside']],
  );
});

test('outside of such a call nothing is captured, and what the call returns or throws comes through', (t) => {
  const written: string[] = [];
  t.mock.method(process.stdout, 'write', (text: string) => written.push(text) > 0);
  const lines: Lines = [];
  assert.equal(
    withCapturedConsole(into(lines), () => 7),
    7,
  );
  assert.throws(
    () =>
      withCapturedConsole(into(lines), () => {
        throw new RangeError('out');
      }),
    RangeError,
  );
  console.log('to the terminal');
  t.mock.restoreAll();
  assert.deepEqual(lines, []);
  assert.deepEqual(
    written.filter((text) => text.includes('terminal')),
    ['to the terminal\n'],
  );
});
