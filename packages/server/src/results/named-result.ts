// Which result an address means: ids in full or by their first digits. The one place through which every route about a
// result goes, so that it is also the one place that asks whether the caller may see it.
import { isDigest, StemmaError, type Digest, type DerivationRecord, type StoredResult } from '@stemma/core';
import { noSuch } from '../access/visibility.ts';
import type { Identity } from '../http/identity.ts';
import type { ServerParts } from '../parts.ts';

/** What names are looked up in. */
export type NamedIn = Pick<ServerParts, 'index' | 'visibility'>;

/**
 * The full ids of ids or of their unambiguous first digits.
 * @throws StemmaError `not_found`, also for results that the caller may not see; `invalid_request` for ambiguous digits.
 */
export async function readableIds(
  parts: NamedIn,
  idsOrPrefixes: readonly string[],
  identity: Identity,
): Promise<Digest[]> {
  const found: Digest[] = [];
  for (const prefix of idsOrPrefixes) {
    const all = isDigest(prefix) ? [prefix] : await parts.index.expand(prefix);
    const ids = visibleOnly(parts, all, identity);
    if (ids.length === 0) throw noSuch('result', prefix);
    if (ids.length > 1) {
      const known = ids.map((id) => id.slice(0, 12)).join(', ');
      throw new StemmaError('invalid_request', `${prefix} could be ${known}: give more digits`, {
        pointer: '#/path/id',
        ids,
      });
    }
    found.push(ids[0]!);
  }
  return found;
}

/** The full id of one; see {@link readableIds}. */
export async function readableId(parts: NamedIn, idOrPrefix: string, identity: Identity): Promise<Digest> {
  return (await readableIds(parts, [idOrPrefix], identity))[0]!;
}

/** What the index has of a derivation that the caller may see. @throws StemmaError as {@link readableIds}. */
export async function readableRecord(
  parts: NamedIn,
  idOrPrefix: string,
  identity: Identity,
): Promise<{ readonly record: DerivationRecord; readonly stored: StoredResult | undefined }> {
  const id = await readableId(parts, idOrPrefix, identity);
  const record = (await parts.index.derivations([id])).get(id);
  if (!record) throw noSuch('result', idOrPrefix);
  return { record, stored: (await parts.index.results([id])).get(id) };
}

/** Those of some results that the caller may see, in their order. */
export function visibleOnly(
  { visibility }: Pick<NamedIn, 'visibility'>,
  ids: readonly Digest[],
  identity: Identity,
): Digest[] {
  const hidden = visibility?.hidden(identity, 'result', ids);
  return hidden ? ids.filter((id) => !hidden.has(id)) : [...ids];
}
