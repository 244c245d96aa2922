/** Right ascensions and declinations as people write them: 04:03:26.4 -75:22:48, with h m s, d ' ", or decimal degrees. */

/** Thrown when a text is no right ascension or declination; says what was expected. */
export class CoordinateError extends Error {
  override readonly name = 'CoordinateError';
  /** Row of the product's error table that this error maps to. */
  readonly code = 'invalid_request';
}

const SEXAGESIMAL = /^([+\-\u2212]?)(\d{1,3})[:\shd°]\s*(\d{1,2})(?:[:\sm'′]\s*(\d{1,2}(?:\.\d*)?)?\s*[s"″]?)?$/;
const DECIMAL = /^[+\-\u2212]?(?:\d+\.?\d*|\.\d+)\s*(?:deg|d|°)?$/;

/** Right ascension in degrees (0..360) from `hh:mm:ss.s`, `hh mm ss`, `5h34m32s`, or decimal degrees. Throws CoordinateError. */
export function parseRightAscension(text: string): number {
  const trimmed = text.trim();
  const degrees = DECIMAL.test(trimmed) ? decimal(trimmed) : 15 * sexagesimal(trimmed, 'a right ascension', text);
  // 83d38m is degrees even in right ascension.
  const value = /^\d+\s*[d°]\s*\d/.test(trimmed) ? degrees / 15 : degrees;
  if (!(value >= 0 && value < 360))
    throw new CoordinateError(`'${text}': right ascension lies in 0 h to 24 h (0 to 360 deg)`);
  return value;
}

/** Declination in degrees (-90..90) from `+dd:mm:ss.s`, `-75d22m48s`, or decimal degrees. Throws CoordinateError. */
export function parseDeclination(text: string): number {
  const trimmed = text.trim();
  if (/\dh/.test(trimmed)) throw new CoordinateError(`'${text}': a declination is written in degrees, not hours`);
  const value = DECIMAL.test(trimmed) ? decimal(trimmed) : sexagesimal(trimmed, 'a declination', text);
  if (!(Math.abs(value) <= 90)) throw new CoordinateError(`'${text}': declination lies in -90 to +90 deg`);
  return value;
}

function decimal(text: string): number {
  return Number.parseFloat(text.replace('\u2212', '-'));
}

function sexagesimal(trimmed: string, what: string, text: string): number {
  const match = SEXAGESIMAL.exec(trimmed);
  if (match === null) throw new CoordinateError(`'${text}' is not ${what}: give 12:34:56.7 or decimal degrees`);
  const minutes = Number(match[3]);
  const seconds = Number(match[4] ?? 0);
  if (minutes >= 60 || seconds >= 60) throw new CoordinateError(`'${text}': minutes and seconds stay below 60`);
  const size = Number(match[2]) + minutes / 60 + seconds / 3600;
  return match[1] === '' || match[1] === '+' ? size : -size;
}

/** `hh:mm:ss.ss` of a right ascension in degrees; rounding carries, and 24 h becomes 00:00:00. */
export function formatRightAscension(raDeg: number, decimals = 2): string {
  const unit = 10 ** decimals;
  const turn = 86_400 * unit;
  const ticks = ((Math.round((raDeg / 15) * 3600 * unit) % turn) + turn) % turn;
  return fields(ticks, decimals, 2);
}

/** `+dd:mm:ss.s` of a declination in degrees; rounding carries. */
export function formatDeclination(decDeg: number, decimals = 1): string {
  const ticks = Math.round(Math.abs(decDeg) * 3600 * 10 ** decimals);
  return `${decDeg < 0 && ticks > 0 ? '-' : '+'}${fields(ticks, decimals, 2)}`;
}

function fields(ticks: number, decimals: number, width: number): string {
  const unit = 10 ** decimals;
  const whole = Math.floor(ticks / unit);
  const pad = (value: number): string => String(value).padStart(width, '0');
  const fraction = decimals === 0 ? '' : `.${String(ticks % unit).padStart(decimals, '0')}`;
  return `${pad(Math.floor(whole / 3600))}:${pad(Math.floor(whole / 60) % 60)}:${pad(whole % 60)}${fraction}`;
}
