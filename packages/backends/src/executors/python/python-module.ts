// A Python file as a pipeline module like any other: analyses of core whose `run` lives in the Python executor.
import { pathToFileURL } from 'node:url';
import {
  analysis,
  canonicalJson,
  pipelineModule,
  StemmaError,
  type AnyAnalysis,
  type Inputs,
  type PipelineModule,
  type Types,
} from '@stemma/core';
import { codeOfFiles, setForeignCode } from '../../code/python-code.ts';
import { sha256 } from '../../hashing/sha256.ts';
import { commandRun, environmentOfCommand } from '../command/command-run.ts';
import { describePython, type AnalysisDocument, type ModuleDocument } from './description.ts';
import { readAssumption, readInput, type AssumptionDocument } from './read-input.ts';
import { readType, type TypeDocument } from './read-type.ts';

/**
 * Loads a Python file (or a package folder) as a pipeline module.
 * @throws StemmaError `unavailable` when Python or a package is missing, with the command that helps; `invalid_request`
 *   when the file or what it declares is wrong.
 */
export async function loadPythonModule(path: string): Promise<PipelineModule> {
  return moduleOf(await describePython(path));
}

/** The module that a description means. */
function moduleOf(document: ModuleDocument): PipelineModule {
  const { name, version, description, file, analyses, substitutions } = document;
  return pipelineModule({
    name,
    version,
    description,
    source: pathToFileURL(file).href,
    analyses: analyses.map((one) => analysisOf(one, document)),
    substitutions: substitutions.map((rule) => readAssumption(rule as AssumptionDocument)),
  });
}

function analysisOf(document: AnalysisDocument, module: ModuleDocument): AnyAnalysis {
  const { name, version, description, abstract, stored, stochastic, code, failures, timeLimitS, memoryLimitMB } =
    document;
  const types = (group: Readonly<Record<string, TypeDocument>>): Types =>
    Object.fromEntries(Object.entries(group).map(([key, type]) => [key, readType(type, `${name}.${key}`)]));
  const outputs = types(document.outputs);
  const run = runOf(document, module, outputs);
  return analysis({
    name,
    version,
    description,
    parameters: types(document.parameters),
    inputs: Object.fromEntries(
      Object.entries(document.inputs).map(([key, input]) => [key, readInput(input)]),
    ) satisfies Inputs,
    outputs,
    stored,
    stochastic,
    code,
    failures,
    resources: {
      ...(timeLimitS !== null && { timeLimitS }),
      ...(memoryLimitMB !== null && { memoryLimitMB }),
      // A program is a process of its own: it needs no worker to wait in.
      ...(document.command && { light: true }),
    },
    ...(!abstract && { run: run as never }),
  }) as AnyAnalysis;
}

type Run = NonNullable<AnyAnalysis['definition']['run']>;

function runOf(document: AnalysisDocument, module: ModuleDocument, outputs: Types): Run {
  const { name, command, files, packages } = document;
  const code = codeOfFiles(files.map(({ path, digest }) => ({ url: pathToFileURL(path).href, digest })));
  if (command) {
    const spec = {
      name,
      words: command.words,
      files: command.files,
      environment: command.environment,
      expectedExitCodes: command.expectedExitCodes,
      ...(command.stdout !== null && { stdout: command.stdout }),
    };
    const run = commandRun(spec, outputs, document.memoryLimitMB ?? undefined);
    setForeignCode(run, { code, environment: () => environmentOfCommand(spec) });
    return run;
  }
  const environment = sha256(canonicalJson({ runtime: module.interpreter, packages }));
  // Never called: the executor knows it by what is set here. A function of its own for each analysis, as the key.
  const run: Run = () => {
    throw new StemmaError('unavailable', `${name} is written in Python, and no Python executor is there`);
  };
  setForeignCode(run, {
    code,
    environment: () => environment,
    python: { file: module.file, root: module.root, className: document.class, executable: module.executable },
  });
  return run;
}
