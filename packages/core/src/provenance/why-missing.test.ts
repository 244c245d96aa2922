// Why something would run (again), told by an engine over a store in memory.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tmpdir } from 'node:os';
import { inlineExecutor, loadFile, memoryBlobs, memoryIndex, sha256, systemClock } from '@stemma/backends';
import { analysis } from '../analysis/analysis.ts';
import { substitute } from '../analysis/assumptions.ts';
import type { AnyAnalysis } from '../analysis/declaration.ts';
import { Registry } from '../analysis/registry.ts';
import type { Definition } from '../identity/records.ts';
import type { ResultIndex } from '../ports/result-index.ts';
import { Engine } from '../resolve/engine.ts';
import { number } from '../types/scalars.ts';
import { whyMissing } from './why-missing.ts';

const light = { resources: { light: true } } as const;
const Raw = analysis({
  ...light,
  name: 't.Raw',
  version: '1',
  parameters: { exposure: number({ unit: 'ks', default: 10 }) },
  outputs: { n: number() },
  run: ({ exposure }) => ({ n: exposure }),
});
const Gain = analysis({
  ...light,
  name: 't.Gain',
  version: '1',
  outputs: { gain: number() },
  run: () => ({ gain: 2 }),
});
const Gain2026 = analysis({
  ...light,
  name: 't.Gain2026',
  version: '1',
  outputs: { gain: number() },
  run: () => ({ gain: 3 }),
});
const Events = analysis({
  ...light,
  name: 't.Events',
  version: '1',
  inputs: { raw: Raw, gain: Gain },
  outputs: { n: number() },
  run: ({ raw, gain }) => ({ n: raw.n * gain.gain }),
});
const Binned = analysis({
  ...light,
  name: 't.Binned',
  version: '1',
  parameters: { binSizeKeV: number({ unit: 'keV', default: 4 }) },
  inputs: { events: Events },
  outputs: { n: number() },
  run: ({ events, binSizeKeV }) => ({ n: events.n / binSizeKeV }),
});
const Broken = analysis({
  ...light,
  name: 't.Broken',
  version: '1',
  outputs: { n: number() },
  run: () => Promise.reject(new Error('no calibration for this epoch')),
});
const OnBroken = analysis({
  ...light,
  name: 't.OnBroken',
  version: '1',
  inputs: { broken: Broken },
  outputs: { n: number() },
  run: ({ broken }) => broken,
});
const Passing = analysis({
  ...light,
  name: 't.Passing',
  version: '1',
  stored: false,
  outputs: { n: number() },
  run: () => ({ n: 1 }),
});

function engineOn(index: ResultIndex, definition: Partial<Record<string, Partial<Definition>>> = {}): Engine {
  const definitionOf = (analysis: AnyAnalysis): Definition => {
    const { name, version } = analysis.definition;
    return { name, version, code: sha256(name), environment: sha256('environment'), ...definition[name] };
  };
  const inline = inlineExecutor({ workRoot: tmpdir() });
  const fetchFile = () => Promise.reject(new Error('no files here'));
  const who = { agent: 'observer', host: 'station', pid: 1 };
  return new Engine({
    registry: new Registry(),
    index,
    blobs: memoryBlobs(),
    inline,
    clock: systemClock,
    identity: { sha256, definitionOf },
    fetchFile,
    loadFile,
    ...who,
  });
}

test('what is known needs no reason', async () => {
  const { services, bind, resolve } = methodsOf(engineOn(memoryIndex()));
  await resolve(Binned()).result;
  const { id, definition } = bind(Binned());
  assert.deepEqual(await whyMissing(bind(Binned()), services), { id, name: definition.name, known: true, reasons: [] });
});

test('what was never asked for says so', async () => {
  const { services, bind, resolve } = methodsOf(engineOn(memoryIndex()));
  await resolve(Events()).result;
  const { known, reasons } = await whyMissing(bind(Binned()), services);
  assert.equal(known, false);
  assert.deepEqual(reasons.map(({ name, text }) => [name, text]), [['t.Binned', 'never asked for before']]); // prettier-ignore
});

test('another parameter anywhere is named with its declared unit, compared with the most similar result', async () => {
  const { services, bind, resolve } = methodsOf(engineOn(memoryIndex()));
  await resolve(Binned()).result;
  await resolve(Binned({ binSizeKeV: 16 })).result;
  const [reason, ...others] = (
    await whyMissing(bind(Binned({ binSizeKeV: 16, events: Events({ raw: Raw({ exposure: 20 }) }) })), services)
  ).reasons;
  assert.equal(others.length, 0);
  assert.equal(reason!.text, 'parameter exposure of t.Raw is 20 ks, was 10 ks');
  assert.equal(reason!.comparedWith, bind(Binned({ binSizeKeV: 16 })).id);
  assert.deepEqual(reason!.differences.map(({ path }) => path), ['events/raw']); // prettier-ignore
});

test('a substituted analysis is named with what it replaced', async () => {
  const { services, bind, resolve } = methodsOf(engineOn(memoryIndex()));
  await resolve(Binned()).result;
  const { reasons } = await whyMissing(bind(Binned().assuming(substitute(Gain, Gain2026))), services);
  assert.equal(reasons[0]!.text, 't.Gain was replaced by t.Gain2026');
});

test('an edit of the code is told, and once only when the version says it too', async () => {
  const index = memoryIndex();
  await methodsOf(engineOn(index)).resolve(Binned()).result;
  const reasonWith = async (definition: Partial<Record<string, Partial<Definition>>>) => {
    const { services, bind } = methodsOf(engineOn(index, definition));
    const { reasons } = await whyMissing(bind(Binned()), services);
    return reasons.map(({ text }) => text);
  };
  assert.deepEqual(await reasonWith({ 't.Raw': { code: sha256('edited') } }), ['the code of t.Raw changed']);
  assert.deepEqual(await reasonWith({ 't.Raw': { code: sha256('edited'), version: '2' } }), [
    'the version of t.Raw is 2, was 1',
  ]);
});

test('forgotten bytes are told for the goal and for what it is made from', async () => {
  const index = memoryIndex();
  const { services, bind, resolve } = methodsOf(engineOn(index));
  await resolve(Binned()).result;
  const ids = [bind(Binned()).id, bind(Events()).id];
  const results = await index.results(ids);
  await index.forget(ids.map((id) => results.get(id)!.contentDigest));
  const { known, reasons } = await whyMissing(bind(Binned()), services);
  assert.equal(known, false);
  const text = 'its bytes were forgotten by garbage collection';
  assert.deepEqual(reasons.map(({ id, name, text }) => ({ id, name, text })), [{ id: ids[0], name: 't.Binned', text }, { id: ids[1], name: 't.Events', text }]); // prettier-ignore
});

test('of many inputs with one fate, one is told with their number', async () => {
  const index = memoryIndex();
  const { services, bind, resolve } = methodsOf(engineOn(index));
  const raws = [1, 2, 3].map((exposure) => Raw({ exposure }));
  const Sum = analysis({
    ...light,
    name: 't.Sum',
    version: '1',
    inputs: { raws },
    outputs: { n: number() },
    run: ({ raws }) => ({ n: raws.length }),
  });
  await resolve(Sum()).result;
  for await (const { contentDigest } of index.contents()) await index.forget([contentDigest]);
  const { reasons } = await whyMissing(bind(Sum()), services);
  const text = 'its bytes were forgotten by garbage collection';
  assert.deepEqual(
    reasons.map(({ name, text }) => [name, text]),
    [
      ['t.Sum', text],
      ['t.Raw', `${text} (and 2 more of t.Raw)`],
    ],
  );
});

test('an activity that failed is the reason, also further up', async () => {
  const { services, bind, resolve } = methodsOf(engineOn(memoryIndex()));
  await assert.rejects(resolve(OnBroken()).result);
  const { reasons } = await whyMissing(bind(OnBroken()), services);
  assert.deepEqual(reasons.map(({ name, text }) => [name, text]), [['t.OnBroken', 'never asked for before'], ['t.Broken', 'an earlier activity failed: no calibration for this epoch']]); // prettier-ignore
});

test('what is never stored says so', async () => {
  const { services, bind, resolve } = methodsOf(engineOn(memoryIndex()));
  await resolve(Passing()).result.catch(() => undefined);
  const { reasons } = await whyMissing(bind(Passing()), services);
  assert.deepEqual(reasons.map(({ text }) => text), ['its results are never stored']); // prettier-ignore
});

function methodsOf(engine: Engine): Pick<Engine, 'services' | 'bind' | 'resolve'> {
  return { services: engine.services, bind: (goal) => engine.bind(goal), resolve: (goal) => engine.resolve(goal) };
}
