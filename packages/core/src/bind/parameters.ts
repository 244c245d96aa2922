// From what a request says to canonical parameters: defaults filled in, units converted, ranges checked,
// placeholders of fan-outs turned into numbered holes.
import type { AnalysisDefinition, Args, EachInput } from '../analysis/declaration.ts';
import { itemOf } from '../analysis/inputs.ts';
import { canonicalForm, fromCanonicalForm } from '../canonical/form.ts';
import type { Json } from '../canonical/json.ts';
import { StemmaError } from '../errors.ts';
import type { Type } from '../types/type.ts';
import { freeItems } from './derivation.ts';

/** The fan-outs around a place, the innermost first. Shared, compared by reference. */
export interface Scope {
  /** The fan-out itself, as it was declared. */
  readonly owner: EachInput<unknown>;
  /** The scope around it; undefined for the outermost. */
  readonly outer: Scope | undefined;
}

/**
 * The canonical parameters of an analysis.
 * @throws StemmaError `invalid_request` for a missing value, a value out of range, a wrong unit.
 */
export function canonicalParameters(
  definition: AnalysisDefinition,
  args: Args,
  scope: Scope | undefined,
): Record<string, Json> {
  const parameters: Record<string, Json> = {};
  for (const [name, type] of Object.entries(definition.parameters)) {
    // Null is a value of its own: "none", or a literal null.
    const given = args[name] === undefined ? type.default : args[name];
    const where = `${definition.name}.${name}`;
    if (given === undefined)
      throw new StemmaError('invalid_request', `${where} must be given: ${describe(type.schema)}`, { parameter: name });
    // What a placeholder stands for can be checked only when the list is known: then each member is.
    parameters[name] = hasItems(given)
      ? formWithHoles(given, scope, where)
      : canonicalForm(type.parse(given, where), where);
  }
  return parameters;
}

/**
 * Fills the holes of canonical parameters that belong to the fan-out at `depth` with an element's canonical form. What
 * has no holes left is read by its type: only now can its range, unit or pattern be checked.
 * @param depth how many fan-outs lie between the template and this place.
 * @throws StemmaError `invalid_request` when the element lacks a field, or does not fit the type.
 */
export function fillHoles(
  definition: AnalysisDefinition,
  parameters: Readonly<Record<string, Json>>,
  depth: number,
  item: Json,
): Record<string, Json> {
  const filled: Record<string, Json> = {};
  for (const name in parameters) {
    const before = parameters[name]!;
    if ((freeItems(before) & (1 << depth)) === 0) {
      filled[name] = before;
      continue;
    }
    const where = `${definition.name}.${name}`;
    const value = fill(before, depth, item, where);
    const type = definition.parameters[name]!;
    filled[name] =
      freeItems(value) === 0 ? canonicalForm(parseElement(type, fromCanonicalForm(value), where), where) : value;
  }
  return filled;
}

// An element is a value already: text that looks like JSON stays text.
function parseElement(type: Type<unknown>, value: unknown, where: string): unknown {
  return type.kind === 'json' && typeof value === 'string' ? value : type.parse(value, where);
}

function fill(form: Json, depth: number, item: Json, where: string): Json {
  if (form === null || typeof form !== 'object') return form;
  if (Array.isArray(form)) return form.map((element: Json) => fill(element, depth, item, where));
  const object = form as Readonly<Record<string, Json>>;
  if (!Array.isArray(object.$item))
    return Object.fromEntries(Object.entries(object).map(([k, v]) => [k, fill(v, depth, item, where)]));
  const [index, ...path] = object.$item as [number, ...string[]];
  if (index !== depth) return form;
  let value: Json | undefined = item;
  for (const key of path) value = (value as Readonly<Record<string, Json>> | null)?.[key];
  if (value === undefined)
    throw new StemmaError('invalid_request', `${where}: the elements of the list have no field "${path.join('.')}"`, {
      parameter: where,
    });
  return value;
}

function hasItems(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (itemOf(value)) return true;
  if (Array.isArray(value)) return value.some(hasItems);
  return Object.getPrototypeOf(value) === Object.prototype && Object.values(value).some(hasItems);
}

// The canonical form with numbered holes in place of placeholders.
function formWithHoles(value: unknown, scope: Scope | undefined, where: string): Json {
  const item = itemOf(value);
  if (item) return { $item: [indexOf(item.owner, scope, where), ...item.path] };
  if (!hasItems(value)) return canonicalForm(value, where);
  if (Array.isArray(value)) return value.map((element) => formWithHoles(element, scope, where));
  return Object.fromEntries(Object.entries(value as object).map(([k, v]) => [k, formWithHoles(v, scope, where)]));
}

// How many fan-outs lie between a placeholder and its own (de Bruijn's index), so that a closed sub-graph
// has one identity wherever it stands.
function indexOf(owner: EachInput<unknown>, scope: Scope | undefined, where: string): number {
  let index = 0;
  for (let at = scope; at; at = at.outer, index++) if (at.owner === owner) return index;
  throw new StemmaError('invalid_request', `${where}: the item of an each() is used outside of it`, {
    parameter: where,
  });
}

function describe(schema: Readonly<Record<string, Json>>): string {
  const unit = schema['x-unit'] ? ` in ${String(schema['x-unit'])}` : '';
  const text = schema.description ? ` (${String(schema.description)})` : '';
  return `a ${String(schema.type ?? 'value')}${unit}${text}`;
}
