// `stemma diff`: why two results differ, and which of their outputs do.
import {
  formatDifference,
  StemmaError,
  type Difference,
  type Manifest,
  type StoredResult,
  type UnitOf,
} from '@stemma/core';
import type { Command, Context } from '../command.ts';
import { resultTitle } from '../result-view.ts';
import { openSession } from '../session.ts';
import type { Stemma } from '../stemma.ts';
import { columns } from '../terminal/columns.ts';
import { formatBytes } from '../terminal/quantities.ts';
import type { Style } from '../terminal/style.ts';

/** How an output of two results compares. */
interface OutputDifference {
  readonly output: string;
  readonly state: 'equal' | 'differs' | 'only in the first' | 'only in the second';
  readonly beforeBytes?: number;
  readonly afterBytes?: number;
}

/**
 * Two answers in one: the causes (by descent over the inputs, from provenance alone) and the effects (by comparing the
 * digests of outputs, without reading any). A derivation without a result has causes but no outputs to compare.
 */
export const diff: Command = {
  arguments: [
    ['<id>', 'a result, by the first digits of its id'],
    ['<other-id>', 'another one'],
  ],
  examples: [
    ['stemma diff $(stemma find tutorial.BinnedEvents --ids -n 2)', 'the two newest results of an analysis:'],
    ['stemma diff $(stemma find tutorial.BinnedEvents --ids -n 2) --json', 'the same for a program:'],
  ],
  async run(context, [first = '', second = '']) {
    await using session = await openSession(context, { access: 'read' });
    const { stemma } = session;
    const [a, b] = [await stemma.derivation(first), await stemma.derivation(second)];
    const causes = await stemma.diff(a.id, b.id);
    const outputs = compare(await manifestOf(stemma, a.id), await manifestOf(stemma, b.id));
    if (context.globals.json) return context.printJson({ before: a.id, after: b.id, causes, outputs });
    const { style } = context;
    context.print(`${style.faint('before')}  ${resultTitle({ id: a.id, name: a.definition.name }, style)}`);
    context.print(`${style.faint('after ')}  ${resultTitle({ id: b.id, name: b.definition.name }, style)}`, '');
    printCauses(causes, a.id === b.id, stemma.unitOf, context);
    if (outputs)
      context.print(
        '',
        style.strong('Outputs'),
        ...columns(
          outputs.map((output) => outputRow(output, style)),
          { indent: 2 },
        ),
      );
  },
};

// A derivation may be known without a result: it failed, or was never finished.
async function manifestOf(stemma: Stemma, id: string): Promise<Manifest | undefined> {
  try {
    const stored: StoredResult = await stemma.stored(id);
    return stored.manifest;
  } catch (error) {
    if (error instanceof StemmaError && error.code === 'not_found') return undefined;
    throw error;
  }
}

function compare(a: Manifest | undefined, b: Manifest | undefined): OutputDifference[] | undefined {
  if (!a || !b) return undefined;
  const [before, after] = [entriesOf(a), entriesOf(b)];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].map((output) => {
    const [one, other] = [before[output], after[output]];
    const state = !other
      ? 'only in the first'
      : !one
        ? 'only in the second'
        : one.digest === other.digest
          ? 'equal'
          : 'differs';
    return { output, state, ...(one && { beforeBytes: one.sizeBytes }), ...(other && { afterBytes: other.sizeBytes }) };
  });
}

// An expected failure is compared by its reason.
function entriesOf(
  manifest: Manifest,
): Readonly<Record<string, { readonly digest: string; readonly sizeBytes: number }>> {
  return 'outputs' in manifest ? manifest.outputs : { 'no data': { digest: manifest.failure.reason, sizeBytes: 0 } };
}

function printCauses(causes: readonly Difference[], isSame: boolean, unitOf: UnitOf, { print, style }: Context): void {
  print(style.strong('Causes'));
  if (isSame) return print('  none: it is one and the same derivation');
  if (causes.length === 0) return print('  none');
  for (const cause of causes)
    print(`  ${formatDifference(cause, unitOf)}${cause.path === '.' ? '' : style.faint(`  (by ${cause.path})`)}`);
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
