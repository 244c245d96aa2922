// `stemma find`: results by name, parameters, text, time and state.
import { canonicalForm, checkNames, parseQuantity, type ResultQuery } from '@stemma/core';
import type { Command } from '../command.ts';
import { readPair } from '../goal-syntax.ts';
import { list, listingOptions, type ListingOptions } from '../listing.ts';
import { openSession } from '../session.ts';
import type { Stemma } from '../stemma.ts';
import { parseSince } from '../terminal/quantities.ts';

interface FindOptions extends ListingOptions {
  readonly text?: string;
  readonly since?: string;
  readonly failed?: boolean;
}

/**
 * Searches the index only; no value is read. Parameters are compared in canonical form, so `4 keV` finds what was asked
 * for with `4000 eV`; that needs the declaration, hence the module of the analysis.
 */
export const find: Command<FindOptions> = {
  arguments: [
    ['[name]', 'an analysis, or the beginning of names with *'],
    ['[key=value...]', 'parameters that must be equal, in any unit'],
  ],
  options: [
    { flags: '-t, --text <text>', description: 'part of a name or of a parameter' },
    { flags: '--since <time>', description: 'not older than 12h, 30d …, or a date' },
    { flags: '--failed', description: 'only those with no data' },
    ...listingOptions,
  ],
  examples: [
    ["stemma find 'tutorial.*' --since 1d", 'what a module made since yesterday:'],
    ["stemma find tutorial.BinnedEvents 'binSizeKeV=4000 eV'", 'by a parameter:'],
    ['stemma find --text unit-0001', 'by a word in any parameter:'],
  ],
  async run(context, words, options) {
    const [name, pairs] = words[0]?.includes('=') ? [undefined, words] : [words[0], words.slice(1)];
    // Only names and units of parameters need the modules.
    const needsModules = pairs.length > 0 || (name !== undefined && !name.includes('*'));
    await using session = await openSession(context, { access: 'read', modules: needsModules });
    const { stemma } = session;
    const { text, since, failed } = options;
    const query: ResultQuery = {
      ...(name !== undefined && { name: fullName(stemma, name) }),
      ...(pairs.length > 0 && { parameters: parametersOf(stemma, name, pairs) }),
      ...(text !== undefined && { text }),
      ...(since !== undefined && { sinceMs: parseSince(since, Date.now()) }),
      ...(failed && { failed }),
    };
    await list(stemma, query, options, context);
  },
};

// The store may hold results of analyses that are not loaded: an unknown full name is looked for as it is.
function fullName(stemma: Stemma, name: string): string {
  if (name.includes('*') || (name.includes('.') && !stemma.analyses.includes(name))) return name;
  return stemma.analysis(name).definition.name;
}

function parametersOf(stemma: Stemma, name: string | undefined, pairs: readonly string[]): Record<string, unknown> {
  const isLoaded =
    name !== undefined &&
    !name.includes('*') &&
    stemma.analyses.some((full) => full === name || full.endsWith(`.${name}`));
  const definition = isLoaded ? stemma.analysis(name).definition : undefined;
  return Object.fromEntries(
    pairs.map(readPair).map(([key, text]) => {
      if (definition) checkNames(definition, { [key]: text });
      const type = definition?.parameters[key];
      return [key, type ? canonicalForm(type.parse(text, `${definition!.name}.${key}`)) : guess(text)];
    }),
  );
}

// Without the declaration: what looks like a number or JSON is one.
function guess(text: string): unknown {
  const quantity = /^[\s\d.+-]/.test(text) ? parseQuantity(text) : undefined;
  if (quantity?.unit === '') return quantity.value;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
