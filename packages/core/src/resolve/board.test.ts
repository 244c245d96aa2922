// The board: who waits for whom, who is ready, and how far a failure reaches.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bind, sha256 } from '../../test/setting.ts';
import { analysis } from '../analysis/analysis.ts';
import type { AnyAnalysis } from '../analysis/declaration.ts';
import { each } from '../analysis/inputs.ts';
import type { Derivation } from '../bind/derivation.ts';
import { StemmaError } from '../errors.ts';
import { listOf } from '../types/compounds.ts';
import { number, string } from '../types/scalars.ts';
import { Board } from './board.ts';
import type { Node } from './node.ts';

const outputs = { x: number() };
const run = () => ({ x: 1 });
const make = (name: string, inputs: object = {}): AnyAnalysis =>
  analysis({ name: `test.${name}`, version: '1', inputs: inputs as never, outputs, run }) as AnyAnalysis;

/** A board on which a goal and all that it needs is awaited; nodes by short name. */
function boardOf(goal: AnyAnalysis): { board: Board; at: (name: string) => Node } {
  const board = new Board();
  const open = [board.node(bind(goal))];
  for (let node = open.pop(); node; node = open.pop()) open.push(...board.await(node));
  const at = (name: string) =>
    [...board.nodes()].find(({ derivation }) => derivation.definition.name === `test.${name}`)!;
  return { board, at };
}

const finish = (board: Board, node: Node, failed = false) => board.finish(node, sha256(node.derivation.id), failed);
const names = (nodes: readonly Node[]) =>
  nodes.map(({ derivation }) => derivation.definition.name.replace('test.', '')).sort();

test('leaves are ready at once, consumers when the last of their inputs is done', () => {
  const [A, B] = [make('A'), make('B')];
  const { board, at } = boardOf(make('C', { a: A, b: B }));
  assert.deepEqual(names(board.ready), ['A', 'B']);
  assert.equal(board.unsettled, 3);
  board.ready.length = 0;
  finish(board, at('A'));
  assert.deepEqual(board.ready, []);
  finish(board, at('B'));
  assert.deepEqual(names(board.ready), ['C']);
  finish(board, at('C'));
  assert.deepEqual([board.unsettled, board.done], [0, 3]);
});

test('an input that stands in several places is waited for once', () => {
  const A = make('A');
  const { board, at } = boardOf(make('C', { first: A, list: [A, A], map: { k: A } }));
  assert.equal(at('C').waitingFor, 1);
  board.ready.length = 0;
  finish(board, at('A'));
  assert.deepEqual(names(board.ready), ['C']);
});

test('inputs in mixed order are waited for once each', () => {
  const [A, B] = [make('A'), make('B')];
  const { board, at } = boardOf(make('C', { p: A, q: B, r: A, s: B, t: A }));
  assert.equal(at('C').waitingFor, 2);
  board.ready.length = 0;
  finish(board, at('B'));
  finish(board, at('A'));
  assert.deepEqual(names(board.ready), ['C']);
});

test('more dependents than a short list holds are all told', () => {
  const A = make('A');
  const users = Array.from({ length: 40 }, (_, i) => make(`U${i}`, { a: A }));
  const { board, at } = boardOf(make('Goal', { users }));
  board.ready.length = 0;
  finish(board, at('A'));
  assert.equal(board.ready.length, 40);
});

test('a failure reaches all that depends on it and nothing else, with its own error', () => {
  const [Bad, Good] = [make('Bad'), make('Good')];
  const { board, at } = boardOf(
    make('Goal', { left: make('AfterBad', { it: Bad }), right: make('AfterGood', { it: Good }) }),
  );
  const error = new StemmaError('analysis_failed', 'no luck');
  board.fail(at('Bad'), error);
  assert.deepEqual(names([...board.nodes()].filter(({ state }) => state === 'failed')), ['AfterBad', 'Bad', 'Goal']);
  assert.equal(at('Goal').error, error);
  board.ready.length = 0;
  finish(board, at('Good'));
  assert.deepEqual(names(board.ready), ['AfterGood']);
  finish(board, at('AfterGood'));
  assert.equal(at('Goal').state, 'failed');
  assert.equal(board.unsettled, 0);
});

test('a node that comes to a failed input fails at once', () => {
  const Bad = make('Bad');
  const { board, at } = boardOf(make('User', { bad: Bad }));
  board.fail(at('Bad'), new StemmaError('analysis_failed', 'no luck'));
  const late = board.node(bind(make('Late', { bad: Bad })));
  assert.deepEqual(board.await(late), []);
  assert.equal(late.state, 'failed');
});

test('the second failure of a node changes nothing', () => {
  const { board, at } = boardOf(make('User', { a: make('A'), b: make('B') }));
  const first = new StemmaError('timeout', 'first');
  board.fail(at('A'), first);
  board.fail(at('B'), new StemmaError('analysis_failed', 'second'));
  assert.equal(at('User').error, first);
  assert.equal(board.unsettled, 0);
});

test('an expected failure is a result: consumers become ready', () => {
  const { board, at } = boardOf(make('User', { a: make('A') }));
  board.ready.length = 0;
  finish(board, at('A'), true);
  assert.deepEqual(names(board.ready), ['User']);
  assert.equal(at('A').failedAsExpected, true);
});

test('a fan-out is expandable when its list is there, and ready when its members are', () => {
  const Select = analysis({
    name: 'test.Select',
    version: '1',
    outputs: { scws: listOf(string()) },
    run: () => ({ scws: [] }),
  });
  const Image = analysis({ name: 'test.Image', version: '1', parameters: { scw: string() }, outputs, run });
  const { board, at } = boardOf(make('Mosaic', { images: each(Select, 'scws', (scw) => Image({ scw })) }));
  assert.deepEqual(names(board.ready), ['Select'], 'the template is no node');
  board.ready.length = 0;
  finish(board, at('Select'));
  assert.deepEqual([names(board.ready), names(board.expandable)], [[], ['Mosaic']]);
  const members = ['a', 'b'].map((scw) => bind(Image({ scw })));
  const open = board.expanded(at('Mosaic'), {
    images: { kind: 'list', items: members.map((node: Derivation) => ({ kind: 'node', node })) },
  });
  assert.equal(open.length, 2);
  for (const node of open) finish(board, node);
  assert.deepEqual(names(board.ready), ['Mosaic']);
});

test('a graph of 50,000 in a chain settles without recursion', () => {
  let goal: AnyAnalysis = make('Leaf');
  const Link = make('Link', { before: goal });
  for (let i = 0; i < 50_000; i++) goal = Link({ before: goal as never }) as never;
  const { board, at } = boardOf(goal);
  board.fail(at('Leaf'), new StemmaError('analysis_failed', 'deep'));
  assert.equal(board.unsettled, 0);
});
