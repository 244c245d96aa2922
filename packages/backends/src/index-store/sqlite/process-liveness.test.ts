// Whether a process is there: running, stopped, ended, or another one under its number.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test, type TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { lookAtProcess, machineName } from './process-liveness.ts';

const skip = process.platform === 'linux' ? false : 'only Linux has /proc';

async function sleeper(t: TestContext) {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000); console.log(1)']);
  t.after(() => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return child;
}

async function eventually(question: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !question(); i++) await pause(10);
  assert.ok(question());
}

test('this process is alive and its start does not change', { skip }, () => {
  const look = lookAtProcess(process.pid);
  assert.equal(look.state, 'alive');
  assert.match(look.start, /^\d+$/);
  assert.deepEqual(lookAtProcess(process.pid), look);
});

test('a process that is stopped by a signal is told from one that runs', { skip }, async (t) => {
  const child = await sleeper(t);
  assert.equal(lookAtProcess(child.pid!).state, 'alive');
  child.kill('SIGSTOP');
  await eventually(() => lookAtProcess(child.pid!).state === 'stopped');
  child.kill('SIGCONT');
  await eventually(() => lookAtProcess(child.pid!).state === 'alive');
});

test('a process that was killed is gone', { skip }, async (t) => {
  const child = await sleeper(t);
  child.kill('SIGKILL');
  await once(child, 'exit');
  assert.deepEqual(lookAtProcess(child.pid!), { start: '', state: 'gone' });
});

test('numbers that no process has are gone', () => {
  for (const pid of [2 ** 30, 2 ** 31 - 1]) assert.equal(lookAtProcess(pid).state, 'gone');
});

test('the name of the machine is the same at every question, and names host, boot and namespace', { skip }, () => {
  assert.equal(machineName(), machineName());
  assert.match(machineName(), /^\S+ \S+ (pid:\[\d+\]|-)$/);
});
