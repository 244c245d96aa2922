// Text from outside on its way into documents: bounded in length, made of whole characters, and names that every format
// takes. What a format itself forbids is escaped by that format.
import { canonicalJson } from '../canonical/json.ts';
import type { HistoryParameter } from './history.ts';

const maxCharacters = 2000;

/** Whole characters only (lone surrogates become U+FFFD), cut to a length at which a reader still wants to read. */
export function boundedText(text: string, limit = maxCharacters): string {
  if (text.length <= limit) return text.toWellFormed();
  return `${text.slice(0, limit).toWellFormed()}… (${text.length} characters)`;
}

/** The value of a parameter as text: strings as they are, all else as canonical JSON; long ones by size and digest. */
export function valueText({ value, large }: HistoryParameter): string {
  if (large) return `(${large.characters} characters of JSON${large.digest ? `, sha256 ${large.digest}` : ''})`;
  return typeof value === 'string' ? value.toWellFormed() : canonicalJson(value);
}

/** Any text as letters, digits and `_`: all other characters become `_hex_`. Different texts give different names. */
export function escapedName(text: string): string {
  return boundedText(text, 200).replace(/[^A-Za-z0-9]/gu, (character) => `_${character.codePointAt(0)!.toString(16)}_`);
}

/** A moment as ISO 8601 in UTC, with milliseconds: `2026-03-01T12:00:00.250+00:00`. */
export function isoTime(timeMs: number): string {
  return new Date(timeMs).toISOString().replace('Z', '+00:00');
}

/** A day as ISO 8601, in UTC. */
export function isoDay(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}

/** Text of characters that XML 1.0 can hold: all others become U+FFFD. */
export function xmlCharacters(text: string): string {
  return text.toWellFormed().replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD');
}

/** Text in XML 1.0, as content or in double quotes: markup escaped, see {@link xmlCharacters}. */
export function xmlText(text: string): string {
  return xmlCharacters(text).replace(/[&<>"\r\n\t]/g, (character) => xmlEscapes[character]!);
}

// Line ends and tabs as references: otherwise parsers turn them into others in attributes and, for CR, in text.
const xmlEscapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
  '\n': '&#10;',
  '\t': '&#9;',
};
