// How parameters and values are written for people: short, with units, in the words of the declaration.
import type { Types } from '../analysis/declaration.ts';
import type { Registry } from '../analysis/registry.ts';
import { canonicalJson, type Json } from '../canonical/json.ts';

/** The unit of a parameter of an analysis, by their names; undefined when it has none. */
export type UnitOf = (analysis: string, parameter: string) => string | undefined;

/** The units that the loaded analyses declare; for all others what the parameter's name says. */
export function unitsOf(registry: Registry): UnitOf {
  const loaded = new Set(registry.names);
  return unitsBy((analysis) => (loaded.has(analysis) ? registry.get(analysis).definition.parameters : undefined));
}

/**
 * The units in declared parameter types, by the name of an analysis; where there are none, what the names say.
 * @param parametersOf undefined for analyses that are not at hand; a declared parameter without a unit has none.
 */
export function unitsBy(parametersOf: (analysis: string) => Types | undefined): UnitOf {
  return (analysis, parameter) => {
    const type = parametersOf(analysis)?.[parameter];
    if (!type) return unitByName(analysis, parameter);
    const unit = type.schema['x-unit'];
    return typeof unit === 'string' && unit !== '' ? unit : undefined;
  };
}

// Ends of names that can mean nothing else than a unit; `Min`, `M` or `H` could.
const endings = new Map(
  Object.entries({ EV: 'eV', KeV: 'keV', MeV: 'MeV', GeV: 'GeV', TeV: 'TeV', Deg: 'deg', Rad: 'rad', Arcmin: 'arcmin' })
    .concat(Object.entries({ Arcsec: 'arcsec', S: 's', Ms: 'ms', Us: 'us', Ns: 'ns', Hz: 'Hz', Jy: 'Jy', Mjy: 'mJy' }))
    .concat(Object.entries({ Cps: 'ct/s', Kpc: 'kpc', Mpc: 'Mpc', Km: 'km', Cm: 'cm', Bytes: 'bytes', Percent: '%' })),
);

/** The unit that a parameter's name ends in (`binSizeKeV`): all that can be told without the analysis' code. */
export const unitByName: UnitOf = (_analysis, parameter) => {
  const ending = /(?<=[a-z0-9])(?:[KMGT]?eV|EV|[A-Z][a-z]*)$/.exec(parameter)?.[0];
  return ending === undefined ? undefined : endings.get(ending);
};

const maxText = 60;
const maxItems = 6;

/**
 * A canonical parameter value as a person writes it: `4 keV`, `0665…0010`, `25, 40, 80 keV`, `none`.
 * @param unit appended to numbers and lists of numbers.
 */
export function formatParameter(value: Json, unit?: string): string {
  const tail = unit ? ` ${unit}` : '';
  if (value === null) return 'none';
  if (typeof value === 'number') return `${value}${tail}`;
  if (typeof value === 'string') return formatText(value);
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return formatList(value as readonly Json[], tail);
  return formatObject(value as Readonly<Record<string, Json>>, tail);
}

/** Text cut in its middle to at most `limit` characters, so that both ends can be read. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const head = Math.ceil((limit - 1) / 2);
  return `${text.slice(0, head)}…${text.slice(text.length - (limit - 1 - head))}`;
}

function formatText(text: string): string {
  const isPlain = /^[\p{L}\p{N}._+:@/*-]+$/u.test(text);
  return shorten(isPlain ? text : JSON.stringify(text), maxText);
}

function formatList(items: readonly Json[], tail: string): string {
  if (items.length === 0) return 'an empty list';
  const unit = items.every((item) => typeof item === 'number') ? tail : '';
  if (items.length <= maxItems) return shorten(items.map((item) => formatParameter(item)).join(', '), maxText) + unit;
  const [first, second, last] = [items[0]!, items[1]!, items.at(-1)!].map((item) => formatParameter(item));
  return `${shorten(`${first}, ${second}, …, ${last}`, maxText)}${unit} (${items.length} values)`;
}

function formatObject(object: Readonly<Record<string, Json>>, tail: string): string {
  const [tag] = Object.keys(object);
  const read = tag?.startsWith('$') ? tagged[tag] : undefined;
  if (read) return read(object[tag!]!, tail);
  const fields = Object.entries(object).map(([key, value]) => `${key}: ${formatParameter(value)}`);
  return shorten(`{${fields.join(', ')}}`, maxText);
}

// The tags of the canonical form, see canonical/form.ts; `$item` is an open element of a fan-out.
const tagged: Readonly<Record<string, (content: Json, tail: string) => string>> = {
  $float: (text, tail) => `${String(text)}${tail}`,
  $int: (text, tail) => `${String(text)}${tail}`,
  $time: (text) => String(text),
  $set: (items, tail) => formatList(items as readonly Json[], tail),
  $map: (pairs) => formatList(pairs as readonly Json[], ''),
  $object: (pairs) => shorten(canonicalJson(pairs), maxText),
  $item: (content) => ['‹item›', ...(content as readonly Json[]).slice(1)].join('.'),
  $array: (content) => {
    const [dtype, hex] = content as readonly [string, string];
    const width = Number(/\d+$/.exec(dtype)?.[0] ?? 8) / 4;
    return `${hex.length / width} × ${dtype}`;
  },
};
