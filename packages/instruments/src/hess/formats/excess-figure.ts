// The figure of a sky map: significances on the sky, and how those away from the target are distributed.
import {
  figureSvg,
  linearScale,
  logScale,
  reversed,
  type ImageMark,
  type ImagePanel,
  type Panel,
} from '@stemma/data/figure';
import { normalPdf } from '@stemma/data/statistics';
import type { Direction } from '@stemma/data/coordinates';
import type { TangentGrid } from '../sky/tangent-grid.ts';

/** What the figure shows. */
export interface ExcessFigureInput {
  readonly target: string;
  readonly grid: TangentGrid;
  readonly significance: Float64Array;
  /** Significances away from the target. */
  readonly away: Float64Array;
  readonly field: { readonly mean: number; readonly width: number };
  readonly pointings: readonly Direction[];
  readonly onRadiusDeg: number;
  readonly exclusionDeg: number;
  readonly derivation: string;
}

// Okabe and Ito's blue and vermilion, which stay apart for every kind of colour vision.
const colours = { data: '#0072b2', model: '#d55e00' };

/** The figure as SVG. */
export function excessFigure(input: ExcessFigureInput): string {
  const { target, grid, pointings, onRadiusDeg, derivation } = input;
  return figureSvg({
    width: 1180,
    height: 640,
    title: `${target} seen by H.E.S.S.`,
    subtitle: `${pointings.length} ${pointings.length === 1 ? 'run' : 'runs'}; significance (Li & Ma) in discs of ${onRadiusDeg}°, ring background, pixels of ${grid.pixelDeg}°`,
    panels: [skyPanel(input), distributionPanel(input)],
    footer: `HESS DL3 DR1, H.E.S.S. collaboration · derivation ${derivation}`,
  });
}

// Right ascension grows to the left, as on the sky; the colours begin at -5 sigma, so that noise is seen to be noise.
function skyPanel({ grid, significance, pointings, onRadiusDeg, exclusionDeg }: ExcessFigureInput): ImagePanel {
  const half = (grid.size * grid.pixelDeg) / 2;
  const axis = linearScale(-half, half, 6);
  let top = 6;
  for (const sigma of significance) if (sigma > top) top = sigma;
  const cosDec = Math.cos((grid.decDeg * Math.PI) / 180);
  const marks: ImageMark[] = [
    { kind: 'circle', x: 0, y: 0, radius: onRadiusDeg, colour: '#ffffff' },
    { kind: 'circle', x: 0, y: 0, radius: exclusionDeg, colour: '#ffffff', dash: '5 4' },
    ...pointings.map(({ raDeg, decDeg }): ImageMark => ({
      kind: 'cross',
      x: (raDeg - grid.raDeg) * cosDec,
      y: decDeg - grid.decDeg,
      colour: '#56b4e9',
    })),
  ];
  return {
    frame: { left: 86, top: 74, width: 490, height: 490 },
    x: reversed(axis),
    y: axis,
    xLabel: 'east of the target (deg)',
    yLabel: 'north of the target (deg)',
    values: significance,
    columns: grid.size,
    rows: grid.size,
    range: [-5, Math.ceil(top / 5) * 5],
    barLabel: 'significance (σ)',
    marks,
  };
}

// The dashed line is what noise alone would give: a normal distribution of the same number of pixels, nothing fitted.
function distributionPanel({ away, field }: ExcessFigureInput): Panel {
  const [low, high, bins] = [-6, 6, 48];
  const binWidth = (high - low) / bins;
  const counts = new Float64Array(bins);
  for (const sigma of away) {
    const bin = Math.floor((sigma - low) / binWidth);
    if (bin >= 0 && bin < bins) counts[bin]!++;
  }
  const start = Float64Array.from({ length: bins }, (_, i) => low + i * binWidth);
  const curveX = Float64Array.from({ length: 241 }, (_, i) => low + (i * (high - low)) / 240);
  const curve = curveX.map((sigma) => Math.max(0.5, away.length * binWidth * normalPdf(sigma)));
  const width = new Float64Array(bins).fill(binWidth);
  const floor = 0.5;
  return {
    frame: { left: 780, top: 74, width: 370, height: 490 },
    x: linearScale(low, high, 6),
    y: logScale(floor, Math.max(10, ...counts) * 2),
    xLabel: `away from the target: mean ${field.mean.toFixed(2)} σ, width ${field.width.toFixed(2)} σ`,
    yLabel: 'pixels',
    marks: [
      {
        kind: 'steps',
        steps: { start, width, value: counts.map((count) => Math.max(floor, count)) },
        colour: colours.data,
        strokeWidth: 1.8,
      },
      { kind: 'line', x: curveX, y: curve, colour: colours.model, strokeWidth: 1.6, dash: '6 4' },
    ],
  };
}
