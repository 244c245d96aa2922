// Tests of when colours are used.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { styleOf, wantsColour } from './style.ts';

const terminal = { isTTY: true };
const pipe = {};

describe('colours', () => {
  it('are for terminals, not for pipes', () => {
    assert.equal(wantsColour(terminal, { color: true, env: {} }), true);
    assert.equal(wantsColour(pipe, { color: true, env: {} }), false);
  });

  it('give way to NO_COLOR, --no-color and dumb terminals', () => {
    assert.equal(wantsColour(terminal, { color: true, env: { NO_COLOR: '1' } }), false);
    assert.equal(wantsColour(terminal, { color: false, env: {} }), false);
    assert.equal(wantsColour(terminal, { color: true, env: { TERM: 'dumb' } }), false);
  });

  it('ignore a NO_COLOR that is empty, as its specification says', () => {
    assert.equal(wantsColour(terminal, { color: true, env: { NO_COLOR: '' } }), true);
  });

  it('can be forced into a pipe', () => {
    assert.equal(wantsColour(pipe, { color: true, env: { FORCE_COLOR: '1' } }), true);
    assert.equal(wantsColour(terminal, { color: true, env: { FORCE_COLOR: '0' } }), false);
  });

  it('leave texts as they are when they are off', () => {
    const plain = styleOf(false);
    assert.deepEqual([plain.strong('a'), plain.bad('b'), plain.typed('c')], ['a', 'b', 'c']);
    assert.equal(styleOf(true).strong('a'), '\u001b[1ma\u001b[22m');
    assert.equal(styleOf(true).strong(''), '');
  });
});
