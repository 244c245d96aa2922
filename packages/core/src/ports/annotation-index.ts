// The part of the index's port about what people say of results afterwards: tags, notes, collections. None of it
// counts in any identity.
import type { Digest } from '../identity/digest.ts';

/** Who says something. The time is the index's own. */
export interface Annotator {
  readonly agent: string;
}

/** A word on a result. */
export interface Tag {
  readonly name: string;
  readonly agent: string;
  readonly atMs: number;
}

/** A sentence on a result; notes are only ever added. */
export interface Note {
  readonly text: string;
  readonly agent: string;
  readonly atMs: number;
}

/** A named set of results. */
export interface Collection {
  readonly name: string;
  readonly description: string;
  readonly agent: string;
  readonly createdMs: number;
  readonly size: number;
}

/** Tags, notes and collections of recorded derivations; each change is one transaction. */
export interface AnnotationIndex {
  /** Puts a tag on results; those that have it keep who gave it first. @throws StemmaError `not_found`, and then nothing is changed. */
  tag(ids: readonly Digest[], name: string, by: Annotator): Promise<void>;
  /** Takes a tag off; those that do not have it are passed over. */
  untag(ids: readonly Digest[], name: string): Promise<void>;
  /** The tags of results, by name; those without are missing from the answer. */
  tagsOf(ids: readonly Digest[]): Promise<Map<Digest, Tag[]>>;
  /** All tags with the number of results that have them, by name. */
  tags(): Promise<{ readonly name: string; readonly size: number }[]>;
  /** Adds a note. @throws StemmaError `not_found`. */
  addNote(id: Digest, text: string, by: Annotator): Promise<void>;
  /** The notes of results, oldest first; those without are missing from the answer. */
  notesOf(ids: readonly Digest[]): Promise<Map<Digest, Note[]>>;
  /** Makes a collection, or gives an existing one another description. */
  describeCollection(name: string, description: string, by: Annotator): Promise<void>;
  /** Adds results to a collection, which is made when it is missing. @throws StemmaError `not_found`, and then nothing is changed. */
  collect(name: string, ids: readonly Digest[], by: Annotator): Promise<void>;
  /** Takes results out of a collection; those that are not in it are passed over. */
  uncollect(name: string, ids: readonly Digest[]): Promise<void>;
  /** All collections, by name. */
  collections(): Promise<Collection[]>;
  /** The members of a collection in the order in which they came; empty when there is none of that name. */
  membersOf(name: string): Promise<Digest[]>;
}
