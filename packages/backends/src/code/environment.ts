// The environment digest: what beside its own code can change what an analysis computes. For analyses in JavaScript
// that is the engine of the language, by its major version: minor ones do not change arithmetic.
import { canonicalJson } from '@stemma/core';
import { sha256 } from '../hashing/sha256.ts';

/** What the environment of analyses in this process is. */
export interface RuntimeEnvironment {
  /** For people: `node 24`. */
  readonly runtime: string;
  readonly digest: string;
}

/** The environment of this process. Platform and processor are no part of it. */
export function runtimeEnvironment(): RuntimeEnvironment {
  const runtime = `node ${process.versions.node.split('.')[0]}`;
  return { runtime, digest: sha256(canonicalJson({ runtime })) };
}
