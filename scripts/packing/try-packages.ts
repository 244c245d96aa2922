// Tries packed packages as a user would: installed together in an empty folder, the command asked for its version,
// and a short program compiled and run that uses the library.
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { runProgram, runTool, type ToolRun } from '../run-tool.ts';

/** A program of ten lines that declares an analysis, runs one here and one of a module in a thread. */
const program = `import { analysis, integer, number, open } from 'stemma';
import { BinnedEvents, tutorial } from '@stemma/instruments/tutorial';

const Square = analysis({
  name: 'mine.Square',
  version: '1',
  parameters: { side: number({ unit: 'm', default: 2, description: 'side of the square' }) },
  outputs: { areaM2: integer() },
  resources: { light: true },
  run: ({ side }) => ({ areaM2: side ** 2 }),
});
await using stemma = await open({ store: 'store', modules: [tutorial] });
const { areaM2 } = await stemma.run(Square({ side: 3 }));
const { total, spectrum } = await stemma.run(BinnedEvents({ binSizeKeV: 10 }));
console.log(areaM2, total > 0, spectrum.counts.length);
`;

const compilerOptions = {
  target: 'es2024',
  lib: ['es2024', 'esnext.disposable', 'esnext.float16', 'esnext.iterator', 'esnext.collection', 'esnext.array'],
  module: 'nodenext',
  types: ['node'],
  strict: true,
  noEmit: true,
};

/** One thing that was tried, and how it went. */
export interface Trial {
  readonly title: string;
  readonly run: ToolRun;
}

/** Installs the tarballs into the empty folder `folder` and tries them; ends with the first failure. */
export async function* tryPackages(root: string, tarballs: readonly string[], folder: string): AsyncGenerator<Trial> {
  const at = { cwd: folder };
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  writeFileSync(join(folder, 'program.ts'), program);
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.ts'] }));
  const types = JSON.parse(readFileSync(join(root, 'node_modules', '@types', 'node', 'package.json'), 'utf8')) as {
    version: string;
  };
  const names = [...tarballs.map((path) => `./${basename(path)}`), `@types/node@${types.version}`];
  const install = [
    'install',
    '--ignore-scripts',
    '--prefer-offline',
    '--no-fund',
    '--no-audit',
    '--loglevel=error',
    ...names,
  ];
  yield { title: 'the packages install together', run: await runProgram('npm', install, at) };
  const command = await runProgram(join(folder, 'node_modules', '.bin', 'stemma'), ['--version'], at);
  yield { title: 'the installed command says its version', run: expecting(command, /^\d+\.\d+\.\d+/) };
  const compiler = await runTool(root, 'typescript', 'tsc', ['-p', join(folder, 'tsconfig.json')]);
  yield { title: 'a program compiles against the published types', run: compiler };
  const result = await runProgram(process.execPath, ['program.ts'], at);
  yield { title: 'the program runs on the installed library', run: expecting(result, /^9 true 18$/) };
}

function expecting(run: ToolRun, pattern: RegExp): ToolRun {
  return run.isGood && !pattern.test(run.output) ? { isGood: false, output: `unexpected output:\n${run.output}` } : run;
}
