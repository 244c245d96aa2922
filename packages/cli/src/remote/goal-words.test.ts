// Goals as they are typed, as documents; read back by core they are the goals that the local grammar means.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeAnalysis, goalFromDocument, Registry, StemmaError } from '@stemma/core';
import { sha256 } from '@stemma/backends';
import { tutorial } from '@stemma/instruments/tutorial';
import { Binder } from '../../../core/src/bind/bind.ts';
import { readAssumptions } from '../assumption-syntax.ts';
import { readGoal } from '../goal-syntax.ts';
import { goalFromWords, type Described } from './goal-words.ts';

const registry = new Registry([tutorial]);
const described = async (name: string) => describeAnalysis(registry.get(name).definition) as unknown as Described;
const setting = {
  analyses: registry.names,
  analysis: (name: string) => registry.get(name),
  file: () => Promise.reject(new Error('no file')),
};
const identity = {
  sha256,
  definitionOf: ({ definition: { name, version } }: { definition: { name: string; version: string } }) => ({
    name,
    version,
    code: sha256(name),
    environment: sha256('any'),
  }),
};

const requests: readonly (readonly [words: string[], assume?: string[]])[] = [
  [['tutorial.BinnedEvents']],
  [['BinnedEvents', 'binSizeKeV=0.01 MeV']],
  [['BinnedEvents(binSizeKeV=8)']],
  [['BinnedEvents(binSizeKeV=8)', 'calibrated=CalibratedEvents(raw=RawEvents(count=100))']],
  [['CalibratedEvents', 'calibration=EnergyCalibration2026']],
  [['BinnedEvents'], ['EnergyCalibration=EnergyCalibration2026']],
  [['BinnedEvents'], ['DataUnit.unit=unit-0003', 'RawEvents.count=5', 'RawEvents.count=7']],
  [['BinnedEvents'], ['RawEvents.count=7', 'EnergyCalibration=EnergyCalibration2026(  )']],
];

describe('goals for a server', () => {
  for (const [words, assume = []] of requests) {
    it(`mean what they mean on this machine: ${[...words, ...assume].join(' ')}`, async () => {
      const document = await goalFromWords(words, assume, described);
      const sent = JSON.parse(JSON.stringify(document)) as unknown;
      const goal = await readGoal(words, setting);
      const local = goal.assuming(...(await readAssumptions(assume, setting)));
      const binder = new Binder(registry, identity as never);
      assert.equal(binder.bind(goalFromDocument(sent, registry)).id, binder.bind(local).id);
    });
  }

  it('values, lists and absent inputs have forms of their own', async () => {
    const inputs = { a: 'X', b: 'X', c: 'X' };
    const free = async (name: string): Promise<Described> => {
      if (name.includes('.')) throw new StemmaError('not_found', name);
      return { name, parameters: { table: { kind: 'json' } }, inputs };
    };
    assert.deepEqual(await goalFromWords(['T', 'a=[1, 2]', 'b=[A, B(a=3)]', 'c={"x": null}', 'n=4 keV'], ['U=none', 'V.n=1'], free), {
      analysis: 'T',
      parameters: { n: '4 keV' },
      inputs: {
        a: { value: [1, 2] },
        b: [{ analysis: 'A' }, { analysis: 'B', inputs: { a: { value: 3 } } }],
        c: { value: { x: null } },
      },
      assumptions: [{ without: 'U' }, { configure: 'V', parameters: { n: '1' } }],
    }); // prettier-ignore
    await assert.rejects(goalFromWords(['T', 'table=@missing.json'], [], free), { code: 'not_found' });
  });

  it('files and outputs of this machine are refused in words that say what to do', async () => {
    for (const [words, assume] of [
      [['BinnedEvents', 'calibrated=@events.fits'], []],
      [['BinnedEvents'], ['EnergyCalibration=@outputs.json']],
      [['BinnedEvents'], ['EnergyCalibration={"a": 1}']],
    ] as const)
      await assert.rejects(goalFromWords(words, assume, described), {
        code: 'invalid_request',
        message: /without --server/,
      });
  });

  it('what cannot be read is refused before anything is sent', async () => {
    for (const words of [
      ['BinnedEvents', 'x'],
      ['BinnedEvents', 'binSizeKeV=1', 'binSizeKeV=2'],
      ['BinnedEvents', 'calibrated=%%'],
    ])
      await assert.rejects(goalFromWords(words, [], described), { code: 'invalid_request' });
    await assert.rejects(goalFromWords(['NoSuch'], [], described), { code: 'not_found' });
    await assert.rejects(goalFromWords(['BinnedEvents'], ['NoSuch.x=1'], described), { code: 'not_found' });
  });
});
