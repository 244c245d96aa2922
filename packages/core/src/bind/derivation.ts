// Bound derivations: the nodes of the graph that identity, plan and resolution work on, and their ids.
import type { AnyAnalysis } from '../analysis/declaration.ts';
import { canonicalJson, type Json } from '../canonical/json.ts';
import type { Digest, Sha256 } from '../identity/digest.ts';
import type { Definition, InputBinding } from '../identity/records.ts';

/** An analysis bound to parameters and inputs: the name of a result before it exists. */
export interface Derivation {
  readonly id: Digest;
  readonly analysis: AnyAnalysis;
  readonly definition: Definition;
  /** Canonical form. */
  readonly parameters: Readonly<Record<string, Json>>;
  /** By input name, in the order of the declaration; the order counts in no id. */
  readonly inputs: Readonly<Record<string, BoundInput>>;
  /** Which fan-out items are left open, one bit each, the innermost first; only a closed derivation (0) can be run. */
  readonly free: number;
}

/**
 * One input of a derivation: one derivation (`accept`: failures that the consumer takes as outcomes, all when empty;
 * `optional`: an expected failure counts as absent), a list, a map, a fan-out, or nothing.
 */
export type BoundInput =
  | { readonly kind: 'node'; readonly node: Derivation; readonly accept?: readonly string[]; readonly optional?: true }
  | { readonly kind: 'list'; readonly items: readonly BoundInput[] }
  | { readonly kind: 'map'; readonly entries: Readonly<Record<string, BoundInput>> }
  | {
      readonly kind: 'each';
      readonly over: Derivation;
      readonly output: string;
      readonly one: boolean;
      readonly template: BoundInput;
    }
  | { readonly kind: 'absent' };

/** True for the built-in leaves, files and literals: their consumers see the value itself, not a record of outputs. */
export function isLeaf({ definition }: AnyAnalysis): boolean {
  return definition.leaf === true;
}

/** Where a definition's digests come from, and how to hash. */
export interface IdentityContext {
  readonly sha256: Sha256;
  /** The same object for the same analysis: texts made of it are kept by reference. */
  definitionOf(analysis: AnyAnalysis): Definition;
}

/** Version of the identity scheme; counts in every id. */
const scheme = 1;

// The text of a definition is the same for every derivation of an analysis.
const definitionTexts = new WeakMap<Definition, readonly [string, string]>();

/**
 * Makes a derivation. Its id is the sha256 of the canonical JSON of
 * `{ code, environment, inputs, name, parameters, stemma, version }`, inputs by the ids of what they are bound to.
 */
export function makeDerivation(
  analysis: AnyAnalysis,
  parameters: Derivation['parameters'],
  inputs: Derivation['inputs'],
  context: IdentityContext,
): Derivation {
  const definition = context.definitionOf(analysis);
  let free = 0;
  for (const key in parameters) free |= freeItems(parameters[key]!);
  for (const key in inputs) free |= freeOf(inputs[key]!);
  return {
    id: context.sha256(preimageOf(definition, parameters, bindingsOf(inputs) as unknown as Json)),
    analysis,
    definition,
    parameters,
    inputs,
    free,
  };
}

/** The canonical text whose sha256 is the id, or, with contents in place of ids, the action key. */
export function preimageOf(
  definition: Definition,
  parameters: Derivation['parameters'],
  inputs: Json,
  seed?: Digest,
): string {
  let texts = definitionTexts.get(definition);
  if (!texts) {
    const { name, version, code, environment } = definition;
    texts = [
      `{"code":"${code}","environment":"${environment}","inputs":`,
      `,"stemma":${scheme},"version":${canonicalJson(version)}}`,
    ];
    texts = [texts[0], `,"name":${canonicalJson(name)},"parameters":\0${texts[1]}`];
    definitionTexts.set(definition, texts);
  }
  const [head, tail] = texts;
  const parameterText = canonicalJson(parameters) + (seed === undefined ? '' : `,"seed":"${seed}"`);
  const hole = tail.indexOf('\0');
  return head + canonicalJson(inputs) + tail.slice(0, hole) + parameterText + tail.slice(hole + 1);
}

/** The stored form of all inputs: ids in place of derivations. */
export function bindingsOf(inputs: Derivation['inputs']): Record<string, InputBinding> {
  const bindings: Record<string, InputBinding> = {};
  for (const name in inputs) bindings[name] = bindingOf(inputs[name]!);
  return bindings;
}

function bindingOf(input: BoundInput): InputBinding {
  switch (input.kind) {
    case 'node':
      return {
        id: input.node.id,
        ...(input.accept && { accept: input.accept }),
        ...(input.optional && { optional: true }),
      };
    case 'list':
      return { list: input.items.map(bindingOf) };
    case 'map':
      return { map: Object.fromEntries(Object.entries(input.entries).map(([k, v]) => [k, bindingOf(v)])) };
    case 'each':
      return {
        each: {
          over: input.over.id,
          output: input.output,
          ...(input.one && { one: true }),
          template: bindingOf(input.template),
        },
      };
    case 'absent':
      return { absent: true };
  }
}

/** The derivations directly inside an input; fan-out templates only when `templates` is set, since they are never run. */
export function nodesOf(input: BoundInput, templates = false): Derivation[] {
  const nodes: Derivation[] = [];
  gather(input, templates, nodes);
  return nodes;
}

// Into one array rather than by generators: these walks are asked for at every step of a resolution.
function gather(input: BoundInput, templates: boolean, nodes: Derivation[]): void {
  if (input.kind === 'node') nodes.push(input.node);
  else if (input.kind === 'list') for (const item of input.items) gather(item, templates, nodes);
  else if (input.kind === 'map') for (const key in input.entries) gather(input.entries[key]!, templates, nodes);
  else if (input.kind === 'each') {
    nodes.push(input.over);
    if (templates) gather(input.template, templates, nodes);
  }
}

/** The derivations that a derivation uses directly, as far as they are known before anything has run. */
export function childrenOf(derivation: Derivation, templates = false): Derivation[] {
  const nodes: Derivation[] = [];
  for (const name in derivation.inputs) gather(derivation.inputs[name]!, templates, nodes);
  return nodes;
}

// Inside a template the innermost item (bit 0) is the fan-out's own: seen from outside, all others move one down.
function freeOf(input: BoundInput): number {
  switch (input.kind) {
    case 'node':
      return input.node.free;
    case 'list':
      return input.items.reduce((free, item) => free | freeOf(item), 0);
    case 'map':
      return Object.values(input.entries).reduce((free, item) => free | freeOf(item), 0);
    case 'each':
      return input.over.free | (freeOf(input.template) >>> 1);
    case 'absent':
      return 0;
  }
}

/** The items that a canonical parameter leaves open, as bits. */
export function freeItems(form: Json): number {
  if (form === null || typeof form !== 'object') return 0;
  if (Array.isArray(form)) return (form as readonly Json[]).reduce<number>((free, item) => free | freeItems(item), 0);
  const object = form as Readonly<Record<string, Json>>;
  if (Array.isArray(object.$item)) return 1 << (object.$item[0] as number);
  let free = 0;
  for (const key in object) free |= freeItems(object[key]!);
  return free;
}
