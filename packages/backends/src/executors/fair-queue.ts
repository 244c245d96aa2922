// A queue that serves the urgent first, shares between owners, and forgets nobody. Every step takes a time that does not
// depend on how much waits, but on how many owners are being served at the moment.
import type { Rank, Urgency } from '@stemma/core';

/** A place in a {@link FairQueue}. */
export interface Ticket<T> {
  readonly item: T;
  readonly owner: string;
  readonly rank: Rank;
}

interface Place<T> extends Ticket<T> {
  rank: Rank;
}

type Class<T> = Map<string, Set<Place<T>>>;

/** Of so many that are served, one is whoever has waited longest: nothing can be overtaken without end. */
export const fairnessPeriod = 8;

/**
 * Serves the lowest rank first; within a rank the owner with the fewest items in service, owners with equally few in
 * turn; and for one owner in the order of coming. Every {@link fairnessPeriod}th is the oldest of all: an item behind n
 * older ones is served at the latest as number `fairnessPeriod * (n + 1)`, whatever comes after it.
 */
export class FairQueue<T> {
  readonly #classes: readonly [Class<T>, Class<T>, Class<T>] = [new Map(), new Map(), new Map()];
  // In the order of coming, whatever the rank.
  readonly #all = new Set<Place<T>>();
  readonly #inService = new Map<string, number>();
  #served = 0;

  /** How many wait. */
  get size(): number {
    return this.#all.size;
  }

  /** Whether something of the lowest rank waits: it would be next, if it is not the turn of the oldest. */
  get isUrgent(): boolean {
    return this.#classes[0].size > 0;
  }

  /** What waits, oldest first. */
  *[Symbol.iterator](): IterableIterator<T> {
    for (const { item } of this.#all) yield item;
  }

  /** Adds an item at the end of what its owner has in its rank. */
  push(item: T, owner: string, rank: Rank): Ticket<T> {
    const place: Place<T> = { item, owner, rank };
    this.#all.add(place);
    this.#file(place);
    return place;
  }

  /** Gives an item another rank; nothing when it waits no more. */
  refile(ticket: Ticket<T>, rank: Rank): void {
    const place = ticket as Place<T>;
    if (!this.#all.has(place) || place.rank === rank) return;
    this.#unfile(place);
    place.rank = rank;
    this.#file(place);
  }

  /** Takes an item out without serving it. @returns false when it waits no more. */
  remove(ticket: Ticket<T>): boolean {
    const place = ticket as Place<T>;
    if (!this.#all.delete(place)) return false;
    this.#unfile(place);
    return true;
  }

  /** The next item, which is then in service until {@link ended}. */
  shift(): T | undefined {
    const isTurnOfOldest = (this.#served + 1) % fairnessPeriod === 0;
    const place = isTurnOfOldest ? first(this.#all) : this.#next();
    if (!place) return undefined;
    this.#served++;
    this.remove(place);
    this.began(place.owner);
    return place.item;
  }

  /** An item of an owner is served that never had to wait. */
  began(owner: string): void {
    this.#inService.set(owner, (this.#inService.get(owner) ?? 0) + 1);
  }

  /** An item of an owner is served no more. */
  ended(owner: string): void {
    const left = (this.#inService.get(owner) ?? 0) - 1;
    if (left > 0) this.#inService.set(owner, left);
    else this.#inService.delete(owner);
  }

  // Owners without anything in service are as good as it gets, so at most those in service are looked at.
  #next(): Place<T> | undefined {
    const owners = this.#classes.find(({ size }) => size > 0);
    if (!owners) return undefined;
    let best: Set<Place<T>> | undefined;
    let fewest = Infinity;
    for (const [owner, places] of owners) {
      const count = this.#inService.get(owner) ?? 0;
      if (count >= fewest) continue;
      best = places;
      fewest = count;
      if (count === 0) break;
    }
    const place = first(best!)!;
    // To the end of the round.
    owners.delete(place.owner);
    owners.set(place.owner, best!);
    return place;
  }

  #file(place: Place<T>): void {
    const owners = this.#classes[place.rank];
    const places = owners.get(place.owner);
    if (places) places.add(place);
    else owners.set(place.owner, new Set([place]));
  }

  #unfile(place: Place<T>): void {
    const owners = this.#classes[place.rank];
    const places = owners.get(place.owner)!;
    places.delete(place);
    if (places.size === 0) owners.delete(place.owner);
  }
}

function first<P>(places: Iterable<P>): P | undefined {
  for (const place of places) return place;
  return undefined;
}

/**
 * Waits until the queue hands something over (`queue.shift()?.(it)`), in the place that the urgency has at each moment.
 * @returns undefined when it was cancelled while it waited.
 */
export function turnIn<T>(
  queue: FairQueue<(it: T) => void>,
  owner: string,
  urgency: Urgency | undefined,
  signal: AbortSignal,
): Promise<T | undefined> {
  return new Promise((resolve) => {
    const leave = (it?: T) => {
      unwatch?.();
      signal.removeEventListener('abort', stop);
      resolve(it);
    };
    const ticket = queue.push(leave, owner, urgency?.rank ?? 0);
    const unwatch = urgency?.watch(() => queue.refile(ticket, urgency.rank));
    const stop = () => {
      if (queue.remove(ticket)) leave();
    };
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
}
