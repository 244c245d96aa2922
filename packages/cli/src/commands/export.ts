// `stemma export`: the history of a result in the formats that others read.
import { StemmaError } from '@stemma/core';
import { type Creator, type ExportOptions } from '@stemma/core/exports';
import { collect, type Command } from '../command.ts';
import { exportFormats, formatNamed, type WrittenFile } from '../exports/export-formats.ts';
import { writeExport } from '../exports/write-export.ts';
import { assumeOption, readId, type GoalOptions } from '../request.ts';
import { openSession } from '../session.ts';
import { columns } from '../terminal/columns.ts';

interface ExportCommandOptions extends GoalOptions {
  readonly list?: boolean;
  readonly format?: string;
  readonly out?: string;
  readonly title?: string;
  readonly creator: readonly string[];
  readonly doi?: string;
  readonly licence?: string;
  readonly publisher?: string;
  readonly base?: string;
}

/**
 * Reads provenance only, so it works for results whose bytes are forgotten and for analyses that are not loaded, but for
 * the formats that hold the products themselves. The same result and options give the same bytes.
 */
export const exportCommand: Command<ExportCommandOptions> = {
  arguments: [['[id-or-goal...]', 'the first digits of a result id, or a goal as for run']],
  options: [
    { flags: '-f, --format <name>', description: 'which format; --list tells them' },
    { flags: '-o, --out <path>', description: 'where to: a file, or a folder when there are several files' },
    { flags: '-l, --list', description: 'the formats' },
    { flags: '--title <text>', description: 'the title of a publication; the name of the analysis by default' },
    {
      flags: '--creator <name>',
      description: '"Family, Given", with an ORCID behind it where known; may be repeated',
      parse: collect,
      initial: [],
    },
    { flags: '--doi <doi>', description: 'the DOI that a publication has' },
    { flags: '--licence <spdx>', description: 'an SPDX identifier, for example CC-BY-4.0' },
    { flags: '--publisher <name>', description: 'who publishes it' },
    { flags: '--base <iri>', description: 'what identifiers begin with' },
    assumeOption,
  ],
  examples: [
    ['stemma export --list', 'the formats:'],
    ['stemma export tutorial.BinnedEvents --format prov-json', 'the history of a result for other programs:'],
    ['stemma export $(stemma ls --ids -n 1) --format prov-o --out history.ttl', 'of the newest result, into a file:'],
  ],
  async run(context, words, options) {
    if (options.list) {
      if (context.globals.json)
        return context.printJson(exportFormats.map(({ name, mediaType, title }) => ({ name, mediaType, title })));
      return context.print(...columns(exportFormats.map(({ name, title }) => [context.style.typed(name), title])));
    }
    if (options.format === undefined || words.length === 0)
      throw new StemmaError(
        'invalid_request',
        'say which result and which --format; `stemma export --list` tells the formats',
      );
    await using session = await openSession(context, { access: 'read', online: true });
    const { stemma } = session;
    const id = await readId(stemma, words, options);
    if (session.answers)
      return deliver(
        await session.answers.export(id, options.format, { ...exportOptions(options) }),
        options.out,
        context,
      );
    const format = formatNamed(options.format);
    const history = await stemma.history(id);
    const files = await format.write(
      history,
      exportOptions(options),
      (digest) => stemma.bytes(digest),
      (digest) => stemma.pathOf(digest),
    );
    deliver(files, options.out, context);
  },
};

function deliver(
  files: readonly WrittenFile[],
  out: string | undefined,
  context: Parameters<typeof exportCommand.run>[0],
): void {
  const [only] = files;
  if (out !== undefined) {
    const paths = writeExport(files, out);
    if (context.globals.json) return context.printJson({ paths });
    for (const path of paths) context.note(`wrote ${path}`);
  } else if (files.length === 1 && typeof only!.content === 'string') {
    context.print(only!.content.replace(/\n$/, ''));
  } else {
    const what = files.length === 1 ? 'a binary file' : `${files.length} files`;
    throw new StemmaError('invalid_request', `this format writes ${what}: say where with --out`);
  }
}

function exportOptions({ title, creator, doi, licence, publisher, base }: ExportCommandOptions): ExportOptions {
  return {
    ...(title !== undefined && { title }),
    ...(creator.length > 0 && { creators: creator.map(readCreator) }),
    ...(doi !== undefined && { doi: doi.replace(/^(https?:\/\/(dx\.)?doi\.org\/|doi:)/i, '') }),
    ...(licence !== undefined && { licence }),
    ...(publisher !== undefined && { publisher }),
    ...(base !== undefined && { base }),
  };
}

function readCreator(text: string): Creator {
  const orcid = /(?:https:\/\/orcid\.org\/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])$/.exec(text.trim());
  if (!orcid) return { name: text.trim() };
  return { name: text.trim().slice(0, orcid.index).trim(), orcid: orcid[1]! };
}
