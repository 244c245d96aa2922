/** Identifiers of science windows, RRRRPPPPSSSF with an optional version: the unit in which the archive keeps data. */

/** What the last digit of an identifier says. */
export const scienceWindowTypes = ['pointing', 'slew', 'engineering'] as const;
/** Kind of a science window. */
export type ScienceWindowType = (typeof scienceWindowTypes)[number];

/** A science window. */
export interface ScienceWindow {
  readonly revolution: number;
  /** Number of the pointing within the revolution. */
  readonly pointing: number;
  readonly subdivision: number;
  readonly type: ScienceWindowType;
  /** Version of the data, when one was given. */
  readonly version: number | undefined;
}

/** Thrown when a text is no identifier of a science window; says which part is wrong. */
export class ScienceWindowError extends Error {
  override readonly name = 'ScienceWindowError';
  /** Row of the product's error table that this error maps to. */
  readonly code = 'invalid_request';
}

/** The science window of an identifier, e.g. `066500280010` or `066500280010.001`. Throws ScienceWindowError. */
export function parseScienceWindow(text: string): ScienceWindow {
  const match = /^(\d{4})(\d{4})(\d{3})(\d)(?:\.(\d{3}))?$/.exec(text.trim());
  if (match === null) throw new ScienceWindowError(describeMistake(text));
  const type = scienceWindowTypes[Number(match[4])];
  if (type === undefined) {
    throw new ScienceWindowError(
      `'${text}': the last digit is 0 (pointing), 1 (slew) or 2 (engineering), not ${match[4]}`,
    );
  }
  const version = match[5] === undefined ? undefined : Number(match[5]);
  return { revolution: Number(match[1]), pointing: Number(match[2]), subdivision: Number(match[3]), type, version };
}

function describeMistake(text: string): string {
  const digits = text.replaceAll(/\D/g, '').length;
  const form = `'${text}' is not a science window: RRRRPPPPSSSF, twelve digits, with or without a version (.001)`;
  return /^[\d.\s]+$/.test(text) && digits !== 12 && digits !== 15 ? `${form}; it has ${digits} digits` : form;
}

/** The identifier of a science window. Throws a RangeError when a number does not fit its digits. */
export function formatScienceWindow(window: ScienceWindow): string {
  const digits = (value: number, width: number): string => {
    if (!Number.isInteger(value) || value < 0 || value >= 10 ** width) {
      throw new RangeError(`${value} does not fit into ${width} digits of a science window identifier`);
    }
    return String(value).padStart(width, '0');
  };
  const base = digits(window.revolution, 4) + digits(window.pointing, 4) + digits(window.subdivision, 3);
  const version = window.version === undefined ? '' : `.${digits(window.version, 3)}`;
  return base + scienceWindowTypes.indexOf(window.type) + version;
}

/** What a version means: 000 near-real-time data, 001 and later consolidated data. */
export function scienceWindowReadiness(version: number): 'nrt' | 'cons' {
  return version === 0 ? 'nrt' : 'cons';
}
