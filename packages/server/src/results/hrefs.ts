// Addresses inside this service, relative to its root, so that they hold behind any proxy.
import type { Digest } from '@stemma/core';

const root = '/api/v1';

/** The page of a result. */
export function resultHref(id: Digest): string {
  return `${root}/results/${id}`;
}

/** The value of an output. */
export function outputHref(id: Digest, output: string): string {
  return `${resultHref(id)}/outputs/${encodeURIComponent(output)}`;
}

/** Stored bytes under a file's last name. */
export function blobHref(digest: Digest, name: string): string {
  return `${root}/blobs/${digest}/${encodeURIComponent(name.split('/').at(-1)!)}`;
}

/** A file of an export. */
export function exportHref(id: Digest, format: string, path: string): string {
  return `${resultHref(id)}/exports/${format}/${encodeURIComponent(path)}`;
}
