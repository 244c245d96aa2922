// A result for eyes and for programs: its outputs with the units that its analysis declares, files with size and place.
import { relative } from 'node:path';
import { shortDigest, type AnalysisDefinition, type FileValue, type Result } from '@stemma/core';
import type { Context } from './command.ts';
import { jsonValue } from './json-value.ts';
import type { Stemma } from './stemma.ts';
import type { Style } from './terminal/style.ts';
import { entryLines, type FileFacts } from './terminal/value-lines.ts';

/** The title of a result: its analysis and its id. */
export function resultTitle({ name, id }: { readonly name: string; readonly id: string }, style: Style): string {
  return `${style.strong(name)}  ${style.typed(shortDigest(id))}`;
}

/** The declaration of an analysis when a loaded module has it. */
export function definitionOf(stemma: Stemma, name: string): AnalysisDefinition | undefined {
  return stemma.analyses.includes(name) ? stemma.analysis(name).definition : undefined;
}

/** Lines that show all outputs. @param placeOf where a file was written to, when it was. */
export async function outputLines(
  result: Result<Record<string, unknown>>,
  definition: AnalysisDefinition | undefined,
  context: Context,
  placeOf?: (file: FileValue) => string | undefined,
): Promise<string[]> {
  const { style, width } = context;
  const files = fileFacts(result, placeOf);
  const outputs = await result.outputs();
  // In the order of the declaration, where there is one; the store keeps no order.
  const declared = Object.keys(definition?.outputs ?? {}).filter((key) => Object.hasOwn(outputs, key));
  const entries = [...new Set([...declared, ...Object.keys(outputs)])].map((key) => [key, outputs[key]] as const);
  return entryLines(entries, (key) => definition?.outputs[key]?.schema, { width: width - 2, style, files }).map(
    (line) => `  ${line}`,
  );
}

/** All outputs as JSON data, see `jsonValue`. @throws StemmaError `no_data`, `gone`, `corrupt` as reading them does. */
export async function outputsAsJson(result: Result<Record<string, unknown>>): Promise<unknown> {
  return jsonValue(await result.outputs());
}

function fileFacts(
  { entries }: Result<unknown>,
  placeOf: (file: FileValue) => string | undefined = () => undefined,
): FileFacts {
  const sizes = new Map(
    Object.values(entries).flatMap(({ files }) => files.map(({ digest, sizeBytes }) => [digest, sizeBytes] as const)),
  );
  return {
    sizeBytes: ({ digest }) => (digest === undefined ? undefined : sizes.get(digest)),
    place: (file) => placeOf(file) ?? storedPlace(file),
  };
}

function storedPlace({ content }: FileValue): string | undefined {
  if (!('path' in content) || content.path === undefined) return undefined;
  const near = relative(process.cwd(), content.path);
  return near.startsWith('..') ? content.path : near;
}
