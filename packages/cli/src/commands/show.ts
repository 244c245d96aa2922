// `stemma show`: all about a result, or, of an analysis, how it is described.
import {
  formatStanding,
  isForeign,
  shortDigest,
  StemmaError,
  type ActivityRecord,
  type DerivationRecord,
  type Digest,
  type StoredResult,
} from '@stemma/core';
import type { Command, Context } from '../command.ts';
import { looksLikeId } from '../request.ts';
import { resultFacts } from '../result-facts.ts';
import { definitionOf, outputLines, outputsAsJson, resultTitle } from '../result-view.ts';
import { openSession } from '../session.ts';
import type { Stemma } from '../stemma.ts';
import { columns } from '../terminal/columns.ts';
import { formatBytes, formatMoment } from '../terminal/quantities.ts';

/**
 * A word of four or more hexadecimal digits is looked up as an id, everything else as the name of an analysis. A result
 * is shown without its code; with it, outputs have their units and the order of the declaration.
 */
export const show: Command<{ readonly content?: string }> = {
  arguments: [['<id-or-analysis>', 'the first digits of a result id, or the name of an analysis']],
  options: [{ flags: '--content <digest>', description: 'a content that the result had before it was made again' }],
  examples: [
    ['stemma show tutorial.BinnedEvents', 'what an analysis does, takes and gives:'],
    ['stemma show $(stemma find tutorial.BinnedEvents --ids -n 1)', 'the newest result of it:'],
    ['stemma show $(stemma ls --ids -n 1) --json', 'a result with all its values, for a program:'],
  ],
  async run(context, [word = ''], { content }) {
    const isId = looksLikeId(word);
    await using session = await openSession(context, { access: isId ? 'read' : 'look', online: true });
    const { stemma, loaded } = session;
    if (isId && content !== undefined) return await showFormer(stemma, word, content, context);
    if (isId) return await showResult(stemma, word, context);
    await session.meet(word);
    const { showAnalysis } = await import('../show-analysis.ts');
    return showAnalysis(stemma, loaded, word, context);
  },
};

// A result on one page: what it is, how it was defined, how it was made, what it holds.
async function showResult(stemma: Stemma, idOrPrefix: string, context: Context): Promise<void> {
  const record = await stemma.derivation(idOrPrefix);
  const activities = await stemma.activities(record.id);
  const stored = await storedOf(stemma, record.id);
  if (context.globals.json) return context.printJson(await asJson(stemma, record, stored, activities));
  const { style } = context;
  const { definition } = record;
  context.print(resultTitle({ name: definition.name, id: record.id }, style));
  const description = definitionOf(stemma, definition.name)?.description;
  if (description) context.print(style.faint(description));
  const standing = (await stemma.retractions.standings([record.id])).get(record.id);
  if (standing) context.print(style.bad(formatStanding(standing)));
  const former = await stemma.retractions.former(record.id);
  context.print('', ...columns(resultFacts(record, stored, activities, stemma.unitOf, style)));
  for (const { contentDigest, publishedMs, supersededBy } of former)
    context.print(
      style.faint(
        `content ${shortDigest(contentDigest)} of ${formatMoment(publishedMs)} was replaced (event ${supersededBy}): --content ${shortDigest(contentDigest)}`,
      ),
    );
  if (isForeign(definition)) await printOrigins(stemma, record.id, context);
  await printOutputs(stemma, stored, definition.name, context);
}

// What was replaced can still be read: people have published with it.
async function showFormer(stemma: Stemma, word: string, content: string, context: Context): Promise<void> {
  const result = await stemma.retractions.formerResult(await stemma.idOf(word), content);
  if (context.globals.json) return context.printJson({ ...result, outputs: await outputsAsJson(result) });
  context.print(
    resultTitle(result, context.style),
    context.style.bad(`replaced since: ${formatStanding(result.standing!)}`),
    '',
  );
  context.print(...(await outputLines(result, definitionOf(stemma, result.name), context)));
}

// Who says so, and what the document calls it: a foreign node is a claim.
async function printOrigins(stemma: Stemma, id: Digest, { print, style }: Context): Promise<void> {
  for (const { source, format, agent, key, native } of await stemma.exchange.originsOf(id)) {
    const claim = native === undefined ? '' : `, result ${native.slice(0, 10)} of Stemma`;
    print(`${style.faint('origin')}  ${source} (${format}), imported by ${agent}; there it is ${key}${claim}`);
  }
}

// A derivation may be recorded without a result: a failed attempt, or the template of a fan-out.
async function storedOf(stemma: Stemma, id: Digest): Promise<StoredResult | undefined> {
  try {
    return await stemma.stored(id);
  } catch (error) {
    if (error instanceof StemmaError && error.code === 'not_found') return undefined;
    throw error;
  }
}

// What was forgotten is still known by name, size and digest; an expected failure is told among the facts.
async function printOutputs(
  stemma: Stemma,
  stored: StoredResult | undefined,
  name: string,
  context: Context,
): Promise<void> {
  if (!stored || 'failure' in stored.manifest) return;
  const { style } = context;
  if (stored.forgotten) {
    const rows = Object.entries(stored.manifest.outputs).map(([key, { digest, sizeBytes }]) => [
      key,
      formatBytes(sizeBytes),
      style.faint(`sha256 ${digest}`),
    ]);
    return context.print('', ...columns(rows, { indent: 2, right: [1] }));
  }
  const lines = await outputLines(await stemma.result(stored.id), definitionOf(stemma, name), context);
  context.print('', ...lines);
}

async function asJson(
  stemma: Stemma,
  record: DerivationRecord,
  stored: StoredResult | undefined,
  activities: readonly ActivityRecord[],
): Promise<unknown> {
  const isReadable = stored && !stored.forgotten && 'outputs' in stored.manifest;
  const outputs = isReadable ? await outputsAsJson(await stemma.result(stored.id)) : undefined;
  const standing = (await stemma.retractions.standings([record.id])).get(record.id);
  return {
    ...record,
    result: stored ?? null,
    ...(standing && { standing }),
    activities,
    ...(outputs !== undefined && { outputs }),
  };
}
