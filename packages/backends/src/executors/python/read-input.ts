// Inputs as Python writes them down, made into those of core. Analyses are named, never held: a Python module takes the
// results of TypeScript ones, and the other way round, whichever is loaded first.
import {
  accepting,
  configure,
  each,
  following,
  goalOf,
  literal,
  named,
  optional,
  source,
  StemmaError,
  substitute,
  without,
  type Assumption,
  type InputSpec,
  type Requested,
  type SourceEntry,
} from '@stemma/core';

type FanOut = (over: InputSpec, output: string, template: (element: unknown) => InputSpec) => InputSpec;
type Documents = Readonly<Record<string, InputDocument>>;

/** An input as plain data. */
export type InputDocument =
  | {
      readonly analysis: string;
      readonly parameters?: Readonly<Record<string, unknown>>;
      readonly inputs?: Documents;
      readonly assumptions?: readonly AssumptionDocument[];
    }
  | { readonly value: unknown }
  | { readonly file: SourceEntry }
  | { readonly map: Documents }
  | { readonly optional: InputDocument }
  | { readonly accepting: InputDocument; readonly reasons: readonly string[] }
  | {
      readonly each: {
        readonly over: InputDocument;
        readonly output: string;
        readonly template: InputDocument;
        readonly one: boolean;
      };
    }
  /** The element of the fan-out around it, or a field of that. */
  | { readonly item: readonly string[] }
  | readonly InputDocument[];

/** An assumption as plain data. */
export type AssumptionDocument =
  | { readonly substitute: string; readonly by: InputDocument }
  | { readonly configure: string; readonly parameters?: Readonly<Record<string, unknown>>; readonly inputs?: Documents }
  | { readonly without: string };

/**
 * The input that a document means.
 * @param item the placeholder of the fan-out that it stands in.
 * @throws StemmaError `invalid_request` for what is no input.
 */
export function readInput(document: InputDocument, item?: unknown): InputSpec {
  const inside = (given: InputDocument) => readInput(given, item);
  if (Array.isArray(document)) return (document as readonly InputDocument[]).map(inside);
  const given = document as Single;
  if ('analysis' in given) {
    const { analysis, parameters = {}, inputs = {}, assumptions = [] } = given;
    // A bare name stays late-bound, as it would in a declaration.
    if (Object.keys(given).length === 1) return named(analysis);
    return goalOf(
      named(analysis),
      argumentsOf(parameters, inputs, item),
      assumptions.map((rule) => readAssumption(rule, item)),
    );
  }
  return 'each' in given ? readFanOut(given.each, inside) : readLeaf(given, inside, item);
}

type Single = Exclude<InputDocument, readonly InputDocument[]>;

function readLeaf(given: Single, inside: (one: InputDocument) => InputSpec, item: unknown): InputSpec {
  if ('value' in given) return literal(given.value);
  if ('file' in given) return source(given.file);
  if ('map' in given) return Object.fromEntries(Object.entries(given.map).map(([name, one]) => [name, inside(one)]));
  if ('optional' in given) return optional(inside(given.optional) as Requested);
  if ('accepting' in given) return accepting(inside(given.accepting) as Requested, ...given.reasons);
  if ('item' in given) return pick(item, given.item) as InputSpec;
  throw new StemmaError('invalid_request', `${JSON.stringify(given)} is no input`);
}

function readFanOut(
  { over, output, template, one }: Extract<Single, { readonly each: unknown }>['each'],
  inside: (one: InputDocument) => InputSpec,
): InputSpec {
  // Untyped: what the list holds is known only when it is there.
  const fanOut: FanOut = one ? (following as never) : (each as never);
  return fanOut(inside(over), output, (element) => readInput(template, element));
}

/** The assumption that a document means. */
export function readAssumption(document: AssumptionDocument, item?: unknown): Assumption {
  if ('substitute' in document) return substitute(named(document.substitute), readInput(document.by, item));
  if ('without' in document) return without(named(document.without));
  return configure(named(document.configure), argumentsOf(document.parameters ?? {}, document.inputs ?? {}, item));
}

function argumentsOf(parameters: Readonly<Record<string, unknown>>, inputs: Documents, item: unknown) {
  const args: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(parameters)) args[name] = isItem(value) ? pick(item, value.item) : value;
  for (const [name, input] of Object.entries(inputs)) args[name] = readInput(input, item);
  return args;
}

function isItem(value: unknown): value is { readonly item: readonly string[] } {
  return typeof value === 'object' && value !== null && Object.keys(value).join() === 'item';
}

// Each step gives a placeholder for the field.
function pick(item: unknown, path: readonly string[]): unknown {
  if (item === undefined) throw new StemmaError('invalid_request', 'the item of each() stands outside of it');
  return path.reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], item);
}
