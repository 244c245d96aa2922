// Provenance that another program wrote in earnest: a research object of cwltool becomes the graph of its steps.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { stemma, temporaryFolder } from '../cli/stemma-process.ts';

const cwltool = join(import.meta.dirname, '../../.venv-workflows/bin/cwltool');
const skip = existsSync(cwltool) ? false : 'no .venv-workflows: install .ci/requirements/workflows.txt into it';

const workflow = `cwlVersion: v1.2
class: Workflow
inputs: {text: string}
outputs: {out: {type: File, outputSource: count/o}}
steps:
  echo: {run: {class: CommandLineTool, baseCommand: echo, inputs: {m: {type: string, inputBinding: {}}}, outputs: {o: {type: stdout}}, stdout: e.txt}, in: {m: text}, out: [o]}
  count: {run: {class: CommandLineTool, baseCommand: wc, inputs: {f: {type: File, inputBinding: {}}}, outputs: {o: {type: stdout}}, stdout: c.txt}, in: {f: echo/o}, out: [o]}
`;

test('a run of cwltool becomes its steps, which use each other and have their parameters', { skip }, async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'a.cwl'), workflow);
  const words = ['--no-container', '--provenance', 'ro', 'a.cwl', '--text', 'hello'];
  const ran = spawnSync(cwltool, words, { cwd: folder, encoding: 'utf8' });
  assert.equal(ran.status, 0, ran.stderr);
  const imported = await stemma(folder, 'import', 'ro');
  assert.equal(imported.code, 0, imported.stderr);
  const { stdout } = await stemma(folder, 'find', 'foreign.count', '--ids');
  const tree = await stemma(folder, 'tree', stdout.trim());
  assert.match(tree.stdout, /^foreign\.count [^]*└─ f: foreign\.echo [^]*m = hello/);
});
