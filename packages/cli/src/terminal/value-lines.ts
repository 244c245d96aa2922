// Values of results for eyes: numbers with units, tables by head and tail, arrays by size and range, files by size and place.
import { dtypeOf, FileValue, isTypedArray, type Json, type TypedArray } from '@stemma/core';
import { counted, digitsFor, formatMeasured, formatNumber, tellingDigits, withUnit } from './numbers.ts';
import { formatBytes } from './quantities.ts';
import { tableLines, type Room, type ShownColumn } from './table-lines.ts';
import { cut, oneLine } from './text-width.ts';

type Schema = Readonly<Record<string, Json>>;

/** What else is known about files: their sizes, and where they can be read. */
export interface FileFacts {
  /** Undefined where it is not known. */
  sizeBytes(file: FileValue): number | undefined;
  /** A path that can be typed; undefined for files that lie in no folder of this machine. */
  place(file: FileValue): string | undefined;
}

/** How values are shown. */
export interface ValueRoom extends Room {
  readonly files: FileFacts;
}

const shownItems = 6;
const maxDepth = 4;

/**
 * Lines that show a value; the first stands beside its name. Units and meanings come from the schema of the declaration;
 * without one, units are unknown and tables are told by their structure. Never longer than a screen, whatever the value.
 * @param depth how many records stand around it; deeper than four only names of fields are shown.
 */
export function valueLines(value: unknown, schema: Schema | undefined, room: ValueRoom, depth = 0): string[] {
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return [withUnit(formatNumber(value, digitsFor(unitOf(schema))), room.style.faint(unitOf(schema)))];
    case 'string':
      return textLines(value, room);
    case 'object':
      return value === null ? [room.style.faint('none')] : objectLines(value, schema, room, depth);
    default:
      return [value === undefined ? room.style.faint('none') : String(value)];
  }
}

function objectLines(value: object, schema: Schema | undefined, room: ValueRoom, depth: number): string[] {
  if (value instanceof FileValue) return fileLines(value, room);
  if (isTypedArray(value)) return [arrayLine(value, unitOf(schema), room)];
  if (value instanceof Date) return [value.toISOString()];
  if (value instanceof Set) return listLines([...value], undefined, room, depth);
  if (value instanceof Map)
    return recordLines(
      [...value].map(([k, v]) => [oneLine(String(k)), v]),
      {},
      room,
      depth,
    );
  if (Array.isArray(value)) return listLines(value, schema?.items as Schema | undefined, room, depth);
  if (isImage(value)) return [imageLine(value, unitOf(schema), room)];
  return plainLines(value as Record<string, unknown>, schema, room, depth);
}

function plainLines(
  value: Readonly<Record<string, unknown>>,
  schema: Schema | undefined,
  room: ValueRoom,
  depth: number,
): string[] {
  const measured = measuredLine(value, schema, room);
  if (measured !== undefined) return [measured];
  const shown = columnsOf(value, schema);
  if (shown) return tableLines(shown, room);
  return recordLines(Object.entries(value), (schema?.properties ?? {}) as Record<string, Schema>, room, depth);
}

function textLines(text: string, { style, width }: ValueRoom): string[] {
  const lines = text.split('\n').map((line) => cut(oneLine(line), width));
  if (lines.length === 1) return [text === '' ? style.faint('empty text') : lines[0]!];
  const left = lines.length - 12;
  return [
    `text, ${counted(lines.length, 'line')}`,
    ...lines.slice(0, 12),
    ...(left > 0 ? [style.faint(`… ${counted(left, 'more line')}`)] : []),
  ];
}

function fileLines(file: FileValue, { style, files }: ValueRoom): string[] {
  const size = files.sizeBytes(file);
  const facts = [
    file.mediaType === 'application/octet-stream' ? 'file' : file.mediaType,
    ...(size === undefined ? [] : [formatBytes(size)]),
  ];
  const place = files.place(file);
  return [
    `${style.strong(file.name)}  ${style.faint(facts.join(', '))}`,
    ...(place === undefined ? [] : [style.faint(place)]),
  ];
}

function arrayLine(array: TypedArray, unit: string, { style }: ValueRoom): string {
  const kind = style.faint(`${dtypeOf(array)}[${array.length}]`);
  const isShort = array.length <= shownItems;
  const items = isShort ? [...(array as Iterable<number | bigint>)] : [array[0]!, array[1]!, array[2]!, array.at(-1)!];
  const digits = tellingDigits(items, digitsFor(unit));
  const texts = items.map((item) => formatNumber(item, digits));
  if (!isShort) texts.splice(3, 0, '…');
  const shown = `${kind}  ${withUnit(texts.join(', '), style.faint(unit))}`;
  return isShort ? shown : `${shown}  ${style.faint(rangeText(array))}`;
}

function imageLine(
  { shape, data }: { shape: readonly number[]; data: TypedArray },
  unit: string,
  { style }: ValueRoom,
): string {
  return `image, ${shape.join(' × ')} pixels  ${style.faint(withUnit(`${dtypeOf(data)}, ${rangeText(data)}`, unit))}`;
}

// One pass, without sorting or copying: images have millions of pixels. Blank (NaN) pixels are counted apart.
function rangeText(array: TypedArray): string {
  let [low, high]: [number, number] = [Infinity, -Infinity];
  let blank = 0;
  for (const item of array) {
    const value = Number(item);
    if (Number.isNaN(value)) blank++;
    else if (value < low) low = value;
    if (value > high) high = value;
  }
  const range = low > high ? 'only NaN' : `from ${formatNumber(low)} to ${formatNumber(high)}`;
  return blank > 0 && low <= high ? `${range}, ${blank} NaN` : range;
}

function listLines(items: readonly unknown[], schema: Schema | undefined, room: ValueRoom, depth: number): string[] {
  if (items.length === 0) return [room.style.faint('an empty list')];
  if (items.every((item) => typeof item !== 'object' || item === null)) {
    const texts = items
      .slice(0, items.length <= 12 ? 12 : shownItems)
      .map((item) => valueLines(item, undefined, room)[0]!);
    const more = items.length > texts.length ? room.style.faint(` … ${items.length} in all`) : '';
    return [withUnit(texts.join(', '), room.style.faint(unitOf(schema))) + more];
  }
  const shown = items.slice(0, shownItems).map((item, i): [string, unknown] => [`[${i}]`, item]);
  const lines = entryLines(shown, () => schema, room, depth);
  const left = items.length - shown.length;
  return [`list of ${items.length}`, ...lines, ...(left > 0 ? [room.style.faint(`… and ${left} more`)] : [])];
}

function recordLines(
  entries: readonly (readonly [string, unknown])[],
  schemas: Readonly<Record<string, Schema>>,
  room: ValueRoom,
  depth: number,
): string[] {
  if (entries.length === 0) return [room.style.faint('an empty record')];
  if (depth >= maxDepth) return [room.style.faint(`record of ${entries.map(([key]) => key).join(', ')}`)];
  return ['', ...entryLines(entries, (key) => schemas[key], room, depth)].filter((line, i) => i > 0 || line !== '');
}

/** Named values under each other, their names aligned. */
export function entryLines(
  entries: readonly (readonly [string, unknown])[],
  schemaOf: (key: string) => Schema | undefined,
  room: ValueRoom,
  depth = 0,
): string[] {
  const margin = Math.min(24, Math.max(0, ...entries.map(([key]) => key.length))) + 2;
  return entries.flatMap(([key, value]) => {
    const schema = schemaOf(key);
    const [first = '', ...rest] = valueLines(value, schema, { ...room, width: room.width - margin }, depth + 1);
    const meaning =
      typeof schema?.description === 'string' && rest.length === 0 ? room.style.faint(`  ${schema.description}`) : '';
    return [`${key.padEnd(margin)}${first}${meaning}`, ...rest.map((line) => ' '.repeat(margin) + line)];
  });
}

// Value and error in one unit are written as the field writes them.
function measuredLine(
  record: Readonly<Record<string, unknown>>,
  schema: Schema | undefined,
  { style }: ValueRoom,
): string | undefined {
  const { value, error } = record;
  if (typeof value !== 'number' || typeof error !== 'number' || Object.keys(record).length !== 2) return undefined;
  const { value: one, error: other } = (schema?.properties ?? {}) as Record<string, Schema | undefined>;
  return unitOf(one) === unitOf(other) ? withUnit(formatMeasured(value, error), style.faint(unitOf(one))) : undefined;
}

function isImage(value: object): value is { shape: readonly number[]; data: TypedArray } {
  const { shape, data } = value as { shape?: unknown; data?: unknown };
  return Array.isArray(shape) && isTypedArray(data);
}

// Declared columns; without a declaration, arrays of one length are taken as a table.
function columnsOf(value: Readonly<Record<string, unknown>>, schema: Schema | undefined): ShownColumn[] | undefined {
  const declared = schema?.['x-columns'] as Readonly<Record<string, { unit?: string; width?: number }>> | undefined;
  const entries = Object.entries(value) as [string, ArrayLike<unknown>][];
  if (declared) return entries.map(([name, values]) => ({ name, values, ...declared[name] }));
  const [first] = entries;
  const isTable =
    first !== undefined &&
    isTypedArray(first[1]) &&
    entries.every(([, values]) => (isTypedArray(values) || Array.isArray(values)) && values.length === first[1].length);
  return isTable ? entries.map(([name, values]) => ({ name, values })) : undefined;
}

function unitOf(schema: Schema | undefined): string {
  const unit = schema?.['x-unit'];
  return typeof unit === 'string' ? unit : '';
}
