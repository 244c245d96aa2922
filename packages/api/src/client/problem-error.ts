// What went wrong, as the same error that the library throws: a client need not know that there was HTTP between.
import { errorTable, StemmaError, type ErrorCode } from '@stemma/core';
import type { Problem } from '../schemas/common.ts';

/** The error that a response tells; one without problem details, such as of a proxy, is told by its status. */
export async function problemError(response: Response): Promise<StemmaError> {
  const { status } = response;
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  const retry = Number.isFinite(retryAfter) ? { retryAfterS: retryAfter } : {};
  const problem = await readProblem(response);
  if (!problem) return new StemmaError(codeOf(status), `${response.url} answered ${status}`, { status, ...retry });
  const { code, detail, particulars, errors, requestId } = problem;
  return new StemmaError(Object.hasOwn(errorTable, code) ? code : codeOf(status), detail, {
    ...particulars,
    ...(errors && { errors }),
    requestId,
    status,
    ...retry,
  });
}

/** The error of a request that was never answered. */
export function connectionError(url: string, thrown: unknown): StemmaError {
  if ((thrown as { name?: string } | undefined)?.name === 'AbortError')
    return new StemmaError('cancelled', 'the request was cancelled', {}, thrown);
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  return new StemmaError('unavailable', `${new URL(url).origin} cannot be reached (${why})`, {}, thrown);
}

async function readProblem(response: Response): Promise<Problem | undefined> {
  const text = await response.text().catch(() => '');
  if (!/json/.test(response.headers.get('content-type') ?? '')) return undefined;
  try {
    const value = JSON.parse(text) as Partial<Problem> | null;
    return typeof value?.code === 'string' && typeof value.detail === 'string' ? (value as Problem) : undefined;
  } catch {
    return undefined;
  }
}

function codeOf(status: number): ErrorCode {
  const codes = Object.keys(errorTable) as ErrorCode[];
  if (status === 502) return 'unavailable';
  return codes.find((code) => errorTable[code].status === status) ?? (status < 500 ? 'invalid_request' : 'internal');
}
