// What parameters and outputs are: one small interface, `Type`, that reads what people write, checks what
// analyses return, and describes itself as JSON Schema for forms and documentation.
import type { Json } from '../canonical/json.ts';
import { StemmaError } from '../errors.ts';

/** The type of a parameter or an output, with TypeScript's view of its values as `T`. */
export interface Type<T> {
  /** `number`, `table`, `file` …: the kind, for displays and file formats. */
  readonly kind: string;
  /** JSON Schema 2020-12 with `x-unit`, `x-dtype`; what forms and OpenAPI are made of. Counts in no identity. */
  readonly schema: { readonly [key: string]: Json };
  /** The default in canonical units; undefined when a value must be given. */
  readonly default?: T;
  /** True when the value names a unit of data (a science window, an observation): a hole in the L1 shape. */
  readonly dataUnit?: boolean;
  /**
   * Reads what a person or program gave, converting units and text.
   * @throws StemmaError `invalid_request` naming `where`, what was given and what is allowed.
   */
  parse(given: unknown, where: string): T;
  /**
   * Checks what an analysis returned, without converting anything.
   * @throws StemmaError `invalid_request` naming `where` and what is wrong.
   */
  check(value: unknown, where: string): void;
}

/** TypeScript's view of the values of a type. */
export type ValueOf<S> = S extends Type<infer T> ? T : never;

/** What all type constructors take: a sentence for people, a default, the data-unit mark. */
export interface TypeOptions<T> {
  /** One sentence for people, in forms and documentation. */
  readonly description?: string;
  /** The value when none is given, in the declared unit. */
  readonly default?: T;
  /** See {@link Type.dataUnit}. */
  readonly dataUnit?: boolean;
}

/** The error of a value that does not fit, in one wording. */
export function mismatch(where: string, given: unknown, wanted: string): StemmaError {
  return new StemmaError('invalid_request', `${where} must be ${wanted}, got ${show(given)}`, { where, wanted });
}

/** A short text of any value, for messages. */
export function show(value: unknown): string {
  if (typeof value === 'string') return value.length > 60 ? `"${value.slice(0, 57)}…"` : `"${value}"`;
  if (value === null || value === undefined || typeof value === 'number' || typeof value === 'boolean')
    return String(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object')
    return `a ${(value.constructor as { name?: string } | undefined)?.name ?? 'plain object'}`;
  return `a ${typeof value}`;
}

/** The schema parts that every type shares. */
export function described(schema: Record<string, Json>, options: TypeOptions<unknown>): Record<string, Json> {
  if (options.description !== undefined) schema.description = options.description;
  if (options.dataUnit) schema['x-data-unit'] = true;
  return schema;
}
