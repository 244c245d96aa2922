// Retraction in an index in memory: the events, what they cast doubt on, and what publishing has to do about it.
import { checkRetraction, Doubts, StemmaError } from '@stemma/core';
import type {
  Clock,
  Digest,
  Doubt,
  FormerResult,
  Making,
  Publication,
  RetractionEvent,
  RetractionIndex,
  RetractionTarget,
  Standing,
} from '@stemma/core';
import { listAt } from './tables.ts';
import type { Tables } from './tables.ts';

/** The doubts of an index in memory, as look-ups, claims and publications ask for them. */
export interface MemoryDoubts {
  /** True when the result of this derivation is retracted or suspect. */
  has(id: Digest): boolean;
  /** True when a retraction applies to the derivation itself. */
  retracts(id: Digest): boolean;
  /** Before a result is overwritten: keeps a former content; returns the event's number when the content is another one. */
  replace(publication: Publication, nowMs: number): number | undefined;
  /** After a result was written: which events it is up to date with; lifts retractions that equal content proves wrong. */
  number(publication: Publication, changedAt: number | undefined, nowMs: number): void;
}

/** Doubts over the tables. Everything is judged anew for each question: an index in memory is small. */
export function memoryDoubts(tables: Tables): MemoryDoubts {
  const number = (publication: Publication): number => {
    let madeAt = tables.retractions.length;
    for (const { id, contentDigest } of [...publication.used, ...(publication.usedBehind ?? [])]) {
      const result = tables.results.get(id);
      if (contentDigest === undefined || !result || result.contentDigest === contentDigest) continue;
      madeAt = Math.min(madeAt, result.changedAt - 1);
    }
    return Math.max(0, madeAt);
  };
  return {
    has: (id) => tables.retractions.length > 0 && judge(tables, [id]).size > 0,
    retracts: (id) => tables.retractions.length > 0 && activeOn(tables, id) !== undefined,
    replace: ({ derivation: { id }, contentDigest, activity }, nowMs) => {
      const before = tables.results.get(id);
      if (tables.retractions.length === 0 || !before || before.contentDigest === contentDigest) return undefined;
      const event = append(tables, {
        kind: 'supersede',
        target: { kind: 'result', id },
        contentDigest: before.contentDigest,
        reason: `made again with another content: ${contentDigest}`,
        by: activity?.agent ?? 'stemma',
        atMs: nowMs,
      });
      const { producedBy, publishedMs } = before;
      const former = { contentDigest: before.contentDigest, producedBy, publishedMs, supersededBy: event.number };
      listAt(tables.formers, id).unshift(former);
      return event.number;
    },
    number: (publication, changedAt, nowMs) => {
      if (tables.retractions.length === 0) return;
      const { derivation, contentDigest, activity } = publication;
      const target = { kind: 'result', id: derivation.id } as const;
      const by = activity?.agent ?? 'stemma';
      for (const event of activeEvents(tables)) {
        if (event.target.kind !== 'result' || event.target.id !== derivation.id) continue;
        if (event.contentDigest !== contentDigest) continue;
        const reason = 'made again with equal content';
        append(tables, { kind: 'confirm', target, contentDigest, of: event.number, reason, by, atMs: nowMs });
      }
      const result = tables.results.get(derivation.id)!;
      if (changedAt !== undefined) result.changedAt = changedAt;
      result.madeAt = number(publication);
    },
  };
}

/** The questions and changes of the port. */
export function memoryRetractions(tables: Tables, clock: Clock): RetractionIndex {
  return {
    lastRetraction: async () => tables.retractions.length,
    retract: async (request) => {
      checkRetraction(request);
      const { reason, by, replacedBy } = request;
      const meant = meantBy(tables, request.target);
      const more = replacedBy === undefined ? {} : { replacedBy };
      return append(tables, { kind: 'retract', ...meant, reason, by, atMs: clock.nowMs(), ...more });
    },
    withdraw: async (of, { reason, by }) => {
      const event = tables.retractions[of - 1];
      if (event?.kind !== 'retract')
        throw new StemmaError('not_found', `there is no retraction number ${of}`, { number: of });
      const { target, contentDigest } = event;
      checkRetraction({ target, reason, by });
      if (!activeEvents(tables).includes(event))
        throw new StemmaError('conflict', `retraction ${of} holds no longer: it was withdrawn, or confirmed away`, {
          number: of,
        });
      const same = { target, ...(contentDigest !== undefined && { contentDigest }) };
      return append(tables, { kind: 'withdraw', ...same, of, reason, by, atMs: clock.nowMs() });
    },
    activeRetractions: async () => activeEvents(tables),
    retractions: async (after = 0, limit = 1000) => tables.retractions.slice(after, after + Math.max(0, limit)),
    standings: async (ids) => memoryStandings(tables, ids),
    formerResults: async (id) =>
      (tables.formers.get(id) ?? []).map((former): FormerResult => {
        const { forgotten, manifest } = tables.contents.get(former.contentDigest)!;
        return { ...former, manifest, forgotten };
      }),
    derivationsMeant: async (target) => [...tables.derivations.keys()].filter((id) => isMeant(tables, target, id)),
  };
}

/** How derivations stand; sound ones are missing. */
export function memoryStandings(tables: Tables, ids: readonly Digest[]): Map<Digest, Standing> {
  const found = new Map<Digest, Standing>();
  if (tables.retractions.length === 0) return found;
  for (const [id, doubt] of judge(tables, ids)) found.set(id, standingOf(tables, id, doubt));
  return found;
}

function append(tables: Tables, event: Omit<RetractionEvent, 'number'>): RetractionEvent {
  const numbered = { number: tables.retractions.length + 1, ...event };
  tables.retractions.push(numbered);
  return numbered;
}

function activeEvents(tables: Tables): RetractionEvent[] {
  const ended = new Set(tables.retractions.map(({ of }) => of));
  return tables.retractions.filter(({ kind, number }) => kind === 'retract' && !ended.has(number));
}

// A result that is a data file: fetched again it is the same, so what is meant can only be the file.
function meantBy(tables: Tables, target: RetractionTarget): Pick<RetractionEvent, 'target' | 'contentDigest'> {
  if (target.kind !== 'result') return { target };
  const { id } = target;
  const result = tables.results.get(id);
  if (!result) throw new StemmaError('not_found', `there is no result ${id} to retract`, { id });
  const { definition, parameters } = tables.derivations.get(id)!;
  if (definition.name === 'stemma.File') return { target: { kind: 'file', digest: parameters.sha256 as Digest } };
  if (definition.name === 'stemma.Literal')
    throw new StemmaError(
      'invalid_request',
      'a literal value cannot be wrong by itself: retract what was made with it',
    );
  return { target, contentDigest: result.contentDigest };
}

function isMeant(tables: Tables, target: RetractionTarget, id: Digest): boolean {
  if (target.kind === 'result') return target.id === id;
  const record = tables.derivations.get(id);
  if (!record) return false;
  const { definition, parameters } = record;
  if (target.kind === 'definition') return definition.name === target.name && definition.version === target.version;
  if (target.kind === 'code') return definition.code === target.digest;
  return definition.name === 'stemma.File' && parameters.sha256 === target.digest;
}

function activeOn(tables: Tables, id: Digest): RetractionEvent | undefined {
  const content = tables.results.get(id)?.contentDigest;
  return activeEvents(tables).find(
    ({ target, contentDigest }) =>
      isMeant(tables, target, id) && (target.kind !== 'result' || contentDigest === content),
  );
}

function judge(tables: Tables, ids: readonly Digest[]): Map<Digest, Doubt<Digest>> {
  const makingOf = (id: Digest): Making<Digest> => {
    const result = tables.results.get(id);
    const uses = (tables.used.get(id) ?? []).map((use) => use.id);
    if (result && result.producedBy !== id) uses.push(result.producedBy);
    const { madeAt = 0, changedAt = 0 } = result ?? {};
    const retracted = activeOn(tables, id) !== undefined;
    return { key: id, uses, stored: result !== undefined, madeAt, changedAt, retracted };
  };
  return new Doubts<Digest>((keys) => keys.map(makingOf)).about(ids);
}

function standingOf(tables: Tables, id: Digest, { origin, retracted }: Doubt<Digest>): Standing {
  const retraction = retracted ? activeOn(tables, origin) : undefined;
  return {
    state: retracted && origin === id ? 'retracted' : 'suspect',
    origin,
    originName: tables.derivations.get(origin)?.definition.name ?? 'something',
    ...(retraction && { retraction }),
  };
}
