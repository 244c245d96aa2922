// Tags, notes and collections in memory.
import { StemmaError } from '@stemma/core';
import type { AnnotationIndex, Clock, Digest, Note, Tag } from '@stemma/core';
import { checkLabel, checkNote } from '../annotation-rules.ts';
import { collect as gather } from './lookups.ts';
import { listAt, type Tables } from './tables.ts';

interface MemoryCollection {
  description: string;
  readonly agent: string;
  readonly createdMs: number;
  readonly members: Set<Digest>;
}

/** What was said of results. */
export interface MemoryAnnotations {
  readonly tags: Map<Digest, Map<string, Tag>>;
  readonly notes: Map<Digest, Note[]>;
  readonly collections: Map<string, MemoryCollection>;
}

/** Nothing said yet. */
export function emptyAnnotations(): MemoryAnnotations {
  return { tags: new Map(), notes: new Map(), collections: new Map() };
}

type Collections = Pick<AnnotationIndex, 'describeCollection' | 'collect' | 'uncollect' | 'collections' | 'membersOf'>;

/** The annotations over the tables. */
export function memoryAnnotations(tables: Tables, said: MemoryAnnotations, clock: Clock): AnnotationIndex {
  return { ...tagsAndNotes(tables, said, clock), ...collectionsOf(tables, said, clock) };
}

function requireRecorded(tables: Tables, ids: readonly Digest[]): void {
  for (const id of ids)
    if (!tables.derivations.has(id)) throw new StemmaError('not_found', `there is no result ${id}`, { id });
}

function tagsAndNotes(
  tables: Tables,
  { tags, notes }: MemoryAnnotations,
  clock: Clock,
): Omit<AnnotationIndex, keyof Collections> {
  return {
    tag: async (ids, name, { agent }) => {
      checkLabel(name, 'tag');
      requireRecorded(tables, ids);
      for (const id of ids) {
        const own = tags.get(id) ?? new Map<string, Tag>();
        tags.set(id, own);
        if (!own.has(name)) own.set(name, { name, agent, atMs: clock.nowMs() });
      }
    },
    untag: async (ids, name) => {
      for (const id of ids) tags.get(id)?.delete(name);
    },
    tagsOf: async (ids) => gather(ids, (id) => (tags.get(id)?.size ? byName([...tags.get(id)!.values()]) : undefined)),
    tags: async () => {
      const names = [...tags.values()].flatMap((own) => [...own.keys()]);
      const counts = Map.groupBy(names, (name) => name);
      return byName([...counts].map(([name, list]) => ({ name, size: list.length })));
    },
    addNote: async (id, text, { agent }) => {
      checkNote(text);
      requireRecorded(tables, [id]);
      listAt(notes, id).push({ text, agent, atMs: clock.nowMs() });
    },
    notesOf: async (ids) => gather(ids, (id) => notes.get(id)?.slice()),
  };
}

function collectionsOf(tables: Tables, { collections }: MemoryAnnotations, clock: Clock): Collections {
  function collectionAt(name: string, agent: string): MemoryCollection {
    let found = collections.get(name);
    if (!found) {
      found = { description: '', agent, createdMs: clock.nowMs(), members: new Set() };
      collections.set(name, found);
    }
    return found;
  }

  return {
    describeCollection: async (name, description, { agent }) => {
      checkLabel(name, 'collection');
      collectionAt(name, agent).description = description;
    },
    collect: async (name, ids, { agent }) => {
      checkLabel(name, 'collection');
      requireRecorded(tables, ids);
      const { members } = collectionAt(name, agent);
      for (const id of ids) members.add(id);
    },
    uncollect: async (name, ids) => {
      for (const id of ids) collections.get(name)?.members.delete(id);
    },
    collections: async () =>
      byName(
        [...collections].map(([name, { description, agent, createdMs, members }]) => ({
          name,
          description,
          agent,
          createdMs,
          size: members.size,
        })),
      ),
    membersOf: async (name) => [...(collections.get(name)?.members ?? [])],
  };
}

function byName<T extends { readonly name: string }>(items: T[]): T[] {
  return items.sort((a, b) => (a.name < b.name ? -1 : 1));
}
