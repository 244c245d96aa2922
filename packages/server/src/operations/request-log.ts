// The log of requests: one line of JSON for each, with request id, operation, subject and duration. Addresses are
// logged as the template of their route, since what stands in a real one may be somebody's secret.
import { asStemmaError, errorTable } from '@stemma/core';
import type { Logger } from 'pino';
import type { Seen } from '../app.ts';

/** Writes a line for each request: defects as errors with their stack, refusals as warnings only when they are ours. */
export function requestLog(log: Logger): (seen: Seen) => void {
  return ({ operation, method, path, status, durationMs, requestId, subject, error }) => {
    const line = {
      requestId,
      operation,
      method,
      route: path,
      status,
      durationMs: Math.round(durationMs * 1000) / 1000,
      ...(subject !== undefined && { subject }),
    };
    if (error === undefined) return log.info(line, 'request');
    const { code, message, cause, stack } = asStemmaError(error);
    const problem = { ...line, code };
    if (errorTable[code].status < 500) return log.info({ ...problem, message }, 'request refused');
    if (code === 'unavailable' || code === 'timeout') return log.warn({ ...problem, message }, 'request not served');
    return log.error({ ...problem, message, stack: cause instanceof Error ? cause.stack : stack }, 'request failed');
  };
}

/** Names whose values never reach a log, wherever in a logged object they stand. */
export const secretPaths: readonly string[] = ['authorization', 'cookie', 'token', 'password', 'clientSecret'].flatMap(
  (name) => [name, `*.${name}`, `*.*.${name}`],
);
