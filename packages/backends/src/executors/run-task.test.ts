// One execution: whatever an analysis returns or throws becomes an outcome that says what kind of thing happened.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  analysis,
  encodeValue,
  ExpectedFailure,
  noData,
  number,
  string,
  StemmaError,
  TransientFailure,
  type Activity,
  type ExecutionOutcome,
} from '@stemma/core';
import { sha256 } from '../hashing/sha256.ts';
import { NodeActivity } from './node-activity.ts';
import { abortOutcome, runTask } from './run-task.ts';

const Given = analysis({ name: 'test.Given', version: '1', outputs: { n: number() }, run: () => ({ n: 0 }) });

interface Seen {
  readonly factor: number;
  readonly given: { readonly n: number };
}

function outcomeOf(run: (seen: Seen, activity: Activity) => unknown, signal = new AbortController().signal) {
  const declared = analysis({
    name: 'test.Run',
    version: '1',
    parameters: { factor: number() },
    inputs: { given: Given },
    outputs: { x: number(), unit: string() },
    run: run as never,
  });
  const activity = new NodeActivity({
    derivation: sha256('x'),
    stochastic: false,
    name: 'test.Run',
    directory: '/nowhere',
    files: new Map(),
    observer: { log: () => {}, progress: () => {} },
    signal,
  });
  const n = encodeValue(4, () => assert.fail('no files here'), 'n');
  return runTask({
    analysis: declared,
    parameters: { factor: 2.5 },
    inputs: { given: { kind: 'outputs', outputs: { n } } },
    activity,
  });
}

type Failure = Extract<ExecutionOutcome, { kind: 'error' }>;
const failureOf = async (thrown: unknown) =>
  (await outcomeOf(() => {
    throw thrown;
  })) as Failure;

test('parameters and inputs arrive as values, outputs leave encoded and digested', async () => {
  const outcome = await outcomeOf(async ({ factor, given }) => ({ x: factor * given.n, unit: 'cts' }));
  assert.ok(outcome.kind === 'outputs');
  assert.deepEqual(Object.keys(outcome.outputs), ['x', 'unit']);
  const { payload, digest, files } = outcome.outputs.x!;
  assert.deepEqual(
    payload,
    encodeValue(10, () => assert.fail(), 'x'),
  );
  assert.deepEqual([digest, files], [sha256(payload), []]);
});

test('outputs that are missing, undeclared or of another type are the fault of the analysis, named in the message', async () => {
  const cases: [returned: unknown, message: RegExp][] = [
    [{ x: 1 }, /did not return its output "unit"/],
    [{ x: 1, unit: 'cts', more: 1 }, /returned "more", which is no declared output/],
    [{ x: 'one', unit: 'cts' }, /output test\.Run\.x/],
    [undefined, /must return its outputs \(x, unit\)/],
  ];
  for (const [returned, message] of cases) {
    const outcome = (await outcomeOf(() => returned)) as Failure;
    assert.deepEqual([outcome.kind, outcome.code, outcome.transient], ['error', 'analysis_failed', false]);
    assert.match(outcome.message, message);
  }
});

test('an expected failure is no error: its reason and detail are kept', async () => {
  const run = () => {
    throw noData('nothing in this window', { fromS: 3 });
  };
  const outcome = {
    kind: 'expected_failure',
    reason: 'no_data',
    message: 'nothing in this window',
    detail: { fromS: 3 },
  };
  assert.deepEqual(await outcomeOf(run), outcome);
  assert.equal((await outcomeOf(() => Promise.reject(new ExpectedFailure('no_fit', 'flat')))).kind, 'expected_failure');
});

test('what may pass is told apart from what will not', async () => {
  const withCode = (code: unknown) => Object.assign(new Error('from the system'), { code });
  const transient = [new TransientFailure('licence server is busy'), withCode('ECONNRESET'), withCode('EMFILE')];
  for (const thrown of transient) assert.equal((await failureOf(thrown)).transient, true, thrown.message);
  const permanent = [new Error('wrong'), withCode('ENOENT'), withCode(11), new StemmaError('timeout', 'inside')];
  for (const thrown of permanent) assert.equal((await failureOf(thrown)).transient, false, thrown.message);
});

test('an input found damaged keeps its code, so that it can be healed; any other failure is the analysis', async () => {
  assert.equal((await failureOf(new StemmaError('corrupt', 'blob is damaged'))).code, 'corrupt');
  assert.equal((await failureOf(new StemmaError('not_found', 'inside'))).code, 'analysis_failed');
});

test('things that are no errors can be thrown too', async () => {
  for (const [thrown, message] of [
    ['text', 'text'],
    [undefined, 'undefined'],
    [null, 'null'],
    [{ toString: () => 'an object' }, 'an object'],
  ] as const) {
    const outcome = await failureOf(thrown);
    assert.deepEqual(outcome, { kind: 'error', code: 'analysis_failed', message, transient: false });
  }
  assert.match((await failureOf(new Error('with a stack'))).stack!, /run-task\.test/);
});

test('when the signal was aborted nothing else counts: not what was returned, and not what was thrown', async () => {
  const late = new AbortController();
  const returned = await outcomeOf(() => (late.abort(), { x: 1, unit: '' }), late.signal);
  assert.deepEqual(returned, { kind: 'error', code: 'cancelled', message: 'cancelled', transient: false });
  const failing = new AbortController();
  const thrown = await outcomeOf(() => {
    failing.abort(new StemmaError('timeout', 'test.Run was over its time limit'));
    throw noData('as a consequence');
  }, failing.signal);
  assert.deepEqual([thrown.kind, (thrown as Failure).code], ['error', 'timeout']);
});

test('only a time limit is a timeout: an abort for any other reason is a cancellation', () => {
  const message = 'over its time limit';
  assert.deepEqual(abortOutcome(AbortSignal.abort(new StemmaError('timeout', message))), {
    kind: 'error',
    code: 'timeout',
    message,
    transient: false,
  });
  for (const reason of [undefined, new StemmaError('unavailable', 'no'), new Error('timeout')]) {
    assert.equal((abortOutcome(AbortSignal.abort(reason)) as Failure).code, 'cancelled');
  }
});
