// The words of retraction, what is refused as one, and which derivations it forbids to make again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StemmaError } from '../errors.ts';
import { barsOf, refusal } from './bars.ts';
import {
  checkRetraction,
  formatStanding,
  formatTarget,
  type RetractionEvent,
  type RetractionTarget,
} from './retraction.ts';

const digest = 'ab'.repeat(32);
const said = { reason: 'wrong gain', by: 'observer' };
const targets: readonly RetractionTarget[] = [
  { kind: 'result', id: digest },
  { kind: 'definition', name: 'test.Gain', version: '1' },
  { kind: 'code', digest },
  { kind: 'file', digest },
];
const events = targets.map((target, i): RetractionEvent => ({
  number: i + 1,
  kind: 'retract',
  target,
  atMs: 0,
  ...said,
}));
const definition = { name: 'test.Other', version: '1', code: 'cd'.repeat(32), environment: digest };

const codeOf = (action: () => void): string => {
  try {
    action();
    return 'accepted';
  } catch (error) {
    return (error as StemmaError).code;
  }
};

test('a retraction needs a target that can be meant, a reason and an author', () => {
  for (const target of targets) checkRetraction({ target, ...said });
  const [result] = targets;
  const wrong: Parameters<typeof checkRetraction>[0][] = [
    { target: { kind: 'result', id: 'abcd' }, ...said },
    { target: { kind: 'code', digest: '' }, ...said },
    { target: { kind: 'definition', name: 'test.Gain', version: '' }, ...said },
    { target: { kind: 'definition', name: 'stemma.File', version: '1' }, ...said },
    { target: result!, reason: '\n', by: 'observer' },
    { target: result!, reason: 'wrong', by: '' },
    { target: result!, ...said, replacedBy: '' },
  ];
  for (const request of wrong)
    assert.equal(
      codeOf(() => checkRetraction(request)),
      'invalid_request',
    );
  assert.equal(
    codeOf(() => checkRetraction({ target: result!, ...said, by: 'x'.repeat(4001) })),
    'too_large',
  );
});

test('targets and standings are told in words', () => {
  assert.deepEqual(targets.map(formatTarget), [
    'the result abababababab',
    'the definition test.Gain@1',
    'the code abababababab',
    'the data file abababababab',
  ]);
  const origin = { origin: digest, originName: 'test.Gain' };
  const [ofResult, ofDefinition] = events;
  assert.equal(formatStanding({ state: 'retracted', ...origin, retraction: ofResult! }), 'retracted: wrong gain');
  const replaced = { ...ofDefinition!, replacedBy: 'version 2' };
  assert.equal(
    formatStanding({ state: 'suspect', ...origin, retraction: replaced }),
    'suspect: made from test.Gain abababababab, retracted: wrong gain (the definition test.Gain@1); use version 2 instead',
  );
  assert.equal(
    formatStanding({ state: 'suspect', ...origin }),
    'suspect: made from test.Gain abababababab, which has another content since',
  );
});

test('definitions, code and files bar what has them; results bar nothing, since making them again helps', () => {
  const bars = barsOf(events);
  const parameters = {};
  assert.equal(bars({ definition, parameters }), undefined);
  assert.equal(bars({ definition: { ...definition, name: 'test.Gain' }, parameters })?.number, 2);
  assert.equal(bars({ definition: { ...definition, name: 'test.Gain', version: '2' }, parameters }), undefined);
  assert.equal(bars({ definition: { ...definition, code: digest }, parameters })?.number, 3);
  assert.equal(bars({ definition, parameters: { sha256: digest } }), undefined, 'no file, whatever its parameters');
  const leaf = { ...definition, name: 'stemma.File' };
  assert.equal(bars({ definition: leaf, parameters: { sha256: digest } })?.number, 4);
  const error = refusal({ id: digest, definition: leaf, parameters: { sha256: digest, name: 'a.fits' } }, events[3]!);
  assert.equal(error.code, 'retracted');
  assert.match(error.message, /^the data file a\.fits cannot be used, it was retracted by observer: wrong gain/);
  assert.match(error.message, /another file, or `stemma reinstate 4`$/);
});
