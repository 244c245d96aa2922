// Pinning and unpinning: what the two commands share.
import { shortDigest, type Digest } from '@stemma/core';
import type { Context } from './command.ts';
import { openSession } from './session.ts';

/** Pins or unpins results; all ids are looked up before anything is changed. @throws StemmaError `not_found`. */
export async function setPinned(context: Context, words: readonly string[], pinned: boolean): Promise<void> {
  await using session = await openSession(context, { access: 'write', modules: false });
  const { stemma } = session;
  const ids: Digest[] = [];
  for (const word of words) ids.push((await stemma.stored(word)).id);
  for (const id of ids) await stemma.pin(id, pinned);
  if (context.globals.json) context.printJson({ pinned, ids });
  else
    context.print(
      ...ids.map((id) => `${context.style.typed(shortDigest(id))}  ${pinned ? 'pinned' : 'no longer pinned'}`),
    );
}
