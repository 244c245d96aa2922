/** One panel of a figure: a frame with axes, and what is drawn inside, as SVG. */

import type { Scale } from './scale.ts';
import { fixed, stepPath, type Frame, type Steps } from './step-path.ts';

/**
 * Something inside a panel: histogram steps, a line through points, a band between two values of x, or a vertical
 * line at one. Everything is cut off at the frame. Values are in the units of the axes, widths in SVG units.
 */
export type Mark =
  | { readonly kind: 'steps'; readonly steps: Steps; readonly colour: string; readonly strokeWidth?: number }
  | {
      readonly kind: 'line';
      readonly x: ArrayLike<number>;
      readonly y: ArrayLike<number>;
      readonly colour: string;
      readonly strokeWidth?: number;
      readonly dash?: string;
    }
  | {
      readonly kind: 'band';
      readonly from: number;
      readonly to: number;
      readonly colour: string;
      readonly opacity?: number;
      readonly label?: string;
    }
  | {
      readonly kind: 'vertical';
      readonly at: number;
      readonly colour: string;
      readonly dash?: string;
      readonly label?: string;
    };

/** A panel: where it lies, its axes, and its marks from back to front. */
export interface Panel {
  readonly frame: Frame;
  readonly x: Scale;
  readonly y: Scale;
  readonly xLabel?: string;
  readonly yLabel: string;
  readonly marks: readonly Mark[];
}

const ink = '#222222';
const faint = '#dddddd';

/** A panel as SVG elements: grid, marks in their order, frame, labels. Labels take about 80 units on the left and 46 below. */
export function panelSvg({ frame, x, y, xLabel, yLabel, marks }: Panel): string {
  const { left, top, width, height } = frame;
  const parts = [gridSvg({ frame, x, y })];
  for (const mark of marks) parts.push(markSvg(mark, frame, x, y));
  parts.push(
    `<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="none" stroke="${ink}" stroke-width="1"/>`,
  );
  parts.push(xAxisSvg(frame, x, xLabel), yAxisSvg(frame, y, yLabel));
  return parts.join('\n');
}

// One path for all lines instead of an element for each.
function gridSvg({ frame, x, y }: Pick<Panel, 'frame' | 'x' | 'y'>): string {
  const { left, top, width, height } = frame;
  const vertical = x.ticks.map((tick) => `M${fixed(left + width * x.position(tick.value))} ${top}v${height}`);
  const horizontal = y.ticks.map((tick) => `M${left} ${fixed(top + height * (1 - y.position(tick.value)))}h${width}`);
  return `<path d="${[...vertical, ...horizontal].join('')}" stroke="${faint}" stroke-width="0.6" fill="none"/>`;
}

function markSvg(mark: Mark, frame: Frame, x: Scale, y: Scale): string {
  const { left, top, width, height } = frame;
  const toX = (value: number) => left + width * Math.min(1, Math.max(0, x.position(value)));
  const toY = (value: number) => top + height * (1 - Math.min(1, Math.max(0, y.position(value))));
  switch (mark.kind) {
    case 'steps':
      return `<path d="${stepPath(mark.steps, x, y, frame)}" fill="none" stroke="${mark.colour}" stroke-width="${mark.strokeWidth ?? 1}" stroke-linejoin="round"/>`;
    case 'line': {
      const points = Array.from(mark.x, (value, i) => `${fixed(toX(value))},${fixed(toY(mark.y[i]!))}`);
      return `<polyline points="${points.join(' ')}" fill="none" stroke="${mark.colour}" stroke-width="${mark.strokeWidth ?? 1}"${dashed(mark.dash)}/>`;
    }
    case 'band': {
      const [from, to] = [toX(mark.from), toX(mark.to)];
      const box = `<rect x="${fixed(from)}" y="${top}" width="${fixed(Math.max(0, to - from))}" height="${height}" fill="${mark.colour}" opacity="${mark.opacity ?? 0.15}"/>`;
      return mark.label === undefined
        ? box
        : box + textSvg(mark.label, (from + to) / 2, top + 16, { anchor: 'middle', colour: mark.colour });
    }
    case 'vertical': {
      const at = fixed(toX(mark.at));
      const line = `<path d="M${at} ${top}v${height}" stroke="${mark.colour}" stroke-width="1.2"${dashed(mark.dash)}/>`;
      return mark.label === undefined
        ? line
        : line + textSvg(mark.label, toX(mark.at) + 5, top + 16, { colour: mark.colour });
    }
  }
}

function dashed(dash: string | undefined): string {
  return dash === undefined ? '' : ` stroke-dasharray="${dash}"`;
}

function xAxisSvg({ left, top, width, height }: Frame, x: Scale, title: string | undefined): string {
  const bottom = top + height;
  const labels = x.ticks.map((tick) =>
    textSvg(tick.label, left + width * x.position(tick.value), bottom + 18, { anchor: 'middle' }),
  );
  if (title !== undefined) labels.push(textSvg(title, left + width / 2, bottom + 40, { anchor: 'middle', size: 14 }));
  return labels.join('');
}

// The title reads upwards, left of the labels.
function yAxisSvg({ left, top, height }: Frame, y: Scale, title: string): string {
  const labels = y.ticks.map((tick) =>
    textSvg(tick.label, left - 8, top + height * (1 - y.position(tick.value)) + 4, { anchor: 'end' }),
  );
  labels.push(textSvg(title, left - 62, top + height / 2, { anchor: 'middle', size: 14, rotate: -90 }));
  return labels.join('');
}

/** Options of {@link textSvg}. */
export interface TextOptions {
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly size?: number;
  readonly colour?: string;
  readonly rotate?: number;
  readonly bold?: boolean;
}

/** A line of text with its baseline at a position; `rotate` in degrees, clockwise about that position. */
export function textSvg(
  text: string,
  x: number,
  y: number,
  { anchor = 'start', size = 12, colour = ink, rotate, bold = false }: TextOptions = {},
): string {
  const turn = rotate === undefined ? '' : ` transform="rotate(${rotate} ${fixed(x)} ${fixed(y)})"`;
  const weight = bold ? ' font-weight="bold"' : '';
  return `<text x="${fixed(x)}" y="${fixed(y)}" font-size="${size}" text-anchor="${anchor}" fill="${colour}"${weight}${turn}>${escapeXml(text)}</text>`;
}

/** Text with the five characters escaped that XML gives a meaning. */
export function escapeXml(text: string): string {
  const escapes: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&apos;',
  };
  return text.replace(/[&<>"']/g, (character) => escapes[character]!);
}
