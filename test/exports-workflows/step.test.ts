// Every node by itself, in the order of the workflow, each from the packs of others: the same contents as the engine's.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type ErrorCode, type PipelineModule, type StemmaError } from '@stemma/core';
import { evaluatedWorkflow, recordText } from '@stemma/core/exports';
import { BurstReport, integral } from '@stemma/instruments/integral';
import { BinnedEvents, tutorial } from '@stemma/instruments/tutorial';
import { runStep } from '../../packages/cli/src/packs/run-step.ts';
import { mirror, realPath, without } from '../instruments/real-data.ts';
import { makeResult, packHead, scratchFolder, type Made } from './exported-workflow.ts';
import { Image, mosaic, Mosaic } from './modules/mosaic.ts';

/** Runs all steps; returns the folder with their packs, `<step name>.tar`, and their records, `<step name>.json`. */
async function runAll({ history }: Made, modules: readonly PipelineModule[], file?: string): Promise<string> {
  const folder = scratchFolder();
  const { steps } = evaluatedWorkflow(history);
  for (const step of steps.values()) {
    const record = join(folder, `${step.name}.json`);
    writeFileSync(record, recordText(step, history));
    const inputs = [...step.inputs.values()].flat().map((id) => join(folder, `${steps.get(id)!.name}.tar`));
    const out = join(folder, `${step.name}.tar`);
    const { contentDigest } = await runStep({
      record,
      inputs,
      out,
      modules,
      ...(step.file && file !== undefined && { file }),
    });
    assert.equal(contentDigest, step.node.contentDigest, step.name);
  }
  return folder;
}

const isRefused = (code: ErrorCode, text: RegExp) => (error: StemmaError) => {
  assert.equal(error.code, code, error.message);
  assert.match(error.message, text);
  return true;
};

test('a fan-out with failures, files, literals and unstored analyses comes out of single steps unchanged', async () => {
  const made = await makeResult([mosaic], Mosaic());
  const { steps, root } = evaluatedWorkflow(made.history);
  const folder = await runAll(made, [mosaic]);
  assert.equal((await packHead(join(folder, `${root.name}.tar`))).contentDigest, made.contentDigest);
  const names = [...steps.values()].map(({ node }) => node.name);
  assert.equal(names.filter((name) => name === 'mosaic.Image').length, 3);
  assert.ok(!names.includes('mosaic.Gain') && !names.includes('stemma.Literal'), names.join());
});

test('an expected failure is a pack, and handed down like one', async () => {
  const made = await makeResult([mosaic], Image({ window: 'w3' }));
  const { root } = evaluatedWorkflow(made.history);
  const head = await packHead(join(await runAll(made, [mosaic]), `${root.name}.tar`));
  assert.match(JSON.stringify(head.manifest), /"reason":"no_data"/);
});

test(
  'the SPI-ACS burst chain comes out of single steps unchanged, the real file given to its own',
  { skip: without('lightCurve') },
  async () => {
    const made = await makeResult([integral], BurstReport(), [mirror]);
    await runAll(made, [integral], realPath('lightCurve'));
  },
);

test('a step gives the same bytes again', async () => {
  const made = await makeResult([tutorial], BinnedEvents());
  const folder = await runAll(made, [tutorial]);
  const { root, steps } = evaluatedWorkflow(made.history);
  const inputs = [...root.inputs.values()].flat().map((id) => join(folder, `${steps.get(id)!.name}.tar`));
  const again = join(scratchFolder(), 'again.tar');
  await runStep({ record: join(folder, `${root.name}.json`), inputs, out: again, modules: [tutorial] });
  assert.deepEqual(readFileSync(again), readFileSync(join(folder, `${root.name}.tar`)));
});

test('a missing input is named, whether it is defined or a member of a fan-out', async () => {
  const made = await makeResult([mosaic], Mosaic());
  const folder = await runAll(made, [mosaic]);
  const { root, steps } = evaluatedWorkflow(made.history);
  const record = join(folder, `${root.name}.json`);
  const packs = [...root.inputs.values()].flat().map((id) => steps.get(id)!);
  // Of a member it is known only by what it is made from, that is: what would have to run first.
  for (const [left, said] of [
    ['mosaic.Windows', 'the input .* is missing'],
    ['mosaic.Image', 'the input mosaic.Events .* is missing'],
  ] as const) {
    const gone = packs.find(({ node }) => node.name === left)!;
    const inputs = packs.filter((step) => step !== gone).map(({ name }) => join(folder, `${name}.tar`));
    const out = join(folder, 'never.tar');
    await assert.rejects(runStep({ record, inputs, out, modules: [mosaic] }), isRefused('not_found', new RegExp(said)));
  }
});

test('another code than the recorded one is refused: the result would be another', async () => {
  const made = await makeResult([tutorial], BinnedEvents());
  const { root } = evaluatedWorkflow(made.history);
  const [first] = evaluatedWorkflow(made.history).steps.values();
  assert.notEqual(first, root);
  const record = join(scratchFolder(), 'record.json');
  writeFileSync(record, recordText(first!, made.history).replaceAll(first!.node.code, 'a'.repeat(64)));
  const request = { record, inputs: [], out: join(scratchFolder(), 'x.tar'), modules: [tutorial] };
  await assert.rejects(runStep(request), isRefused('conflict', /code of .* changed/));
});

test('other bytes than those of the data file are refused', { skip: without('lightCurve') }, async () => {
  const made = await makeResult([integral], BurstReport(), [mirror]);
  const step = [...evaluatedWorkflow(made.history).steps.values()].find((one) => one.file)!;
  const folder = scratchFolder();
  const [record, file] = [join(folder, 'record.json'), join(folder, 'other.fits')];
  writeFileSync(record, recordText(step, made.history));
  writeFileSync(file, 'other bytes');
  const request = { record, inputs: [], out: join(folder, 'x.tar'), modules: [integral] };
  await assert.rejects(runStep({ ...request, file }), isRefused('corrupt', /./));
  await assert.rejects(runStep(request), isRefused('unavailable', /./));
});

test('a record that is none is refused with what is wrong in it', async () => {
  const record = join(scratchFolder(), 'record.json');
  for (const [text, why] of [
    ['{', /no JSON/],
    ['{"id":7}', /"id" must be a sha256/],
  ] as const) {
    writeFileSync(record, text);
    const request = { record, inputs: [], out: 'x.tar', modules: [tutorial] };
    await assert.rejects(runStep(request), isRefused('invalid_request', why));
  }
});
