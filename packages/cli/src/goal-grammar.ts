// The words that typed goals are made of, wherever the goal is then bound: by the modules loaded here, or by a server.
import { readFileSync } from 'node:fs';
import { StemmaError, type Json } from '@stemma/core';

/** Kinds of parameters whose value may be long enough to lie in a file. */
export const structured: ReadonlySet<string> = new Set(['json', 'record', 'list']);
/** `Name(key=value, …)`: the name, and what stands in the parentheses. */
export const nestedGoal = /^([A-Za-z][\w.]*)\s*\((.*)\)$/s;
/** A full or short name by itself. */
export const analysisName = /^[A-Za-z][\w.]*$/;

/** `key=value`, split at the first equals sign, both trimmed. @throws StemmaError `invalid_request` without a key or `=`. */
export function readPair(word: string): readonly [key: string, value: string] {
  const at = word.indexOf('=');
  if (at > 0) return [word.slice(0, at).trim(), word.slice(at + 1).trim()];
  throw new StemmaError('invalid_request', `"${word}" is no argument: write key=value, in quotes when it has spaces`, {
    given: word,
  });
}

/** The value of a JSON text; undefined for a text that is none. */
export function asJson(text: string): { value: Json } | undefined {
  try {
    return { value: JSON.parse(text) as Json };
  } catch {
    return undefined;
  }
}

/** A text file that a parameter is given by. @throws StemmaError `not_found` when it cannot be read. */
export function readText(path: string, where: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new StemmaError('not_found', `cannot read ${path} for ${where} (${code})`, { path }, cause);
  }
}
