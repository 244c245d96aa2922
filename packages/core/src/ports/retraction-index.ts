// The part of the index's port about retraction: events that are only appended, and what follows from them. The engine
// asks one cheap question per resolution; the look-ups `known`, `knownActions` and `claim` refuse by themselves.
import type { Digest } from '../identity/digest.ts';
import type {
  FormerResult,
  RetractionEvent,
  RetractionRequest,
  RetractionTarget,
  Standing,
} from '../retraction/retraction.ts';

/**
 * Retractions and what they cast doubt on.
 *
 * `known` and `claim` do not answer with results that are retracted or suspect: they count as missing and are made again.
 * `knownActions` refuses only what is retracted itself (or was taken over from such): whoever asks by action key has
 * vouched for the contents of the inputs, and with equal contents the result is the same. `publish` replaces a result in
 * doubt: equal content confirms it and lifts its retraction, another content supersedes it. All else still reads them.
 */
export interface RetractionIndex {
  /** The number of the last event; 0 when there never was one. */
  lastRetraction(): Promise<number>;
  /**
   * Retracts, durably.
   * @throws StemmaError `invalid_request`; `not_found` when there is no result of this id.
   */
  retract(request: RetractionRequest): Promise<RetractionEvent>;
  /**
   * Takes a retraction back, as a further event.
   * @throws StemmaError `not_found` when there is no retraction of this number; `conflict` when it holds no longer.
   */
  withdraw(number: number, by: Pick<RetractionRequest, 'reason' | 'by'>): Promise<RetractionEvent>;
  /** Retractions that hold: neither withdrawn nor confirmed away, oldest first. Those of a former content of a result are among them. */
  activeRetractions(): Promise<RetractionEvent[]>;
  /** All events after a number, oldest first, at most `limit` (default 1000). */
  retractions(after?: number, limit?: number): Promise<RetractionEvent[]>;
  /** How these stand; sound ones, and those without a result that nothing is known against, are missing from the answer. */
  standings(ids: readonly Digest[]): Promise<Map<Digest, Standing>>;
  /** The contents that a derivation had before, newest first. */
  formerResults(id: Digest): Promise<FormerResult[]>;
  /** The recorded derivations that a retraction of this target would meet directly, in the order in which they were recorded. */
  derivationsMeant(target: RetractionTarget): Promise<Digest[]>;
}
