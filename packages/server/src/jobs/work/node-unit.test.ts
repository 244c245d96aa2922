// Which data unit a node works on.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { analysis, Binder, number, Registry, string, type AnyAnalysis, type Goal } from '@stemma/core';
import { unitOfNode } from './node-unit.ts';

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');
const outputs = { x: number() };
const run = () => ({ x: 1 });
const Window = analysis({
  name: 'u.Window',
  version: '1',
  parameters: { scw: string({ dataUnit: true }) },
  outputs,
  run,
});
const Image = analysis({ name: 'u.Image', version: '1', inputs: { window: Window({ scw: '1' }) }, outputs, run });
const Mosaic = analysis({ name: 'u.Mosaic', version: '1', inputs: { images: [Image] }, outputs, run });
const Calibration = analysis({ name: 'u.Calibration', version: '1', outputs, run });
const Calibrated = analysis({
  name: 'u.Calibrated',
  version: '1',
  inputs: { window: Window({ scw: '7' }), calibration: Calibration },
  outputs,
  run,
});

function unitOf(goal: AnyAnalysis | Goal<unknown>): string | undefined {
  const definitionOf = ({ definition: { name, version } }: AnyAnalysis) => ({
    name,
    version,
    code: sha256('code'),
    environment: sha256('environment'),
  });
  return unitOfNode(new Binder(new Registry(), { sha256, definitionOf }).bind(goal));
}

test('the unit is that of the own parameters', () => {
  assert.equal(unitOf(Window({ scw: '0665' })), '0665');
});

test('it is inherited, also beside inputs that have none', () => {
  assert.equal(unitOf(Image({ window: Window({ scw: '2' }) })), '2');
  assert.equal(unitOf(Calibrated), '7');
});

test('what combines several, or needs none, has none', () => {
  const images = ['1', '2'].map((scw) => Image({ window: Window({ scw }) }));
  assert.equal(unitOf(Mosaic({ images })), undefined);
  assert.equal(unitOf(Calibration), undefined);
  assert.equal(unitOf(Mosaic({ images: images.slice(0, 1) })), '1');
});
