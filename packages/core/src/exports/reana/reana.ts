// REANA's description of the workflow (reana.yaml): serial, one command for each step in order, and CWL, for clusters
// that run steps side by side. https://docs.reana.io/reference/reana-yaml/
import type { Json } from '../../canonical/json.ts';
import { cwlPaths, cwlWorkflow, stepFiles } from '../cwl/cwl.ts';
import type { ExportedFile, Exporter } from '../exported-file.ts';
import type { History } from '../history.ts';
import { packPath } from '../snakemake/snakemake.ts';
import { evaluatedWorkflow, type EvaluatedWorkflow, type WorkflowStep } from '../workflow/evaluated-workflow.ts';
import { yamlText } from '../workflow/yaml-text.ts';

/**
 * The container image that the serial workflow names. There is no published one yet: whoever runs it on a cluster builds
 * an image with Stemma and its modules, under this or another name.
 */
export const reanaImage = 'stemma:0.1.0';

/** `reana.yaml` (serial) and `reana-cwl.yaml`, with everything that both take. */
export const reanaExporter: Exporter = {
  name: 'reana',
  mediaType: 'application/yaml',
  title: 'REANA workflow, serial and CWL',
  write: (history) => {
    const workflow = evaluatedWorkflow(history);
    const cwl = cwlWorkflow(history, workflow).files;
    return [
      { path: 'reana.yaml', text: yamlText(serial(workflow, history)) },
      { path: 'reana-cwl.yaml', text: yamlText(withCwl(cwl)) },
      ...cwl,
    ];
  },
};

function serial(workflow: EvaluatedWorkflow, history: History): Json {
  const steps = [...workflow.steps.values()];
  return {
    version: '0.9.0',
    inputs: { files: stepFiles(steps, history).map(({ path }) => path) },
    workflow: {
      type: 'serial',
      specification: {
        steps: steps.map((step) => ({
          name: step.name,
          environment: reanaImage,
          commands: [`mkdir -p ${packPath(step).replace(/\/[^/]*$/, '')}`, commandOf(step, workflow)],
        })),
      },
    },
    outputs: { files: [packPath(workflow.root)] },
  };
}

// Names are safe (`safeName`): nothing in a command needs quotes, and no `$` is taken for a parameter.
function commandOf(step: WorkflowStep, { steps }: EvaluatedWorkflow): string {
  const packs = [...new Set([...step.inputs.values()].flat())].map((id) => ` --input ${packPath(steps.get(id)!)}`);
  const file = step.file ? ` --file ${step.file.path}` : '';
  return `stemma step ${step.recordPath}${packs.join('')}${file} --out ${packPath(step)}`;
}

function withCwl(files: readonly ExportedFile[]): Json {
  return {
    version: '0.9.0',
    inputs: { files: files.map(({ path }) => path), parameters: { input: cwlPaths.job } },
    workflow: { type: 'cwl', file: cwlPaths.workflow },
    outputs: { files: ['result.tar'] },
  };
}
