// Where the files of a blob store lie: `ab/cdef…` under its folder, two digits for the shard and 62 for the file,
// and unfinished files under `tmp`, on the same file system so that they can be linked into place.
import { join } from 'node:path';
import { isDigest, StemmaError } from '@stemma/core';
import type { Digest } from '@stemma/core';

// 256 shards keep folders small: a million blobs are 4,000 names each.
const shardPattern = /^[0-9a-f]{2}$/;
const restPattern = /^[0-9a-f]{62}$/;

/**
 * The file of a digest under the folder of a store.
 * @throws StemmaError `invalid_request` for anything but a whole digest, which also keeps every path inside the folder.
 */
export function blobPath(directory: string, digest: Digest): string {
  if (!isDigest(digest))
    throw new StemmaError('invalid_request', `'${digest}' is not a sha256 of 64 lower-case hexadecimal digits.`, {
      digest,
    });
  return join(directory, digest.slice(0, 2), digest.slice(2));
}

/** The folder of unfinished files. It lies on the file system of the shards, since link(2) and rename(2) cannot cross one. */
export function temporaryFolder(directory: string): string {
  return join(directory, 'tmp');
}

/** True for the name of a shard folder. */
export function isShard(name: string): boolean {
  return shardPattern.test(name);
}

/** The digest that a file name in a shard stands for; undefined for a file that is not a blob. */
export function digestOf(shard: string, name: string): Digest | undefined {
  return restPattern.test(name) ? shard + name : undefined;
}
