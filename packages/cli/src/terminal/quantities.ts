// Sizes, durations and moments as people write and read them.
import { StemmaError } from '@stemma/core';

const byteUnits: readonly (readonly [string, number])[] = [
  ['TB', 1e12],
  ['GB', 1e9],
  ['MB', 1e6],
  ['kB', 1e3],
];
const readableByteUnits: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1e3,
  kb: 1e3,
  m: 1e6,
  mb: 1e6,
  g: 1e9,
  gb: 1e9,
  t: 1e12,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};
const timeUnitsS: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3600, d: 86_400, w: 604_800, y: 31_557_600 };

/** A size with three digits in decimal units (SI, as disks are sold): `2.10 kB`, `345 MB`; below 1 kB exact bytes. */
export function formatBytes(bytes: number): string {
  for (const [unit, size] of byteUnits) if (bytes >= size * 0.9995) return `${threeDigits(bytes / size)} ${unit}`;
  return `${bytes} B`;
}

/** A duration of seconds, with two or three digits: `8 ms`, `1.2 s`, `3 min 05 s`, `2 h 10 min`, `4 d 3 h`. */
export function formatDuration(seconds: number): string {
  if (seconds < 0.0995) return `${Math.max(0, Math.round(seconds * 1000))} ms`;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  const two = (n: number) => String(n).padStart(2, '0');
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  if (whole < 86_400) return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`;
  return `${Math.floor(whole / 86_400)} d ${Math.floor((whole % 86_400) / 3600)} h`;
}

/** A moment as UTC to the second: `2026-11-22 15:44:07 UTC`. */
export function formatMoment(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** How long ago a moment was: `just now`, `3 min ago`, `2 h ago`, `5 d ago`; older ones by their date. */
export function formatAge(timeMs: number, nowMs: number): string {
  const seconds = (nowMs - timeMs) / 1000;
  if (seconds < 10) return 'just now';
  if (seconds < 60) return `${Math.round(seconds)} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  if (seconds < 30 * 86_400) return `${Math.floor(seconds / 86_400)} d ago`;
  return new Date(timeMs).toISOString().slice(0, 10);
}

/**
 * Bytes of a text such as `10GB`, `500 MB`, `2 GiB`: decimal units unless there is an `i`; a bare number is bytes.
 * @throws StemmaError `invalid_request` for anything else, negative sizes included.
 */
export function parseBytes(text: string): number {
  const [, number, unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([A-Za-z]*)\s*$/.exec(text) ?? [];
  const factor = readableByteUnits[unit.toLowerCase()];
  if (number === undefined || factor === undefined) {
    throw new StemmaError('invalid_request', `"${text}" is no size: write it as 500MB, 10GB or 2GiB`, { given: text });
  }
  return Math.round(Number(number) * factor);
}

/**
 * Seconds of a text such as `30d`, `12 h`, `1h30min`; a year is 365.25 days. A unit must stand there.
 * @throws StemmaError `invalid_request` for anything else.
 */
export function parseDuration(text: string): number {
  const parts = [...text.trim().matchAll(/(\d+(?:\.\d+)?)\s*([A-Za-z]+)\s*/gy)];
  const length = parts.reduce((sum, part) => sum + part[0].length, 0);
  const isWhole = parts.length > 0 && length === text.trim().length;
  const seconds = parts.map(([, number, unit]) => Number(number) * (timeUnitsS[unit!.toLowerCase()] ?? NaN));
  const sum = seconds.reduce((a, b) => a + b, 0);
  if (!isWhole || Number.isNaN(sum)) {
    throw new StemmaError('invalid_request', `"${text}" is no duration: write it as 30d, 12h, 15min or 90s`, {
      given: text,
    });
  }
  return sum;
}

/** The moment that `--since` means: a duration back from now, or an ISO date. @throws StemmaError `invalid_request`. */
export function parseSince(text: string, nowMs: number): number {
  if (/^\d{4}-\d\d-\d\d/.test(text)) {
    // Times without a zone are UTC, as everywhere in Stemma.
    const isZoned = !text.includes(':') || /(Z|[+-]\d\d:?\d\d)$/.test(text);
    const timeMs = Date.parse(isZoned ? text : `${text.replace(' ', 'T')}Z`);
    if (!Number.isNaN(timeMs)) return timeMs;
  }
  if (/^\d{4}-/.test(text))
    throw new StemmaError('invalid_request', `"${text}" is no date: write it as 2026-11-22 or 2026-11-22T15:44:07Z`, {
      given: text,
    });
  return nowMs - parseDuration(text) * 1000;
}

function threeDigits(value: number): string {
  return value >= 99.95 ? value.toFixed(0) : value >= 9.995 ? value.toFixed(1) : value.toFixed(2);
}
