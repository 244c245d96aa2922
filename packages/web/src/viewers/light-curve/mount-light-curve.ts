// The light curve viewer on a page: plot, time units, rebinning, statistics, table and export.
import { formatTime } from '@stemma/data/time';
import { button, checkbox, choice, element, entry } from '../element.ts';
import { crossPlot, type CrossPlot, type Span, type Tick } from '../plot/cross-plot.ts';
import { linearTicks, logTicks } from '../plot/value-ticks.ts';
import { saveFile } from '../save-file.ts';
import { tableTwin } from '../table/table-twin.ts';
import { curveCsv, statisticsText } from './curve-statistics.ts';
import { binsIn, checkCurve, type Curve } from './curve.ts';
import { decimated, type DrawnCurve } from './decimate.ts';
import { rebinned, rebinnedToSignificance } from './rebin-curve.ts';
import { axisTitle, timeFromText, timeTicks, timeUnits, type TimeUnit } from './time-axis.ts';

/** What a light curve viewer may be told; times in seconds since the curve's T0. */
export interface LightCurveOptions {
  readonly label?: string;
  readonly marks?: readonly { readonly timeS: number; readonly label: string }[];
  /** Good time intervals, shaded. */
  readonly goodTimes?: readonly { readonly startS: number; readonly stopS: number }[];
}

/** A mounted viewer. */
export interface LightCurveHandle {
  /** The visible span in seconds since T0. */
  span(): Span;
  zoom(span: Span): void;
  setUnit(unit: TimeUnit): void;
  setLog(isLog: boolean): void;
  /** Bins of so many seconds, 0 for those of the data. */
  rebin(binS: number): void;
  /** What the time axis says at its ticks. */
  ticks(): readonly Tick[];
  /** The bins that are shown, after rebinning. */
  curve(): Curve;
  summary(): string;
  close(): void;
}

/** Mounts a viewer. @throws StemmaError as {@link checkCurve}. */
export function mountLightCurve(host: HTMLElement, data: Curve, options: LightCurveOptions = {}): LightCurveHandle {
  return new LightCurveViewer(host, checkCurve(data), options).handle();
}

class LightCurveViewer {
  readonly #data: Curve;
  readonly #plot: CrossPlot;
  readonly #root: HTMLElement;
  readonly #summary = element('p', { class: 'stemma-summary', role: 'status' });
  readonly #problem = element('p', { class: 'stemma-problem', role: 'alert' });
  #curve: Curve;
  #unit: TimeUnit = 's since T0';
  #isLog = false;
  #span: Span;

  constructor(host: HTMLElement, data: Curve, options: LightCurveOptions) {
    [this.#data, this.#curve, this.#span] = [data, data, wholeSpan(data)];
    const label = options.label ?? 'Light curve';
    const room = element('div');
    this.#root = element('section', { class: 'stemma-viewer', 'aria-label': label }, this.#tools(), room, this.#summary, this.#problem); // prettier-ignore
    host.append(this.#root);
    this.#plot = crossPlot(room, {
      label,
      isLogX: false,
      isLogY: () => this.#isLog,
      zoom: (span) => this.#zoom(span),
      reset: () => this.#zoom(wholeSpan(this.#data)),
      ticksX: (span, most) => this.#ticks(span, most),
      ticksY: (span, most) => (this.#isLog ? logTicks(span, most) : linearTicks(span, most)),
      titleX: () => axisTitle(this.#unit, data.t0),
      titleY: () => `Rate (${data.unit})`,
      marks: (options.marks ?? []).map(({ timeS, label }) => ({ at: timeS, label })),
      shaded: (options.goodTimes ?? []).map(({ startS, stopS }) => ({ from: startS, to: stopS })),
    });
    this.#root.append(tableTwin(`${label} as a table`, () => this.#columns()));
    this.#show();
  }

  #tools(): HTMLElement {
    const unit = choice('Time', timeUnits, this.#unit, (name) => this.#setUnit(name as TimeUnit));
    return element(
      'div',
      { class: 'stemma-tools', role: 'toolbar', 'aria-label': 'Light curve tools' },
      unit.field,
      entry('Bin (s, or 5σ)', '', (text) => this.#tried(() => this.#rebinText(text))),
      checkbox('log rate', false, (isLog) => this.#setLog(isLog)),
      entry('From', '', (text) => this.#tried(() => this.#zoom({ from: this.#timeOf(text), to: this.#span.to }))),
      entry('to', '', (text) => this.#tried(() => this.#zoom({ from: this.#span.from, to: this.#timeOf(text) }))),
      button('All', () => this.#zoom(wholeSpan(this.#data)), 'Whole light curve (0)'),
      button('CSV', () => saveFile('light-curve.csv', curveCsv(this.#curve, this.#span.from, this.#span.to), 'text/csv'), 'Save the visible bins'), // prettier-ignore
    );
  }

  #timeOf(text: string): number {
    return timeFromText(this.#unit, this.#data.t0, text);
  }

  #tried(act: () => void): void {
    try {
      this.#problem.textContent = '';
      act();
    } catch (error) {
      this.#problem.textContent = (error as Error).message;
    }
  }

  #rebinText(text: string): void {
    const value = Number.parseFloat(text);
    if (/σ|sigma/i.test(text)) this.#curve = rebinnedToSignificance(this.#data, value);
    else this.#rebin(text.trim() === '' ? 0 : value);
    this.#show();
  }

  #rebin(binS: number): void {
    this.#curve = binS === 0 ? this.#data : rebinned(this.#data, binS);
  }

  #ticks(span: Span, most: number): Tick[] {
    return timeTicks(this.#unit, this.#data.t0, span.from, span.to, most).map(({ timeS, label }) => ({
      at: timeS,
      label,
    }));
  }

  #setUnit(unit: TimeUnit): void {
    this.#unit = unit;
    this.#show();
  }

  #setLog(isLog: boolean): void {
    this.#isLog = isLog;
    this.#show();
  }

  #zoom(span: Span): void {
    if (!(span.from < span.to)) return;
    this.#span = span;
    this.#show();
  }

  #show(): void {
    const { from, to } = this.#span;
    const drawn = decimated(this.#curve, from, to, this.#plot.columns());
    this.#plot.show(crosses(drawn), this.#span, rateSpan(drawn, this.#isLog));
    this.#summary.textContent = statisticsText(this.#curve, this.#unit, from, to);
  }

  #columns() {
    const { timeS, rate, error, t0, unit } = this.#curve;
    const [first, end] = binsIn(timeS, this.#span.from, this.#span.to);
    return [
      {
        name: 'time',
        unit: 's',
        description: `seconds since ${formatTime(t0, 'utc', 3)}`,
        values: timeS.subarray(first, end),
      },
      { name: 'rate', unit, values: rate.subarray(first, end) },
      { name: 'error', unit, description: 'one standard deviation', values: error.subarray(first, end) },
    ];
  }

  handle(): LightCurveHandle {
    return {
      span: () => this.#span,
      zoom: (span) => this.#zoom(span),
      setUnit: (unit) => this.#setUnit(unit),
      setLog: (isLog) => this.#setLog(isLog),
      rebin: (binS) => {
        this.#rebin(binS);
        this.#show();
      },
      ticks: () => this.#ticks(this.#span, 8),
      curve: () => this.#curve,
      summary: () => this.#summary.textContent,
      close: () => {
        this.#plot.close();
        this.#root.remove();
      },
    };
  }
}

function wholeSpan({ timeS, widthS }: Curve): Span {
  const last = timeS.length - 1;
  return { from: timeS[0]! - widthS[0]! / 2, to: timeS[last]! + widthS[last]! / 2 };
}

function crosses({ timeS, rate, low, high, widthS, isDecimated }: DrawnCurve) {
  const points = { x: timeS, y: rate, low, high, isLine: isDecimated };
  if (isDecimated) return points;
  return { ...points, left: timeS.map((t, i) => t - widthS[i]! / 2), right: timeS.map((t, i) => t + widthS[i]! / 2) };
}

// Room for the error bars; on a logarithmic axis only for what is positive.
function rateSpan({ rate, low, high }: DrawnCurve, isLog: boolean): Span {
  const [least, most] = extent([rate, low, high], isLog ? 0 : -Infinity);
  if (least > most) return isLog ? { from: 0.1, to: 10 } : { from: 0, to: 1 };
  if (isLog) return { from: Math.max(least, most * 1e-6) / 1.2, to: most * 1.2 };
  const margin = 0.05 * (most - least) || Math.abs(most) * 0.1 || 1;
  return { from: least - margin, to: most + margin };
}

function extent(columns: readonly Float64Array[], above: number): readonly [least: number, most: number] {
  let [least, most] = [Infinity, -Infinity];
  for (const values of columns)
    for (const value of values) {
      if (!(value > above && value < Infinity)) continue;
      if (value < least) least = value;
      if (value > most) most = value;
    }
  return [least, most];
}
