// Two FITS headers, card by card: keywords that came and went, values and comments that changed.
import type { Card, Header, HeaderValue } from '../fits/index.ts';

/** One card that differs. */
export interface CardDifference {
  readonly keyword: string;
  /** `comment`: the value is the same, the remark is not. */
  readonly change: 'added' | 'removed' | 'changed' | 'comment';
  /** Values, or texts of commentary cards; for `comment` the remarks. */
  readonly before?: HeaderValue;
  readonly after?: HeaderValue;
}

/** Keywords that say when a file was written and what its checksum is: they differ in files of equal content. */
export const volatileKeywords: readonly string[] = ['DATE', 'CHECKSUM', 'DATASUM'];

/**
 * The cards in which two headers differ, in the order of the first header, additions at the end. Repeated keywords
 * (HISTORY) are compared in their order. Blank cards, the order of keywords and trailing blanks do not count.
 */
export function compareCards(before: Header, after: Header, ignored = volatileKeywords): CardDifference[] {
  const skip = new Set(['', 'END', ...ignored]);
  const [old, now] = [before, after].map((header) =>
    Map.groupBy(
      header.cards.filter(({ keyword }) => !skip.has(keyword)),
      ({ keyword }) => keyword,
    ),
  ) as [Map<string, Card[]>, Map<string, Card[]>];
  const keywords = [...new Set([...old.keys(), ...now.keys()])];
  return keywords.flatMap((keyword) => differencesOf(keyword, old.get(keyword) ?? [], now.get(keyword) ?? []));
}

function differencesOf(keyword: string, before: readonly Card[], after: readonly Card[]): CardDifference[] {
  const found: CardDifference[] = [];
  for (let i = 0; i < Math.max(before.length, after.length); i++) {
    const [a, b] = [before[i], after[i]];
    if (!a) found.push({ keyword, change: 'added', after: contentOf(b!) });
    else if (!b) found.push({ keyword, change: 'removed', before: contentOf(a) });
    else if (!isSame(contentOf(a), contentOf(b)))
      found.push({ keyword, change: 'changed', before: contentOf(a), after: contentOf(b) });
    else if (a.value !== undefined && a.comment !== b.comment)
      found.push({ keyword, change: 'comment', before: a.comment, after: b.comment });
  }
  return found;
}

function contentOf({ value, comment }: Card): HeaderValue {
  return value === undefined ? comment : value;
}

function isSame(a: HeaderValue, b: HeaderValue): boolean {
  if (typeof a === 'object' && typeof b === 'object' && a !== null && b !== null) return a.re === b.re && a.im === b.im;
  return a === b;
}
