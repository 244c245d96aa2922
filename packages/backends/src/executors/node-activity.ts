// The activity of analyses on Node: a private working directory made when it is first asked for, files in and out,
// log lines and progress.
import { copyFileSync, existsSync, mkdirSync, writeFileSync, constants } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  FileValue,
  StemmaError,
  type Activity,
  type Digest,
  type FileEntry,
  type LogLevel,
  type LogLine,
  type Observer,
  type SuppliedFile,
} from '@stemma/core';
import { loadFile } from './load-file.ts';
import { mediaTypeOf } from './media-types.ts';

/** What an activity is made of. */
export interface ActivityParts {
  readonly derivation: Digest;
  readonly stochastic: boolean;
  readonly name: string;
  /** Path of the working directory; not made yet. */
  readonly directory: string;
  /** Input files by digest: what `materialise` and `bytes` read. */
  readonly files: ReadonlyMap<Digest, SuppliedFile>;
  /** Told of lines and progress while they happen. */
  readonly observer: Observer;
  /** Aborted with the reason when nobody wants the result any more. */
  readonly signal: AbortSignal;
}

/** Beyond this a log is no help to anybody, and would make every provenance query slow. */
const maxLogLines = 10_000;

/** An activity, and what it has left behind: its log, and whether there is a directory to remove. */
export class NodeActivity implements Activity {
  readonly derivation: Digest;
  readonly signal: AbortSignal;
  readonly lines: LogLine[] = [];
  madeDirectory = false;
  readonly #parts: ActivityParts;

  constructor(parts: ActivityParts) {
    this.#parts = parts;
    this.derivation = parts.derivation;
    this.signal = parts.signal;
  }

  /** The derivation's own id. @throws StemmaError `invalid_request` unless the analysis is declared stochastic. */
  get seed(): Digest {
    if (!this.#parts.stochastic) {
      throw new StemmaError(
        'invalid_request',
        `${this.#parts.name} draws random numbers: declare it stochastic, so that its seed counts`,
      );
    }
    return this.derivation;
  }

  /** Path of the working directory, made at the first question: most analyses never need one. */
  get directory(): string {
    if (!this.madeDirectory) mkdirSync(this.#parts.directory, { recursive: true });
    this.madeDirectory = true;
    return this.#parts.directory;
  }

  log(text: string, level: LogLevel = 'info'): void {
    if (this.lines.length > maxLogLines) return;
    const full = this.lines.length === maxLogLines;
    const line: LogLine = {
      timeMs: Date.now(),
      level: full ? 'warning' : level,
      text: full ? `… the log is cut after ${maxLogLines} lines` : text,
    };
    this.lines.push(line);
    this.#parts.observer.log(line);
  }

  progress(fraction: number, text?: string): void {
    this.#parts.observer.progress(Math.min(1, Math.max(0, fraction)), text);
  }

  file(name: string, content: Uint8Array | string, mediaType = mediaTypeOf(name)): FileValue {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    return new FileValue(name, mediaType, { bytes });
  }

  // The path is checked by FileValue first: a name that leaves the directory must not even be looked for.
  fileFrom(name: string, mediaType = mediaTypeOf(name)): FileValue {
    const file = new FileValue(name, mediaType, { path: join(this.directory, name) });
    if (!existsSync(join(this.directory, name)))
      throw new StemmaError('invalid_request', `${this.#parts.name} has not written "${name}" into its directory`);
    return file;
  }

  materialise(file: FileValue): string {
    const path = join(this.directory, file.name);
    mkdirSync(dirname(path), { recursive: true });
    const supplied = file.digest === undefined ? undefined : this.#parts.files.get(file.digest);
    // A copy, not a link: what a program does to its input must not reach the store.
    if (supplied && 'path' in supplied) copyFileSync(supplied.path, path, constants.COPYFILE_FICLONE);
    else writeFileSync(path, file.bytes());
    return path;
  }

  /** The value of an input file. */
  readonly fileOf = ({ name, mediaType, digest }: FileEntry): FileValue => {
    const supplied = this.#parts.files.get(digest)!;
    return new FileValue(name, mediaType, { digest, load: () => loadFile(supplied, digest) });
  };
}
