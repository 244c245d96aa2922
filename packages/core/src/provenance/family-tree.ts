// The family tree of a derivation: everything that it was made from, read level by level, so that the number of
// questions to the index grows with the depth of the graph and not with its size.
import { bytesOf } from '../care/references.ts';
import { StemmaError } from '../errors.ts';
import { idsIn } from '../identity/binding-ids.ts';
import type { Digest } from '../identity/digest.ts';
import type { DerivationRecord, Failure, InputBinding } from '../identity/records.ts';
import type { Standing } from '../retraction/retraction.ts';
import type { ResultIndex, StoredResult } from '../ports/result-index.ts';

/** One direct use: the input name and what came in by it. */
export interface Use {
  /** The input name; with ` over` behind it for the list that a fan-out ran over. */
  readonly role: string;
  readonly id: Digest;
}

/** What is known of the result of one node. */
export interface FamilyResult {
  readonly contentDigest: Digest;
  /** True when the result is an expected failure. */
  readonly failed: boolean;
  /** True when garbage collection has forgotten the bytes. */
  readonly forgotten: boolean;
  readonly publishedMs: number;
  /** Another derivation than the node itself when its content was taken over (early cut-off). */
  readonly producedBy: Digest;
  readonly failure?: Failure;
  readonly sizeBytes: number;
}

/** One derivation in a family tree. */
export interface FamilyNode {
  readonly record: DerivationRecord;
  /** In the order in which the index gives them; members of fan-outs included. */
  readonly used: readonly Use[];
  /** Absent for what is never stored, was not finished, or is the template of a fan-out. */
  readonly result?: FamilyResult;
  /** Set when it was retracted, or made from something that was. */
  readonly standing?: Standing;
}

/** A family tree: in truth a graph without cycles, since most ancestors have several descendants. */
export interface FamilyTree {
  readonly root: Digest;
  /** Breadth first from the root. Ids that are used but of which the index has no record are missing. */
  readonly nodes: ReadonlyMap<Digest, FamilyNode>;
}

/** What a family tree is read from. */
export type FamilyIndex = Pick<ResultIndex, 'derivations' | 'used' | 'results'> &
  Partial<Pick<ResultIndex, 'standings'>>;

/**
 * Reads the family tree of a derivation, down to its leaves. Three questions for each level of the graph; every node is
 * read once, by whichever path it is met first. What was used in truth (fan-out members) wins over what is defined.
 * @throws StemmaError `not_found` when the index has no record of it.
 */
export async function familyTree(id: Digest, index: FamilyIndex): Promise<FamilyTree> {
  const nodes = new Map<Digest, FamilyNode>();
  const met = new Set([id]);
  for (let level = [id]; level.length > 0;) {
    const next: Digest[] = [];
    for (const node of await readLevel(level, index)) {
      nodes.set(node.record.id, node);
      for (const use of node.used) {
        if (met.has(use.id)) continue;
        met.add(use.id);
        next.push(use.id);
      }
    }
    level = next;
  }
  if (!nodes.has(id)) throw new StemmaError('not_found', `the store knows no derivation ${id}`, { id });
  return { root: id, nodes };
}

async function readLevel(ids: readonly Digest[], index: FamilyIndex): Promise<FamilyNode[]> {
  const [records, used, results] = [await index.derivations(ids), await index.used(ids), await index.results(ids)];
  const standings = await index.standings?.(ids);
  return ids.flatMap((id) => {
    const record = records.get(id);
    if (!record) return [];
    const result = results.get(id);
    const standing = standings?.get(id);
    return {
      record,
      used: usesOf(record, used.get(id)),
      ...(result && { result: resultOf(result) }),
      ...(standing && { standing }),
    };
  });
}

/** What was used in truth where that is known, else what the definition names. */
function usesOf(record: DerivationRecord, used: readonly Use[] | undefined): Use[] {
  if (!used || used.length === 0) return definedUses(record);
  const uses = [...used];
  const known = new Set(used.map(({ id }) => id));
  for (const [role, binding] of Object.entries(record.inputs)) {
    // The members take the place of the fan-out, but the list that they come from belongs to the family too.
    for (const id of listsIn(binding)) if (!known.has(id)) uses.push({ role: `${role} over`, id });
  }
  return uses;
}

function definedUses({ inputs }: DerivationRecord): Use[] {
  const uses: Use[] = [];
  for (const [role, binding] of Object.entries(inputs)) {
    const lists = new Set(listsIn(binding));
    for (const id of new Set(idsIn(binding))) uses.push({ role: lists.has(id) ? `${role} over` : role, id });
  }
  return uses;
}

function* listsIn(binding: InputBinding): Generator<Digest> {
  if ('list' in binding) for (const item of binding.list) yield* listsIn(item);
  else if ('map' in binding) for (const item of Object.values(binding.map)) yield* listsIn(item);
  else if ('each' in binding) yield binding.each.over;
}

function resultOf({ manifest, contentDigest, forgotten, publishedMs, producedBy }: StoredResult): FamilyResult {
  const failure = 'failure' in manifest ? manifest.failure : undefined;
  const sizeBytes = bytesOf(manifest);
  const failed = failure !== undefined;
  return { contentDigest, failed, forgotten, publishedMs, producedBy, sizeBytes, ...(failure && { failure }) };
}
