// A table as a few aligned lines: names, units, the first and the last rows.
import { columns } from './columns.ts';
import { counted, formatNumber } from './numbers.ts';
import type { Style } from './style.ts';
import { cut, oneLine, textWidth } from './text-width.ts';

/** What is shown of tables and long lists. */
export interface Room {
  readonly width: number;
  readonly style: Style;
}

/** A column as its values and what was declared about it. */
export interface ShownColumn {
  readonly name: string;
  readonly unit?: string;
  /** Elements per row. */
  readonly width?: number;
  readonly values: ArrayLike<unknown>;
}

const headRows = 5;
const tailRows = 3;
const maxCellWidth = 32;
const cellDigits = 6;

/** The lines of a table; the first one says how large it is. */
export function tableLines(shown: readonly ShownColumn[], { width, style }: Room): string[] {
  const rows = shown.length === 0 ? 0 : shown[0]!.values.length / (shown[0]!.width ?? 1);
  const title = `table, ${counted(rows, 'row')} × ${counted(shown.length, 'column')}`;
  if (rows === 0)
    return [title, ...(shown.length === 0 ? [] : [style.faint(shown.map(({ name }) => name).join('  '))])];
  const picked = pickRows(rows);
  const fitting = fit(shown, picked, width);
  const lines = columns(grid(fitting, picked, style), {
    right: fitting.flatMap((column, i) => (isText(column) ? [] : [i])),
  });
  const left = shown.length - fitting.length;
  return [
    title,
    ...lines,
    ...(left > 0
      ? [
          style.faint(
            `… and ${counted(left, 'more column')}: ${cut(
              shown
                .slice(fitting.length)
                .map(({ name }) => name)
                .join(', '),
              width - 24,
            )}`,
          ),
        ]
      : []),
  ];
}

// Row numbers, with -1 where rows are left out.
function pickRows(rows: number): number[] {
  const all = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
  if (rows <= headRows + tailRows + 1) return all(0, rows);
  return [...all(0, headRows), -1, ...all(rows - tailRows, rows)];
}

function grid(shown: readonly ShownColumn[], picked: readonly number[], style: Style): string[][] {
  const names = shown.map(({ name }) => style.strong(name));
  const units = shown.map(({ unit = '' }) => style.faint(unit));
  const rows = picked.map((row) => shown.map((column) => (row < 0 ? style.faint('⋮') : cell(column, row))));
  return [names, ...(shown.some(({ unit }) => unit) ? [units] : []), ...rows];
}

function cell({ values, width = 1 }: ShownColumn, row: number): string {
  if (width === 1) return cut(element(values[row]), maxCellWidth);
  const items = Array.from({ length: Math.min(width, 4) }, (_, i) => element(values[row * width + i]));
  return cut(`[${items.join(', ')}${width > 4 ? ', …' : ''}]`, maxCellWidth);
}

function element(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'bigint') return formatNumber(value, cellDigits);
  return oneLine(String(value));
}

function isText({ values, width = 1 }: ShownColumn): boolean {
  return width > 1 || typeof values[0] === 'string';
}

// As many columns as have room; at least one.
function fit(shown: readonly ShownColumn[], picked: readonly number[], width: number): ShownColumn[] {
  let room = width;
  const fitting: ShownColumn[] = [];
  for (const column of shown) {
    const texts = [column.name, column.unit ?? '', ...picked.filter((row) => row >= 0).map((row) => cell(column, row))];
    room -= Math.max(...texts.map(textWidth)) + 2;
    if (room < -2 && fitting.length > 0) break;
    fitting.push(column);
  }
  return fitting;
}
