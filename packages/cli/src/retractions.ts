// The part of the library about retraction: `stemma.retractions`.
import {
  impactOf,
  StemmaError,
  type Digest,
  type FormerResult,
  type ImpactPage,
  type ImpactReport,
  type Result,
  type RetractionEvent,
  type RetractionTarget,
  type Standing,
} from '@stemma/core';
import type { Composition } from './compose.ts';

/** What is said with a retraction. */
export interface Saying {
  /** One sentence for those whose results depend on it. */
  readonly reason: string;
  /** Who says it; whoever runs this process when left out. */
  readonly by?: string;
  /** What to use in its place. */
  readonly replacedBy?: string;
}

/** Retracting, taking it back, and what follows from it. */
export class Retractions {
  readonly #parts: Composition;

  constructor(parts: Composition) {
    this.#parts = parts;
  }

  /** Retracts, durably; nothing is deleted. @throws StemmaError `invalid_request`, `not_found`. */
  retract(target: RetractionTarget, { by = this.#agent, ...saying }: Saying): Promise<RetractionEvent> {
    return this.#parts.index.retract({ target, by, ...saying });
  }

  /** Takes a retraction back by its number, as a further event. @throws StemmaError `not_found`, `conflict`. */
  reinstate(number: number, { reason, by = this.#agent }: Omit<Saying, 'replacedBy'>): Promise<RetractionEvent> {
    return this.#parts.index.withdraw(number, { reason, by });
  }

  /** Retractions that hold, oldest first; with `all` every event that ever was. */
  async list({ all = false } = {}): Promise<RetractionEvent[]> {
    const { index } = this.#parts;
    if (!all) return index.activeRetractions();
    const events: RetractionEvent[] = [];
    for (;;) {
      const page = await index.retractions(events.at(-1)?.number ?? 0);
      if (page.length === 0) return events;
      events.push(...page);
    }
  }

  /** What depends on a target: classes first, then what others rely on, then a page of results. */
  impact(target: RetractionTarget, page: ImpactPage = {}): Promise<ImpactReport> {
    return impactOf(target, this.#parts.index, page);
  }

  /** How derivations stand; sound ones are missing. */
  standings(ids: readonly Digest[]): Promise<Map<Digest, Standing>> {
    return this.#parts.index.standings(ids);
  }

  /** The contents that a result had before others took their place, newest first. */
  former(id: Digest): Promise<FormerResult[]> {
    return this.#parts.index.formerResults(id);
  }

  /** One of them, to be read; at least four digits of its digest will do. @throws StemmaError `not_found`, `gone`. */
  async formerResult(id: Digest, contentDigest: string): Promise<Result<Record<string, unknown>>> {
    const known = (await this.former(id)).filter((former) => former.contentDigest.startsWith(contentDigest));
    if (contentDigest.length < 4 || known.length !== 1)
      throw new StemmaError(
        'not_found',
        `${known.length} former contents of ${id.slice(0, 12)} begin with "${contentDigest}"`,
      );
    return (await this.#parts.engine.formerResult(id, known[0]!.contentDigest)) as Result<Record<string, unknown>>;
  }

  get #agent(): string {
    return this.#parts.engine.services.agent;
  }
}
