// The nodes of one resolution: where each missing derivation stands, and who waits for it.
import { nodesOf, type BoundInput, type Derivation } from '../bind/derivation.ts';
import type { Digest } from '../identity/digest.ts';
import type { Failure, Manifest } from '../identity/records.ts';
import type { StemmaError } from '../errors.ts';

/** `open`: not looked at yet; `waiting`: for its inputs; `ready`; `running`; `done`: a result is there; `failed`: it will not be. */
export type NodeState = 'open' | 'waiting' | 'ready' | 'running' | 'done' | 'failed';

/** One derivation inside one resolution. */
export interface Node {
  readonly derivation: Derivation;
  state: NodeState;
  /** Inputs with fan-outs replaced by their members, as far as the lists are known. */
  inputs: Readonly<Record<string, BoundInput>>;
  /** How many distinct nodes it still waits for. */
  waitingFor: number;
  /** Nodes that wait for this one; emptied when it is settled. */
  dependents: readonly Node[];
  /** How many times nodes that are not settled yet, or whoever asked for the goal, use it. */
  users: number;
  /** True when its inputs count it as a user. */
  counted: boolean;
  /** True when the result is in the index, so that it can be read again. */
  durable: boolean;
  contentDigest: Digest | undefined;
  /** True when the result is an expected failure. */
  failedAsExpected: boolean | undefined;
  /** The manifest, when it was made or read in this resolution and is still needed. */
  manifest: Manifest | undefined;
  actionKey: Digest | undefined;
  /** Of a node that is never stored: what went into it, which counts for those who use it. */
  madeFrom: readonly { readonly id: Digest; readonly contentDigest?: Digest }[] | undefined;
  error: StemmaError | undefined;
}

/** A node in its first state. */
export function nodeOf(derivation: Derivation): Node {
  return {
    derivation,
    state: 'open',
    inputs: derivation.inputs,
    waitingFor: 0,
    dependents: nobody,
    users: 0,
    counted: false,
    durable: false,
    contentDigest: undefined,
    failedAsExpected: undefined,
    manifest: undefined,
    actionKey: undefined,
    madeFrom: undefined,
    error: undefined,
  };
}

/** The dependents of a node for which nobody waits. */
export const nobody: readonly Node[] = [];

/** Replaces each fan-out whose list is known by the list of its members, also inside members. */
export function expandInput(
  input: BoundInput,
  members: (each: Extract<BoundInput, { kind: 'each' }>) => BoundInput[] | undefined,
): BoundInput {
  if (input.kind === 'list') return { ...input, items: input.items.map((item) => expandInput(item, members)) };
  if (input.kind === 'map')
    return {
      ...input,
      entries: Object.fromEntries(Object.entries(input.entries).map(([k, v]) => [k, expandInput(v, members)])),
    };
  if (input.kind !== 'each') return input;
  const items = members(input);
  if (!items) return input;
  const expanded = items.map((item) => expandInput(item, members));
  return input.one ? expanded[0]! : { kind: 'list', items: expanded };
}

/** True when no fan-out is left in an input: only then are all derivations that it stands for known. */
export function isSettled(input: BoundInput): boolean {
  if (input.kind === 'list') return input.items.every(isSettled);
  if (input.kind === 'map') return Object.values(input.entries).every(isSettled);
  return input.kind !== 'each';
}

/**
 * The first expected failure among the inputs that the consumer does not accept; undefined when it may run.
 * @param failureOf the failure that a derivation ended with, if it did.
 */
export function inheritedFailure(
  inputs: Iterable<BoundInput>,
  failureOf: (node: Derivation) => Failure | undefined,
): Failure | undefined {
  for (const input of inputs) {
    const failure = failureIn(input, failureOf);
    if (failure) return failure;
  }
  return undefined;
}

function failureIn(input: BoundInput, failureOf: (node: Derivation) => Failure | undefined): Failure | undefined {
  if (input.kind === 'list') return inheritedFailure(input.items, failureOf);
  if (input.kind === 'map') return inheritedFailure(Object.values(input.entries), failureOf);
  if (input.kind === 'each') return failureOf(input.over);
  if (input.kind !== 'node' || input.optional) return undefined;
  const failure = failureOf(input.node);
  if (!failure) return undefined;
  const accepted = input.accept && (input.accept.length === 0 || input.accept.includes(failure.reason));
  return accepted ? undefined : failure;
}

/** Every derivation inside the inputs, with the name of the input it stands in, in order. */
export function usedBy(inputs: Readonly<Record<string, BoundInput>>): { role: string; id: Digest }[] {
  const used: { role: string; id: Digest }[] = [];
  for (const role in inputs) {
    const ids = nodesOf(inputs[role]!).map((node) => node.id);
    for (const id of ids.length < 2 ? ids : new Set(ids)) used.push({ role, id });
  }
  return used;
}
