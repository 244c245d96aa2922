// Exported workflows in the hands of the engines they are for: cwltool and snakemake come to the same content digests, and
// notice when a workflow is broken.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { cwlExporter, reanaExporter, snakemakeExporter } from '@stemma/core/exports';
import { BurstOnset, integral } from '@stemma/instruments/integral';
import { BinnedEvents, tutorial } from '@stemma/instruments/tutorial';
import { mirror, without } from '../instruments/real-data.ts';
import {
  judge,
  judgeScript,
  makeResult,
  packHead,
  run,
  scratchFolder,
  stemmaOnPath,
  writeExport,
  type Made,
} from './exported-workflow.ts';
import { mosaic, Mosaic } from './modules/mosaic.ts';

const cwltool = judge('workflows', 'cwltool');
const snakemake = judge('workflows', 'snakemake');
const python = judge('reana', 'python');
const moduleFile = fileURLToPath(new URL('modules/mosaic.ts', import.meta.url));
let fanOut: Made;
let chain: Made;
before(async () => {
  fanOut = await makeResult([mosaic], Mosaic());
  chain = await makeResult([tutorial], BinnedEvents());
});

const withCwltool = (folder: string, path: string, ...words: readonly string[]) =>
  run(
    cwltool.path,
    ['--no-container', '--outdir', join(folder, 'out'), ...words, 'workflow.cwl', 'job.yml'],
    folder,
    path,
  );

test('cwltool runs a fan-out, scattered, to the same content', cwltool, async () => {
  const folder = await writeExport(fanOut, cwlExporter);
  assert.match(readFileSync(join(folder, 'workflow.cwl'), 'utf8'), /scatterMethod/);
  const ended = await withCwltool(folder, stemmaOnPath(moduleFile));
  assert.equal(ended.code, 0, ended.output);
  assert.equal((await packHead(join(folder, 'out', 'result.tar'))).contentDigest, fanOut.contentDigest);
});

test('cwltool rejects a workflow whose step names no tool', cwltool, async () => {
  const folder = await writeExport(chain, cwlExporter);
  assert.equal((await withCwltool(folder, '', '--validate')).code, 0);
  const workflow = join(folder, 'workflow.cwl');
  writeFileSync(workflow, readFileSync(workflow, 'utf8').replace('class: "Workflow"', 'class: "Workflows"'));
  assert.notEqual((await withCwltool(folder, '', '--validate')).code, 0);
});

test(
  'snakemake runs a real burst to the same content, the file of the observatory included',
  { skip: snakemake.skip || without('lightCurve') },
  async () => {
    const made = await makeResult([integral], BurstOnset(), [mirror]);
    const folder = await writeExport(made, snakemakeExporter);
    const ended = await run(snakemake.path, ['--cores', '2'], folder, stemmaOnPath());
    assert.equal(ended.code, 0, ended.output);
    const { result } = JSON.parse(readFileSync(join(folder, 'graph.json'), 'utf8')) as { result: string };
    assert.equal((await packHead(join(folder, result))).contentDigest, made.contentDigest);
  },
);

test('snakemake rejects a workflow in which a step needs what nothing makes', snakemake, async () => {
  const folder = await writeExport(chain, snakemakeExporter);
  const graph = join(folder, 'graph.json');
  assert.equal((await run(snakemake.path, ['-n', '--cores', '1'], folder)).code, 0);
  writeFileSync(graph, readFileSync(graph, 'utf8').replace(/"inputs":\["results/, '"inputs":["nowhere'));
  const ended = await run(snakemake.path, ['-n', '--cores', '1'], folder);
  assert.notEqual(ended.code, 0);
  assert.match(ended.output, /nowhere/);
});

test('REANA accepts both descriptions, and rejects one without a workflow type', python, async () => {
  const folder = await writeExport(fanOut, reanaExporter);
  const validate = (name: string) => run(python.path, [judgeScript('reana.py'), name], folder);
  const serial = await validate('reana.yaml');
  assert.equal(serial.code, 0, serial.output);
  assert.match(serial.output, /8 steps/);
  const cwl = await validate('reana-cwl.yaml');
  assert.equal(cwl.code, 0, cwl.output);
  const broken = readFileSync(join(folder, 'reana.yaml'), 'utf8').replace('type: "serial"', 'type: "sequential"');
  writeFileSync(join(folder, 'broken.yaml'), broken);
  assert.notEqual((await validate('broken.yaml')).code, 0);
});

test('the commands of the serial description, one after the other, come to the same content', async () => {
  const folder = await writeExport(chain, reanaExporter);
  const commands = readFileSync(join(folder, 'reana.yaml'), 'utf8').matchAll(/- "((?:mkdir|stemma) [^"\\]*)"/g);
  const script = join(scratchFolder(), 'serial.sh');
  const lines = [...commands].map(([, command]) => command!);
  writeFileSync(script, ['set -eu', ...lines, ''].join('\n'));
  const ended = await run('/bin/sh', [script], folder, stemmaOnPath());
  assert.equal(ended.code, 0, ended.output);
  const result = / --out (\S+)$/.exec(lines.at(-1)!)![1]!;
  assert.equal((await packHead(join(folder, result))).contentDigest, chain.contentDigest);
});
