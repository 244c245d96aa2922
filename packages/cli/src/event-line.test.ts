// Tests of the lines that are written for events.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Origin, ResolutionEvent } from '@stemma/core';
import { eventLine } from './event-line.ts';
import { styleOf } from './terminal/style.ts';

const style = styleOf(false);
const of = { id: 'abcdef0123456789', name: 'lab.A' };
const done = (origin: Origin, failure?: string): ResolutionEvent => ({
  type: 'done',
  ...of,
  origin,
  contentDigest: 'c',
  durationMs: 1500,
  ...(failure !== undefined && { failure }),
});
const inPipe = (event: ResolutionEvent) => eventLine(event, { isLive: false, verbose: false }, style);
const live = (event: ResolutionEvent) => eventLine(event, { isLive: true, verbose: false }, style);
const verbose = (event: ResolutionEvent) => eventLine(event, { isLive: false, verbose: true }, style);

describe('lines in a pipe', () => {
  it('say what starts and ends, with durations', () => {
    assert.equal(inPipe({ type: 'started', ...of, attempt: 1 }), 'started  lab.A abcdef0123');
    assert.equal(inPipe({ type: 'started', ...of, attempt: 2 }), 'started  lab.A abcdef0123  attempt 2');
    assert.equal(inPipe(done('computed')), 'done     lab.A abcdef0123  1.5 s');
    assert.match(inPipe(done('cut-off'))!, /^same     lab\.A abcdef0123  .*taken over/);
    assert.match(inPipe(done('elsewhere'))!, /by another process/);
    assert.match(inPipe({ type: 'waiting', ...of, holder: 'vm' })!, /is being run by vm/);
  });

  it('say what was known only to those who want to know', () => {
    assert.equal(inPipe(done('store')), undefined);
    assert.equal(verbose(done('store')), 'known    lab.A abcdef0123');
  });

  it('say trouble on one line', () => {
    assert.equal(inPipe({ type: 'failed', ...of, message: 'a\nb' }), 'failed   lab.A: a b');
    assert.match(
      inPipe({ type: 'retry', ...of, attempt: 2, delayMs: 500, message: 'busy' })!,
      /^again    lab\.A .*in 0\.5 s: busy/,
    );
    assert.equal(inPipe({ type: 'warning', message: 'odd' }), 'warning  odd');
  });
});

describe('lines beside a live region', () => {
  it('are only those that must last', () => {
    assert.equal(live({ type: 'started', ...of, attempt: 1 }), undefined);
    assert.equal(live(done('computed')), undefined);
    assert.equal(live(done('computed', 'empty sky')), 'no data  lab.A abcdef0123: empty sky');
  });

  it('do not repeat a failure that is handed down', () => {
    assert.equal(live(done('cut-off', 'empty sky')), undefined);
  });
});

describe('log lines', () => {
  const line = (level: 'info' | 'warning') =>
    ({ type: 'log', ...of, line: { timeMs: 0, level, text: 'word' } }) as const;

  it('are shown when they are grave, or when all is wanted', () => {
    assert.equal(inPipe(line('info')), undefined);
    assert.match(inPipe(line('warning'))!, /^warning {2}lab\.A: word/);
    assert.match(verbose(line('info'))!, /lab\.A: word/);
  });
});
