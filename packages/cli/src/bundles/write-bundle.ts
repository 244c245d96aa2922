// Writes a bundle: a result with all that somebody else needs to check it and to make it again, as a bag.
import { runtimeEnvironment } from '@stemma/backends';
import { bagOf, payloadText, writeArchive, type PayloadFile } from '@stemma/backends/archives';
import {
  canonicalJson,
  StemmaError,
  type AnyAnalysis,
  type DerivationRecord,
  type Digest,
  type Json,
} from '@stemma/core';
import { provJsonExporter, rootOf, wordsOf, readHistory, type History } from '@stemma/core/exports';
import type { Composition } from '../compose.ts';
import { bundlePaths, bundleVersion, type BundleHead, type CodeRoot } from './bundle-head.ts';
import { bundleReadme } from './bundle-readme.ts';
import { collectCode } from './collect-code.ts';
import { collectHistory, type BundleScope } from './collect-history.ts';

/** What was written. */
export interface WrittenBundle {
  readonly id: Digest;
  readonly contentDigest: Digest;
  readonly path: string;
  readonly files: number;
  readonly bytes: number;
}

/**
 * Writes the bundle of a stored result to a zip file (`.zip`) or a folder. The same result in the same store gives the
 * same bytes; large products are copied as streams.
 * @throws StemmaError `not_found`, `gone`; `conflict` when the loaded code is not the one that made the result, so that
 *   the wrong code would go along; as `writeArchive`.
 */
export async function writeBundle(
  id: Digest,
  parts: Composition,
  scope: BundleScope,
  path: string,
): Promise<WrittenBundle> {
  const { registry, services } = parts.engine;
  const history = await readHistory(id, parts.index, wordsOf(registry, services.sources, services.identity.sha256));
  const { records, files } = await collectHistory(history, parts, scope);
  const analyses = analysesOf([...records.values()], parts);
  const code = analyses.length === 0 ? undefined : collectCode(analyses, parts.code, registry);
  const { name, contentDigest, activity } = rootOf(history);
  const made = process.versions.node;
  const head: BundleHead = {
    id,
    name,
    contentDigest: contentDigest!,
    node: { made, needed: '>=24.15' },
    ...(code && { code: code.roots }),
  };
  const payload: PayloadFile[] = [
    payloadText(bundlePaths.head, jsonText({ stemmaBundle: bundleVersion, ...head })),
    payloadText(bundlePaths.environment, jsonText(environmentOf(made, code?.roots ?? []))),
    payloadText(bundlePaths.inputs, jsonText(dataFilesOf(history, files))),
    payloadText(bundlePaths.readme, bundleReadme(head, history, scope)),
    ...provJsonExporter.write(history, {}).map((file) => payloadText(file.path, 'text' in file ? file.text : '')),
    ...files,
    ...(code?.files ?? []),
  ];
  const info = {
    'Source-Organization': 'Stemma',
    'External-Identifier': `sha256:${id}`,
    'External-Description': `The result ${id} of ${name}`,
    ...(activity && { 'Bagging-Date': new Date(activity.finishedMs).toISOString().slice(0, 10) }),
  };
  await writeArchive(bagOf(payload, info), path);
  const bytes = payload.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return { id, contentDigest: contentDigest!, path, files: payload.length, bytes };
}

// Every analysis of the records, as it is loaded; what is built into Stemma itself has no code of its own.
function analysesOf(records: readonly DerivationRecord[], { engine }: Composition): AnyAnalysis[] {
  const found = new Map<string, AnyAnalysis>();
  for (const { definition } of records) {
    if (definition.name.startsWith('stemma.')) continue;
    const analysis = found.get(definition.name) ?? engine.analysis(definition.name);
    const loaded = engine.services.identity.definitionOf(analysis);
    if (canonicalJson(loaded as unknown as Json) !== canonicalJson(definition as unknown as Json))
      throw new StemmaError(
        'conflict',
        `the loaded code of ${definition.name} is not the one that made the result: load that one, or run it again`,
        { name: definition.name, recorded: definition, loaded },
      );
    found.set(definition.name, analysis);
  }
  return [...found.values()].sort((a, b) => (a.definition.name < b.definition.name ? -1 : 1));
}

function environmentOf(node: string, roots: readonly CodeRoot[]): Json {
  const packages = roots.flatMap(({ links }) => links).filter(({ version }) => version !== undefined);
  const byName = new Map(packages.map((link) => [`${link.name}@${link.version!}`, link]));
  const { runtime, digest } = runtimeEnvironment();
  const sorted = [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, link]) => ({ ...link }));
  return { node, needs: { node: '>=24.15' }, runtime, digest, packages: sorted };
}

function dataFilesOf({ nodes }: History, files: readonly PayloadFile[]): Json {
  const there = new Set(files.map(({ path }) => path));
  return [...nodes.values()]
    .filter(({ kind }) => kind === 'file')
    .map(({ parameters, outputs, source }) => {
      const valueOf = (name: string) => parameters.find((parameter) => parameter.name === name)?.value ?? null;
      const sha256 = valueOf('sha256');
      return {
        name: valueOf('name'),
        sha256,
        sizeBytes: outputs[0]?.files[0]?.sizeBytes ?? source?.sizeBytes ?? null,
        licence: source?.licence ?? null,
        urls: [...(source?.urls ?? [])],
        isInBundle: there.has(`blobs/${String(sha256)}`),
      };
    })
    .sort((a, b) => (String(a.sha256) < String(b.sha256) ? -1 : 1));
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
