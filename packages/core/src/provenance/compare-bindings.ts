// Compares how one input is bound on two sides: which derivations stand against each other, which came or went, and
// whether the input is held in another way (as a list, as a fan-out, with failures accepted).
import { idsIn } from '../identity/binding-ids.ts';
import type { Digest } from '../identity/digest.ts';
import type { InputBinding } from '../identity/records.ts';
import { matchMembers, type RecordOf } from './match-members.ts';

/** One input on two sides. */
export interface BindingPair {
  readonly path: string;
  /** The analysis that has this input. */
  readonly user: string;
  readonly before: InputBinding;
  readonly after: InputBinding;
}

/** What the comparison of an input says: compare these two further, or report this. */
export type BindingStep =
  | { readonly kind: 'pair'; readonly path: string; readonly before: Digest; readonly after: Digest }
  | {
      readonly kind: 'form';
      readonly path: string;
      readonly user: string;
      readonly before: string;
      readonly after: string;
    }
  | { readonly kind: 'input_added' | 'input_removed'; readonly path: string; readonly id: Digest };

/** Compares one input; recursive only in the nesting of lists and maps, which people write by hand. */
export function* comparedBindings(pair: BindingPair, recordOf: RecordOf): Generator<BindingStep> {
  const { path, user, before, after } = pair;
  if ('absent' in before || 'absent' in after) {
    yield* comesOrGoes(pair);
    return;
  }
  const [old, now] = [formOf(before), formOf(after)];
  // The way of holding an input counts in the id, even when it is the same derivation that is held.
  if (old !== now) yield { kind: 'form', path, user, before: old, after: now };
  if ('id' in before && 'id' in after) yield { kind: 'pair', path, before: before.id, after: after.id };
  else if ('list' in before && 'list' in after) yield* comparedLists(pair, before.list, after.list, recordOf);
  else if ('map' in before && 'map' in after) yield* comparedMaps(pair, before.map, after.map, recordOf);
  else if ('each' in before && 'each' in after) {
    yield { kind: 'pair', path: `${path} over`, before: before.each.over, after: after.each.over };
    yield* comparedBindings({ path, user, before: before.each.template, after: after.each.template }, recordOf);
  }
}

function* comesOrGoes({ path, before, after }: BindingPair): Generator<BindingStep> {
  for (const id of idsIn(before)) yield { kind: 'input_removed', path, id };
  for (const id of idsIn(after)) yield { kind: 'input_added', path, id };
}

// How an input is held, in words; equal for two bindings that differ only in the derivations.
function formOf(binding: InputBinding): string {
  if ('list' in binding) return 'a list';
  if ('map' in binding) return 'a map of inputs';
  if ('each' in binding) {
    const { output, one, path } = binding.each;
    const field = path && path.length > 0 ? `.${path.join('.')}` : '';
    return `${one ? 'following' : 'one for each of'} ${output}${field}`;
  }
  if ('absent' in binding) return 'nothing';
  const { accept, optional } = binding;
  const accepting =
    accept && (accept.length === 0 ? ', any failure accepted' : `, failures accepted: ${accept.join(', ')}`);
  return `one result${optional ? ', optional' : ''}${accepting ?? ''}`;
}

function* comparedMaps(
  { path, user }: BindingPair,
  before: Members,
  after: Members,
  recordOf: RecordOf,
): Generator<BindingStep> {
  const absent: InputBinding = { absent: true };
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const pair = { path: `${path}.${key}`, user, before: before[key] ?? absent, after: after[key] ?? absent };
    yield* comparedBindings(pair, recordOf);
  }
}

type Members = Readonly<Record<string, InputBinding>>;

function* comparedLists(
  { path, user }: BindingPair,
  before: readonly InputBinding[],
  after: readonly InputBinding[],
  recordOf: RecordOf,
): Generator<BindingStep> {
  const isPlain = [...before, ...after].every((item) => 'id' in item);
  // Nested lists and the like have no identity of their own: they are compared place by place.
  const { pairs, removed, added } = isPlain
    ? matchMembers(before as Plain[], after as Plain[], recordOf)
    : byPlace(before, after);
  const at = (place: number) => `${path}[${place}]`;
  for (const [i, j] of pairs)
    yield* comparedBindings({ path: at(j), user, before: before[i]!, after: after[j]! }, recordOf);
  for (const i of removed) for (const id of idsIn(before[i]!)) yield { kind: 'input_removed', path: at(i), id };
  for (const j of added) for (const id of idsIn(after[j]!)) yield { kind: 'input_added', path: at(j), id };
  if (isPlain && isReordered(before as Plain[], after as Plain[])) {
    yield { kind: 'form', path, user, before: 'a list', after: 'the same list in another order' };
  }
}

type Plain = Extract<InputBinding, { id: Digest }>;

function byPlace(before: readonly unknown[], after: readonly unknown[]): ReturnType<typeof matchMembers> {
  const count = Math.min(before.length, after.length);
  const numbers = (from: number, to: number) => Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
  return {
    pairs: numbers(0, count).map((i) => [i, i]),
    removed: numbers(count, before.length),
    added: numbers(count, after.length),
  };
}

function isReordered(before: readonly Plain[], after: readonly Plain[]): boolean {
  const [old, now] = [before.map(({ id }) => id), after.map(({ id }) => id)];
  return old.join() !== now.join() && old.sort().join() === now.sort().join();
}
