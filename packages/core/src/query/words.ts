// Text as words: the one rule by which full text is found, the same when it is indexed and when it is asked.
import type { Json } from '../canonical/json.ts';

/**
 * The words of a text, in small letters and without accents. A name such as `BinnedEvents` counts as a whole and in
 * its parts, so that both `binned` and `events` find it.
 */
export function wordsIn(text: string): string[] {
  const words = new Set<string>();
  for (const part of plain(text).match(/[\p{L}\p{N}]+/gu) ?? []) {
    words.add(part.toLowerCase());
    const humps = part.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?[^\p{Lu}\p{N}]+|\p{N}+/gu) ?? [];
    if (humps.length > 1) for (const hump of humps) words.add(hump.toLowerCase());
  }
  return [...words];
}

/** The words that a search asks for: not taken apart at capitals, since `GRB230307A` is meant as a whole. */
export function askedWords(text: string): string[] {
  return [
    ...new Set(
      plain(text)
        .toLowerCase()
        .match(/[\p{L}\p{N}]+/gu) ?? [],
    ),
  ];
}

/** The words of parameters: their names and all text and numbers inside their values. */
export function parameterWords(parameters: Readonly<Record<string, Json>>): string[] {
  const texts: string[] = [];
  collectTexts(parameters, texts);
  return wordsIn(texts.join(' '));
}

/** True when each asked word begins one of the words that are there. */
export function hasWords(there: Iterable<string>, asked: readonly string[]): boolean {
  const words = [...there];
  return asked.every((word) => words.some((other) => other.startsWith(word)));
}

// Without accents: `ä` is found by `a`, as in every catalogue of stars.
function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}+/gu, '');
}

// Tags of the canonical form (`$time`) are no words of anybody.
function collectTexts(value: Json, texts: string[]): void {
  if (value === null || typeof value === 'boolean') return;
  if (typeof value !== 'object') texts.push(String(value));
  else if (Array.isArray(value)) for (const item of value as readonly Json[]) collectTexts(item, texts);
  else
    for (const [key, item] of Object.entries(value)) {
      if (!key.startsWith('$')) texts.push(key);
      collectTexts(item, texts);
    }
}
