// Outputs written as JSON (a user's catalogue) as values of their declared types: lists become typed arrays where the
// schema of the output says so.
import { StemmaError, typedArrayOf, type AnalysisDefinition, type Dtype, type Json } from '@stemma/core';

type Schema = Readonly<Record<string, Json>>;

/**
 * The outputs of an analysis out of plain JSON data: an object with a value for each output. What the types do not
 * allow is left as it is, for them to refuse.
 * @throws StemmaError `invalid_request` when it is no object, or a number cannot be read.
 */
export function outputsFromJson(
  { name, outputs }: AnalysisDefinition,
  given: unknown,
  where: string,
): Record<string, unknown> {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new StemmaError(
      'invalid_request',
      `${where} must be an object with the outputs of ${name}: ${Object.keys(outputs).join(', ')}`,
      { where },
    );
  }
  const entries = Object.entries(given).map(([key, value]) => [
    key,
    key in outputs ? fromJson(value, outputs[key]!.schema, `${where}: ${key}`) : value,
  ]);
  return Object.fromEntries(entries) as Record<string, unknown>;
}

// Follows the schema as far as it goes: tables, arrays, images (an object with `data`), records, lists.
function fromJson(value: unknown, schema: Schema, where: string): unknown {
  if (schema['x-columns'])
    return mapFields(
      value,
      schema['x-columns'] as Record<string, Schema>,
      (field, column, at) => elements(field, column.dtype, at),
      where,
    );
  if (schema['x-dtype'] && schema.type === 'array') return elements(value, schema['x-dtype'], where);
  if (schema['x-dtype'])
    return mapFields(value, { data: schema }, (field, image, at) => elements(field, image['x-dtype'], at), where);
  if (schema.properties) return mapFields(value, schema.properties as Record<string, Schema>, fromJson, where);
  if (schema.items && Array.isArray(value))
    return value.map((item, i) => fromJson(item, schema.items as Schema, `${where}[${i}]`));
  return value;
}

function mapFields(
  value: unknown,
  schemas: Readonly<Record<string, Schema>>,
  read: (field: unknown, schema: Schema, where: string) => unknown,
  where: string,
): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [
      key,
      schemas[key] ? read(field, schemas[key], `${where}.${key}`) : field,
    ]),
  );
}

// Numbers may be written as text where JSON has none: "NaN", "-Infinity", integers beyond 2^53.
function elements(value: unknown, dtype: unknown, where: string): unknown {
  if (!Array.isArray(value) || dtype === 'string' || dtype === 'boolean') return value;
  const empty = typedArrayOf(dtype as Dtype, new Uint8Array());
  const read =
    empty instanceof BigInt64Array || empty instanceof BigUint64Array
      ? (item: unknown) => BigInt(item as string)
      : numberOf;
  const { from } = empty.constructor as unknown as {
    from(items: unknown[], read: (item: unknown) => unknown): unknown;
  };
  try {
    return from.call(empty.constructor, value, read);
  } catch (cause) {
    throw new StemmaError(
      'invalid_request',
      `${where} must be a list of ${String(dtype)}: ${(cause as Error).message}`,
      { where },
      cause,
    );
  }
}

function numberOf(item: unknown): number {
  const number = typeof item === 'string' && item.trim() !== '' ? Number(item) : item;
  if (typeof number !== 'number' || (Number.isNaN(number) && item !== 'NaN'))
    throw new TypeError(`${JSON.stringify(item)} is no number`);
  return number;
}
