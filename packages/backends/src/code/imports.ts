// The imports of a source file, found in its text. Finding one too many is harmless (an unneeded dependency);
// finding one too few would serve stale results, so the patterns are wide, and comments and strings are not excluded.

/** One import of a source file. */
export interface ImportClause {
  readonly specifier: string;
  /** Names that are imported; undefined when everything is (side effects, `* as`, `export *`, dynamic import). */
  readonly names?: readonly string[];
}

const fromClause = /\b(import|export)\b(?!\s*\()([^;'"`]*?)\bfrom\s*(['"])([^'"]+)\3/g;
const bareImport = /\bimport\s*\(?\s*(['"])([^'"]+)\1/g;

/** Static imports, re-exports and dynamic imports of literal names; `import type` is left out, since it leaves no code. */
export function importsOf(text: string): ImportClause[] {
  const clauses: ImportClause[] = [];
  for (const [, , clause, , specifier] of text.matchAll(fromClause)) {
    const named = /^\s*(type\s)?\s*([\w$]+\s*,\s*)?\{([^}]*)\}\s*$/.exec(clause!);
    if (/^\s*type\s+[^,]/.test(clause!)) continue;
    if (!named) {
      clauses.push({ specifier: specifier! });
      continue;
    }
    const names = named[3]!.split(',').map((part) => part.trim()).filter((part) => part !== '' && !part.startsWith('type '));
    if (names.length > 0 || named[2]) clauses.push({ specifier: specifier!, names: names.map((part) => part.split(/\s+as\s+/)[0]!) });
  }
  for (const [, , specifier] of text.matchAll(bareImport)) clauses.push({ specifier: specifier! });
  return clauses;
}
