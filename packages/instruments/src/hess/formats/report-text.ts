// The report of a target as plain text: aligned numbers with errors and units, the runs, the terms of use.
import { formatMeasured } from '@stemma/data/statistics';
import type { DroppedRun } from '../usable-runs.ts';
import { releasePage, termsOfUse } from './terms-of-use.ts';

/** What the report tells. */
export interface ReportInput {
  readonly target: { readonly target: string; readonly raDeg: number; readonly decDeg: number };
  readonly unavailable: readonly number[];
  readonly significance: {
    readonly total: Readonly<Record<'on' | 'off' | 'alpha' | 'excess' | 'excessError' | 'sigma' | 'livetimeS', number>>;
    readonly runs: Readonly<
      Record<'obsId' | 'on' | 'off' | 'alpha' | 'excess' | 'sigma' | 'livetimeS' | 'offsetDeg', ArrayLike<number>>
    >;
    readonly dropped: readonly DroppedRun[];
  };
  readonly map: {
    readonly peak: Readonly<Record<'raDeg' | 'decDeg' | 'sigma', number>>;
    readonly field: Readonly<Record<'mean' | 'width', number>>;
  };
  readonly lightCurve: {
    readonly constancy: Readonly<Record<'meanPerMin' | 'chiSquare' | 'degreesOfFreedom' | 'probability', number>>;
  };
  /** Null when there is no excess to fit. */
  readonly fit: Readonly<
    Record<
      | 'index'
      | 'indexError'
      | 'norm'
      | 'normError'
      | 'fluxAboveOneTeV'
      | 'fluxError'
      | 'stat'
      | 'degreesOfFreedom'
      | 'minTeV',
      number
    >
  > | null;
  readonly derivation: string;
}

/** The text of the report. */
export function reportText(input: ReportInput): string {
  const { target, significance, derivation } = input;
  const title = `${target.target} seen by H.E.S.S.`;
  const lines = [
    title,
    '='.repeat(title.length),
    '',
    ...aligned(facts(input)),
    '',
    ...runTable(significance.runs),
    '',
    ...leftOut(input),
    'Citation and terms of use',
    '-------------------------',
    ...termsOfUse.flatMap((sentence) => wrapped(sentence, 100)),
    `Release: ${releasePage}`,
    '',
    `Derivation: ${derivation}`,
    '',
  ];
  return lines.join('\n');
}

function facts({
  target,
  significance: { total },
  map,
  lightCurve: { constancy },
  fit,
}: ReportInput): [string, string][] {
  const excess = formatMeasured({ value: total.excess, error: total.excessError });
  return [
    ['Position', `RA ${target.raDeg.toFixed(4)} deg, Dec ${target.decDeg.toFixed(4)} deg (ICRS)`],
    ['Livetime', `${total.livetimeS.toFixed(1)} s`],
    ['Counts', `${total.on} ON, ${total.off} OFF, alpha ${total.alpha.toFixed(4)}`],
    ['Excess', `${excess} counts`],
    ['Significance', `${total.sigma.toFixed(2)} sigma (Li & Ma 1983, eq. 17)`],
    [
      'Highest pixel of the map',
      `${map.peak.sigma.toFixed(1)} sigma at RA ${map.peak.raDeg.toFixed(3)} deg, Dec ${map.peak.decDeg.toFixed(3)} deg`,
    ],
    ['Map away from the target', `mean ${map.field.mean.toFixed(2)} sigma, width ${map.field.width.toFixed(2)} sigma`],
    [
      'Mean rate',
      `${constancy.meanPerMin.toFixed(2)} excess counts/min; chi-square ${constancy.chiSquare.toFixed(1)} for ${constancy.degreesOfFreedom} degrees of freedom`,
    ],
    ...spectrumFacts(fit),
  ];
}

function spectrumFacts(fit: ReportInput['fit']): [string, string][] {
  if (!fit) return [['Spectrum', 'no excess in the safe energy range']];
  const scaled = (value: number, error: number) =>
    `(${formatMeasured({ value: value * 1e11, error: error * 1e11 })})e-11`;
  return [
    [
      'Photon index',
      `${formatMeasured({ value: fit.index, error: fit.indexError })} above ${fit.minTeV.toFixed(2)} TeV`,
    ],
    ['Flux at 1 TeV', `${scaled(fit.norm, fit.normError)} cm-2 s-1 TeV-1`],
    ['Flux above 1 TeV', `${scaled(fit.fluxAboveOneTeV, fit.fluxError)} cm-2 s-1`],
    [
      'Quality of the fit',
      `wstat ${fit.stat.toFixed(1)} for ${fit.degreesOfFreedom} degrees of freedom; errors are statistical`,
    ],
  ];
}

// The number of regions instead of alpha: people count circles.
function runTable(runs: ReportInput['significance']['runs']): string[] {
  const head = ['run', 'ON', 'OFF', 'regions', 'excess', 'sigma', 'livetime (s)', 'offset (deg)'];
  const body = Array.from(runs.obsId, (obsId, i) => [
    String(obsId),
    String(runs.on[i]),
    String(runs.off[i]),
    (1 / runs.alpha[i]!).toFixed(0),
    runs.excess[i]!.toFixed(1),
    runs.sigma[i]!.toFixed(2),
    runs.livetimeS[i]!.toFixed(1),
    runs.offsetDeg[i]!.toFixed(3),
  ]);
  const widths = head.map((name, column) => Math.max(name.length, ...body.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]) =>
    `  ${cells.map((cell, column) => cell.padStart(widths[column]!)).join('  ')}`;
  return [line(head), line(widths.map((width) => '─'.repeat(width))), ...body.map(line)];
}

// What is missing belongs into the report: a reader must see that a result stands on fewer runs than were selected.
function leftOut({ unavailable, significance: { dropped } }: ReportInput): string[] {
  const lines = dropped.map(({ obsId, reason, message }) => `Left out: run ${obsId} (${reason}): ${message}`);
  if (unavailable.length > 0) lines.push(...wrapped(`Not available here: runs ${unavailable.join(', ')}`, 100));
  return lines.length > 0 ? [...lines, ''] : [];
}

function aligned(pairs: readonly [string, string][]): string[] {
  const width = Math.max(...pairs.map(([name]) => name.length));
  return pairs.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
}

function wrapped(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1)!;
    if (last !== '' && last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}
