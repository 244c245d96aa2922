// What an analysis may do besides computing: say something, report progress, draw seeded random numbers, make files.
import type { Digest } from '../identity/digest.ts';
import type { LogLevel } from '../ports/log.ts';
import type { FileValue } from '../values/file.ts';

/** The second argument of `run`: the one execution that is going on. */
export interface Activity {
  /** Id of the derivation that is executed. */
  readonly derivation: Digest;
  /**
   * Seed of random numbers, 64 hexadecimal digits: the derivation id, so that the same request draws the same numbers.
   * @throws StemmaError `invalid_request` unless the analysis is declared `stochastic`.
   */
  readonly seed: Digest;
  /** Aborted when the activity is cancelled or over its time limit. */
  readonly signal: AbortSignal;
  /** Adds a line to the log that is kept with the result. `console.log` does the same. */
  log(text: string, level?: LogLevel): void;
  /** Reports progress, a fraction from 0 to 1, with a word about what is going on. */
  progress(fraction: number, text?: string): void;
  /** A file output made of bytes or text; the media type is guessed from the name when it is not given. */
  file(name: string, content: Uint8Array | string, mediaType?: string): FileValue;
  /** A private, empty working directory, made when first asked for and removed afterwards. */
  readonly directory: string;
  /** A file output from what was written into {@link directory}; `name` is relative to it and may have folders. */
  fileFrom(name: string, mediaType?: string): FileValue;
  /** Puts a copy of an input file into {@link directory}, under its own name, and returns the path. */
  materialise(file: FileValue): string;
}
