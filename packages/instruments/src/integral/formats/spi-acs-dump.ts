// SPI-ACS light curves as the text that the mission's dump program writes: comment lines, then one line for each bin
// with IJD, seconds since the reference, counts, second of the day (UTC); and the two-column form for the
// Interplanetary Network, whose times are bin starts.
import { StemmaError } from '@stemma/core';
import { lightCurveFromCounts } from '@stemma/data/lightcurve';
import { addSeconds, parseTime, type Instant } from '@stemma/data/time';
import type { ReadLightCurve } from './spi-acs-fits.ts';

const nominalWidthS = 0.05;

/** True when bytes look like text rather than FITS. */
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
  const { reference, startS, counts } = isIpn ? readIpn(lines) : readDump(lines);
  if (counts.length === 0) throw new StemmaError('invalid_request', 'the light curve has no bins');
  const widthS = widthsOf(startS);
  return { lightCurve: lightCurveFromCounts({ reference, startS, widthS, counts }), spacecraft: null, instrument: 'INTEGRAL SPI-ACS' };
}

interface Columns {
  readonly reference: Instant;
  readonly startS: number[];
  readonly counts: number[];
}

function readDump(lines: readonly string[]): Columns {
  let reference: Instant | undefined;
  const startS: number[] = [];
  const counts: number[] = [];
  lines.forEach((line, i) => {
    if (/^\s*(#|$)/.test(line) || (reference === undefined && !/^\s*[\d.+-]/.test(line))) return;
    const [ijd, since, count] = numbers(line, 3, i);
    // IJD is printed to more digits than a double holds; the seconds since the reference carry the precision.
    reference ??= addSeconds(parseTime(line.trim().split(/\s+/)[0]!, 'ijd'), -since!);
    startS.push(since! - nominalWidthS / 2);
    counts.push(count!);
    if (!Number.isFinite(ijd!)) throw unreadable(i);
  });
  return { reference: reference ?? parseTime('0', 'ijd'), startS, counts };
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
    startS.push(start!);
    counts.push(count!);
  });
  return { reference, startS, counts };
}

function numbers(line: string, wanted: number, index: number): number[] {
  const values = line.trim().split(/\s+/).map(Number);
  if (values.length < wanted || values.slice(0, wanted).some((value) => !Number.isFinite(value))) throw unreadable(index);
  return values;
}

function unreadable(index: number): StemmaError {
  return new StemmaError('invalid_request', `line ${index + 1} is no bin of a SPI-ACS light curve`, { line: index + 1 });
}

// Bins are contiguous but where data are missing: a step longer than one and a half bins is a gap.
function widthsOf(startS: readonly number[]): Float64Array {
  return Float64Array.from(startS, (start, i) => {
    const step = (startS[i + 1] ?? start + nominalWidthS) - start;
    return step > 0 && step < 1.5 * nominalWidthS ? step : nominalWidthS;
  });
}
