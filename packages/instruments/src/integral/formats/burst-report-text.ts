// The report of a burst as plain text: aligned numbers with errors and units, to be read or pasted into a circular.
import { formatMeasured, formatNumber } from '@stemma/data/statistics';

interface Measured {
  readonly value: number;
  readonly error: number;
}

/** What the report tells: the record of the burst report and those numbers that only the text shows. Rates in counts per second. */
export interface BurstReportInput {
  readonly summary: {
    readonly burst: string;
    readonly origin: string;
    readonly onsetUtc: string;
    readonly onsetErrorS: number;
    readonly geocentricUtc: string | null;
    readonly delayS: number | null;
    readonly backgroundCps: number;
    readonly excessVariance: number;
    readonly snr: number;
    readonly falseAlarmProbability: number;
    readonly significance: string;
    readonly t90: Measured;
    readonly t50: Measured;
    readonly peakCps: Measured;
    readonly peakUtc: string;
    readonly netCounts: Measured;
    readonly fluence: Measured;
  };
  readonly kind: 'observation' | 'simulation';
  readonly excesses: {
    readonly scales: Readonly<
      Record<'scaleS' | 'maxSnr' | 'excessVariance' | 'noiseHz' | 'spikeHz' | 'countLimit', ArrayLike<number>>
    >;
    readonly stability: string;
  };
  /** Length of the brightest bin: without it a peak rate means nothing. */
  readonly peakWidthS: number;
  /** Energy range of the fluence, in words. */
  readonly band: string;
  /** Identity of the report's own derivation, at the foot of the text. */
  readonly derivation: string;
}

/** The text of the report: facts with errors and units, the table of time scales, origin and derivation; LF line ends. */
export function burstReportText(input: BurstReportInput): string {
  const { summary, kind, excesses, derivation } = input;
  const title = `${summary.burst} seen by INTEGRAL SPI-ACS`;
  const lines = [
    ...(kind === 'simulation' ? ['*** SIMULATION: not an observation ***', ''] : []),
    title,
    '='.repeat(title.length),
    '',
    ...rows(facts(input)),
    '',
    `The background is ${excesses.stability}. Significance and false-alarm rates by time scale:`,
    '',
    ...scaleTable(excesses.scales),
    '',
    `Data:       ${summary.origin}`,
    `Derivation: ${derivation}`,
    '',
  ];
  return lines.join('\n');
}

// In the order of a circular: time first, then whether it is real, then how long and how bright.
function facts({ summary, peakWidthS, band }: BurstReportInput): [string, string][] {
  const { geocentricUtc, delayS } = summary;
  const delay = delayS === null ? '' : ` (${Math.abs(delayS).toFixed(2)} s ${delayS < 0 ? 'earlier' : 'later'})`;
  return [
    ['Onset at INTEGRAL', `${summary.onsetUtc} UTC ± ${formatNumber(summary.onsetErrorS, 2)} s`],
    [
      'Onset at the geocentre',
      geocentricUtc === null ? 'unknown: no ephemeris in the data' : `${geocentricUtc} UTC${delay}`,
    ],
    [
      'Background',
      `${(summary.backgroundCps / 1000).toFixed(2)} kcounts/s, scatter ${summary.excessVariance.toFixed(3)} times Poisson noise`,
    ],
    [
      'Peak',
      `${formatMeasured(summary.peakCps)} counts/s at ${summary.peakUtc} UTC (${formatNumber(peakWidthS, 2)} s bin)`,
    ],
    [
      'Significance',
      `${formatNumber(summary.snr, 4)} sigma (${summary.significance}), false-alarm probability ${formatNumber(summary.falseAlarmProbability, 2)}`,
    ],
    ['T90', `${formatMeasured(summary.t90)} s`],
    ['T50', `${formatMeasured(summary.t50)} s`],
    ['Net counts', formatMeasured(summary.netCounts)],
    ['Fluence', `${formatMeasured(summary.fluence)} erg/cm² (${band}, constant response)`],
  ];
}

function rows(pairs: readonly [string, string][]): string[] {
  const width = Math.max(...pairs.map(([name]) => name.length));
  return pairs.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
}

// Right-aligned under their heads: columns of numbers are compared downwards.
function scaleTable(scales: BurstReportInput['excesses']['scales']): string[] {
  const head = ['scale (s)', 'max S/N', 'scatter', 'noise (Hz)', 'spikes (Hz)', '3σ limit (counts)'];
  const body = Array.from(scales.scaleS, (scaleS, i) => [
    scaleS.toFixed(2),
    scales.maxSnr[i]!.toFixed(1),
    scales.excessVariance[i]!.toFixed(2),
    exponential(scales.noiseHz[i]!),
    exponential(scales.spikeHz[i]!),
    scales.countLimit[i]!.toFixed(0),
  ]);
  const widths = head.map((name, column) => Math.max(name.length, ...body.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]) =>
    `  ${cells.map((cell, column) => cell.padStart(widths[column]!)).join('  ')}`;
  return [line(head), line(widths.map((width) => '─'.repeat(width))), ...body.map(line)];
}

// The tail of a normal distribution beyond 38 sigma is smaller than any double: say so instead of "0".
function exponential(value: number): string {
  return value < 1e-300 ? '< 1e-300' : value.toExponential(1);
}
