// A goal as JSON: how one process asks another for a result (HTTP, Python, notebooks, saved requests). The document
// names analyses instead of holding them, so it is read against the modules that the reader has loaded.
import type { Json } from '../canonical/json.ts';
import { StemmaError } from '../errors.ts';
import type { AnyAnalysis, Assumption, Goal, InputSpec } from './declaration.ts';
import { configure, substitute, without } from './assumptions.ts';
import { checkNames } from './analysis.ts';
import { parameterOf } from './exposed.ts';
import { inPlaceOf, literal, named, source } from './inputs.ts';
import type { Registry } from './registry.ts';

/** A goal, or an input that is an analysis with arguments. */
export interface GoalDocument {
  /** Full or unambiguous short name. */
  readonly analysis: string;
  /** Values in any unit the parameter can be converted from: `4`, `"4 keV"`. */
  readonly parameters?: Readonly<Record<string, Json>>;
  readonly inputs?: Readonly<Record<string, InputDocument>>;
  /** Hold in the whole graph below this goal. */
  readonly assumptions?: readonly AssumptionDocument[];
}

/** What can stand as an input: another goal, a value, a file by its digest, a list, or a map of those. */
export type InputDocument =
  | GoalDocument
  | { readonly value: Json }
  | { readonly file: { readonly sha256: string; readonly name: string; readonly mediaType?: string } }
  | { readonly map: Readonly<Record<string, InputDocument>> }
  | readonly InputDocument[];

/** One change that holds in the whole graph. */
export type AssumptionDocument =
  | { readonly substitute: string; readonly by: InputDocument }
  | {
      readonly configure: string;
      readonly parameters?: Readonly<Record<string, Json>>;
      readonly inputs?: Readonly<Record<string, InputDocument>>;
    }
  | { readonly without: string };

// Deep enough for every goal that a person would write, small enough that a hostile one cannot end the process.
const maxDepth = 64;

/**
 * The goal that a document means. Names become late-bound inputs, so that assumptions concern them too; a consumer that
 * accepts failures or can do without an input still does so for what is given in its place.
 * @throws StemmaError `invalid_request` with `detail.pointer`, an RFC 6901 pointer to the wrong part; `not_found` for
 *   unknown analyses, with the nearest name.
 */
export function goalFromDocument(document: unknown, registry: Pick<Registry, 'get'>): Goal<Record<string, unknown>> {
  return new Reader(registry).goal(document, '', 0) as Goal<Record<string, unknown>>;
}

class Reader {
  readonly #registry: Pick<Registry, 'get'>;

  constructor(registry: Pick<Registry, 'get'>) {
    this.#registry = registry;
  }

  goal(document: unknown, at: string, depth: number): Goal<unknown> {
    const { analysis: name, parameters, inputs, assumptions = [], ...others } = objectAt(document, at);
    refuseOthers(others, at, 'analysis, parameters, inputs, assumptions');
    const analysis = this.#analysis(name, `${at}/analysis`);
    const goal = analysis(this.#args(analysis, parameters, inputs, at, depth)) as Goal<unknown>;
    const rules = listAt(assumptions, `${at}/assumptions`);
    return goal.assuming(...rules.map((rule, i) => this.#assumption(rule, `${at}/assumptions/${i}`, depth)));
  }

  #analysis(name: unknown, at: string): AnyAnalysis {
    if (typeof name !== 'string') throw wrong(at, 'must be the name of an analysis');
    return pointed(at, () => this.#registry.get(name));
  }

  #args(analysis: AnyAnalysis, parameters: unknown, inputs: unknown, at: string, depth: number) {
    const { definition } = analysis;
    const args: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(objectAt(parameters ?? {}, `${at}/parameters`))) {
      const place = `${at}/parameters/${escaped(key)}`;
      pointed(place, () => checkNames(definition, { [key]: value }));
      const type = parameterOf(definition, key);
      if (!type) throw wrong(place, `is an input of ${definition.name}: give it under "inputs"`);
      // Read here too, although binding reads it again: here the place in the document is known.
      pointed(place, () => type.parse(value, `${definition.name}.${key}`));
      args[key] = value;
    }
    for (const [key, value] of Object.entries(objectAt(inputs ?? {}, `${at}/inputs`))) {
      const place = `${at}/inputs/${escaped(key)}`;
      pointed(place, () => checkNames(definition, { [key]: value }));
      const declared = Object.hasOwn(definition.inputs, key) ? definition.inputs[key] : undefined;
      if (declared === undefined)
        throw wrong(place, `is a parameter of ${definition.name}: give it under "parameters"`);
      args[key] = inPlaceOf(declared, this.#input(value, place, depth + 1));
    }
    return args;
  }

  #input(document: unknown, at: string, depth: number): InputSpec {
    if (depth > maxDepth) throw wrong(at, `is nested more than ${maxDepth} deep`);
    if (Array.isArray(document)) return document.map((item, i) => this.#input(item, `${at}/${i}`, depth + 1));
    const given = objectAt(document, at);
    if ('analysis' in given) {
      const isBare = Object.keys(given).length === 1;
      // A bare name stays late-bound, as it would in a declaration.
      if (isBare) return named(this.#analysis(given.analysis, `${at}/analysis`).definition.name);
      return this.goal(given, at, depth + 1);
    }
    if ('value' in given) return literal(given.value);
    if ('file' in given) return fileAt(given.file, `${at}/file`);
    if ('map' in given) {
      const entries = Object.entries(objectAt(given.map, `${at}/map`));
      return Object.fromEntries(
        entries.map(([key, item]) => [key, this.#input(item, `${at}/map/${escaped(key)}`, depth + 1)]),
      );
    }
    throw wrong(at, 'must be a list, or an object with "analysis", "value", "file" or "map"');
  }

  #assumption(document: unknown, at: string, depth: number): Assumption {
    const given = objectAt(document, at);
    if ('substitute' in given) {
      const { substitute: name, by, ...others } = given;
      refuseOthers(others, at, 'substitute, by');
      return substitute(this.#analysis(name, `${at}/substitute`), this.#input(by, `${at}/by`, depth + 1));
    }
    if ('configure' in given) {
      const { configure: name, parameters, inputs, ...others } = given;
      refuseOthers(others, at, 'configure, parameters, inputs');
      const analysis = this.#analysis(name, `${at}/configure`);
      return configure(analysis, this.#args(analysis, parameters, inputs, at, depth));
    }
    if ('without' in given) {
      const { without: name, ...others } = given;
      refuseOthers(others, at, 'without');
      return without(this.#analysis(name, `${at}/without`));
    }
    throw wrong(at, 'must have "substitute", "configure" or "without"');
  }
}

function fileAt(document: unknown, at: string): InputSpec {
  const { sha256, name, mediaType = 'application/octet-stream', ...others } = objectAt(document, at);
  refuseOthers(others, at, 'sha256, name, mediaType');
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256))
    throw wrong(`${at}/sha256`, 'must be 64 hexadecimal digits in small letters');
  if (typeof name !== 'string' || name === '') throw wrong(`${at}/name`, 'must be the name of the file');
  if (typeof mediaType !== 'string') throw wrong(`${at}/mediaType`, 'must be a media type');
  return source({ sha256, name, mediaType });
}

function objectAt(given: unknown, at: string): Record<string, unknown> {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw wrong(at, 'must be an object');
  return given as Record<string, unknown>;
}

function listAt(given: unknown, at: string): readonly unknown[] {
  if (!Array.isArray(given)) throw wrong(at, 'must be a list');
  return given;
}

function refuseOthers(others: Record<string, unknown>, at: string, allowed: string): void {
  const [key] = Object.keys(others);
  if (key !== undefined) throw wrong(`${at}/${escaped(key)}`, `is not known here: there can be ${allowed}`);
}

// RFC 6901: the two characters that mean something in a pointer.
function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

function wrong(pointer: string, what: string): StemmaError {
  return new StemmaError('invalid_request', `${pointer || 'the goal'} ${what}`, { pointer });
}

// Errors of names and values keep their words and learn their place in the document.
function pointed<T>(pointer: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof StemmaError)) throw error;
    throw new StemmaError(error.code, error.message, { ...error.detail, pointer }, error);
  }
}
