// Jobs: one user's request for one result, from the queue to its end.
import { z } from 'zod';
import { anyJson, digest, moment, problem } from './common.ts';
import { goal } from './goal.ts';

/** What a job can be in. */
export const jobState = z.enum(['queued', 'running', 'done', 'failed', 'cancelled']).meta({ id: 'JobState' });

/** How urgent: an interactive request overtakes a batch. */
export const priority = z.enum(['interactive', 'normal', 'batch']).meta({ id: 'Priority' });

/** A submission. */
export const submission = z
  .object({
    goal,
    priority: priority.default('normal'),
    label: z.string().max(200).optional().describe('a name for people'),
    private: z.boolean().default(false).describe('job, log and result are the owner’s only'),
  })
  .meta({ id: 'Submission' });

/** How far a job is. */
export const progress = z
  .object({
    done: z.number().int(),
    total: z.number().int().describe('grows where lists become known'),
    computed: z.number().int(),
    reused: z.number().int(),
    failed: z.number().int(),
  })
  .meta({ id: 'Progress' });

/** A job. */
export const job = z
  .object({
    id: z.string().describe('random, not to be guessed'),
    state: jobState,
    goal,
    analysis: z.string(),
    label: z.string().optional(),
    priority,
    owner: z.string().describe('`anonymous` or the account'),
    private: z.boolean(),
    result: digest.describe('the id of the result, known from the start'),
    contentDigest: digest.optional().describe('when done'),
    failure: z
      .object({ reason: z.string(), message: z.string(), detail: anyJson })
      .optional()
      .describe('when the result is an expected failure'),
    error: problem.partial().optional().describe('when failed'),
    origin: z.enum(['computed', 'store', 'shared']).optional().describe('`shared`: another job was making it already'),
    progress,
    attempt: z.number().int(),
    submitted: moment,
    started: moment.optional(),
    finished: moment.optional(),
    etaS: z.number().optional(),
    links: z.object({ self: z.string(), events: z.string(), result: z.string(), log: z.string() }),
  })
  .meta({ id: 'Job' });

/** A job as clients read it. */
export type Job = z.output<typeof job>;
/** A submission, its defaults filled in. */
export type Submission = z.output<typeof submission>;
