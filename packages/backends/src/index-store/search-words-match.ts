// Which results, analyses and annotations a searched word is in, told from a handful of texts in memory.
import { hasWords, wordsIn } from '@stemma/core';

/** The keys whose text has a word that begins with this one. */
export function keysWithWord<Key>(texts: Iterable<readonly [Key, string]>, word: string): Set<Key> {
  const found = new Set<Key>();
  for (const [key, text] of texts) if (!found.has(key) && hasWords(wordsIn(text), [word])) found.add(key);
  return found;
}

/** True when a name is meant by a pattern in which `*` stands for any text, the empty one too. */
export function globMatches(pattern: string, name: string): boolean {
  const [first, ...rest] = pattern.split('*');
  if (rest.length === 0) return name === pattern;
  if (!name.startsWith(first!)) return false;
  const last = rest.pop()!;
  let at = first!.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}
