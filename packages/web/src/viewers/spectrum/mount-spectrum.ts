// The spectrum viewer on a page: crosses on logarithmic axes, grouping, units, a power law through the response.
import { formatNumber } from '@stemma/data/statistics';
import { delimitedText } from '../delimited-text.ts';
import { button, choice, element, entry } from '../element.ts';
import { crossPlot, type CrossPlot, type Span, type Tick } from '../plot/cross-plot.ts';
import { logTicks } from '../plot/value-ticks.ts';
import { saveFile } from '../save-file.ts';
import { tableTwin } from '../table/table-twin.ts';
import { checkSpectrum, fittedNorm, type FluxPoints, fluxPoints, fluxTitles, type FluxUnit, fluxUnits, groupedToSignificance, type Spectrum } from './spectrum.ts'; // prettier-ignore

/** What a spectrum viewer may be told. */
export interface SpectrumOptions {
  readonly label?: string;
  /** Photon index of the power law that is drawn; 2.1, near that of the Crab, when left out. */
  readonly photonIndex?: number;
}

/** A mounted viewer. */
export interface SpectrumHandle {
  /** Groups channels to a least significance; 0 for those of the data. */
  group(leastSigma: number): void;
  setUnit(unit: FluxUnit): void;
  setPhotonIndex(index: number): void;
  zoom(energyKeV: Span): void;
  points(): FluxPoints;
  /** What the axes say at their ticks. */
  ticks(): Readonly<Record<'x' | 'y', readonly Tick[]>>;
  summary(): string;
  close(): void;
}

/** Mounts a viewer. @throws StemmaError as {@link checkSpectrum}. */
export function mountSpectrum(host: HTMLElement, data: Spectrum, options: SpectrumOptions = {}): SpectrumHandle {
  return new SpectrumViewer(host, checkSpectrum(data), options).handle();
}

class SpectrumViewer {
  readonly #data: Spectrum;
  readonly #root: HTMLElement;
  readonly #plot: CrossPlot;
  readonly #summary = element('p', { class: 'stemma-summary', role: 'status' });
  #spectrum: Spectrum;
  #unit: FluxUnit = 'counts/s/keV';
  #index: number;
  #span: Span;

  constructor(host: HTMLElement, data: Spectrum, { label = 'Spectrum', photonIndex = 2.1 }: SpectrumOptions) {
    [this.#data, this.#spectrum, this.#index, this.#span] = [data, data, photonIndex, wholeSpan(data)];
    const room = element('div');
    this.#root = element(
      'section',
      { class: 'stemma-viewer', 'aria-label': label },
      this.#tools(),
      room,
      this.#summary,
    );
    host.append(this.#root);
    this.#plot = crossPlot(room, {
      label,
      isLogX: true,
      isLogY: () => true,
      zoom: (span) => this.#zoom(span),
      reset: () => this.#zoom(wholeSpan(this.#data)),
      ticksX: logTicks,
      ticksY: logTicks,
      titleX: () => 'Energy (keV)',
      titleY: () => fluxTitles[this.#unit],
      marks: [],
      shaded: [],
    });
    this.#root.append(tableTwin(`${label} as a table`, () => this.#columns()));
    this.#show();
  }

  #tools(): HTMLElement {
    const units = this.#data.response ? fluxUnits : fluxUnits.slice(0, 2);
    const unit = choice('Unit', units, this.#unit, (name) => this.#setUnit(name as FluxUnit));
    return element(
      'div',
      { class: 'stemma-tools', role: 'toolbar', 'aria-label': 'Spectrum tools' },
      unit.field,
      entry('Group to S/N', '', (text) => this.#group(Number.parseFloat(text) || 0)),
      entry('Photon index', String(this.#index), (text) => this.#setIndex(Number.parseFloat(text))),
      button('All', () => this.#zoom(wholeSpan(this.#data)), 'All energies (0)'),
      button('CSV', () => saveFile('spectrum.csv', this.#csv(), 'text/csv'), 'Save the points'),
    );
  }

  #group(leastSigma: number): void {
    this.#spectrum = leastSigma > 0 ? groupedToSignificance(this.#data, leastSigma) : this.#data;
    this.#show();
  }

  #setUnit(unit: FluxUnit): void {
    this.#unit = unit;
    this.#show();
  }

  #setIndex(index: number): void {
    if (!Number.isFinite(index)) return;
    this.#index = index;
    this.#show();
  }

  #zoom(span: Span): void {
    if (!(span.from > 0 && span.from < span.to)) return;
    this.#span = span;
    this.#show();
  }

  #points(): FluxPoints {
    return fluxPoints(this.#spectrum, this.#unit, this.#index);
  }

  #show(): void {
    const { energyKeV, value, error, model } = this.#points();
    const { lowKeV, highKeV } = this.#spectrum;
    const y = fluxSpan(value);
    // A bar that reaches zero goes down to the edge of the plot.
    const low = value.map((v, i) => Math.max(v - error[i]!, y.from / 100));
    const high = value.map((v, i) => v + error[i]!);
    const points = { x: energyKeV, y: value, low, high, left: lowKeV, right: highKeV, isLine: false };
    this.#plot.show(this.#data.response ? { ...points, model } : points, this.#span, y);
    this.#summary.textContent = this.#text();
  }

  #text(): string {
    const { counts, exposureS, lowKeV, highKeV, response } = this.#spectrum;
    const total = counts.reduce((a, b) => a + b, 0);
    const model = response ? ` The line is a power law of photon index ${this.#index}, ${formatNumber(fittedNorm(this.#spectrum, this.#index))} photons/cm²/s/keV at 1 keV.` : ''; // prettier-ignore
    return `${counts.length} bins from ${formatNumber(lowKeV[0]!)} to ${formatNumber(highKeV.at(-1)!)} keV, ${formatNumber(total, 6)} counts in ${formatNumber(exposureS)} s.${model}`;
  }

  #columns() {
    const { value, error } = this.#points();
    const { lowKeV, highKeV } = this.#spectrum;
    const named = (name: string, unit: string, values: Float64Array) => ({ name, unit, values });
    const unit = fluxTitles[this.#unit];
    return [named('from', 'keV', lowKeV), named('to', 'keV', highKeV), named('value', unit, value), named('error', unit, error)]; // prettier-ignore
  }

  #csv(): string {
    const columns = this.#columns();
    return delimitedText(columns.map(({ name, unit }) => `${name} [${unit}]`), this.#spectrum.counts.length, (i) => columns.map(({ values }) => values[i]!)); // prettier-ignore
  }

  handle(): SpectrumHandle {
    return {
      group: (leastSigma) => this.#group(leastSigma),
      setUnit: (unit) => this.#setUnit(unit),
      setPhotonIndex: (index) => this.#setIndex(index),
      zoom: (span) => this.#zoom(span),
      points: () => this.#points(),
      ticks: () => ({ x: logTicks(this.#span, 8), y: logTicks(fluxSpan(this.#points().value), 7) }),
      summary: () => this.#summary.textContent,
      close: () => {
        this.#plot.close();
        this.#root.remove();
      },
    };
  }
}

function wholeSpan({ lowKeV, highKeV }: Spectrum): Span {
  return { from: lowKeV.reduce((a, b) => Math.min(a, b)) / 1.1, to: highKeV.reduce((a, b) => Math.max(a, b)) * 1.1 };
}

function fluxSpan(values: Float64Array): Span {
  const positive = values.filter((value) => value > 0 && Number.isFinite(value));
  if (positive.length === 0) return { from: 0.1, to: 10 };
  const most = positive.reduce((a, b) => Math.max(a, b));
  return {
    from:
      Math.max(
        positive.reduce((a, b) => Math.min(a, b)),
        most * 1e-8,
      ) / 2,
    to: most * 2,
  };
}
