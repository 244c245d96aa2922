// The one error class of Stemma and the one table of its codes: what HTTP status, exit code and
// retry advice each situation has on every face of the system.

/** What each error code means to a caller: HTTP status, process exit code, whether trying again can help. */
export const errorTable = {
  invalid_request: {
    status: 400,
    exitCode: 2,
    retryable: false,
    meaning: 'the request itself is wrong: unknown name, wrong unit, value out of range, cyclic declaration',
  },
  unauthenticated: { status: 401, exitCode: 3, retryable: false, meaning: 'no valid identity came with the request' },
  forbidden: { status: 403, exitCode: 3, retryable: false, meaning: 'the identity is known but may not do this' },
  not_found: {
    status: 404,
    exitCode: 4,
    retryable: false,
    meaning: 'no such analysis, result, file or module; also "only if known" when it is not known',
  },
  conflict: { status: 409, exitCode: 5, retryable: false, meaning: 'two declarations or two writers disagree' },
  gone: {
    status: 410,
    exitCode: 4,
    retryable: false,
    meaning: 'the bytes were forgotten by garbage collection, the provenance is still there',
  },
  retracted: {
    status: 410,
    exitCode: 11,
    retryable: false,
    meaning:
      'it needs a definition, code or a data file that was retracted: running it again would be as wrong as before',
  },
  too_large: { status: 413, exitCode: 2, retryable: false, meaning: 'the request or a value is over a limit' },
  no_data: {
    status: 422,
    exitCode: 6,
    retryable: false,
    meaning: 'an expected failure: the analysis ran and there is nothing to give, with a reason',
  },
  analysis_failed: {
    status: 424,
    exitCode: 7,
    retryable: false,
    meaning: 'an analysis raised an error that its author did not expect',
  },
  rate_limited: { status: 429, exitCode: 8, retryable: true, meaning: 'too many requests' },
  cancelled: { status: 499, exitCode: 9, retryable: false, meaning: 'the caller cancelled' },
  corrupt: {
    status: 500,
    exitCode: 10,
    retryable: false,
    meaning: 'stored or received bytes are not what their digest says',
  },
  internal: { status: 500, exitCode: 1, retryable: false, meaning: 'a defect of Stemma' },
  unavailable: {
    status: 503,
    exitCode: 8,
    retryable: true,
    meaning: 'a store, source or service cannot be reached or has no room',
  },
  timeout: { status: 504, exitCode: 8, retryable: true, meaning: 'a time limit ended the work' },
} as const;

/** One of the codes of {@link errorTable}. */
export type ErrorCode = keyof typeof errorTable;

/** Every error that Stemma raises on purpose: a code, one sentence for people, fields for machines. */
export class StemmaError extends Error {
  readonly code: ErrorCode;
  /** Machine-readable particulars, for example `{ parameter: 'binSizeKeV', nearest: 'binSizeKeV' }`. */
  readonly detail: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, detail: Record<string, unknown> = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'StemmaError';
    this.code = code;
    this.detail = detail;
  }

  /** The exit code of a process that ends with this error. */
  get exitCode(): number {
    return errorTable[this.code].exitCode;
  }
}

/** Wraps whatever was thrown as a StemmaError, keeping it when it is one already. */
export function asStemmaError(thrown: unknown, code: ErrorCode = 'internal'): StemmaError {
  if (thrown instanceof StemmaError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new StemmaError(code, message, {}, thrown);
}
