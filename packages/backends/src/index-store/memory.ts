// The index in plain maps: for tests and for runs of which nothing shall remain. It keeps the same promises as
// the others (contract.ts) but for those about crashes and other processes.
import type { Clock, ResultIndex } from '@stemma/core';
import { systemClock } from '../clock.ts';
import { emptyAnnotations, memoryAnnotations } from './memory/annotations.ts';
import { memoryCare } from './memory/care.ts';
import { memoryForeign } from './memory/foreign.ts';
import { memoryLineage } from './memory/lineage.ts';
import { memoryLookups } from './memory/lookups.ts';
import { memoryQuestions } from './memory/questions.ts';
import { memorySearch } from './memory/search.ts';
import { memoryDoubts, memoryRetractions } from './memory/retractions.ts';
import { emptyTables } from './memory/tables.ts';
import { memorySketches } from './memory/sketches.ts';
import { memoryWrites } from './memory/writes.ts';

/** An empty index that ends with the process. */
export function memoryIndex({ clock = systemClock }: { readonly clock?: Clock } = {}): ResultIndex {
  const tables = emptyTables();
  const doubts = memoryDoubts(tables);
  const said = emptyAnnotations();
  return {
    label: 'memory',
    readOnly: false,
    ...memoryLookups(tables, clock, doubts),
    ...memoryWrites(tables, clock, `memory#${process.pid}`, doubts),
    ...memoryQuestions(tables),
    ...memoryLineage(tables),
    ...memorySearch(tables, said),
    ...memorySketches(tables),
    ...memoryAnnotations(tables, said, clock),
    ...memoryForeign(tables, clock),
    ...memoryCare(tables),
    ...memoryRetractions(tables, clock),
    close: async () => {},
  };
}
