// Input files as bytes: read from where the store keeps them, and verified every time.
import { readFileSync } from 'node:fs';
import { StemmaError, type Digest, type SuppliedFile } from '@stemma/core';
import { sha256 } from '../hashing/sha256.ts';

/**
 * The bytes of a supplied file; a private copy. They are hashed every time: an analysis that computes with damaged
 * bytes would store a wrong result under a right name.
 * @throws StemmaError `corrupt` when the bytes do not have the digest; `gone` when the file is no longer there.
 */
export function loadFile(file: SuppliedFile, digest: Digest): Uint8Array {
  const bytes = 'path' in file ? read(file.path, digest) : file.bytes.slice();
  if (sha256(bytes) !== digest) throw new StemmaError('corrupt', `stored file ${digest} is damaged`, { digest });
  return bytes;
}

function read(path: string, digest: Digest): Uint8Array {
  try {
    return new Uint8Array(readFileSync(path));
  } catch (cause) {
    throw new StemmaError('gone', `stored file ${digest} cannot be read`, { digest }, cause);
  }
}
