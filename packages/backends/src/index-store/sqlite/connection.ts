// The connection of an index: the general one, with the tables of the index.
import { openDatabase, type Connection } from '../../sqlite/connection.ts';
import { indexSchema } from './schema.ts';

export type { Connection, Row } from '../../sqlite/connection.ts';

/**
 * Opens an index file, creating and migrating it unless `readOnly`.
 * @throws StemmaError `unavailable`, `corrupt`, `conflict`.
 */
export function openConnection(path: string, readOnly: boolean): Connection {
  return openDatabase(path, indexSchema, { readOnly });
}
