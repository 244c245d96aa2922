// The kinds of inputs besides analyses: late-bound names, literals, files, optional and accepting inputs, fan-outs.
import { StemmaError } from '../errors.ts';
import type {
  AcceptingInput,
  Analysis,
  AnyAnalysis,
  EachInput,
  FileInput,
  Goal,
  InputSpec,
  InputValue,
  LiteralInput,
  NamedInput,
  OptionalInput,
  SourceEntry,
} from './declaration.ts';

/** What can be resolved by itself: an analysis, a goal, or a name for one. */
export type Requested = AnyAnalysis | Goal<unknown> | NamedInput;

/** An input by the full name of its analysis, found in the loaded modules when the goal is bound. */
export function named(name: string): NamedInput {
  return { kind: 'named', name };
}

/** A literal value as an input; anything that has a canonical form. */
export function literal<T>(value: T): LiteralInput<T> {
  return { kind: 'literal', value };
}

/** A declared data source as an input. Its identity is its name and digest; where it lies does not count. */
export function source(entry: SourceEntry): FileInput {
  return { kind: 'file', source: entry };
}

/** Makes an input optional. */
export function optional<S extends Requested>(input: S): OptionalInput<InputValue<S>> {
  return { kind: 'optional', input };
}

/** Accepts expected failures of an input (those with the given reasons, or all): `run` sees an {@link Outcome}. */
export function accepting<S extends Requested>(input: S, ...reasons: string[]): AcceptingInput<InputValue<S>> {
  return { kind: 'accepting', input, ...(reasons.length > 0 && { reasons }) };
}

/** What is given in place of a declared input: a consumer that accepts failures, or can do without, still does so for it. */
export function inPlaceOf(declared: InputSpec, given: InputSpec): InputSpec {
  const { kind } = declared as { kind?: unknown };
  return kind === 'optional' || kind === 'accepting' ? ({ ...declared, input: given } as InputSpec) : given;
}

/** True for what stands for itself as an input: text, numbers, flags, null, and placeholders of fan-outs. */
export function isPlainValue(given: unknown): boolean {
  return (typeof given !== 'object' && typeof given !== 'function') || given === null || itemOf(given) !== undefined;
}

/**
 * Checks what a declaration gives as an input.
 * @throws StemmaError `invalid_request` naming the place of what is nothing, or is no input.
 */
export function checkInput(spec: unknown, where: string): void {
  if (spec === undefined || spec === null) {
    throw new StemmaError(
      'invalid_request',
      `${where} is ${String(spec)}: does its module import this one in a circle? Use named('…') then`,
      { input: where },
    );
  }
  if (isPlainValue(spec) || typeof (spec as { kind?: unknown }).kind === 'string') return;
  const isPlain = Array.isArray(spec) || [Object.prototype, null].includes(Object.getPrototypeOf(spec));
  if (!isPlain)
    throw new StemmaError(
      'invalid_request',
      `${where} is no input: give an analysis, a goal, literal(…), source(…), or a list or map of those`,
      { input: where },
    );
  for (const [key, item] of Object.entries(spec as object))
    checkInput(item, Array.isArray(spec) ? `${where}[${key}]` : `${where}.${key}`);
}

// A fan-out under construction: gives its items their owner.
let building = 0;

type Element<L> = L extends readonly (infer E)[] ? E : L extends { readonly [n: number]: infer E } ? E : never;
type OutputsOf<S> = S extends Analysis<infer O> ? O : S extends Goal<infer O> ? O : Readonly<Record<string, unknown>>;

/**
 * One input for each element of a list output: `each(SelectScienceWindows, 'scws', scw => SkyImage({ scw }))`.
 * The function is called once, with a placeholder: it may hand the item or its fields on as parameters, not compute
 * with them, so the identity of the whole is known before the list is.
 */
export function each<S extends Requested, K extends string & keyof OutputsOf<S>, T extends InputSpec>(
  over: S,
  output: K,
  template: (item: Element<OutputsOf<S>[K]>) => T,
): EachInput<readonly InputValue<T>[]> {
  return fanOut(over as never, output, template as never, false);
}

/** One input that follows from a value of another result: `following(Select, 'best', scw => SkyImage({ scw }))`. */
export function following<S extends Requested, K extends string & keyof OutputsOf<S>, T extends InputSpec>(
  over: S,
  output: K,
  template: (item: OutputsOf<S>[K]) => T,
): EachInput<InputValue<T>> {
  return fanOut(over as never, output, template as never, true);
}

function fanOut(
  over: EachInput<unknown>['over'],
  output: string,
  template: (item: unknown) => InputSpec,
  one: boolean,
): EachInput<never> {
  const owner = { kind: 'each' as const, over, output, template: undefined as unknown as InputSpec, one };
  building++;
  try {
    owner.template = template(item(owner, []));
  } finally {
    building--;
  }
  return owner;
}

const itemMark = Symbol('item');

/** A placeholder for an element of a fan-out: whose, and which field of it. */
export interface Item {
  readonly owner: EachInput<unknown>;
  readonly path: readonly string[];
}

function item(owner: EachInput<unknown>, path: readonly string[]): unknown {
  const mark: Item = { owner, path };
  return new Proxy(Object.freeze({}), {
    get(_, key) {
      if (key === itemMark) return mark;
      if (typeof key === 'string' && key !== 'toJSON' && key !== 'then' && building > 0)
        return item(owner, [...path, key]);
      if (key === Symbol.toPrimitive || key === 'toString') {
        throw new TypeError('the item of each() is a placeholder: hand it on as a parameter, do not compute with it');
      }
      return undefined;
    },
  });
}

/** The placeholder that a value is, or undefined. */
export function itemOf(value: unknown): Item | undefined {
  return typeof value === 'object' && value !== null ? (value as { [itemMark]?: Item })[itemMark] : undefined;
}
