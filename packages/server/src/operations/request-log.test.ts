// The log of requests: what a line holds, which level it has, what never stands in it.
import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import { pino, type Logger } from 'pino';
import { StemmaError } from '@stemma/core';
import type { Seen } from '../app.ts';
import { requestLog, secretPaths } from './request-log.ts';

const seen: Seen = {
  operation: 'getJob',
  method: 'GET',
  path: '/api/v1/jobs/{id}',
  status: 200,
  durationMs: 1.23456,
  requestId: 'r-1',
  subject: 'ada',
};

function lines(write: (log: Logger) => void): Record<string, unknown>[] {
  const written: string[] = [];
  write(pino({ redact: [...secretPaths] }, { write: (line: string) => void written.push(line) }));
  return written.map((line) => JSON.parse(line) as Record<string, unknown>);
}

const logged = (one: Seen) => lines((log) => requestLog(log)(one))[0]!;

test('a request is one line with its id, operation, subject and duration', () => {
  const { level, requestId, operation, subject, durationMs, route, status, msg } = logged(seen);
  assert.deepEqual(
    [level, requestId, operation, subject, durationMs, route, status, msg],
    [30, 'r-1', 'getJob', 'ada', 1.235, '/api/v1/jobs/{id}', 200, 'request'],
  );
});

test('what callers do wrong is no alarm; what we cannot serve is a warning; defects are errors with a stack', () => {
  const told = (error: unknown, status: number) => logged({ ...seen, status, error });
  assert.deepEqual([told(new StemmaError('not_found', 'no job'), 404).level], [30]);
  assert.deepEqual([told(new StemmaError('unavailable', 'no room'), 503).level], [40]);
  const defect = told(new TypeError('x is undefined'), 500);
  assert.deepEqual([defect.level, defect.code], [50, 'internal']);
  assert.match(String(defect.stack), /request-log\.test/);
});

test('secrets never reach the log', () => {
  const [line] = lines((log) => log.info({ token: 's3cret', config: { clientSecret: 's3cret' } }, 'start'));
  assert.ok(!JSON.stringify(line).includes('s3cret'));
});
