// The name of a content: what early cut-off compares and what results are published under.
import { canonicalJson, type Json } from '../canonical/json.ts';
import type { Digest, Sha256 } from '../identity/digest.ts';
import type { Manifest } from '../identity/records.ts';

/**
 * The sha256 of a manifest's canonical JSON. Two results are equal when it is: the manifest names every value and file
 * by digest, and an expected failure by its reason, message, detail and origin.
 */
export function contentDigestOf(
  manifest: Manifest,
  { identity }: { readonly identity: { readonly sha256: Sha256 } },
): Digest {
  return identity.sha256(canonicalJson(manifest as unknown as Json));
}
