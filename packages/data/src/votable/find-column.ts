/** Look-ups by name in a document that was read. */

import type { VoColumn, VoDocument, VoResource, VoTable } from './model.ts';
import { VoTableError } from './votable-error.ts';

/** All tables of a document in their order, those of resources within resources included. */
export function tablesOf(document: VoDocument): VoTable[] {
  const inside = (resource: VoResource): VoTable[] => [...resource.tables, ...resource.resources.flatMap(inside)];
  return document.resources.flatMap(inside);
}

/** The first column of a name or ID, upper and lower case being the same. Throws `not_found` with the names there are. */
export function columnOf(table: VoTable, name: string): VoColumn {
  const wanted = name.toLowerCase();
  const column =
    table.columns.find((candidate) => candidate.name.toLowerCase() === wanted) ??
    table.columns.find((candidate) => candidate.id?.toLowerCase() === wanted);
  if (column !== undefined) return column;
  const names = table.columns.map((candidate) => candidate.name).join(', ');
  throw new VoTableError('not_found', `the table has no column ${name}, only ${names || 'none'}`);
}
