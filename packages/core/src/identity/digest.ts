// Digests: the names of things. Core never hashes by itself: the fast native hash of the
// platform is handed in, so that core stays free of platform modules.

/** A sha256 as 64 lower-case hexadecimal digits. Always whole: a prefix is only for people's eyes. */
export type Digest = string;

/** The sha256 of bytes, or of the UTF-8 form of a string. */
export type Sha256 = (data: string | Uint8Array) => Digest;

/** True for 64 lower-case hexadecimal digits. */
export function isDigest(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}

/** The first ten digits, for people's eyes only. */
export function shortDigest(digest: Digest): string {
  return digest.slice(0, 10);
}
