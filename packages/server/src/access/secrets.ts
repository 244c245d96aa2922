// Secrets that people and browsers carry: 256 random bits each, kept here as their sha256 only. Nobody can search 2^256
// values, so a slow digest, which guards guessable passwords, would only make every request slow.
import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** What all tokens begin with, so that scanners of repositories and logs find them. */
const prefix = 'stm_';

/** 256 random bits as text for cookies and tokens. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a secret. */
export function digestOf(secret: string): Uint8Array {
  return createHash('sha256').update(secret).digest();
}

/** A new token: prefix, secret, and a checksum by which scanners tell tokens from words. */
export function newToken(): string {
  const secret = newSecret();
  return prefix + secret + checksum(secret);
}

/** Whether a text has the form of a token, checksum included: what has not is refused without looking it up. */
export function isToken(text: string): boolean {
  if (!/^stm_[\w-]{43}[0-9a-f]{8}$/.test(text)) return false;
  return checksum(text.slice(4, 47)) === text.slice(47);
}

/** Whether an address or text has something like a token in it. */
export function hasToken(text: string): boolean {
  return /stm_[\w-]{20}/i.test(text);
}

/** A text with everything like a token taken out, for logs and messages. */
export function withoutTokens(text: string): string {
  return text.replaceAll(/stm_[\w-]{8,}/gi, 'stm_…');
}

function checksum(secret: string): string {
  return crc32(secret).toString(16).padStart(8, '0');
}
