// Code that is not JavaScript: for analyses whose `run` only stands for it, what it consists of and where it runs. Kept
// beside the function, not in the declaration: core knows one language, and a specialised analysis keeps its function.
import { canonicalJson, type AnalysisDefinition } from '@stemma/core';
import { sha256 } from '../hashing/sha256.ts';
import type { CodeInfo } from './code-info.ts';

/** Where the class of an analysis in Python lies. */
export interface PythonTarget {
  /** Absolute path of the module file. */
  readonly file: string;
  /** Folder that the module is imported from; a process serves one of them. */
  readonly root: string;
  readonly className: string;
  /** The interpreter that has described the module. */
  readonly executable: string;
}

/** What stands behind a function that is not itself the code. */
export interface ForeignCode {
  /** Left out when the source of the declaration is all the code there is. */
  readonly code?: CodeInfo;
  /** The environment digest; asked for only when an identity is needed, since it may start a program. */
  readonly environment: () => string;
  /** Set for analyses in Python. */
  readonly python?: PythonTarget;
}

type Run = NonNullable<AnalysisDefinition['run']>;
const known = new WeakMap<Run, ForeignCode>();

/** Says what stands behind a function. */
export function setForeignCode(run: Run, foreign: ForeignCode): void {
  known.set(run, foreign);
}

/** What stands behind the function of an analysis; undefined for code in JavaScript. */
export function foreignCodeOf({ run }: Pick<AnalysisDefinition, 'run'>): ForeignCode | undefined {
  return run && known.get(run);
}

/** The digest of source files of any language: by content, wherever they lie, in any order. */
export function codeOfFiles(files: CodeInfo['files']): CodeInfo {
  return { digest: sha256(canonicalJson(['files', files.map(({ digest }) => digest).sort()])), files, packages: [] };
}
