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

const nodeState = z.enum(['running', 'waiting', 'computed', 'reused', 'failed']).meta({ id: 'NodeState' });

/** The nodes of a job as a table. */
export const nodeMatrix = z
  .object({
    analyses: z.array(z.string()).describe('the columns'),
    units: z.array(z.string()).describe('data units, the rows; the empty one for what works on none, or on several'),
    cells: z.array(
      z.object({
        unit: z.number().int().describe('place in `units`'),
        analysis: z.number().int().describe('place in `analyses`'),
        counts: z.partialRecord(nodeState, z.number().int()).describe('how many nodes are in each state'),
      }),
    ),
  })
  .meta({ id: 'NodeMatrix' });

/** A page of a job's log. */
export const jobLog = z
  .object({
    items: z.array(
      z.object({
        time: moment,
        level: z.enum(['debug', 'info', 'warning', 'error']),
        text: z.string(),
        id: digest.optional().describe('the derivation'),
        name: z.string().optional().describe('its analysis'),
      }),
    ),
    next: z.number().int().optional().describe('cursor of the next page; absent on the last'),
  })
  .meta({ id: 'JobLog' });

/** A job as clients read it. */
export type Job = z.output<typeof job>;
/** A submission, its defaults filled in. */
export type Submission = z.output<typeof submission>;
