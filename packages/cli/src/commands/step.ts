// `stemma step`: one derivation by itself, from result packs to a result pack.
import type { Command } from '../command.ts';
import { collect } from '../command.ts';
import { loadModules } from '../modules.ts';
import { runStep } from '../packs/run-step.ts';

interface StepOptions {
  readonly input: readonly string[];
  readonly file?: string;
  readonly out: string;
}

/**
 * Exported workflows call this for each node. No store is touched and no network is used. An expected failure is a pack
 * too and ends with exit code 0: whether it matters is for the consumers to say, as everywhere in Stemma.
 */
export const step: Command<StepOptions> = {
  arguments: [['<record>', 'a derivation record (JSON), as exported workflows hold it']],
  options: [
    {
      flags: '-i, --input <pack>',
      description: 'result pack of something that the derivation uses, a tar file or a folder; once for each',
      parse: collect,
      initial: [],
    },
    { flags: '--file <path>', description: 'the bytes, when the derivation is a data file' },
    {
      flags: '-o, --out <pack>',
      description: 'where the result pack goes: NAME.tar, or a folder',
      initial: 'result.tar',
    },
  ],
  examples: [
    [
      'stemma export tutorial.BinnedEvents --format snakemake --out workflow && stemma step workflow/steps/tutorial_DataUnit_*.json --out unit.tar',
      'run one node of an exported workflow by itself:',
    ],
    [
      'stemma export tutorial.BinnedEvents --format snakemake --out flow && stemma step flow/steps/tutorial_DataUnit_*.json --out unit --json',
      'into a folder, for a program:',
    ],
  ],
  async run({ globals, note, noteStyle, print, printJson }, [record = ''], { input, file, out }) {
    const { loaded, preload } = await loadModules(globals.module, process.cwd());
    const modules = loaded.map(({ module }) => module);
    const result = await runStep({ record, inputs: input, out, modules, preload, ...(file !== undefined && { file }) });
    if (globals.json) return printJson({ ...result, wrote: out });
    if (result.failure !== undefined) note(noteStyle.notice(`an expected failure: ${result.failure}`));
    print(`${result.name} ${result.id}`, `content ${result.contentDigest}`, `wrote ${out}`);
  },
};
