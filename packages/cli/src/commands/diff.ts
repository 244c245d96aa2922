// `stemma diff`: why two results differ, and which of their outputs do.
import { formatDifference, type DescentReport, type UnitOf } from '@stemma/core';
import { collect, type Command, type Context } from '../command.ts';
import { compareOutputs, type OutputDifference } from '../comparison/compare-outputs.ts';
import { comparisonWords } from '../comparison/comparison-words.ts';
import { jsonValue } from '../json-value.ts';
import { resultTitle } from '../result-view.ts';
import { openSession } from '../session.ts';
import { columns } from '../terminal/columns.ts';
import { formatBytes } from '../terminal/quantities.ts';
import type { Style } from '../terminal/style.ts';

interface DiffOptions {
  readonly key: readonly string[];
  readonly every?: boolean;
}

/**
 * Two answers in one: the causes (by descent over the inputs, from provenance alone) and the effects (outputs of other
 * bytes are read and compared by what they are). A derivation without a result has causes but no outputs to compare.
 */
export const diff: Command<DiffOptions> = {
  arguments: [
    ['<id>', 'a result, by the first digits of its id'],
    ['<other-id>', 'another one'],
  ],
  options: [
    {
      flags: '-k, --key <column>',
      description: 'a column that names the rows of tables (repeat); else rows are matched by order',
      parse: collect,
      initial: [],
    },
    { flags: '--every', description: 'compare every pair of inputs, also where one of the same kind was compared' },
  ],
  examples: [
    ['stemma diff $(stemma find tutorial.BinnedEvents --ids -n 2)', 'the two newest results of an analysis:'],
    ['stemma diff $(stemma find tutorial.BinnedEvents --ids -n 2) --json', 'the same for a program:'],
    ['stemma diff $(stemma find tutorial.BinnedEvents --ids -n 2) --key lowKeV', 'rows of tables by their bin:'],
  ],
  async run(context, [first = '', second = ''], { key, every }) {
    await using session = await openSession(context, { access: 'read', online: true });
    const { stemma } = session;
    const [a, b] = [await stemma.derivation(first), await stemma.derivation(second)];
    const report = await stemma.compare(a.id, b.id, { every });
    const outputs = await compareOutputs(stemma, a, b, key);
    if (context.globals.json) {
      const { differences: causes, visited, read, alike } = report;
      const descent = { visited, read, alike };
      return context.printJson({ before: a.id, after: b.id, causes, descent, outputs: jsonValue(outputs) });
    }
    const { style } = context;
    context.print(`${style.faint('before')}  ${resultTitle({ id: a.id, name: a.definition.name }, style)}`);
    context.print(`${style.faint('after ')}  ${resultTitle({ id: b.id, name: b.definition.name }, style)}`, '');
    printCauses(report, a.id === b.id, stemma.unitOf, context);
    if (outputs) context.print('', style.strong('Outputs'), ...outputLines(outputs, style));
  },
};

function printCauses(
  { differences: causes, alike }: DescentReport,
  isSame: boolean,
  unitOf: UnitOf,
  { print, style }: Context,
): void {
  print(style.strong('Causes'));
  if (isSame) return print('  none: it is one and the same derivation');
  if (causes.length === 0) return print('  none');
  for (const cause of causes)
    print(`  ${formatDifference(cause, unitOf)}${cause.path === '.' ? '' : style.faint(`  (by ${cause.path})`)}`);
  if (alike > 0)
    print(style.faint(`  ${alike} more pairs of inputs differ in the same way: --every compares each of them`));
}

function outputLines(outputs: readonly OutputDifference[], style: Style): string[] {
  const rows = columns(
    outputs.map((output) => outputRow(output, style)),
    { indent: 2 },
  );
  return outputs.flatMap(({ comparison }, i) => [
    rows[i]!,
    ...(comparison ? comparisonWords(comparison).map((line) => `    ${line}`) : []),
  ]);
}

// Equal sizes are written once; they say nothing about equal bytes.
function outputRow({ output, state, beforeBytes, afterBytes }: OutputDifference, style: Style): string[] {
  const sizes = [beforeBytes, afterBytes].map((bytes) => (bytes === undefined ? '–' : formatBytes(bytes)));
  const text = sizes[0] === sizes[1] ? sizes[0]! : `${sizes[0]} → ${sizes[1]}`;
  return [
    output,
    state === 'equal' ? style.good('equal bytes') : style.notice(state === 'differs' ? 'other bytes' : state),
    style.faint(text),
  ];
}
