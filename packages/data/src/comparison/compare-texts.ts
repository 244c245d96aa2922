// Two texts, line by line: how many lines came and went, counted without regard to where.

/** How two texts compare. */
export interface TextComparison {
  readonly kind: 'text';
  readonly identical: boolean;
  readonly lines: readonly [before: number, after: number];
  /** Lines that only one of them has, counted as often as they occur. */
  readonly linesAdded: number;
  readonly linesRemoved: number;
  /** The first line that differs, counted from 1; absent when identical. */
  readonly first?: { readonly line: number; readonly before?: string; readonly after?: string };
}

/** Compares two texts; linear. Line ends of different systems do not count. */
export function compareTexts(before: string, after: string): TextComparison {
  const [a, b] = [linesOf(before), linesOf(after)];
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at++;
  const identical = at === a.length && at === b.length;
  const linesAdded = linesOnlyIn(b, a);
  const linesRemoved = linesOnlyIn(a, b);
  const [old, now] = [a[at], b[at]];
  const first = { line: at + 1, ...(old !== undefined && { before: old }), ...(now !== undefined && { after: now }) };
  return {
    kind: 'text',
    identical,
    lines: [a.length, b.length],
    linesAdded,
    linesRemoved,
    ...(!identical && { first }),
  };
}

function linesOf(text: string): string[] {
  if (text === '') return [];
  return text.replace(/\r?\n$/, '').split(/\r?\n/);
}

function linesOnlyIn(lines: readonly string[], others: readonly string[]): number {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  let only = 0;
  for (const line of lines) {
    const count = left.get(line) ?? 0;
    if (count === 0) only++;
    else left.set(line, count - 1);
  }
  return only;
}
