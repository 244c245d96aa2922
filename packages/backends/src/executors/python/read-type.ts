// Types as Python writes them down, made into those of core: one language of types, whoever declares.
import {
  array,
  boolean,
  choice,
  file,
  image,
  integer,
  json,
  listOf,
  maybe,
  number,
  record,
  StemmaError,
  string,
  table,
  type ColumnSpec,
  type Dtype,
  type Type,
} from '@stemma/core';

/** A type as plain data: its kind, and its options under the names that core gives them. */
export interface TypeDocument {
  readonly kind: string;
  readonly pattern?: string;
  readonly dtype?: string;
  readonly choices?: readonly string[];
  readonly item?: TypeDocument;
  readonly type?: TypeDocument;
  readonly fields?: Readonly<Record<string, TypeDocument>>;
  readonly columns?: Readonly<Record<string, TypeDocument>>;
  readonly [option: string]: unknown;
}

/** The type that a document means. @throws StemmaError `invalid_request` for a kind, unit or dtype that does not exist. */
export function readType(document: TypeDocument, where: string): Type<unknown> {
  const { kind, ...options } = document;
  const read = readers[kind];
  if (!read) throw new StemmaError('invalid_request', `${where}: there is no type "${kind}"`, { where });
  try {
    return read(options as never, document, where);
  } catch (thrown) {
    const { message } = thrown as Error;
    throw new StemmaError('invalid_request', `${where}: ${message}`, { where }, thrown);
  }
}

type Reader = (options: never, document: TypeDocument, where: string) => Type<unknown>;

const readers: Readonly<Record<string, Reader>> = {
  number: (options) => number(options),
  integer: (options) => integer(options),
  string: (options, { pattern }) =>
    string({ ...(options as object), ...(pattern !== undefined && { pattern: new RegExp(pattern, 'u') }) }),
  boolean: (options) => boolean(options),
  choice: (options, { choices = [] }) => choice(choices, options),
  json: (options) => json(options),
  array: (options, { dtype }) => array(dtype as Dtype, options),
  image: (options, { dtype }) => image(dtype as Dtype, options),
  file: (options) => file(options),
  table: (options, { columns = {} }) =>
    table(Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, columnOf(column)])), options),
  list: (options, { item }, where) => listOf(readType(item!, where), options),
  record: (options, { fields = {} }, where) =>
    record(
      Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, readType(field, `${where}.${name}`)])),
      options,
    ),
  maybe: (_, { type }, where) => maybe(readType(type!, where)),
};

function columnOf(document: TypeDocument): ColumnSpec {
  const spec: Record<string, unknown> = { ...document };
  delete spec.kind;
  return spec as unknown as ColumnSpec;
}
