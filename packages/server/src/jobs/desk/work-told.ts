// What work says, told to each of the jobs that wait for it.
import type { Identity } from '../../http/identity.ts';
import type { JobRecord } from '../job-record.ts';
import type { NewEvent } from '../store/job-store.ts';
import type { NodeChange, WorkEnd, WorkReport } from '../work/worker.ts';
import type { Access } from './admission.ts';
import type { JobBook } from './job-book.ts';
import type { Work, WorkEvents } from './work-book.ts';

/** Carries what happens to work over to its jobs. */
export function workTold(book: JobBook, access: Pick<Access, 'claim'>): WorkEvents {
  return {
    started: ({ jobs }) => {
      let isFirst = true;
      for (const job of jobs) {
        const { attempt, startedMs = book.nowMs() } = job.record;
        const origin = isFirst ? 'computed' : 'shared';
        book.change(job, { state: 'running', attempt: attempt + 1, startedMs, origin });
        isFirst = false;
      }
    },
    reported: (work, report) => {
      const events = eventsOf(report, book.nowMs());
      claimNodes(work, report.nodes, access);
      for (const job of work.jobs) {
        job.record = { ...job.record, progress: report.progress };
        job.etaS = report.etaS;
        book.tell(job, events);
      }
    },
    again: ({ jobs, crashes }, message) => {
      const why = `its worker process ended (${message}); it is tried again`;
      for (const job of jobs) book.change(job, { state: 'queued', crashes }, { why });
    },
    ended: ({ jobs, crashes }, end) => {
      for (const job of jobs) {
        if (end.kind === 'stopped') book.change(job, { state: 'queued' }, { why: 'the service is being stopped' });
        else book.change(job, { ...endFields(end), crashes, finishedMs: book.nowMs() });
      }
    },
  };
}

function endFields(end: Extract<WorkEnd, { kind: 'done' | 'failed' }>): Partial<JobRecord> {
  const { progress } = end;
  if (end.kind === 'failed') return { state: 'failed', error: end.error, progress };
  const { contentDigest, failure } = end;
  return { state: 'done', contentDigest, ...(failure && { failure }), progress };
}

function eventsOf({ progress, etaS, nodes, lines, results }: WorkReport, timeMs: number): NewEvent[] {
  const events: NewEvent[] = [];
  if (nodes.length > 0) events.push({ timeMs, type: 'node', data: { nodes } });
  if (lines.length > 0) events.push({ timeMs, type: 'log', data: { lines } });
  if (results.length > 0) events.push({ timeMs, type: 'partial', data: { results } });
  events.push({ timeMs, type: 'progress', data: { ...progress, ...(etaS !== undefined && { etaS }) } });
  return events;
}

// What is made on the way belongs to those who asked. An identity is made of what was kept of it: it was checked when it
// asked.
function claimNodes({ jobs }: Work, nodes: readonly NodeChange[], access: Pick<Access, 'claim'>): void {
  const settled = nodes.filter(({ state }) => state === 'computed' || state === 'reused');
  if (settled.length === 0) return;
  const results = settled.map(({ id }) => id);
  const known = new Set(settled.filter(({ state }) => state === 'reused').map(({ id }) => id));
  for (const { record } of jobs)
    access.claim({ by: asIdentity(record.owner), results, known, private: record.private });
}

function asIdentity(subject: string): Identity {
  return { subject, scopes: new Set(), roles: [] };
}
