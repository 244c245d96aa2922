// Tests of what is told about a derivation and its result.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ActivityRecord, DerivationRecord, InputBinding, StoredResult } from '@stemma/core';
import { resultFacts } from './result-facts.ts';
import { styleOf } from './terminal/style.ts';

const digest = (digit: string) => digit.repeat(64);
const record = (inputs: Record<string, InputBinding> = {}): DerivationRecord => ({
  id: digest('a'),
  definition: { name: 'lab.Image', version: '2', code: digest('c'), environment: digest('e') },
  parameters: { binSizeKeV: 4, unit: 'u-1' },
  inputs,
  shapes: { l1: '', l2: '', l3: '' },
});
const stored = (changes: Partial<StoredResult> = {}): StoredResult => ({
  id: digest('a'),
  contentDigest: digest('d'),
  manifest: { outputs: { n: { digest: digest('f'), sizeBytes: 500, files: [] } } },
  publishedMs: 0,
  producedBy: digest('a'),
  forgotten: false,
  pinned: false,
  ...changes,
});
const activity = (changes: Partial<ActivityRecord> = {}): ActivityRecord => ({
  derivation: digest('a'),
  status: 'done',
  startedMs: 0,
  finishedMs: 1500,
  agent: 'ann',
  host: 'lab',
  pid: 1,
  attempt: 1,
  log: [],
  ...changes,
});
const facts = (result?: StoredResult, activities: ActivityRecord[] = [], inputs?: Record<string, InputBinding>) =>
  resultFacts(
    record(inputs),
    result,
    activities,
    (_, key) => (key === 'binSizeKeV' ? 'keV' : undefined),
    styleOf(false),
  );
const fact = (rows: string[][], label: string) => rows.find(([name]) => name === label)?.[1];

describe('facts about a result', () => {
  it('have the whole id, versions, and a row for each parameter with its unit', () => {
    const rows = facts(stored());
    assert.equal(fact(rows, 'id'), digest('a'));
    assert.equal(fact(rows, 'version'), '2  code cccccccccc, environment eeeeeeeeee');
    const at = rows.findIndex(([label]) => label === 'parameters');
    assert.deepEqual(rows.slice(at, at + 2), [
      ['parameters', 'binSizeKeV=4 keV'],
      ['', 'unit=u-1'],
    ]);
  });

  it('tell inputs as they are held', () => {
    const id = (digit: string) => ({ id: digest(digit) });
    const told = (binding: InputBinding) => fact(facts(undefined, [], { in: binding }), 'inputs');
    assert.equal(told(id('1')), 'in  1111111111');
    assert.equal(told({ absent: true }), 'in  left out');
    assert.equal(told({ map: { x: id('1'), y: id('2') } }), 'in  x: 1111111111, y: 2222222222');
    assert.equal(
      told({ list: [id('1'), id('2'), id('3'), id('4')] }),
      'in  list of 4: 1111111111 2222222222 3333333333 …',
    );
    const each = { over: digest('1'), output: 'scws', template: id('2') };
    assert.equal(told({ each }), 'in  one for each of scws of 1111111111');
  });

  it('say whether there is a result, and of what kind', () => {
    const state = (changes?: Partial<StoredResult>) => fact(facts(changes && stored(changes)), 'state')!;
    assert.equal(state(), 'no result');
    assert.match(state({}), /^stored, 500 B {2}1970-01-01 00:00:00 UTC, 1970-01-01$/);
    assert.match(state({ pinned: true }), /^stored, 500 B, pinned/);
    assert.match(state({ forgotten: true }), /^bytes forgotten by garbage collection/);
    const failure = { reason: 'no_events', message: 'no\nevents', detail: null, origin: digest('1') };
    assert.match(state({ manifest: { failure } }), /^no data: no events \(no_events\)/);
  });

  it('name another derivation that made the content', () => {
    assert.match(fact(facts(stored({ producedBy: digest('9') })), 'made by')!, /^9999999999/);
    assert.equal(fact(facts(stored()), 'made by'), undefined);
  });

  it('have the newest three activities, the label once', () => {
    const failed = activity({
      status: 'failed',
      attempt: 2,
      cpuS: 0.5,
      peakMemoryBytes: 2e6,
      error: { code: 'analysis_failed', message: 'divided by\nzero' },
    });
    const rows = facts(stored(), [failed, activity(), activity(), activity()]);
    const at = rows.findIndex(([label]) => label === 'activity');
    assert.equal(rows.length, at + 3);
    assert.deepEqual(
      rows.slice(at + 1).map(([label]) => label),
      ['', ''],
    );
    assert.match(
      rows[at]![1]!,
      /^failed after 1\.5 s, 0\.5 s CPU, 2\.00 MB of memory, ann@lab, attempt 2 .*divided by zero$/,
    );
    assert.match(rows[at + 1]![1]!, /^took 1\.5 s, ann@lab {2}1970/);
  });
});
