// `stemma import`: provenance that others wrote, as read-only nodes beside our own.
import { shortDigest, StemmaError, type ForeignDocument } from '@stemma/core';
import type { Command, Context } from '../command.ts';
import type { Imported } from '../exchange.ts';
import { openSession } from '../session.ts';
import { columns } from '../terminal/columns.ts';
import { counted } from '../terminal/numbers.ts';

interface ImportOptions {
  readonly list?: boolean;
}

/** Foreign nodes are found, walked, drawn and compared as all others are; they never stand in for a result. */
export const importCommand: Command<ImportOptions> = {
  arguments: [['[path]', 'PROV-JSON, or an RO-Crate: its folder, its zip file or its ro-crate-metadata.json']],
  options: [{ flags: '-l, --list', description: 'what was imported so far, and from where' }],
  examples: [
    [
      'stemma export tutorial.BinnedEvents --format prov-json --out history.json && stemma import history.json',
      'the history of a result, as another program would give it:',
    ],
    ['stemma import --list', 'what was imported:'],
    ["stemma find 'foreign.*'", 'foreign nodes, to be shown, drawn and compared by their ids:'],
  ],
  notes:
    'A document is imported whole or not at all, and once. It can tell of anything, so no result is ever taken from it.',
  async run(context, [path], { list }) {
    await using session = await openSession(context, { access: 'write', modules: false });
    const { exchange } = session.stemma;
    if (list) return printDocuments(await exchange.documents(), context);
    if (path === undefined) throw new StemmaError('invalid_request', 'say which file or folder to import, or --list');
    const imported = await exchange.importDocument(path);
    if (context.globals.json) return context.printJson(imported);
    printImported(imported, context);
  },
};

function printImported({ state, document, ids, ...files }: Imported, context: Context): void {
  const { print, note, style, noteStyle, typed } = context;
  const what = `${counted(document.nodes, 'foreign node')} of ${document.source}`;
  print(state === 'imported' ? `imported ${what}` : `there already: ${what}, since ${timeText(document.importedMs)}`);
  const [last] = ids;
  if (last !== undefined) print(`the last of them is ${style.typed(shortDigest(last))}`);
  if (files.checkedFiles > 0) note(`${counted(files.checkedFiles, 'file')} have the digests that the crate tells`);
  if (files.absentFiles > 0) note(noteStyle.notice(`${counted(files.absentFiles, 'file')} of the crate are not there`));
  if (files.missing.length > 0)
    note(
      noteStyle.notice(
        `${counted(files.missing.length, 'thing')} named and not described, such as ${files.missing[0]!}`,
      ),
    );
  if (last !== undefined) note(noteStyle.faint(`draw it with ${typed('view', shortDigest(last))}`));
}

function printDocuments(documents: readonly ForeignDocument[], context: Context): void {
  if (context.globals.json) return context.printJson(documents);
  const rows = documents.map(({ document, format, source, agent, importedMs, nodes }) => [
    context.style.typed(shortDigest(document)),
    format,
    String(nodes),
    timeText(importedMs),
    agent,
    source,
  ]);
  if (rows.length === 0) return context.note('nothing was imported');
  context.print(...columns([['document', 'format', 'nodes', 'imported', 'by', 'from'], ...rows], { right: [2] }));
}

function timeText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
