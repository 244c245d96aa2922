// The placeholder of a fan-out: it may be handed on, whole or by field, and nothing else.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listOf } from '../types/compounds.ts';
import { integer, json, number, string } from '../types/scalars.ts';
import { analysis } from './analysis.ts';
import { each, following, itemOf } from './inputs.ts';

const Select = analysis({
  name: 'test.Select',
  version: '1',
  outputs: { scws: listOf(json<{ id: string; start: { mjd: number } }>()), best: string() },
  run: () => ({ scws: [], best: '' }),
});
const Image = analysis({
  name: 'test.Image',
  version: '1',
  parameters: { scw: json(), mjd: number({ default: 0 }), n: integer({ default: 1 }) },
  outputs: { x: number() },
  run: () => ({ x: 1 }),
});

test('the template is built once, with a placeholder that knows its owner and path', () => {
  let calls = 0;
  const fan = each(Select, 'scws', (scw) => {
    calls++;
    assert.deepEqual(itemOf(scw)?.path, []);
    assert.deepEqual(itemOf(scw.start.mjd)?.path, ['start', 'mjd']);
    return Image({ scw, mjd: scw.start.mjd });
  });
  assert.equal(calls, 1);
  assert.equal(fan.one, false);
  assert.equal(fan.output, 'scws');
  const { scw } = (fan.template as unknown as { args: { scw: unknown } }).args;
  assert.equal(itemOf(scw)?.owner, fan);
});

test('computing with a placeholder is refused in words, not answered with nonsense', () => {
  const attempts: ((scw: never) => unknown)[] = [
    (scw) => (scw as number) + 1,
    (scw) => `${scw as string}/x`,
    (scw) => (scw as { start: { mjd: number } }).start.mjd * 2,
    (scw) => String(scw),
    (scw) => (scw as number) > 3,
  ];
  for (const attempt of attempts) {
    assert.throws(
      () => each(Select, 'scws', (scw) => Image({ scw: attempt(scw as never) })),
      { name: 'TypeError', message: /placeholder: hand it on as a parameter/ },
      String(attempt),
    );
  }
});

test('a failed template leaves nothing behind that would let later ones misbehave', () => {
  assert.throws(
    () =>
      each(Select, 'scws', () => {
        throw new Error('mine');
      }),
    /mine/,
  );
  let kept: { id: string } | undefined;
  following(Select, 'best', (best) => {
    kept = best as never;
    return Image({ scw: best });
  });
  assert.equal(kept!.id, undefined, 'outside of a template a placeholder has no fields');
});

test('a placeholder looks like nothing else to code that inspects it', async () => {
  let seen: unknown;
  each(Select, 'scws', (scw) => {
    seen = scw;
    return Image({ scw });
  });
  assert.equal(await Promise.resolve(seen), seen, 'it must not be taken for a promise');
  assert.equal(itemOf({}), undefined);
  assert.equal(itemOf('x'), undefined);
  assert.equal(itemOf(null), undefined);
});

test('nested templates have placeholders of their own', () => {
  const fan = each(Select, 'scws', (outer) =>
    each(Select, 'scws', (inner) => Image({ scw: { outer: outer.id, inner: inner.id } })),
  );
  const inside = fan.template as unknown as { template: { args: { scw: { outer: unknown; inner: unknown } } } };
  const { outer, inner } = inside.template.args.scw;
  assert.equal(itemOf(outer)?.owner, fan);
  assert.equal(itemOf(inner)?.owner, inside);
});
