// The building stones of an RO-Crate: flat JSON-LD entities that refer to each other by @id.
import type { Json } from '../../canonical/json.ts';

/** One entity of the graph. */
export type Entity = { readonly '@id': string; readonly '@type': string | readonly string[] } & {
  readonly [property: string]: Json;
};

/** A reference to an entity. */
export interface Reference {
  readonly [key: string]: Json;
  readonly '@id': string;
}

/** A reference to an entity, or to each of several. */
export function ref(entity: Pick<Entity, '@id'>): Reference {
  return { '@id': entity['@id'] };
}

/** A time as the profiles ask for it: with seconds and a numeric offset, since a trailing Z fails their pattern. */
export function crateTime(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}+00:00`;
}

/** An entity as RO-Crate wants it written: a list of one is that one, an empty list is not there. */
export function compacted(entity: Entity): Entity {
  const entries = Object.entries(entity).flatMap(([property, value]): [string, Json][] => {
    if (!Array.isArray(value)) return [[property, value as Json]];
    const items = value as readonly Json[];
    return items.length === 0 ? [] : [[property, items.length === 1 ? items[0]! : items]];
  });
  return Object.fromEntries(entries) as Entity;
}

/** Entities by @id, in the order in which they were added; the same one may be added again. */
export class Graph {
  readonly #entities = new Map<string, Entity>();

  /** Adds an entity, unless there is one of that @id, and gives the one that is there. */
  add(entity: Entity): Entity {
    const there = this.#entities.get(entity['@id']);
    if (there) return there;
    this.#entities.set(entity['@id'], entity);
    return entity;
  }

  /** Every entity, in order. */
  get entities(): readonly Entity[] {
    return [...this.#entities.values()];
  }
}
