// `npm run demo`: shows what Stemma does, on real data where they can be had.
//
//   npm run demo [-- [NAME] [OUTPUT_FOLDER] [--offline] [--list]]
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { didYouMean, StemmaError } from 'stemma';
import { showBurst } from './01-grb-230307a/run.ts';
import { showMosaic } from './02-isgri-mosaic/run.ts';
import { showCrab } from './03-crab/run.ts';
import type { StageOptions } from './stage.ts';

/** One thing to show. */
interface Demo {
  readonly name: string;
  readonly description: string;
  /** Where its products go when no folder is given. */
  readonly folder: string;
  readonly show: (options: StageOptions) => Promise<void>;
}

/** All demos; the first is shown when none is named. */
export const demos: readonly Demo[] = [
  {
    name: 'burst',
    description: 'GRB 230307A in INTEGRAL SPI-ACS: onset, duration, fluence',
    folder: 'grb-230307a',
    show: showBurst,
  },
  {
    name: 'mosaic',
    description: 'INTEGRAL ISGRI: simulated events to a mosaic; sources of a real mosaic of the Galactic bulge',
    folder: 'isgri-mosaic',
    show: showMosaic,
  },
  {
    name: 'crab',
    description: 'the Crab: H.E.S.S. event lists to detection, map, light curve, spectrum; a real ISGRI sky image',
    folder: 'crab',
    show: showCrab,
  },
];

/** What the demos are called, one line each. */
export function demoList(): string[] {
  return demos.map(({ name, description }) => `  npm run demo -- ${name.padEnd(8)} ${description}`);
}

/** What the words behind `npm run demo --` ask for. @throws StemmaError `invalid_request` with the list of demos. */
export function readRequest(words: readonly string[]): { demo: Demo; folder: string; network: boolean } | 'list' {
  const { values, positionals } = parseWords(words);
  if (values.list) return 'list';
  // A first word with a path in it is an output folder of the first demo.
  const [name, folder] = /[\\/.]/.test(positionals[0] ?? '') ? [undefined, positionals[0]] : positionals;
  const demo = name === undefined ? demos[0] : demos.find((each) => each.name === name);
  if (demo === undefined) {
    const names = demos.map((each) => each.name);
    throw refused(`there is no demo "${name}"${didYouMean(name!, names) || '.'}`);
  }
  return { demo, folder: folder ?? join('stemma-out', demo.folder), network: !values.offline };
}

function parseWords(words: readonly string[]) {
  const options = { list: { type: 'boolean', short: 'l' }, offline: { type: 'boolean' } } as const;
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true });
  } catch (error) {
    throw refused(`${(error as Error).message.split('. ')[0]}.`);
  }
}

function refused(what: string): StemmaError {
  return new StemmaError('invalid_request', [`${what} The demos are:`, ...demoList()].join('\n'));
}

if (import.meta.main) {
  // `npm run demo | head` closes the pipe early; that is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  try {
    const request = readRequest(process.argv.slice(2));
    if (request === 'list') console.log(demoList().join('\n'));
    else await request.demo.show({ folder: request.folder, network: request.network });
  } catch (error) {
    if (!(error instanceof StemmaError)) throw error;
    console.error(`demo: ${error.message}`);
    process.exitCode = error.exitCode;
  }
}
