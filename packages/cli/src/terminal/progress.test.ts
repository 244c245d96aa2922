// Tests of what is known and shown while a resolution goes on.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import type { ResolutionEvent } from '@stemma/core';
import { LiveProgress } from './live-progress.ts';
import { Progress } from './progress.ts';
import { styleOf } from './style.ts';

const done = (id: string, origin: 'computed' | 'store' | 'cut-off' = 'computed'): ResolutionEvent => ({
  type: 'done',
  id,
  name: `lab.${id}`,
  origin,
  contentDigest: 'c',
  durationMs: 5,
});
const started = (id: string): ResolutionEvent => ({ type: 'started', id, name: `lab.${id}`, attempt: 1 });

describe('progress', () => {
  it('counts what is settled of what was missing, and leaves out what the store had', () => {
    const progress = new Progress(() => 0);
    for (const event of [
      done('known', 'store'),
      { type: 'planned', missing: 4, known: 1 } as const,
      started('a'),
      done('a'),
      done('b', 'cut-off'),
      started('c'),
    ])
      progress.take(event);
    assert.deepEqual([progress.settled, progress.total, progress.running.size, progress.byOrigin.store], [2, 4, 1, 1]);
  });

  it('grows with fan-outs', () => {
    const progress = new Progress(() => 0);
    progress.take({ type: 'planned', missing: 1, known: 0 });
    for (const id of ['a', 'b', 'c']) progress.take(started(id));
    assert.equal(progress.total, 3);
  });

  it('takes what running ones say of themselves into its fraction', () => {
    const progress = new Progress(() => 0);
    for (const event of [
      { type: 'planned', missing: 2, known: 0 } as const,
      started('a'),
      { type: 'progress', id: 'a', name: 'lab.a', fraction: 0.5, text: 'half' } as const,
    ])
      progress.take(event);
    assert.equal(progress.fraction, 0.25);
    assert.equal(progress.running.get('a')?.text, 'half');
  });

  it('takes failures as settled', () => {
    const progress = new Progress(() => 0);
    for (const event of [started('a'), { type: 'failed', id: 'a', name: 'lab.a', message: 'no' } as const])
      progress.take(event);
    assert.deepEqual([progress.failed, progress.settled, progress.running.size], [1, 1, 0]);
  });
});

describe('the live region', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setInterval'] }));
  afterEach(() => mock.timers.reset());

  const setUp = (rows = 24) => {
    const written: string[] = [];
    const progress = new Progress(() => 0);
    const live = new LiveProgress(
      progress,
      { columns: 60, rows, write: (text) => void written.push(text) },
      styleOf(false),
    );
    return { written, progress, live };
  };

  it('draws nothing while nothing is missing, and leaves the cursor alone then', () => {
    const { written, live } = setUp();
    mock.timers.tick(1000);
    live.close();
    assert.deepEqual(written, []);
  });

  it('is drawn at most ten times a second, each time in one write and one synchronised update', () => {
    const { written, progress } = setUp();
    for (let i = 0; i < 500; i++) progress.take(started(`n${i}`));
    mock.timers.tick(1000);
    assert.equal(written.length, 10);
    for (const text of written) assert.ok(text.startsWith('\u001b[?2026h') && text.endsWith('\u001b[?2026l'));
  });

  it('shows how far it is, what runs, and no more lines than fit', () => {
    const { written, progress } = setUp(6);
    progress.take({ type: 'planned', missing: 8, known: 0 });
    for (const id of ['a', 'b', 'c', 'd', 'e']) progress.take(started(id));
    mock.timers.tick(100);
    const lines = written[0]!.split('\n');
    assert.match(lines[0]!, /0\/8/);
    assert.match(lines[1]!, /lab\.a\s+0 ms/);
    assert.match(lines.at(-1)!, /… and 3 more/);
    assert.equal(lines.length, 4);
  });

  it('keeps within the width of the terminal, whatever analyses say', () => {
    const { written, progress } = setUp();
    progress.take(started('a'));
    progress.take({ type: 'progress', id: 'a', name: 'lab.a', fraction: 0.1, text: `long\n${'x'.repeat(200)}` });
    mock.timers.tick(100);
    for (const line of written[0]!.split('\n').slice(1)) assert.ok(line.replace('\u001b[?2026l', '').length < 60, line);
  });

  it('takes itself away, lets lasting lines stand, and gives the cursor back', () => {
    const { written, progress, live } = setUp();
    progress.take(started('a'));
    mock.timers.tick(100);
    live.say('a lasting line');
    live.close();
    assert.ok(written[1]!.includes('\u001b[1A\u001b[Ja lasting line\n'));
    assert.ok(written.at(-1)!.includes('\u001b[?25h'));
    mock.timers.tick(1000);
    assert.equal(written.at(-1)!.includes('\u001b[?25h'), true);
  });
});
