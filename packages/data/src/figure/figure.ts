/** A whole figure: panels on white, with a title and a footer that says where it comes from. */

import { imagePanelSvg, type ImagePanel } from './image-panel.ts';
import { panelSvg, textSvg, type Panel } from './panel.ts';

/** What a figure shows; all lengths and places are in SVG units from the upper left corner. */
export interface Figure {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly subtitle?: string;
  /** From back to front; each has a frame of its own, and nothing keeps them from overlapping. */
  readonly panels: readonly (Panel | ImagePanel)[];
  /** Small print at the bottom: origin of the data, identity of the result. */
  readonly footer?: string;
  /** Written across the figure, for what must not be taken for an observation. */
  readonly watermark?: string;
}

/**
 * The figure as an SVG document with a line end after it: the same text for the same input, so that figures are
 * results like others and can be verified by their digest. All texts are escaped; colours are taken as they are.
 */
export function figureSvg({ width, height, title, subtitle, panels, footer, watermark }: Figure): string {
  const parts = [`<rect width="${width}" height="${height}" fill="#ffffff"/>`];
  // First of all, so that it lies under the data.
  if (watermark !== undefined)
    parts.push(
      textSvg(watermark, width / 2, height / 2, {
        anchor: 'middle',
        size: 72,
        colour: '#eeeeee',
        rotate: -20,
        bold: true,
      }),
    );
  parts.push(textSvg(title, 86, 30, { size: 18, bold: true }));
  if (subtitle !== undefined) parts.push(textSvg(subtitle, 86, 50, { size: 13, colour: '#555555' }));
  for (const panel of panels) parts.push('values' in panel ? imagePanelSvg(panel) : panelSvg(panel));
  if (footer !== undefined) parts.push(textSvg(footer, 86, height - 12, { size: 10, colour: '#777777' }));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="DejaVu Sans, sans-serif">\n${parts.join('\n')}\n</svg>\n`;
}
