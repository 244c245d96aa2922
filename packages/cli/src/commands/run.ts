// `stemma run`: a result, from the store or by computing what is missing.
import { formatStanding, shortDigest, StemmaError, type Result } from '@stemma/core';
import type { Command, Context } from '../command.ts';
import { follow, type Followed } from '../follow.ts';
import { assumeOption, goalArguments, readRequest, type GoalOptions } from '../request.ts';
import { definitionOf, outputLines, outputsAsJson, resultTitle } from '../result-view.ts';
import { openSession } from '../session.ts';
import type { Stemma } from '../stemma.ts';
import { formatAge, formatDuration } from '../terminal/quantities.ts';
import { writeProducts, type Products } from '../write-products.ts';

interface RunOptions extends GoalOptions {
  readonly onlyKnown?: boolean;
  readonly force?: boolean;
  readonly jobs?: number;
  readonly out?: string;
}

/**
 * Standard output has the result and nothing else, so that it can be piped; how it came about is told on standard error.
 * With `--json` there is one line for each event and a last one of type `result`. An expected failure is told as
 * `no_data`, exit code 6, although it is stored like any other result.
 */
export const run: Command<RunOptions> = {
  arguments: goalArguments,
  options: [
    assumeOption,
    { flags: '--only-known', description: 'run nothing: the result, or an error when it is not in the store' },
    { flags: '-f, --force', description: 'run it again although it is known, and compare' },
    {
      flags: '-j, --jobs <number>',
      description: 'how many activities at once (default: the number of cores)',
      parse: readJobs,
    },
    { flags: '-o, --out <folder>', description: 'copy files and values of the result into a folder' },
  ],
  examples: [
    ['stemma run tutorial.BinnedEvents', 'with all defaults:'],
    [
      "stemma run BinnedEvents 'binSizeKeV=0.01 MeV' --out spectrum",
      'a parameter in another unit, products into a folder:',
    ],
    [
      'stemma run BinnedEvents --assume EnergyCalibration=EnergyCalibration2026',
      'with another calibration wherever one is used:',
    ],
    [
      'stemma run BinnedEvents --assume DataUnit.unit=unit-0002 --json',
      'with a parameter of something it depends on; events and result as JSON lines:',
    ],
  ],
  async run(context, words, options) {
    const { onlyKnown = false, force = false, jobs, out } = options;
    await using session = await openSession(context, {
      access: onlyKnown ? 'look' : 'write',
      online: true,
      ...(jobs !== undefined && { jobs }),
    });
    const { stemma } = session;
    const goal = await readRequest(stemma, words, options, !onlyKnown);
    const { json = false } = context.globals;
    const resolution = stemma.resolve(goal, { onlyKnown, force, ...(jobs !== undefined && { jobs }) });
    const followed = await follow(context, resolution, { eventsAsJson: json });
    refuseFailure(followed.result);
    const products = out === undefined ? undefined : await writeProducts(followed.result, out);
    if (json) return await printJson(context, followed.result, products);
    const { standing } = followed.result;
    if (standing) context.note(context.noteStyle.bad(formatStanding(standing)));
    await sayHow(context, stemma, followed, force);
    await print(context, stemma, followed.result, products);
  },
};

// An expected failure is a result, but not what was asked for.
function refuseFailure({ failure, name, id }: Result<unknown>): void {
  if (!failure) return;
  const { reason, message, detail, origin } = failure;
  const whence = origin === id ? '' : `, first said by ${shortDigest(origin)}`;
  throw new StemmaError('no_data', `${name} has nothing to give: ${message} (${reason}${whence})`, {
    id,
    reason,
    detail,
    origin,
  });
}

function readJobs(text: string): number {
  const jobs = Number(text);
  if (!Number.isInteger(jobs) || jobs < 1)
    throw new StemmaError('invalid_request', `--jobs must be a whole number, at least 1, got "${text}"`);
  return jobs;
}

// One line that answers "did it compute anything, and why not more?": by the origin of each settled derivation.
async function sayHow(
  { note, noteStyle }: Context,
  stemma: Stemma,
  { result, progress }: Followed<unknown>,
  force: boolean,
): Promise<void> {
  const { computed, 'cut-off': takenOver, inherited, elsewhere } = progress.byOrigin;
  const mark = noteStyle.good('✓');
  if (computed + takenOver + inherited + elsewhere === 0) {
    const { publishedMs } = await stemma.stored(result.id);
    return note(`${mark} known: from the store, made ${formatAge(publishedMs, Date.now())}`);
  }
  const parts = [
    ...(computed > 0 ? [`${computed} run`] : []),
    ...(takenOver > 0 ? [`${takenOver} taken over, their inputs had equal content`] : []),
    ...(inherited > 0 ? [`${inherited} without data, like their inputs`] : []),
    ...(elsewhere > 0 ? [`${elsewhere} made by another process`] : []),
  ];
  note(
    `${mark} ${force ? 'run again with the same bytes' : 'done'} in ${formatDuration(progress.elapsedS)} ${noteStyle.faint(`(${parts.join(', ')})`)}`,
  );
}

async function print(
  context: Context,
  stemma: Stemma,
  result: Result<Record<string, unknown>>,
  products: Products | undefined,
): Promise<void> {
  const lines = await outputLines(result, definitionOf(stemma, result.name), context, products?.placeOf);
  context.print(resultTitle(result, context.style), ...lines);
  if (products) context.print('', ...products.paths.map((path) => `  ${context.style.faint('wrote')} ${path}`));
  else if (process.stderr.isTTY)
    context.note(context.noteStyle.faint(`\nhow it was made: ${context.typed('tree', shortDigest(result.id))}`));
}

async function printJson(
  context: Context,
  result: Result<Record<string, unknown>>,
  products: Products | undefined,
): Promise<void> {
  const { id, name, contentDigest, standing } = result;
  const outputs = await outputsAsJson(result);
  context.printJson(
    {
      type: 'result',
      id,
      name,
      contentDigest,
      outputs,
      ...(standing && { standing }),
      ...(products && { wrote: products.paths }),
    },
    'line',
  );
}
