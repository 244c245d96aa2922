// The figure of a spectrum: flux points and the fitted power law above, measured over expected excess below.
import { figureSvg, linearScale, logScale, type Mark, type Panel } from '@stemma/data/figure';
import { formatMeasured } from '@stemma/data/statistics';

/** What the figure shows. */
export interface SpectrumFigureInput {
  readonly target: string;
  readonly fit: Readonly<Record<'index' | 'indexError' | 'norm' | 'normError' | 'stat' | 'degreesOfFreedom', number>>;
  readonly points: Readonly<
    Record<'lowTeV' | 'highTeV' | 'energyTeV' | 'excess' | 'expected' | 'flux' | 'fluxError', Float64Array>
  >;
  readonly derivation: string;
}

const colours = { data: '#0072b2', model: '#d55e00' };
const [left, width] = [100, 780];

/** The figure as SVG. */
export function spectrumFigure({ target, fit, points, derivation }: SpectrumFigureInput): string {
  const shown = expectedPoints(points);
  const index = formatMeasured({ value: fit.index, error: fit.indexError });
  const norm = formatMeasured({ value: fit.norm * 1e11, error: fit.normError * 1e11 });
  return figureSvg({
    width: 920,
    height: 740,
    title: `${target} seen by H.E.S.S.: spectrum`,
    subtitle: `power law: index ${index}, norm ${norm} × 10⁻¹¹ cm⁻² s⁻¹ TeV⁻¹ at 1 TeV; wstat ${fit.stat.toFixed(1)} for ${fit.degreesOfFreedom} degrees of freedom`,
    panels: [fluxPanel(fit, shown), ratioPanel(shown)],
    footer: `HESS DL3 DR1, H.E.S.S. collaboration · derivation ${derivation}`,
  });
}

type Points = SpectrumFigureInput['points'];

// Where less than one count is expected, a point says nothing; the table has it all the same.
function expectedPoints(points: Points): Points {
  const isExpected = (i: number) => points.expected[i]! >= 1;
  if (!points.expected.some((_, i) => isExpected(i))) return points;
  const kept = Object.entries(points).map(([name, values]) => [name, values.filter((_, i) => isExpected(i))]);
  return Object.fromEntries(kept) as Points;
}

const energyAxis = ({ lowTeV, highTeV }: Points) => logScale(lowTeV[0]! * 0.9, highTeV.at(-1)! * 1.1);

// Times energy squared, so that equal heights are equal power in each decade.
function fluxPanel({ index, norm }: SpectrumFigureInput['fit'], points: Points): Panel {
  const model = (energyTeV: number) => energyTeV ** 2 * norm * energyTeV ** -index;
  const [first, last] = [points.lowTeV[0]!, points.highTeV.at(-1)!];
  const x = Float64Array.from({ length: 101 }, (_, i) => first * (last / first) ** (i / 100));
  const square = (values: Float64Array) => values.map((value, i) => value * points.energyTeV[i]! ** 2);
  const [value, error] = [square(points.flux), square(points.fluxError)];
  const [low, high] = [Math.min(model(first), model(last)) / 6, Math.max(model(first), model(last)) * 3];
  return {
    frame: { left, top: 74, width, height: 360 },
    x: energyAxis(points),
    y: logScale(low, high),
    yLabel: 'E² dN/dE (TeV cm⁻² s⁻¹)',
    marks: [
      { kind: 'line', x, y: x.map(model), colour: colours.model, strokeWidth: 1.8 },
      ...crosses(points, value, error, low),
    ],
  };
}

// Linear, so that it also shows what has no place on a logarithmic axis: deficits.
function ratioPanel(points: Points): Panel {
  const ratio = points.excess.map((excess, i) => excess / points.expected[i]!);
  const error = points.fluxError.map((value, i) =>
    points.flux[i] === 0 ? 0 : Math.abs((ratio[i]! * value) / points.flux[i]!),
  );
  const axis = energyAxis(points);
  return {
    frame: { left, top: 466, width, height: 180 },
    x: axis,
    y: linearScale(-0.5, 2.5, 6),
    xLabel: 'energy (TeV)',
    yLabel: 'measured / model',
    marks: [
      { kind: 'line', x: [axis.min, axis.max], y: [1, 1], colour: colours.model, strokeWidth: 1.6, dash: '6 4' },
      ...crosses(points, ratio, error, -0.5),
    ],
  };
}

// Points without a positive value have no place on a logarithmic axis; the ratio below shows them.
function crosses(
  { lowTeV, highTeV, energyTeV }: Points,
  value: Float64Array,
  error: Float64Array,
  floor: number,
): Mark[] {
  const stroke = { kind: 'line', colour: colours.data, strokeWidth: 2.2 } as const;
  return Array.from(value, (at, i): Mark[] => {
    if (!(at > floor) || !(error[i]! > 0)) return [];
    return [
      { ...stroke, x: [lowTeV[i]!, highTeV[i]!], y: [at, at] },
      { ...stroke, x: [energyTeV[i]!, energyTeV[i]!], y: [Math.max(floor, at - error[i]!), at + error[i]!] },
    ];
  }).flat();
}
