// Schemas that many resources share.
import { z } from 'zod';
import { errorTable, type ErrorCode } from '@stemma/core';

/** A sha256 in full. */
export const digest = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits in small letters')
  .meta({ id: 'Digest', description: 'sha256 as 64 hexadecimal digits' });

/** An id, or the first digits of one, at least four. */
export const digestPrefix = z
  .string()
  .regex(/^[0-9a-f]{4,64}$/, 'must be 4 to 64 hexadecimal digits in small letters')
  .meta({ id: 'DigestPrefix', description: 'an id, or its first digits (at least four) when these are unambiguous' });

/** A moment, ISO 8601 in UTC with milliseconds. */
export const moment = z.iso
  .datetime()
  .meta({ id: 'Moment', description: 'ISO 8601, UTC', example: '2026-11-22T12:00:00.000Z' });

/** Any JSON value. */
export const anyJson = z.unknown().meta({ id: 'Json', description: 'any JSON value' });

/** Where a page of a list begins and how long it is. */
export const paging = {
  limit: z.coerce.number().int().min(1).max(1000).default(50).describe('how many at most'),
  cursor: z.string().max(2000).optional().describe('`next` of the page before'),
};

/** A page of a list. */
export function pageOf<S extends z.ZodType>(item: S, id: string) {
  return z
    .object({
      items: z.array(item),
      next: z.string().optional().describe('cursor of the next page; absent on the last'),
    })
    .meta({ id });
}

const codes = Object.keys(errorTable) as [ErrorCode, ...ErrorCode[]];

/** RFC 9457 problem details, with the code of Stemma's error table. */
export const problem = z
  .object({
    type: z.string().describe('an address that explains the code'),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().describe('one sentence: what was wrong, where, and what to do'),
    instance: z.string().optional(),
    code: z.enum(codes),
    retryable: z.boolean().describe('whether the same request can succeed later'),
    requestId: z.string(),
    errors: z
      .array(
        z.object({ pointer: z.string().describe('RFC 6901 pointer into body, or `#/query/name`'), detail: z.string() }),
      )
      .optional(),
    particulars: z.record(z.string(), anyJson).optional(),
  })
  .meta({ id: 'Problem' });

/** A problem as clients read it. */
export type Problem = z.output<typeof problem>;
