// Comparisons in words, a line or a few for each: what a person reads before opening anything.
import type {
  ArrayDifferences,
  CurveComparison,
  HduComparison,
  ImageComparison,
  JsonChange,
  NumberComparison,
  TableComparison,
} from '@stemma/data/comparison';
import { formatNumber } from '../terminal/numbers.ts';
import type { ValueComparison } from './compare-values.ts';

/** Lines of one report beyond which the others are counted. */
const mostLines = 8;

/** A comparison in lines; the first is the shortest answer. */
export function comparisonWords(report: ValueComparison): string[] {
  if (report.identical) return ['no difference'];
  switch (report.kind) {
    case 'number':
      return [numberWords(report)];
    case 'array':
      return [report.differences ? sizeWords(report.differences) : `${report.lengths.join(' → ')} values`];
    case 'table':
      return tableWords(report);
    case 'image':
      return [imageWords(report)];
    case 'json':
      return listed(report.changes.map(changeWords), report.total);
    case 'text':
      return [`${report.linesAdded} lines added, ${report.linesRemoved} removed; the first in line ${report.first!.line}`]; // prettier-ignore
    case 'bytes':
      return [`other bytes from ${report.firstAt} on (${report.lengths.join(' → ')} bytes)`];
    case 'fits':
      return report.hdus.filter(({ identical }) => !identical).flatMap(hduWords);
  }
}

function numberWords({ before, after, difference, relative, sigma, unit = '', units }: NumberComparison): string {
  const space = unit === '' ? '' : ` ${unit}`;
  const change = `${formatNumber(before)} → ${formatNumber(after)}`;
  if (units) return `${change}, in other units (${units.join(' → ')})`;
  if (difference === undefined) return `${change}${space}`;
  const parts = [
    `Δ ${signed(difference)}${space}`,
    ...(relative === undefined ? [] : [`${signed(100 * relative)} %`]),
    ...(sigma === undefined ? [] : [`${signed(sigma)} σ`]),
  ];
  return `${change}${space} (${parts.join(', ')})`;
}

function signed(value: number): string {
  return `${value > 0 ? '+' : ''}${formatNumber(value, 3)}`;
}

function sizeWords({ changed, becameUndefined, becameDefined, ...sizes }: ArrayDifferences, unit = ''): string {
  const space = unit === '' ? '' : ` ${unit}`;
  const parts = [`${changed} changed`];
  if (sizes.maxAbs > 0) parts.push(`max |Δ| ${formatNumber(sizes.maxAbs, 4)}${space}, rms ${formatNumber(sizes.rms, 4)}${space}`); // prettier-ignore
  if (sizes.maxSigma !== undefined && sizes.maxSigma > 0) parts.push(`at most ${formatNumber(sizes.maxSigma, 3)} σ`);
  if (becameUndefined > 0) parts.push(`${becameUndefined} became undefined`);
  if (becameDefined > 0) parts.push(`${becameDefined} no longer undefined`);
  return parts.join('; ');
}

function tableWords(report: TableComparison & { readonly curve?: CurveComparison }): string[] {
  const { rows, rowsAdded, rowsRemoved, rowsChanged, rowsMatched, matchedBy, columnsAdded, columnsRemoved } = report;
  const by = typeof matchedBy === 'string' ? 'by order' : `by ${matchedBy.join(', ')}`;
  const parts = [`${rowsChanged} of ${rowsMatched} rows changed, matched ${by}`];
  if (rowsAdded + rowsRemoved > 0) parts.push(`${rows.join(' → ')} rows: ${rowsAdded} added, ${rowsRemoved} removed`);
  if (columnsAdded.length > 0) parts.push(`columns added: ${columnsAdded.join(', ')}`);
  if (columnsRemoved.length > 0) parts.push(`columns removed: ${columnsRemoved.join(', ')}`);
  if (report.rowsReordered) parts.push('rows in another order');
  const columns = report.columns.filter(({ identical }) => !identical);
  const words = columns.map(({ name, unit, units, numbers, first, incomparable, changedRows }) => {
    const what = numbers ? sizeWords(numbers, unit) : first ? `${changedRows} changed, first ${first.before} → ${first.after}` : ''; // prettier-ignore
    return `${name}: ${[incomparable, units && `other unit (${units.join(' → ')})`, what].filter(Boolean).join('; ')}`;
  });
  return [parts.join('; '), ...(report.curve ? [curveWords(report.curve)] : []), ...listed(words, words.length)];
}

function curveWords({ sameGrid, before, chiSquare, ksDistance }: CurveComparison): string {
  const parts = [`as curves on ${sameGrid ? 'their' : 'a common'} grid of ${before.length} bins`];
  if (chiSquare)
    parts.push(`χ² ${formatNumber(chiSquare.value, 4)} for ${chiSquare.degrees}, p = ${formatNumber(chiSquare.probability, 3)}`); // prettier-ignore
  if (ksDistance !== undefined) parts.push(`K–S distance ${formatNumber(ksDistance, 3)}`);
  return parts.join('; ');
}

function imageWords({ matchedBy, shapes, pixels, maxAbsAt, significance, unit, units }: ImageComparison): string {
  const parts: string[] = [];
  if (matchedBy === 'none') parts.push(`shape ${shapes.map((shape) => shape.join('×')).join(' → ')}: not compared`);
  if (matchedBy === 'resampled') parts.push('resampled onto the first');
  if (units) parts.push(`other unit (${units.join(' → ')})`);
  if (pixels?.differences) parts.push(sizeWords(pixels.differences, unit));
  if (maxAbsAt) parts.push(`largest at [${maxAbsAt.join(', ')}]`);
  if (significance !== undefined) parts.push(`significance ${formatNumber(significance, 3)}`);
  return parts.join('; ');
}

function changeWords({ path, change, before, after, numbers }: JsonChange): string {
  if (numbers) return `${path}: ${numberWords(numbers)}`;
  if (change !== 'changed') return `${path}: ${change}`;
  return `${path}: ${shortText(before)} → ${shortText(after)}`;
}

function shortText(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

function hduWords({ index, name, state, cards, data, kinds }: HduComparison): string[] {
  const title = `HDU ${index}${name === '' ? '' : ` ${name}`}`;
  if (state !== 'both') return [`${title}: ${state}`];
  const lines = cards.map(
    ({ keyword, change, before, after }) =>
    change === 'changed' ? `${title}: ${keyword} ${shortText(before)} → ${shortText(after)}` : `${title}: ${keyword} ${change === 'comment' ? 'has another comment' : change}`, // prettier-ignore
  );
  const inside = data && !data.identical ? comparisonWords(data).map((line) => `${title}: ${line}`) : [];
  return [...(kinds ? [`${title}: ${kinds}`] : []), ...listed(lines, lines.length), ...inside];
}

function listed(lines: readonly string[], total: number): string[] {
  const more = total - Math.min(lines.length, mostLines);
  return [...lines.slice(0, mostLines), ...(more > 0 ? [`and ${more} more`] : [])];
}
