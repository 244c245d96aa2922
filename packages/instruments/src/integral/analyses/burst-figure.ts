// The figure of a burst: the whole light curve with its background, and the burst itself with T90 and T50 marked.
import { analysis, file } from '@stemma/core';
import { figureSvg, linearScale, logScale, type Mark, type Panel } from '@stemma/data/figure';
import { ratesCps, type LightCurve } from '@stemma/data/lightcurve';
import { lightCurveOf } from '../formats/light-curve-values.ts';
import { rasterise } from '../../figure/rasterise.ts';
import { BackgroundModel } from './background-model.ts';
import { BurstDuration } from './burst-duration.ts';
import { BurstInterval } from './burst-interval.ts';
import { BurstOnset } from './burst-onset.ts';
import { SpiAcsLightCurve } from './spi-acs-light-curve.ts';

// Okabe and Ito's colours, which stay apart for every kind of colour vision.
const colours = { data: '#0072b2', background: '#d55e00', t90: '#009e73', t50: '#e69f00', onset: '#222222' };
const [width, height, left, right] = [1000, 720, 86, 26];

/**
 * PNG and SVG light curve of the burst: above the whole curve with the background, below the burst with T90 and T50.
 * Times are seconds after the onset at INTEGRAL, rates thousands of counts per second. The footer carries the
 * derivation, so that a figure in a paper leads back to its data; a simulation carries a watermark as well.
 */
export const BurstFigure = analysis({
  name: 'integral.BurstFigure',
  version: '1',
  description: 'The light curve with background, burst interval, T90 and T50 marked, as PNG and SVG.',
  inputs: {
    lightCurve: SpiAcsLightCurve,
    interval: BurstInterval,
    background: BackgroundModel,
    onset: BurstOnset,
    duration: BurstDuration,
  },
  outputs: { png: file({ mediaType: 'image/png' }), svg: file({ mediaType: 'image/svg+xml' }) },
  run: async ({ lightCurve, interval, background, onset, duration }, activity) => {
    const lc = lightCurveOf(lightCurve);
    const offsetS = onset.offsetS;
    const rates = ratesCps(lc).map((rate) => rate / 1000);
    const startS = lc.startS.map((start) => start - offsetS);
    const data: Mark = {
      kind: 'steps',
      steps: { start: startS, width: lc.widthS, value: rates },
      colour: colours.data,
      strokeWidth: 0.9,
    };
    const model: Mark = {
      kind: 'line',
      x: startS,
      y: background.modelCps.map((rate) => rate / 1000),
      colour: colours.background,
      strokeWidth: 1.4,
    };
    const svg = figureSvg({
      width,
      height,
      title: `${lightCurve.origin.instrument}, burst of ${onset.utc.slice(0, 19).replace('T', ' ')} UTC`,
      subtitle: `${lc.counts.length} bins; background ${(background.meanCps / 1000).toFixed(1)} kc/s, ${background.excessVariance.toFixed(2)} times Poisson noise; T90 ${duration.t90.value.toFixed(1)} s, T50 ${duration.t50.value.toFixed(1)} s`,
      panels: [
        overview(lc, startS, rates, [data, model], interval, offsetS),
        closeUp(rates, [data, model], interval, duration, background.meanCps / 1000, offsetS),
      ],
      footer: `${lightCurve.origin.text} · derivation ${activity.derivation}`,
      ...(lightCurve.origin.kind === 'simulation' && { watermark: 'SIMULATION' }),
    });
    return { png: activity.file('light-curve.png', await rasterise(svg)), svg: activity.file('light-curve.svg', svg) };
  },
});

interface Interval {
  readonly startS: number;
  readonly stopS: number;
}

// The whole light curve: what was quiet before and after is what makes a burst believable.
function overview(
  { widthS }: LightCurve,
  startS: Float64Array,
  rates: Float64Array,
  marks: Mark[],
  interval: Interval,
  offsetS: number,
): Panel {
  const burst: Mark = {
    kind: 'band',
    from: interval.startS - offsetS,
    to: interval.stopS - offsetS,
    colour: colours.t90,
    opacity: 0.12,
    label: 'burst',
  };
  const [low, high] = extremes(rates);
  return {
    frame: { left, top: 74, width: width - left - right, height: 240 },
    x: linearScale(startS[0]!, startS.at(-1)! + widthS.at(-1)!, 10),
    // A bright burst over a steady background: only a logarithmic axis shows both.
    y:
      high > 4 * low && low > 0
        ? logScale(low * 0.9, high * 1.3)
        : linearScale(low - 0.05 * (high - low), high + 0.12 * (high - low)),
    yLabel: 'rate (10³ counts/s)',
    marks: [burst, ...marks],
  };
}

// The burst with a little quiet on both sides: a quarter of T90 before it and a whole T90 after it, since most decay slowly.
function closeUp(
  rates: Float64Array,
  marks: Mark[],
  interval: Interval,
  duration: { t05: V; t95: V; t25: V; t75: V },
  meanKcps: number,
  offsetS: number,
): Panel {
  const band = (from: V, to: V, colour: string, label?: string): Mark => ({
    kind: 'band',
    from: from.value - offsetS,
    to: to.value - offsetS,
    colour,
    opacity: 0.14,
    ...(label !== undefined && { label }),
  });
  const [, high] = extremes(rates);
  const length = duration.t95.value - duration.t05.value;
  // Long precursors are cut off: they would press the main pulse into a corner of the panel.
  const from = Math.max(interval.startS, duration.t05.value - 2 * length) - offsetS;
  return {
    frame: { left, top: 374, width: width - left - right, height: 264 },
    x: linearScale(from - 0.25 * length, duration.t95.value - offsetS + length, 10),
    y: linearScale(0, Math.max(high, meanKcps) * 1.15),
    xLabel: 'seconds after the onset at INTEGRAL',
    yLabel: 'rate (10³ counts/s)',
    marks: [
      band(duration.t05, duration.t95, colours.t90),
      band(duration.t25, duration.t75, colours.t50, 'T50'),
      { kind: 'vertical', at: duration.t95.value - offsetS, colour: colours.t90, dash: '5 4', label: 'end of T90' },
      { kind: 'vertical', at: 0, colour: colours.onset, dash: '2 3' },
      ...marks,
    ],
  };
}

interface V {
  readonly value: number;
}

// Spreading a million bins into Math.max would overflow the stack.
function extremes(values: Float64Array): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
