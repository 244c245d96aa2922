// Foreign nodes in the form in which the index keeps derivations, so that search, lineage, views and comparison need not
// know them. Their code is of a kind that no loaded analysis has, so no id of theirs is ever the id of a goal.
import { canonicalJson, type Json } from '../canonical/json.ts';
import { preimageOf } from '../bind/derivation.ts';
import type { Digest, Sha256 } from '../identity/digest.ts';
import { foreignModule } from '../identity/foreign-name.ts';
import type { ActivityRecord, DerivationRecord, InputBinding, Manifest, Shapes } from '../identity/records.ts';
import type { ForeignNode, ForeignOutput } from './foreign-graph.ts';

/** A foreign node, ready for the index. */
export interface ForeignEntry {
  readonly record: DerivationRecord;
  readonly manifest: Manifest;
  readonly contentDigest: Digest;
  readonly used: readonly { readonly role: string; readonly id: Digest }[];
  readonly activity?: ActivityRecord;
  /** Its identifier in the document. */
  readonly key: string;
  /** The derivation of Stemma that the document says it is. */
  readonly native?: Digest;
}

/**
 * The entries of a graph whose nodes come after what they use. Nodes of equal tool, parameters, inputs and outputs get
 * equal ids in every document, so that comparison stops where two histories meet.
 */
export function foreignEntries(
  graph: ReadonlyMap<string, ForeignNode>,
  document: Digest,
  sha256: Sha256,
): ForeignEntry[] {
  const made = new Map<string, ForeignEntry>();
  const taken = new Set<Digest>();
  const shapesOf = new Map<Digest, Shapes>();
  for (const [key, node] of graph) {
    const used = node.uses.map((use) => ({ role: use.role, id: made.get(use.key)!.record.id }));
    const outputs = outputsOf(node, document, sha256);
    const draft = (mark: string) => recordOf(node, used, sha256(`foreign environment ${mark}`), sha256);
    const marks = canonicalJson(marksOf(node, document));
    let record = draft(marks);
    // A run that was repeated to the last byte is still another run.
    if (taken.has(record.id)) record = draft(`${marks} ${document} ${key}`);
    taken.add(record.id);
    const shapes = shapesFor(record, node, used, shapesOf, sha256);
    shapesOf.set(record.id, shapes);
    const manifest = manifestOf(node, record.id, outputs);
    made.set(key, {
      record: { ...record, shapes },
      manifest,
      contentDigest: sha256(canonicalJson(manifest as unknown as Json)),
      used,
      key,
      ...(node.native !== undefined && { native: node.native }),
      ...activityOf(node, record.id),
    });
  }
  return [...made.values()];
}

type Draft = Omit<DerivationRecord, 'shapes'>;

function recordOf(node: ForeignNode, used: ForeignEntry['used'], environment: Digest, sha256: Sha256): Draft {
  const version = node.doing?.version ?? '';
  const name = `${foreignModule}.${safeName(node.name)}`;
  const code = sha256(canonicalJson(['foreign code', node.name, version, node.doing?.code ?? null]));
  const definition = { name, version, code, environment };
  const parameters = Object.fromEntries(node.parameters);
  const inputs: Record<string, InputBinding> = {};
  for (const [role, uses] of Map.groupBy(used, (use) => use.role))
    inputs[role] = uses.length === 1 ? { id: uses[0]!.id } : { list: uses.map(({ id }) => ({ id })) };
  return { id: sha256(preimageOf(definition, parameters, inputs as unknown as Json)), definition, parameters, inputs };
}

// Data from outside are the holes of L1, as files are among our own.
function shapesFor(
  { definition, parameters }: Draft,
  { thing }: ForeignNode,
  used: ForeignEntry['used'],
  known: ReadonlyMap<Digest, Shapes>,
  sha256: Sha256,
): Shapes {
  const { name, version, code } = definition;
  const roles = [...Map.groupBy(used, ({ role }) => role)].sort(([a], [b]) => (a < b ? -1 : 1));
  const inputs = (level: keyof Shapes): Json =>
    roles.map(([role, uses]) => [role, [...new Set(uses.map(({ id }) => known.get(id)![level]))].sort()]);
  const hash = (value: Json) => sha256(canonicalJson(value));
  return {
    l1: hash([name, version, code, thing ? null : parameters, inputs('l1')]),
    l2: hash([name, version, code, inputs('l2')]),
    l3: hash([name, inputs('l3')]),
  };
}

interface Output {
  readonly name: string;
  readonly digest: Digest;
  readonly sizeBytes: number;
}

// What tells a node from others of equal tool, parameters and inputs: the bytes that came out, else where it is told of.
// Names that hold everywhere (IRIs) do so in every document, others in their own.
function marksOf({ key, outputs }: ForeignNode, document: Digest): string[] {
  const contents = outputs.flatMap(({ thing }) => thing.sha256 ?? thing.contentName ?? []);
  if (contents.length > 0) return contents.sort();
  return [/^[a-z][a-z0-9+.-]*:/i.test(key) ? key : `${document} ${key}`];
}

// The bytes are not ours: what no digest names is named after its place in the document.
function contentNameOf({ key, thing }: ForeignOutput, document: Digest): string {
  return thing.sha256 ?? thing.contentName ?? `${document} ${key}`;
}

function outputsOf(node: ForeignNode, document: Digest, sha256: Sha256): Output[] {
  return node.outputs.map((output) => {
    const { name, thing } = output;
    const digest = thing.sha256 ?? sha256(`foreign content ${contentNameOf(output, document)}`);
    return { name, digest, sizeBytes: thing.sizeBytes ?? 0 };
  });
}

// The id stands in the manifest too: so no content of ours can ever be equal to a foreign one, and come alive with it.
function manifestOf({ doing }: ForeignNode, id: Digest, outputs: readonly Output[]): Manifest {
  if (doing?.failed !== undefined)
    return { failure: { reason: 'failed_elsewhere', message: doing.failed, detail: null, origin: id } };
  const entries: Record<string, { digest: Digest; sizeBytes: number; files: [] }> = {};
  for (const { name, digest, sizeBytes } of outputs) {
    let free = name;
    for (let i = 2; Object.hasOwn(entries, free); i++) free = `${name} ${i}`;
    Object.defineProperty(entries, free, { value: { digest, sizeBytes, files: [] }, enumerable: true });
  }
  return { foreign: id, outputs: entries } as Manifest;
}

function activityOf({ doing }: ForeignNode, derivation: Digest): { activity?: ActivityRecord } {
  const finishedMs = doing?.endedMs ?? doing?.startedMs;
  if (!doing || finishedMs === undefined) return {};
  const startedMs = Math.min(doing.startedMs ?? finishedMs, finishedMs);
  const status = doing.failed === undefined ? 'done' : 'expected_failure';
  const agent = doing.agent ?? 'unknown';
  return {
    activity: { derivation, status, startedMs, finishedMs, agent, host: 'elsewhere', pid: 0, attempt: 1, log: [] },
  };
}

function safeName(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '_').slice(0, 120) || 'Unnamed';
}
