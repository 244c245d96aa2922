// The figure of a light curve: one point a run, with its duration and error, and the mean rate.
import { figureSvg, linearScale, type Mark } from '@stemma/data/figure';

/** What the figure shows. */
export interface LightCurveFigureInput {
  readonly target: string;
  readonly points: Readonly<Record<'startMjdTt' | 'stopMjdTt' | 'ratePerMin' | 'errorPerMin', Float64Array>>;
  readonly constancy: { readonly meanPerMin: number; readonly chiSquare: number; readonly degreesOfFreedom: number };
  readonly derivation: string;
}

const colours = { data: '#0072b2', mean: '#d55e00' };

/** The figure as SVG. Within a day the axis counts hours, otherwise days. */
export function lightCurveFigure({ target, points, constancy, derivation }: LightCurveFigureInput): string {
  const { startMjdTt, stopMjdTt, ratePerMin, errorPerMin } = points;
  const day = Math.floor(startMjdTt[0]!);
  const isOneNight = stopMjdTt.at(-1)! - startMjdTt[0]! < 1;
  const toAxis = (mjd: number) => (mjd - day) * (isOneNight ? 24 : 1);
  const [first, last] = [toAxis(startMjdTt[0]!), toAxis(stopMjdTt.at(-1)!)];
  const margin = 0.06 * (last - first);
  const ends = [
    0,
    ...Array.from(ratePerMin, (rate, i) => rate + errorPerMin[i]!),
    ...Array.from(ratePerMin, (rate, i) => rate - errorPerMin[i]!),
  ];
  const [low, high] = [Math.min(...ends), Math.max(...ends, 1)];
  const mean: Mark = {
    kind: 'line',
    x: [first - margin, last + margin],
    y: [constancy.meanPerMin, constancy.meanPerMin],
    colour: colours.mean,
    strokeWidth: 1.4,
    dash: '6 4',
  };
  const bars = Array.from(ratePerMin, (rate, i): Mark[] => {
    const [from, to] = [toAxis(startMjdTt[i]!), toAxis(stopMjdTt[i]!)];
    const [middle, error] = [(from + to) / 2, errorPerMin[i]!];
    // A run of half an hour is narrower than a line on an axis of days: a short stroke makes it visible.
    const half = Math.max((to - from) / 2, 0.006 * (last - first));
    const stroke = { kind: 'line', colour: colours.data, strokeWidth: 2.4 } as const;
    return [
      { ...stroke, x: [middle - half, middle + half], y: [rate, rate] },
      { ...stroke, x: [middle, middle], y: [rate - error, rate + error] },
    ];
  });
  const subtitle = `mean ${constancy.meanPerMin.toFixed(2)} counts/min; χ² of a constant rate ${constancy.chiSquare.toFixed(1)} for ${constancy.degreesOfFreedom} degrees of freedom`;
  return figureSvg({
    width: 1000,
    height: 480,
    title: `${target} seen by H.E.S.S.: excess rate by run`,
    subtitle,
    panels: [
      {
        frame: { left: 86, top: 74, width: 888, height: 310 },
        x: linearScale(first - margin, last + margin, 10),
        y: linearScale(low, high + 0.1 * (high - low)),
        xLabel: `${isOneNight ? 'hours' : 'days'} after MJD ${day} (TT)`,
        yLabel: 'excess (counts/min)',
        marks: [mean, ...bars.flat()],
      },
    ],
    footer: `HESS DL3 DR1, H.E.S.S. collaboration · derivation ${derivation}`,
  });
}
