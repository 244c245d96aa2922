// Declarations: what is refused at once, and what specialising keeps and replaces.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bind, idOf } from '../../test/setting.ts';
import { array } from '../types/compounds.ts';
import { number } from '../types/scalars.ts';
import { analysis, specialise } from './analysis.ts';
import { inject, substitute } from './assumptions.ts';
import { ExpectedFailure, noData } from './failure.ts';
import { literal, named } from './inputs.ts';
import { pipelineModule } from './module.ts';
import { Registry } from './registry.ts';

const refuses = (call: () => unknown, message: RegExp, code = 'invalid_request') =>
  assert.throws(call, { code, message });
const outputs = { x: number() };
const Source = analysis({ name: 'test.Source', version: '1', outputs, run: () => ({ x: 1 }) });
const Other = analysis({ name: 'test.Other', version: '1', outputs, run: () => ({ x: 2 }) });
const Bin = analysis({
  name: 'test.Bin',
  version: '3',
  description: 'Bins.',
  parameters: { sizeKeV: number({ unit: 'keV', default: 2 }), minKeV: number({ unit: 'keV', default: 20 }) },
  inputs: { events: Source },
  outputs,
  resources: { timeLimitS: 5 },
  run: ({ events, sizeKeV }) => ({ x: events.x * sizeKeV }),
});

test('a name is module.Name', () => {
  for (const name of ['Bin', 'test.', '.Bin', 'test Bin', 'Test.Bin', 'test.1Bin', '', 'test.Bin-2']) {
    refuses(() => analysis({ name, version: '1', outputs, run: () => ({ x: 1 }) }), /no analysis name/);
  }
  assert.equal(
    analysis({ name: 'hess.dl3.Map', version: '1', outputs, run: () => ({ x: 1 }) }).definition.name,
    'hess.dl3.Map',
  );
});

test('an analysis has a version', () => {
  refuses(() => analysis({ name: 'test.A', version: '', outputs, run: () => ({ x: 1 }) }), /test\.A has no version/);
});

test('a parameter and an input cannot share a name', () => {
  refuses(
    () =>
      analysis({
        name: 'test.A',
        version: '1',
        parameters: { a: number() },
        inputs: { a: Source },
        outputs,
        run: () => ({ x: 1 }),
      }),
    /"a" is both/,
  );
});

test('an input that is nothing is refused at the declaration, as after a circular import', () => {
  for (const nothing of [undefined, null]) {
    refuses(
      () =>
        analysis({ name: 'test.A', version: '1', inputs: { raw: nothing as never }, outputs, run: () => ({ x: 1 }) }),
      /test\.A\.raw is (undefined|null)/,
    );
    refuses(
      () =>
        analysis({
          name: 'test.A',
          version: '1',
          inputs: { raw: [Source, nothing as never] },
          outputs,
          run: () => ({ x: 1 }),
        }),
      /test\.A\.raw\[1\] is/,
    );
    refuses(
      () =>
        analysis({
          name: 'test.A',
          version: '1',
          inputs: { raw: { a: nothing as never } },
          outputs,
          run: () => ({ x: 1 }),
        }),
      /test\.A\.raw\.a is/,
    );
  }
});

test('a declaration cannot be changed afterwards', () => {
  assert.throws(() => Object.assign(Bin.definition, { version: '4' }), TypeError);
});

test('an argument that is neither parameter nor input is refused with the nearest name', () => {
  refuses(
    () => Bin({ sizekev: 4 } as never),
    /test\.Bin has no parameter or input "sizekev"; did you mean "sizeKeV"\?/,
  );
  refuses(() => Bin({ zzz: 4 } as never), /\(it has sizeKeV, minKeV, events\)/);
  refuses(() => Source({ zzz: 4 } as never), /\(it has none\)/);
});

test('goals are immutable: with() and assuming() make new ones', () => {
  const goal = Bin({ sizeKeV: 4 });
  const more = goal.with({ minKeV: 30 }).assuming(substitute(Source, Other));
  assert.deepEqual(goal.args, { sizeKeV: 4 });
  assert.deepEqual(more.args, { sizeKeV: 4, minKeV: 30 });
  assert.equal(goal.assumptions.length, 0);
  assert.throws(() => Object.assign(goal, { args: {} }), TypeError);
});

test('specialising replaces what is named and keeps everything else', () => {
  const Fine = specialise(Bin, {
    name: 'test.FineBin',
    parameters: { sizeKeV: number({ unit: 'keV', default: 0.5 }) },
    inputs: { events: Other },
  });
  const { definition } = Fine;
  assert.deepEqual([definition.name, definition.version, definition.description], ['test.FineBin', '3', 'Bins.']);
  assert.equal(definition.run, Bin.definition.run);
  assert.deepEqual(definition.resources, { timeLimitS: 5 });
  const bound = bind(Fine);
  assert.deepEqual(bound.parameters, { sizeKeV: 0.5, minKeV: 20 });
  assert.equal((bound.inputs.events as { node: { definition: { name: string } } }).node.definition.name, 'test.Other');
  assert.equal(Bin.definition.inputs.events, Source);
});

test('a specialised analysis remembers what it was made from and has an identity of its own', () => {
  const Same = specialise(Bin, { name: 'test.SameBin' });
  assert.equal(Same.definition.specialises, Bin);
  assert.notEqual(idOf(Same), idOf(Bin));
});

test('specialising may add inputs, and refuses to replace one that is not there', () => {
  const More = specialise(Bin, { name: 'test.More', moreInputs: { background: Other } });
  assert.deepEqual(Object.keys(bind(More).inputs), ['events', 'background']);
  refuses(
    () => specialise(Bin, { name: 'test.Bad', inputs: { event: Other } }),
    /test\.Bin has no input "event"; did you mean "events"\?/,
  );
  refuses(() => specialise(Bin, { name: 'Bad' }), /no analysis name/);
  refuses(() => specialise(Bin, { name: 'test.Bad', moreInputs: { sizeKeV: Other } }), /both a parameter and an input/);
});

test('a module cannot declare one name twice', () => {
  refuses(
    () => pipelineModule({ name: 'm', version: '1', analyses: [Source, Source] }),
    /module m declares test\.Source twice/,
    'conflict',
  );
});

test('two modules cannot silently declare one name', () => {
  const Clash = analysis({ name: 'test.Source', version: '2', outputs, run: () => ({ x: 3 }) });
  const a = pipelineModule({ name: 'a', version: '1', analyses: [Source] });
  const b = pipelineModule({ name: 'b', version: '1', analyses: [Clash] });
  refuses(() => new Registry([a, b]), /modules a and b both declare test\.Source/, 'conflict');
  assert.equal(new Registry([a, a]).names.length, 1);
});

test('an analysis is found by its full name or an unambiguous last part, or the nearest is named', () => {
  const A = analysis({ name: 'one.Spectrum', version: '1', outputs, run: () => ({ x: 1 }) });
  const B = analysis({ name: 'two.Spectrum', version: '1', outputs, run: () => ({ x: 1 }) });
  const registry = new Registry([pipelineModule({ name: 'm', version: '1', analyses: [A, B, Bin] })]);
  assert.equal(registry.get('Bin'), Bin);
  assert.equal(registry.get('two.Spectrum'), B);
  refuses(() => registry.get('Spectrum'), /it could be one\.Spectrum or two\.Spectrum/, 'not_found');
  refuses(() => registry.get('test.Bim'), /did you mean "test\.Bin"/, 'not_found');
  assert.equal(registry.moduleOf(Bin)?.name, 'm');
  assert.equal(registry.moduleOf(Source), undefined);
});

test('an injected object must have the declared outputs, of the declared types', () => {
  const Catalogue = analysis({
    name: 'test.Catalogue',
    version: '1',
    outputs: { raDeg: array('float64'), epoch: number({ unit: 'yr' }) },
  });
  const good = { raDeg: new Float64Array([83.6]), epoch: '2000 yr' };
  assert.deepEqual(inject(Catalogue, good), {
    kind: 'substitute',
    name: 'test.Catalogue',
    by: literal({ raDeg: new Float64Array([83.6]), epoch: 2000 }),
  });
  refuses(() => inject(Catalogue, { ...good, dec: 1 }), /test\.Catalogue has no output "dec"/);
  refuses(() => inject(Catalogue, { raDeg: [83.6], epoch: 1 }), /test\.Catalogue\.raDeg must be an array of float64/);
  refuses(() => inject(Catalogue, { epoch: 1 }), /test\.Catalogue\.raDeg/);
});

test('an expected failure has a reason, a message and particulars in canonical form', () => {
  const failure = new ExpectedFailure('no_events', 'nothing in this window', { count: 0, rate: NaN });
  assert.deepEqual(
    [failure.reason, failure.message, failure.detail],
    ['no_events', 'nothing in this window', { count: 0, rate: { $float: 'NaN' } }],
  );
  assert.equal(noData('empty').reason, 'no_data');
  assert.deepEqual(named('a.B'), { kind: 'named', name: 'a.B' });
});
