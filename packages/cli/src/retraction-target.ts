// What the retracting commands can name: a result by its first digits, `name@version`, `code:digest`, `file:digest`, or a
// file of this machine.
import { isDigest, StemmaError, type RetractionTarget } from '@stemma/core';
import type { Stemma } from './stemma.ts';

/** The argument of the commands that name a target. */
export const targetArgument = [
  '<what>',
  'a result by its first digits; an analysis as name@version; code:DIGEST; file:DIGEST or file:PATH',
] as const;

/**
 * Reads a target.
 * @throws StemmaError `invalid_request`, `not_found`.
 */
export async function readTarget(stemma: Stemma, word: string): Promise<RetractionTarget> {
  const [, kind, rest = ''] = /^(code|file):(.*)$/s.exec(word) ?? [];
  if (kind === 'file') {
    if (isDigest(rest)) return { kind, digest: rest };
    const { source } = await stemma.addFile(rest, { keep: false });
    return { kind, digest: source.sha256 };
  }
  if (kind === 'code') {
    if (isDigest(rest)) return { kind, digest: rest };
    throw new StemmaError(
      'invalid_request',
      `code:${rest} needs all 64 digits: \`stemma show ID --json\` tells the code`,
    );
  }
  const at = word.lastIndexOf('@');
  if (at > 0) return { kind: 'definition', name: fullName(stemma, word.slice(0, at)), version: word.slice(at + 1) };
  return { kind: 'result', id: await stemma.idOf(word) };
}

// Results of analyses that are not loaded can be wrong too: a full name is taken as it is.
function fullName(stemma: Stemma, name: string): string {
  return name.includes('.') && !stemma.analyses.includes(name) ? name : stemma.analysis(name).definition.name;
}
