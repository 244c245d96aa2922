// What a SQLite file of Stemma is: whose it is and how its tables came to be.

/** One step from a version of the schema to the next. Published ones are never edited: a change is a new step. */
export interface Migration {
  readonly version: number;
  readonly sql: string;
}

/** A kind of database file. */
export interface DatabaseSchema {
  /** What people call it: `index`, `job store`. */
  readonly what: string;
  /** Marks files of this kind, https://www.sqlite.org/pragma.html#pragma_application_id. */
  readonly applicationId: number;
  /** All steps, in order; the version of the schema is the number of the last one. */
  readonly migrations: readonly Migration[];
}

/** The version of a schema: the number of its last step. */
export function latestVersion({ migrations }: Pick<DatabaseSchema, 'migrations'>): number {
  return migrations.at(-1)?.version ?? 0;
}
