// Retraction over HTTP; who retracts is who asks.
import { impactOf, type RetractionEvent } from '@stemma/core';
import type { Handlers } from '../http/handler.ts';
import type { ServerParts } from '../parts.ts';
import { visibleOnly } from '../results/named-result.ts';
import { moment } from '../results/result-document.ts';
import { summaryDocument } from '../results/summary-document.ts';

type Operations = 'listRetractions' | 'retract' | 'withdrawRetraction' | 'getImpact';

/** Handlers of retraction. */
export function retractionHandlers(parts: ServerParts): Handlers<Operations> {
  const { index } = parts;
  return {
    listRetractions: async ({ query: { limit, cursor } }) => {
      const events = await index.retractions(cursor, limit + 1);
      const items = events.slice(0, limit);
      return {
        items: items.map(eventDocument),
        ...(events.length > limit && { next: String(items.at(-1)!.number) }),
      };
    },
    retract: async ({ body: { target, reason, replacedBy } }, { identity }) =>
      eventDocument(
        await index.retract({ target, reason, by: identity.subject, ...(replacedBy !== undefined && { replacedBy }) }),
      ),
    withdrawRetraction: async ({ params: { number }, body: { reason } }, { identity }) =>
      eventDocument(await index.withdraw(number, { reason, by: identity.subject })),
    getImpact: async ({ body: { target, limit, cursor } }, { identity }) => {
      const page = { pageSize: limit, ...(cursor !== undefined && { cursor }) };
      const { meant, classes, results, kept, newest, next } = await impactOf(target, index, page);
      const shown = [...kept, ...newest].map(({ id }) => id);
      const allowed = new Set(visibleOnly(parts, shown, identity));
      return {
        meant,
        classes: classes.map((one) => ({ ...one })),
        results,
        kept: kept.filter(({ id }) => allowed.has(id)).map(summaryDocument),
        items: newest.filter(({ id }) => allowed.has(id)).map(summaryDocument),
        ...(next !== undefined && { next }),
      };
    },
  };
}

function eventDocument({ atMs, ...event }: RetractionEvent) {
  return { ...event, time: moment(atMs) };
}
