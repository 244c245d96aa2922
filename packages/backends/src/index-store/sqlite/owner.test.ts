// The judgement whether the holder of a lease is dead.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { isDead } from './owner.ts';
import type { OwnerRow } from './owner.ts';
import { lookAtProcess, machineName } from './process-liveness.ts';

const self: OwnerRow = {
  machine: 'here',
  pid: process.pid,
  processStart: lookAtProcess(process.pid).start,
  beatMs: 1000,
  heartbeatMs: 10_000,
  beats: 5,
};
const elsewhere = { ...self, machine: 'there', pid: 1, processStart: 'of another namespace' };

const cases: [string, OwnerRow, number, boolean][] = [
  ['alive with a fresh beat', self, 10_500, false],
  ['alive after two missed beats', self, 12_900, false],
  ['dead after three missed beats', self, 13_100, true],
  ['alive before its first beat, as long as its process is there', { ...self, beats: 0 }, 99_000, false],
  ['dead at once when another process has its number', { ...self, processStart: '1' }, 10_000, true],
  ['dead at once when no process has its number', { ...self, pid: 2 ** 22 + 1 }, 10_000, true],
  ['alive in another namespace, whatever its number says here', elsewhere, 12_900, false],
  ['dead in another namespace after three missed beats', elsewhere, 13_100, true],
  ['alive in another namespace for longer before its first beat', { ...elsewhere, beats: 0 }, 20_000, false],
  ['dead in another namespace when the first beat never comes', { ...elsewhere, beats: 0 }, 22_100, true],
];

describe('isDead', () => {
  for (const [what, owner, nowMs, dead] of cases) {
    it(`takes an owner for ${what}`, () => assert.equal(isDead(owner, 'here', nowMs), dead));
  }
});

describe('lookAtProcess', { skip: process.platform === 'linux' ? false : 'needs /proc' }, () => {
  it('tells running, stopped and gone processes apart', async () => {
    const child = spawn('sleep', ['60']);
    const { start } = lookAtProcess(child.pid!);
    assert.match(start, /^\d+$/);
    child.kill('SIGSTOP');
    while (lookAtProcess(child.pid!).state === 'alive') await wait(5);
    assert.deepEqual(lookAtProcess(child.pid!), { start, state: 'stopped' });
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.equal(lookAtProcess(child.pid!).state, 'gone');
  });

  it('finds the start time behind a name with blanks and parentheses', async () => {
    const child = spawn('sh', ['-c', 'printf "a) S 1 (b" > /proc/self/comm; cat'], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    await wait(50);
    assert.match(lookAtProcess(child.pid!).start, /^\d+$/);
    assert.equal(lookAtProcess(child.pid!).state, 'alive');
    child.stdin!.end();
    await once(child, 'exit');
  });
});

describe('machineName', () => {
  it('is the same each time', () => {
    assert.equal(machineName(), machineName());
    assert.ok(machineName().length > 4);
  });
});
