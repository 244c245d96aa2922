// A result with its products, its workflow and its history as a Workflow Run RO-Crate 0.5 (Provenance Run Crate) on
// RO-Crate 1.1: one folder that repositories, WorkflowHub and people without Stemma can read.
// https://w3id.org/ro/wfrun/provenance/0.5
import type { Json } from '../../canonical/json.ts';
import { cwlPaths, cwlWorkflow } from '../cwl/cwl.ts';
import type { ExportedFile, ExportOptions, Exporter } from '../exported-file.ts';
import type { HistoryFile } from '../history.ts';
import { evaluatedWorkflow, type EvaluatedWorkflow } from '../workflow/evaluated-workflow.ts';
import { safeName } from '../workflow/safe-name.ts';
import { compacted, crateTime, Graph, ref, type Entity } from './entities.ts';
import { addPlan } from './plan-entities.ts';
import { addRun, authorsOf, type RunEntities } from './run-entities.ts';

const profiles = [
  ['https://w3id.org/ro/wfrun/process/0.5', 'Process Run Crate', '0.5'],
  ['https://w3id.org/ro/wfrun/workflow/0.5', 'Workflow Run Crate', '0.5'],
  ['https://w3id.org/ro/wfrun/provenance/0.5', 'Provenance Run Crate', '0.5'],
  ['https://w3id.org/workflowhub/workflow-ro-crate/1.0', 'Workflow RO-Crate', '1.0'],
] as const;

const workflowRun = 'https://w3id.org/ro/terms/workflow-run#';

// The terms that RO-Crate 1.1 does not have itself, written out, so that no second context has to be fetched.
const terms = Object.fromEntries(
  ['ParameterConnection', 'connection', 'sourceParameter', 'targetParameter', 'sha256'].map((term) => [
    term,
    workflowRun + term,
  ]),
);

/** A crate as a folder; `ro-crate-metadata.json` comes first, products lie in `products/`. */
export const roCrateExporter: Exporter = {
  name: 'ro-crate',
  mediaType: 'application/ld+json',
  title: 'Workflow Run RO-Crate 0.5 with the products inside',
  write: (history, options) => {
    const workflow = evaluatedWorkflow(history);
    const cwl = cwlWorkflow(history, workflow);
    const products = productFiles(workflow);
    const graph = new Graph();
    const plan = addPlan(graph, workflow, cwl);
    const files = new Map<string, Entity>(plan.toolFiles.map((tool) => [tool['@id'], tool]));
    files.set(cwlPaths.workflow, plan.workflow);
    addDataFiles(graph, workflow, files);
    for (const [path, file] of products) files.set(path, graph.add(fileEntity(path, file)));
    for (const { path } of cwl.files) if (!files.has(path)) files.set(path, graph.add(documentEntity(path)));
    files.set(readmePath, graph.add(readmeEntity));
    const run = addRun(graph, history, workflow, cwl, plan, files, [...products.keys()]);
    const root = rootEntity(graph, workflow, [...files.values()], run, options);
    const document = {
      '@context': ['https://w3id.org/ro/crate/1.1/context', terms],
      '@graph': [descriptor(), root, ...graph.entities].map(compacted),
    };
    return [
      { path: 'ro-crate-metadata.json', text: `${JSON.stringify(document, undefined, 2)}\n` },
      { path: readmePath, text: readme(workflow, [...products.keys()], options) },
      ...[...products].map(([path, { digest }]): ExportedFile => ({ path, blob: digest })),
      ...cwl.files,
    ];
  },
};

// Files of one name and other bytes get their digest in front.
function productFiles({ root }: EvaluatedWorkflow): Map<string, HistoryFile> {
  const files = new Map<string, HistoryFile>();
  for (const file of root.node.outputs.flatMap((output) => output.files)) {
    const path = `products/${safeName(file.name)}`;
    const there = files.get(path);
    files.set(
      !there || there.digest === file.digest ? path : `products/${file.digest.slice(0, 12)}-${safeName(file.name)}`,
      file,
    );
  }
  return files;
}

function addDataFiles(graph: Graph, { steps }: EvaluatedWorkflow, files: Map<string, Entity>): void {
  for (const { file, node, name } of steps.values()) {
    if (!file || files.has(file.path)) continue;
    const urls = node.source?.urls ?? [];
    const licence = node.source?.licence;
    files.set(
      file.path,
      graph.add({
        ...fileEntity(file.path, file.entry),
        ...(node.source?.description && { description: node.source.description }),
        ...(urls.length > 0 && { sameAs: [...urls] }),
        ...(licence && { license: licence }),
        exampleOfWork: { '@id': `#input/workflow/data_${name}` },
      }),
    );
  }
}

function fileEntity(path: string, { name, mediaType, digest, sizeBytes }: HistoryFile): Entity {
  return {
    '@id': path,
    '@type': 'File',
    name,
    encodingFormat: mediaType,
    contentSize: String(sizeBytes),
    sha256: digest,
  };
}

function documentEntity(path: string): Entity {
  const isRecord = path.startsWith('steps/');
  return {
    '@id': path,
    '@type': 'File',
    name: path,
    description: isRecord ? 'derivation record, input of stemma step' : 'where the inputs of the workflow are',
    encodingFormat: isRecord ? 'application/json' : 'application/yaml',
  };
}

const readmePath = 'README.md';

const readmeEntity: Entity = {
  '@id': readmePath,
  '@type': 'File',
  name: 'what this crate is',
  about: { '@id': './' },
  encodingFormat: 'text/markdown',
};

function readme({ root }: EvaluatedWorkflow, products: readonly string[], { title }: ExportOptions): string {
  const { id, name, version, contentDigest } = root.node;
  const heading = (title ?? `A result of ${name}`).toWellFormed().replaceAll(/[^\p{L}\p{N} .,:;()+-]/gu, ' ');
  return [
    `# ${heading}`,
    'A Workflow Run RO-Crate of Stemma: the products, the workflow that made them, and how each step was run.',
    '',
    `- analysis: ${safeName(name)} ${safeName(version)}`,
    `- derivation: ${id}`,
    `- content: ${contentDigest!}`,
    ...products.map((path) => `- product: ${path}`),
    '',
    'To make it again, with the program `stemma` and the same modules on the path:',
    '',
    `    cwltool ${cwlPaths.workflow} ${cwlPaths.job}`,
    '',
    'The result pack that this writes names the same content.',
    '',
  ].join('\n');
}

function descriptor(): Entity {
  return {
    '@id': 'ro-crate-metadata.json',
    '@type': 'CreativeWork',
    about: { '@id': './' },
    conformsTo: [
      { '@id': 'https://w3id.org/ro/crate/1.1' },
      { '@id': 'https://w3id.org/workflowhub/workflow-ro-crate/1.0' },
    ],
  };
}

function rootEntity(
  graph: Graph,
  { root }: EvaluatedWorkflow,
  files: readonly Entity[],
  { actions, collections, agent }: RunEntities,
  options: ExportOptions,
): Entity {
  const { title = `A result of ${root.node.name}`, doi, exportedMs = root.node.publishedMs ?? 0 } = options;
  for (const [id, name, version] of profiles) graph.add({ '@id': id, '@type': 'CreativeWork', name, version });
  return {
    '@id': './',
    '@type': 'Dataset',
    name: title,
    description: root.node.description ?? `The result ${root.node.id} with its history.`,
    datePublished: crateTime(exportedMs),
    identifier: doi === undefined ? `sha256:${root.node.id}` : `https://doi.org/${doi}`,
    license: ref(licenceOf(graph, options)),
    author: authorsOf(graph, options, agent).map(ref),
    mainEntity: { '@id': cwlPaths.workflow },
    conformsTo: profiles.map(([id]) => ({ '@id': id })),
    hasPart: files.map(ref),
    mentions: [...actions, ...collections].map(ref),
    ...publisherOf(graph, options),
  };
}

function licenceOf(graph: Graph, { licence }: ExportOptions): Entity {
  if (licence === undefined) {
    const description = 'Whoever exported this crate did not say under which licence it is: ask its authors.';
    return graph.add({ '@id': '#licence', '@type': 'CreativeWork', name: 'licence not stated', description });
  }
  return graph.add({
    '@id': `https://spdx.org/licenses/${encodeURIComponent(licence.toWellFormed())}`,
    '@type': 'CreativeWork',
    name: licence,
    description: `The licence that SPDX calls ${licence}.`,
  });
}

function publisherOf(graph: Graph, { publisher }: ExportOptions): Readonly<Record<string, Json>> {
  if (publisher === undefined) return {};
  const id = `#organisation/${encodeURIComponent(publisher.toWellFormed())}`;
  return { publisher: ref(graph.add({ '@id': id, '@type': 'Organization', name: publisher })) };
}
