// Two byte sequences: equal or not, and where they first differ.

/** How two byte sequences compare. */
export interface BytesComparison {
  readonly kind: 'bytes';
  readonly identical: boolean;
  readonly lengths: readonly [before: number, after: number];
  /** Offset of the first byte that differs, or the length of the shorter one; absent when identical. */
  readonly firstAt?: number;
}

/** Compares bytes; linear, and no further than the first difference. */
export function compareBytes(before: Uint8Array, after: Uint8Array): BytesComparison {
  const lengths = [before.length, after.length] as const;
  const common = Math.min(before.length, after.length);
  let at = 0;
  while (at < common && before[at] === after[at]) at++;
  const identical = at === common && before.length === after.length;
  return { kind: 'bytes', identical, lengths, ...(!identical && { firstAt: at }) };
}
