/** Figures as SVG: axes, histogram lines, bands; the same bytes for the same input. */

export { colourCount, colourMap, type ColourMapName } from './colour-map.ts';
export { type Figure, figureSvg } from './figure.ts';
export { type ImageMark, type ImagePanel, imagePanelSvg, reversed } from './image-panel.ts';
export { type Mark, type Panel, type TextOptions, escapeXml, panelSvg, textSvg } from './panel.ts';
export type { Rgb } from './png.ts';
export { type Scale, type Tick, linearScale, logScale } from './scale.ts';
export { type Frame, type Steps, stepPath } from './step-path.ts';
