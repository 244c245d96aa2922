// `stemma plan`: what resolving a goal would do, without doing it.
import { shortDigest, type Plan, type PlannedNode, type UnitOf } from '@stemma/core';
import type { Command, Context } from '../command.ts';
import { parameterText } from '../parameter-text.ts';
import { assumeOption, goalArguments, readRequest, type GoalOptions } from '../request.ts';
import { resultTitle } from '../result-view.ts';
import { openSession } from '../session.ts';
import { columns } from '../terminal/columns.ts';
import { counted } from '../terminal/numbers.ts';
import { formatDuration } from '../terminal/quantities.ts';
import { cut } from '../terminal/text-width.ts';

interface PlanOptions extends GoalOptions {
  readonly all?: boolean;
}

/**
 * Looks the goal up in the index and nothing more: no file is put into the store, and a store that is missing is not
 * made. Fan-outs over lists that are not known yet are told as growing; their members cannot be counted.
 */
export const plan: Command<PlanOptions> = {
  arguments: goalArguments,
  options: [
    assumeOption,
    { flags: '--all', description: 'every derivation that would run, instead of the first of each kind' },
  ],
  examples: [
    ['stemma plan tutorial.BinnedEvents', 'what a request would cost:'],
    ['stemma plan BinnedEvents binSizeKeV=2 --assume DataUnit.unit=unit-0003 --json', 'the same for a program:'],
  ],
  async run(context, words, options) {
    await using session = await openSession(context, { access: 'look', online: true });
    const { stemma } = session;
    const planned = await stemma.plan(await readRequest(stemma, words, options, false));
    if (context.globals.json) return context.printJson(planned);
    print(planned, context, stemma.unitOf, options.all ?? false);
  },
};

function print(planned: Plan, context: Context, unitOf: UnitOf, all: boolean): void {
  const { style } = context;
  context.print(resultTitle(planned, style));
  if (planned.known) return context.print(`  ${style.good('known')}: nothing would run`);
  const shown = all ? planned.missing : firstOfEachName(planned.missing);
  const count = new Map<string, number>();
  for (const { name } of planned.missing) count.set(name, (count.get(name) ?? 0) + 1);
  const rows = shown.map((node) => [
    style.typed(shortDigest(node.id)),
    node.name + (!all && count.get(node.name)! > 1 ? style.faint(` and ${count.get(node.name)! - 1} more`) : ''),
    node.estimateS === undefined ? style.faint('?') : formatDuration(node.estimateS),
    style.faint(
      cut(parameterText(node.name, node.parameters, unitOf), 60) + (node.growing ? ' + what its list will hold' : ''),
    ),
  ]);
  context.print(...columns(rows, { indent: 2, right: [2] }), '', `  ${sentence(planned)}`);
  printRetractions(planned, context);
}

// Why results that there are would be made again, each reason once; and what would be refused.
function printRetractions({ missing, refused }: Plan, { print, style }: Context): void {
  const reasons = Map.groupBy(
    missing.filter(({ again }) => again !== undefined),
    ({ again }) => again!,
  );
  for (const [reason, nodes] of reasons) {
    const more = nodes.length === 1 ? '' : ` and ${nodes.length - 1} more`;
    print(`  again: ${nodes[0]!.name}${more}  ${style.notice(reason)}`);
  }
  for (const message of refused) print(`  ${style.bad('refused')}: ${message}`);
}

// Of each analysis the first in the order of execution: later entries of a map replace earlier ones, hence backwards.
function firstOfEachName(nodes: readonly PlannedNode[]): PlannedNode[] {
  return [...new Map(nodes.toReversed().map((node) => [node.name, node])).values()].reverse();
}

// Honest about what is not known: "at least" when lists are open, and no sum over analyses that never ran here.
function sentence({ missing, reused, estimateS, unestimated }: Plan): string {
  const isGrowing = missing.some(({ growing }) => growing);
  const work = `${isGrowing ? 'at least ' : ''}${counted(missing.length, 'analysis', 'analyses')} would run`;
  const known = reused > 0 ? `, ${counted(reused, 'input')} known` : '';
  if (unestimated.length === 0) return `${work}${known}; about ${formatDuration(estimateS)} of work`;
  const open =
    unestimated.length > 3
      ? counted(unestimated.length, 'kind of analysis', 'kinds of analyses')
      : unestimated.join(', ');
  const rest = estimateS > 0 ? `about ${formatDuration(estimateS)} of work and ` : '';
  return `${work}${known}; ${rest}no estimate for ${open}: never run here`;
}
