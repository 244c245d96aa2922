// What the board forgets: manifests and contents go when they can be read again and nobody here needs them any more.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bind, sha256 } from '../../test/setting.ts';
import { analysis } from '../analysis/analysis.ts';
import type { AnyAnalysis } from '../analysis/declaration.ts';
import { StemmaError } from '../errors.ts';
import { number } from '../types/scalars.ts';
import { Board } from './board.ts';
import type { Node } from './node.ts';

const outputs = { x: number() };
const make = (name: string, inputs: object = {}): AnyAnalysis =>
  analysis({
    name: `test.${name}`,
    version: '1',
    inputs: inputs as never,
    outputs,
    run: () => ({ x: 1 }),
  }) as AnyAnalysis;

/** A leaf under two consumers, all made; the goal, the upper one, is used by whoever asked. */
function threeNodes(): { board: Board; leaf: Node; middle: Node; goal: Node } {
  const Leaf = make('Leaf');
  const Middle = make('Middle', { leaf: Leaf });
  const board = new Board();
  const goal = board.node(bind(make('Goal', { leaf: Leaf, middle: Middle })));
  goal.users++;
  const open = [goal];
  for (let node = open.pop(); node; node = open.pop()) open.push(...board.await(node));
  const at = (name: string) => [...board.nodes()].find((node) => node.derivation.definition.name === name)!;
  return { board, leaf: at('test.Leaf'), middle: at('test.Middle'), goal };
}

function finish(board: Board, node: Node): void {
  node.manifest = { outputs: {} };
  board.finish(node, sha256(node.derivation.id), false);
}

const isKept = (node: Node) => node.manifest !== undefined && node.contentDigest !== undefined;

test('a result is kept until its last user is settled', () => {
  const { board, leaf, middle, goal } = threeNodes();
  finish(board, leaf);
  board.published(leaf);
  assert.ok(isKept(leaf));
  finish(board, middle);
  assert.ok(isKept(leaf), 'the goal still uses it');
  finish(board, goal);
  assert.ok(!isKept(leaf));
});

test('a result that is not in the index yet is kept, whoever is settled', () => {
  const { board, leaf, middle, goal } = threeNodes();
  for (const node of [leaf, middle, goal]) finish(board, node);
  assert.ok(isKept(leaf));
  board.published(leaf);
  assert.ok(!isKept(leaf));
});

test('the goal is never forgotten', () => {
  const { board, leaf, middle, goal } = threeNodes();
  for (const node of [leaf, middle, goal]) finish(board, node);
  for (const node of [leaf, middle, goal]) board.published(node);
  assert.ok(isKept(goal));
  assert.ok(!isKept(middle));
});

test('users that fail need their inputs no more', () => {
  const { board, leaf, middle } = threeNodes();
  finish(board, leaf);
  board.published(leaf);
  board.fail(middle, new StemmaError('analysis_failed', 'failed'));
  assert.ok(!isKept(leaf));
});
