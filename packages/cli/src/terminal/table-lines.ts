// A table as a few aligned lines: names, units, the first and the last rows.
import { columns } from './columns.ts';
import { counted, formatNumber, tellingDigits } from './numbers.ts';
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
const shownElements = 4;

/**
 * The lines of a table; the first one says how large it is. The first five and the last three rows are shown, and as
 * many columns as have room; what is left out is counted. Only shown cells are read, so the cost does not grow with the
 * table. Numbers of a column get the fewest digits that tell neighbours apart.
 * @param shown columns of equal length (times their width).
 */
export function tableLines(shown: readonly ShownColumn[], { width, style }: Room): string[] {
  const rows = shown.length === 0 ? 0 : shown[0]!.values.length / (shown[0]!.width ?? 1);
  const title = `table, ${counted(rows, 'row')} × ${counted(shown.length, 'column')}`;
  if (shown.length === 0) return [title];
  if (rows === 0) return [title, style.faint(shown.map(({ name }) => name).join('  '))];
  const picked = pickRows(rows);
  const fitting = fit(shown, picked, width);
  const right = fitting.flatMap((column, i) => (isText(column) ? [] : [i]));
  const rest = shown.slice(fitting.length).map(({ name }) => name);
  return [title, ...columns(grid(fitting, picked, style), { right }), ...leftOut(rest, width).map(style.faint)];
}

function leftOut(names: readonly string[], width: number): string[] {
  if (names.length === 0) return [];
  return [cut(`… and ${counted(names.length, 'more column')}: ${names.join(', ')}`, width)];
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
  const cells = shown.map((column) => cellsOf(column, picked));
  const rows = picked.map((row, i) => cells.map((column) => (row < 0 ? style.faint('⋮') : column[i]!)));
  return [names, ...(shown.some(({ unit }) => unit) ? [units] : []), ...rows];
}

// Texts for the picked rows; empty where rows are left out.
function cellsOf({ values, width = 1 }: ShownColumn, picked: readonly number[]): string[] {
  const rows = picked.map((row) => (row < 0 ? [] : Array.from({ length: width }, (_, i) => values[row * width + i])));
  const digits = tellingDigits(rows.flat(), cellDigits);
  return rows.map((items) =>
    cut(
      cellText(
        items.slice(0, shownElements).map((item) => element(item, digits)),
        width,
      ),
      maxCellWidth,
    ),
  );
}

function cellText(texts: readonly string[], width: number): string {
  if (width === 1) return texts[0] ?? '';
  return texts.length === 0 ? '' : `[${texts.join(', ')}${width > shownElements ? ', …' : ''}]`;
}

function element(value: unknown, digits: number): string {
  if (typeof value === 'number' || typeof value === 'bigint') return formatNumber(value, digits);
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
    const texts = [column.name, column.unit ?? '', ...cellsOf(column, picked)];
    room -= Math.max(...texts.map(textWidth)) + 2;
    if (room < -2 && fitting.length > 0) break;
    fitting.push(column);
  }
  return fitting;
}
