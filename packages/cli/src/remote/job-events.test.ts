// Events of jobs as events of resolutions.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Progress } from '../terminal/progress.ts';
import { JobEvents } from './job-events.ts';

const happening = (type: string, data: Record<string, unknown>) => ({ number: 1, type, data });
const node = (state: string, more: Record<string, unknown> = {}) =>
  happening('node', { nodes: [{ id: 'a1', name: 't.A', state, ...more }] });

test('a node starts once, goes on, and is done', () => {
  const events = new JobEvents();
  assert.deepEqual(events.of(node('running')), [{ type: 'started', id: 'a1', name: 't.A', attempt: 1 }]);
  assert.deepEqual(events.of(node('running')), []);
  assert.deepEqual(events.of(node('running', { fraction: 0.5 })), [
    { type: 'progress', id: 'a1', name: 't.A', fraction: 0.5 },
  ]);
  const [done] = events.of(node('computed', { durationMs: 3, message: 'no events' }));
  assert.deepEqual(done, {
    type: 'done',
    id: 'a1',
    name: 't.A',
    origin: 'computed',
    contentDigest: '',
    durationMs: 3,
    failure: 'no events',
  });
});

test('what the store had counts as known, and failures as failed', () => {
  const [events, progress] = [new JobEvents(), new Progress()];
  for (const state of ['reused', 'failed', 'waiting']) for (const event of events.of(node(state))) progress.take(event);
  assert.deepEqual([progress.byOrigin.store, progress.failed, progress.running.size], [1, 1, 1]);
});

test('progress says how much is missing, what was known left out', () => {
  assert.deepEqual(new JobEvents().of(happening('progress', { total: 10, reused: 4 })), [
    { type: 'planned', missing: 6, known: 4 },
  ]);
});

test('lines of analyses are log lines, those of the server warnings', () => {
  const line = { timeMs: 1, level: 'info', text: 'hello' };
  const [own, other] = new JobEvents().of(happening('log', { lines: [{ ...line, id: 'a1', name: 't.A' }, line] }));
  assert.deepEqual(own, { type: 'log', id: 'a1', name: 't.A', line });
  assert.deepEqual(other, { type: 'warning', message: 'hello' });
});

test('a state says something only when there is a reason', () => {
  assert.deepEqual(new JobEvents().of(happening('state', { state: 'running' })), []);
  assert.deepEqual(new JobEvents().of(happening('state', { state: 'queued', why: 'restarted' })), [
    { type: 'warning', message: 'restarted' },
  ]);
});
