// SPI-ACS light curves as the text that the mission's dump program writes: comment lines, then one line for each bin
// with IJD, seconds since the reference, counts, second of the day (UTC); and the two-column form for the
// Interplanetary Network, whose times are bin starts.
import { StemmaError } from '@stemma/core';
import { lightCurveFromCounts } from '@stemma/data/lightcurve';
import { addSeconds, parseTime, type Instant } from '@stemma/data/time';
import type { ReadLightCurve } from './spi-acs-fits.ts';

/** The bins of SPI-ACS on board; files with other bins show their width. */
const nominalWidthS = 0.05;

/** True when bytes look like text rather than FITS, whose first card is SIMPLE (FITS 4.0, section 4.4.1.1). */
export function isText(bytes: Uint8Array): boolean {
  const head = new TextDecoder().decode(bytes.subarray(0, 9));
  return head !== 'SIMPLE  =' && !bytes.subarray(0, 1024).includes(0);
}

/**
 * Reads the dump format or the Interplanetary Network format.
 * @throws StemmaError `invalid_request` naming the line that cannot be read, or when there are no bins.
 */
export function readSpiAcsDump(text: string): ReadLightCurve {
  const lines = text.split(/\r?\n/);
  const isIpn = /^\s*'INTEGRAL/.test(lines[0] ?? '');
  const { reference, startS, counts, binS } = isIpn ? readIpn(lines) : readDump(lines);
  if (counts.length === 0) throw new StemmaError('invalid_request', 'the light curve has no bins');
  const widthS = widthsOf(startS, binS);
  return {
    lightCurve: lightCurveFromCounts({ reference, startS, widthS, counts }),
    spacecraft: null,
    instrument: 'INTEGRAL SPI-ACS',
  };
}

interface Columns {
  readonly reference: Instant;
  readonly startS: number[];
  readonly counts: number[];
  /** Width of most bins. */
  readonly binS: number;
}

// Comments may stand anywhere, other text only above the first bin: later on it would be a damaged line.
function readDump(lines: readonly string[]): Columns {
  let reference: Instant | undefined;
  const centreS: number[] = [];
  const counts: number[] = [];
  lines.forEach((line, i) => {
    if (/^\s*(#|$)/.test(line) || (reference === undefined && !/^\s*[\d.+-]/.test(line))) return;
    const [, since, count] = numbers(line, 3, i);
    // IJD is printed to more digits than a double holds; the seconds since the reference carry the precision.
    reference ??= addSeconds(parseTime(line.trim().split(/\s+/)[0]!, 'ijd'), -since!);
    checkBin(since!, centreS.at(-1), count!, i);
    centreS.push(since!);
    counts.push(count!);
  });
  const binS = medianStep(centreS);
  return {
    reference: reference ?? parseTime('0', 'ijd'),
    startS: centreS.map((centre) => centre - binS / 2),
    counts,
    binS,
  };
}

// Line 1: 'INTEGRAL  ' 'dd/mm/yy' second-of-day …; line 2: background and bin width; then start and counts.
function readIpn(lines: readonly string[]): Columns {
  const head = /'INTEGRAL\s*'\s+'(\d\d)\/(\d\d)\/(\d\d)'\s+([\d.]+)/.exec(lines[0]!);
  if (!head) throw unreadable(0);
  const [, day, month, year, secondOfDay] = head;
  const midnight = parseTime(`20${year}-${month}-${day}T00:00:00`, 'utc');
  const reference = addSeconds(midnight, Number(secondOfDay));
  const startS: number[] = [];
  const counts: number[] = [];
  lines.slice(2).forEach((line, i) => {
    if (line.trim() === '') return;
    const [start, count] = numbers(line, 2, i + 2);
    checkBin(start!, startS.at(-1), count!, i + 2);
    startS.push(start!);
    counts.push(count!);
  });
  return { reference, startS, counts, binS: numbers(lines[1] ?? '', 2, 1)[1]! };
}

// A line with fewer numbers is damaged: leaving it out would shift nothing, but hide that the file is cut.
function numbers(line: string, wanted: number, index: number): number[] {
  const values = line.trim().split(/\s+/).map(Number);
  if (values.length < wanted || values.slice(0, wanted).some((value) => !Number.isFinite(value)))
    throw unreadable(index);
  return values;
}

function unreadable(index: number): StemmaError {
  return new StemmaError('invalid_request', `line ${index + 1} is no bin of a SPI-ACS light curve`, {
    line: index + 1,
  });
}

// Counts are never negative, and time goes forward: both break where two dumps were joined.
function checkBin(timeS: number, beforeS: number | undefined, count: number, index: number): void {
  if (count < 0) throw unreadable(index);
  if (beforeS === undefined || timeS > beforeS) return;
  throw new StemmaError('invalid_request', `line ${index + 1} of the light curve is not later than the bin before it`, {
    line: index + 1,
  });
}

function medianStep(centreS: readonly number[]): number {
  const steps = centreS.slice(1).map((centre, i) => centre - centreS[i]!);
  const median = steps.toSorted((a, b) => a - b)[steps.length >> 1] ?? nominalWidthS;
  // Printed times carry rounding; bins are whole microseconds long.
  return Math.round(median * 1e6) / 1e6;
}

// Bins are contiguous but where data are missing: a step longer than one and a half bins is a gap.
function widthsOf(startS: readonly number[], binS: number): Float64Array {
  return Float64Array.from(startS, (start, i) => {
    const step = (startS[i + 1] ?? start + binS) - start;
    return step > 0 && step < 1.5 * binS ? step : binS;
  });
}
