// Errors as RFC 9457 problem details: the same code, sentence and particulars that the command line tells.
import { asStemmaError, errorTable, StemmaError } from '@stemma/core';
import type { Problem } from '@stemma/api';

/** One wrong part of a request. */
export interface Fault {
  /** RFC 6901 pointer into the body, or `#/query/name`, `#/path/name`. */
  readonly pointer: string;
  readonly detail: string;
}

/** The problem details of anything that was thrown; defects tell nothing of their inside. */
export function problemOf(thrown: unknown, requestId: string, instance?: string): Problem {
  const error = asStemmaError(thrown);
  const { status, retryable, meaning } = errorTable[error.code];
  const isDefect = error.code === 'internal';
  const { errors, ...particulars } = error.detail as { errors?: readonly Fault[]; pointer?: string };
  const pointer = typeof particulars.pointer === 'string' ? particulars.pointer : undefined;
  const faults = errors ?? (pointer === undefined ? undefined : [{ pointer, detail: error.message }]);
  return {
    type: `https://stemma.dev/errors#${error.code}`,
    title: meaning,
    status,
    detail: isDefect ? `a defect of the service; its log has more under request ${requestId}` : error.message,
    code: error.code,
    retryable,
    requestId,
    ...(instance !== undefined && { instance }),
    ...(faults && { errors: [...faults] }),
    ...(!isDefect && Object.keys(particulars).length > 0 && { particulars }),
  };
}

/** The response to anything that was thrown. */
export function problemResponse(thrown: unknown, requestId: string, instance?: string): Response {
  const problem = problemOf(thrown, requestId, instance);
  const headers: Record<string, string> = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' };
  const { retryAfterS } = (thrown instanceof StemmaError ? thrown.detail : {}) as { retryAfterS?: number };
  if (retryAfterS !== undefined) headers['retry-after'] = String(Math.ceil(retryAfterS));
  if (problem.status === 401) headers['www-authenticate'] = 'Bearer';
  // 499 is nobody's to send: the caller has gone.
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
}
