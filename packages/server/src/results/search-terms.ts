// The terms of a search as people type them in one line, and what search has to know of the loaded analyses.
import { StemmaError, type AnalysisDescription, type Registry } from '@stemma/core';

/** Parts a line at spaces; double quotes keep a term together: `text:"unit 1" binSize>=4keV`. */
export function splitTerms(line: string): string[] {
  const terms: string[] = [];
  for (const [term] of line.matchAll(/(?:[^\s"]|"[^"]*"?)+/g)) terms.push(term.replaceAll('"', ''));
  return terms.filter((term) => term !== '');
}

const unitsMs: Readonly<Record<string, number>> = {
  s: 1e3,
  min: 60e3,
  h: 3600e3,
  d: 86_400e3,
  w: 604_800e3,
  y: 31_557_600e3,
};

/**
 * The moment of `12h` (so long before now) or of a date, ms since 1970.
 * @throws StemmaError `invalid_request`.
 */
export function momentOf(text: string, nowMs: number): number {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/.exec(text) ?? [];
  if (amount !== undefined && Object.hasOwn(unitsMs, unit)) return nowMs - Number(amount) * unitsMs[unit]!;
  const timeMs = /^\d{4}-\d\d-\d\d/.test(text)
    ? Date.parse(text.length === 10 ? `${text}T00:00:00Z` : text)
    : Number.NaN;
  if (Number.isFinite(timeMs)) return timeMs;
  throw new StemmaError('invalid_request', `"${text}" is no time: write 12h, 30d, 2026-11-22 or an ISO 8601 moment`);
}

/** Descriptions and units of all analyses of a registry. */
export function searchWordsOf(registry: Registry): AnalysisDescription[] {
  return registry.names.map((name) => {
    const { description, parameters } = registry.get(name).definition;
    const units = Object.entries(parameters).flatMap(([key, { schema }]) => {
      const unit = schema['x-unit'];
      return typeof unit === 'string' && unit !== '' ? [[key, unit] as const] : [];
    });
    return { name, description, units: Object.fromEntries(units) };
  });
}
