// Tests of the live region, on a screen that only remembers what was written.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ResolutionEvent } from '@stemma/core';
import { LiveProgress } from './live-progress.ts';
import { Progress } from './progress.ts';
import { styleOf } from './style.ts';
import { textWidth } from './text-width.ts';

function region(columns = 60, rows = 24) {
  const written: string[] = [];
  const progress = new Progress(() => 0);
  const live = new LiveProgress(progress, { columns, rows, write: (text) => void written.push(text) }, styleOf(false));
  const start = (id: string, name = `lab.${id}`) =>
    progress.take({ type: 'started', id, name, attempt: 1 } satisfies ResolutionEvent);
  return { written, progress, live, start };
}
const controls = /\x1b\[\??[0-9]*[a-zA-Z]|\r/g; // eslint-disable-line no-control-regex -- what is looked for

describe('the live region', () => {
  it('draws nothing before anything is planned, and leaves the cursor alone then', () => {
    const { written, live } = region();
    live.say('hello');
    live.close();
    assert.equal(written.join('').replaceAll(controls, ''), 'hello\n');
    assert.doesNotMatch(written.join(''), /\?25[lh]/);
  });

  it('shows how far it is and what runs, below what lasts', () => {
    const { written, live, progress, start } = region();
    progress.take({ type: 'planned', missing: 4, known: 0 });
    start('a', 'lab.Image');
    progress.take({ type: 'progress', id: 'a', name: 'lab.Image', fraction: 0.5, text: 'folding' });
    live.say('warning');
    live.close();
    assert.equal(written[0]!.replaceAll(controls, ''), 'warning\n');
    const [head, line] = written[1]!.replaceAll(controls, '').split('\n');
    assert.match(head!, /━{3}─{21} 0\/4 {2}0 ms$/);
    assert.match(line!, /^ {2}lab\.Image +0 ms +50 % {2}folding$/);
  });

  it('goes up over what it drew before it draws anew, and shows the cursor again at the end', () => {
    const { written, live, start } = region();
    start('a');
    start('b');
    live.say('one');
    live.say('two');
    live.close();
    assert.ok(written[2]!.includes('\r\x1b[2A\x1b[J'), JSON.stringify(written[2]));
    assert.ok(written.at(-1)!.includes('\x1b[?25h'));
  });

  it('never has a line wider than the screen, nor more lines than have room', () => {
    const { written, live, start } = region(30, 6);
    for (let i = 0; i < 9; i++) start(`${i}`, `lab.${'VeryLongName'.repeat(4)}${i}`);
    live.say('x');
    live.close();
    const lines = written[1]!.replaceAll(controls, '').split('\n');
    assert.equal(lines.length, 4);
    assert.equal(lines.at(-1), '  … and 7 more');
    for (const line of lines.slice(1)) assert.ok(textWidth(line) <= 30, line);
  });
});
