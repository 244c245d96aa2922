// A Snakefile of the evaluated graph: one rule for each analysis, all steps in a table beside it, each job one call of
// `stemma step`. Snakemake runs it to the same content digests.
import { canonicalJson, type Json } from '../../canonical/json.ts';
import type { Digest } from '../../identity/digest.ts';
import type { Exporter } from '../exported-file.ts';
import type { History } from '../history.ts';
import { stepFiles } from '../cwl/cwl.ts';
import { evaluatedWorkflow, type EvaluatedWorkflow, type WorkflowStep } from '../workflow/evaluated-workflow.ts';
import { safeName } from '../workflow/safe-name.ts';

/** Snakefile, table of steps, derivation records and data files: `snakemake --cores 4`. */
export const snakemakeExporter: Exporter = {
  name: 'snakemake',
  mediaType: 'text/x-snakemake',
  title: 'Snakemake workflow of the evaluated graph',
  write: (history) => {
    const workflow = evaluatedWorkflow(history);
    return [
      { path: 'Snakefile', text: snakefile(workflow) },
      { path: 'graph.json', text: `${canonicalJson(graph(workflow, history))}\n` },
      ...stepFiles([...workflow.steps.values()], history),
    ];
  },
};

function ruleOf({ node }: WorkflowStep): string {
  return safeName(node.name, '_');
}

/** Where a step's pack goes. */
export function packPath(step: WorkflowStep): string {
  return `results/${ruleOf(step)}/${step.name}.tar`;
}

// By pack, what it is made from: every text in the Snakefile itself is of safe names only.
function graph({ steps }: EvaluatedWorkflow, { root }: History): Json {
  const pathOf = (id: Digest) => packPath(steps.get(id)!);
  const table = [...steps.values()].map((step): [string, Json] => {
    const inputs = [...new Set([...step.inputs.values()].flat())].map(pathOf);
    return [step.name, { record: step.recordPath, inputs, ...(step.file && { file: step.file.path }) }];
  });
  return { result: pathOf(root), steps: Object.fromEntries(table) };
}

function snakefile({ steps, root }: EvaluatedWorkflow): string {
  const rules = new Set([...steps.values()].map(ruleOf));
  return [
    `# How Stemma made ${root.node.id}, content ${root.node.contentDigest!}.`,
    '# Needs the program stemma on the path, with the modules that made the result: snakemake --cores 4',
    'import json',
    'import os',
    'import shlex',
    '',
    'with open(os.path.join(workflow.basedir, "graph.json"), encoding="utf-8") as stream:',
    '    GRAPH = json.load(stream)',
    'STEPS = GRAPH["steps"]',
    '',
    '',
    'def needed(wildcards):',
    '    step = STEPS[wildcards.step]',
    '    return [step["record"], *step["inputs"], *([step["file"]] if "file" in step else [])]',
    '',
    '',
    'def words(wildcards):',
    '    step = STEPS[wildcards.step]',
    '    options = [word for pack in step["inputs"] for word in ("--input", pack)]',
    '    options += ["--file", step["file"]] if "file" in step else []',
    '    return shlex.join([step["record"], *options])',
    '',
    '',
    'rule all:',
    '    input:',
    '        GRAPH["result"],',
    ...[...rules].flatMap((rule) => [
      '',
      '',
      `rule ${rule}:`,
      '    input:',
      '        needed,',
      '    output:',
      `        "results/${rule}/{step}.tar",`,
      '    params:',
      '        words=words,',
      '    shell:',
      '        "stemma step {params.words} --out {output}"',
    ]),
    '',
  ].join('\n');
}
