// Goals as JSON: equal to the goals that a program writes, and told where they are wrong.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { Binder } from '../bind/bind.ts';
import { StemmaError } from '../errors.ts';
import { number } from '../types/scalars.ts';
import { analysis } from './analysis.ts';
import { configure, substitute, without } from './assumptions.ts';
import { goalFromDocument, type GoalDocument } from './goal-document.ts';
import { accepting, literal, optional, source } from './inputs.ts';
import { pipelineModule } from './module.ts';
import { Registry } from './registry.ts';
import type { Sha256 } from '../identity/digest.ts';

const outputs = { x: number() };
const run = () => ({ x: 1 });
const Raw = analysis({ name: 'doc.Raw', version: '1', outputs, run });
const OtherRaw = analysis({ name: 'doc.OtherRaw', version: '1', outputs, run });
const Calibration = analysis({
  name: 'doc.Calibration',
  version: '1',
  parameters: { gainKeV: number({ unit: 'keV', default: 1 }) },
  outputs,
  run,
});
const Events = analysis({
  name: 'doc.Events',
  version: '1',
  parameters: { minKeV: number({ unit: 'keV', default: 20, min: 1 }) },
  inputs: { raw: accepting(Raw), calibration: Calibration, extra: optional(OtherRaw), factor: literal(2) },
  outputs,
  run,
});
const module = pipelineModule({
  name: 'doc',
  version: '1',
  analyses: [Raw, OtherRaw, Calibration, Events],
  source: import.meta.url,
});
const registry = new Registry([module]);
const sha256: Sha256 = (text: string | Uint8Array) => createHash('sha256').update(text).digest('hex');
const definitionOf = (name: string, version: string) => ({
  name,
  version,
  code: sha256(name),
  environment: sha256(''),
});
const idOf = (goal: Parameters<Binder['bind']>[0]) =>
  new Binder(registry, {
    sha256,
    definitionOf: ({ definition }) => definitionOf(definition.name, definition.version),
  }).bind(goal).id;
const file = { sha256: 'ab'.repeat(32), name: 'a.fits', mediaType: 'application/fits' };

describe('a goal as JSON', () => {
  it('names the same result as the goal that a program writes', () => {
    const pairs: [GoalDocument, Parameters<typeof idOf>[0]][] = [
      [{ analysis: 'doc.Events' }, Events()],
      [{ analysis: 'Events', parameters: { minKeV: '0.025 MeV' } }, Events({ minKeV: 25 })],
      [{ analysis: 'Events', inputs: { raw: { analysis: 'OtherRaw' } } }, Events({ raw: accepting(OtherRaw) })],
      [
        { analysis: 'Events', inputs: { calibration: { analysis: 'Calibration', parameters: { gainKeV: 3 } } } },
        Events({ calibration: Calibration({ gainKeV: 3 }) }),
      ],
      [
        { analysis: 'Events', inputs: { factor: [{ value: 1 }, { file }, { map: { a: { analysis: 'Raw' } } }] } },
        Events({ factor: [literal(1), source(file), { a: Raw }] as never }),
      ],
      [
        {
          analysis: 'Events',
          assumptions: [
            { substitute: 'Raw', by: { analysis: 'OtherRaw' } },
            { configure: 'Calibration', parameters: { gainKeV: 2 } },
          ],
        },
        Events().assuming(substitute(Raw, OtherRaw), configure(Calibration, { gainKeV: 2 })),
      ],
      [{ analysis: 'Events', assumptions: [{ without: 'OtherRaw' }] }, Events().assuming(without(OtherRaw))],
    ];
    for (const [document, goal] of pairs) {
      assert.equal(idOf(goalFromDocument(document, registry)), idOf(goal), JSON.stringify(document));
      assert.equal(idOf(goalFromDocument(JSON.parse(JSON.stringify(document)), registry)), idOf(goal));
    }
  });

  it('says by a pointer what is wrong in it', () => {
    const wrong: [unknown, string, RegExp][] = [
      [null, '', /the goal must be an object/],
      [{}, '/analysis', /must be the name of an analysis/],
      [{ analysis: 'doc.Event' }, '/analysis', /doc\.Events/],
      [{ analysis: 'Events', parameter: {} }, '/parameter', /is not known here/],
      [{ analysis: 'Events', parameters: { minkev: 3 } }, '/parameters/minkev', /minKeV/],
      [{ analysis: 'Events', parameters: { minKeV: '3 m' } }, '/parameters/minKeV', /keV/],
      [{ analysis: 'Events', parameters: { minKeV: 0 } }, '/parameters/minKeV', /1/],
      [{ analysis: 'Events', parameters: { raw: 3 } }, '/parameters/raw', /under "inputs"/],
      [{ analysis: 'Events', inputs: { minKeV: { value: 3 } } }, '/inputs/minKeV', /under "parameters"/],
      [{ analysis: 'Events', inputs: { raw: 3 } }, '/inputs/raw', /must be an object/],
      [{ analysis: 'Events', inputs: { raw: { file: { sha256: 'AB' } } } }, '/inputs/raw/file/sha256', /64/],
      [{ analysis: 'Events', inputs: { raw: { file: { ...file, name: '' } } } }, '/inputs/raw/file/name', /name/],
      [{ analysis: 'Events', inputs: { raw: {} } }, '/inputs/raw', /"analysis", "value"/],
      [{ analysis: 'Events', assumptions: {} }, '/assumptions', /must be a list/],
      [{ analysis: 'Events', assumptions: [{ replace: 1 }] }, '/assumptions/0', /"substitute"/],
      [{ analysis: 'Events', assumptions: [{ configure: 'X' }] }, '/assumptions/0/configure', /unknown analysis/],
      [{ analysis: 'Events', parameters: { 'a/b~c': 1 } }, '/parameters/a~1b~0c', /a\/b~c/],
    ];
    for (const [document, pointer, message] of wrong)
      assert.throws(
        () => goalFromDocument(document, registry),
        (error) => {
          assert.ok(error instanceof StemmaError, String(error));
          assert.equal(error.detail.pointer, pointer, error.message);
          assert.match(error.message, message);
          return true;
        },
      );
  });

  it('is refused when it is nested without end', () => {
    let input: unknown = { value: 1 };
    for (let i = 0; i < 10_000; i++) input = [input];
    assert.throws(
      () => goalFromDocument({ analysis: 'Events', inputs: { factor: input } }, registry),
      /nested more than 64 deep/,
    );
  });

  it('takes names of object properties for nothing else', () => {
    for (const key of ['constructor', 'toString', '__proto__'])
      assert.throws(
        () => goalFromDocument(JSON.parse(`{"analysis":"Events","parameters":{"${key}":1}}`), registry),
        StemmaError,
        key,
      );
  });
});
