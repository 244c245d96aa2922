// How many bytes a manifest stands for: listings and garbage collection show it without reading anything.
import type { Manifest } from '@stemma/core';

/** Bytes of all outputs and of the files that they refer to; 0 for an expected failure. */
export function manifestSizeBytes(manifest: Manifest): number {
  if ('failure' in manifest) return 0;
  let bytes = 0;
  for (const output of Object.values(manifest.outputs)) {
    bytes += output.sizeBytes;
    for (const file of output.files) bytes += file.sizeBytes;
  }
  return bytes;
}
