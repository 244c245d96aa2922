// Rebuilds derivations from what the index keeps of them: so that any stored result can be made again, and the
// answer "the code has changed" is given instead of another result under the same name.
import type { AnyAnalysis } from '../analysis/declaration.ts';
import type { Registry } from '../analysis/registry.ts';
import { makeDerivation, type BoundInput, type Derivation, type IdentityContext } from '../bind/derivation.ts';
import { FileLeaf, LiteralLeaf } from '../bind/leaves.ts';
import { StemmaError } from '../errors.ts';
import { postOrder } from '../graph/post-order.ts';
import { idsIn } from '../identity/binding-ids.ts';
import type { Digest } from '../identity/digest.ts';
import { isForeign } from '../identity/foreign-name.ts';
import type { DerivationRecord, InputBinding } from '../identity/records.ts';
import type { ResultIndex } from '../ports/result-index.ts';

/**
 * The derivation of a stored id, bound to the analyses that are loaded now.
 * @throws StemmaError `not_found` when the id or an analysis is unknown; `conflict` when the loaded code, version or
 *   environment would give another id.
 */
export async function rebuild(
  id: Digest,
  index: ResultIndex,
  registry: Registry,
  context: IdentityContext,
): Promise<Derivation> {
  const records = await readRecords(id, index);
  const made = new Map<Digest, Derivation>();
  const childIds = (at: Digest) => Object.values(records.get(at)!.inputs).flatMap((input) => [...idsIn(input)]);
  postOrder([id], childIds, (at) => {
    const record = records.get(at)!;
    if (isForeign(record.definition)) throw madeElsewhere(record);
    const analysis = builtIn.get(record.definition.name) ?? registry.get(record.definition.name);
    const inputs = Object.fromEntries(
      Object.entries(record.inputs).map(([name, input]) => [name, boundOf(input, made)]),
    );
    const derivation = makeDerivation(analysis, record.parameters, inputs, context);
    if (derivation.id !== at) throw changed(record, derivation);
    made.set(at, derivation);
  });
  return made.get(id)!;
}

function madeElsewhere({ id, definition: { name } }: DerivationRecord): StemmaError {
  const message = `${name} was made elsewhere and imported: its history is told here, but it can be run only where it was made`;
  return new StemmaError('invalid_request', message, { id, name });
}

const builtIn: ReadonlyMap<string, AnyAnalysis> = new Map<string, AnyAnalysis>([
  ['stemma.File', FileLeaf],
  ['stemma.Literal', LiteralLeaf],
]);

/** The records of a derivation and of everything it is made from, fan-out templates included, level by level. */
export async function readRecords(
  id: Digest,
  index: Pick<ResultIndex, 'derivations'>,
): Promise<Map<Digest, DerivationRecord>> {
  const records = new Map<Digest, DerivationRecord>();
  let level: Digest[] = [id];
  while (level.length > 0) {
    const found = await index.derivations(level);
    const next = new Set<Digest>();
    for (const at of level) {
      const record = found.get(at);
      if (!record) throw new StemmaError('not_found', `the store knows no derivation ${at}`, { id: at });
      records.set(at, record);
      for (const input of Object.values(record.inputs))
        for (const child of idsIn(input)) if (!records.has(child)) next.add(child);
    }
    level = [...next];
  }
  return records;
}

function boundOf(binding: InputBinding, made: ReadonlyMap<Digest, Derivation>): BoundInput {
  if ('id' in binding) {
    const { id, accept, optional } = binding;
    return { kind: 'node', node: made.get(id)!, ...(accept && { accept }), ...(optional && { optional }) };
  }
  if ('list' in binding) return { kind: 'list', items: binding.list.map((item) => boundOf(item, made)) };
  if ('map' in binding)
    return {
      kind: 'map',
      entries: Object.fromEntries(Object.entries(binding.map).map(([k, v]) => [k, boundOf(v, made)])),
    };
  if ('absent' in binding) return { kind: 'absent' };
  const { over, output, one = false, template } = binding.each;
  return { kind: 'each', over: made.get(over)!, output, one, template: boundOf(template, made) };
}

function changed({ id, definition }: DerivationRecord, { definition: now }: Derivation): StemmaError {
  const parts = (['version', 'code', 'environment'] as const).filter((part) => definition[part] !== now[part]);
  const what =
    parts.length > 0
      ? `the ${parts.join(' and the ')} of ${definition.name} changed`
      : `${definition.name} has other parameters or inputs now`;
  return new StemmaError('conflict', `this result cannot be made again with what is loaded: ${what}`, {
    id,
    changed: parts,
    stored: definition,
    loaded: now,
  });
}
