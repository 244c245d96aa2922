// The imports of a source file, found in its text. Finding one too many is harmless (an unneeded dependency);
// finding one too few would serve stale results, so the patterns are wide, and comments and strings are not excluded.

/** One import of a source file. */
export interface ImportClause {
  /** As it stands in the text: `./x.ts`, `node:fs`, `@stemma/core`. */
  readonly specifier: string;
  /** Names that are imported; undefined when everything is (side effects, `* as`, `export *`, dynamic import). */
  readonly names?: readonly string[];
  /** True for a file that is named but not imported: data, or the script of a worker. */
  readonly isReference?: true;
}

const fromClause = /\b(import|export)\b(?!\s*\()([^;'"`]*?)\bfrom\s*(['"])([^'"]+)\3/g;
const bareImport = /\bimport\s*\(?\s*(['"])([^'"]+)\1/g;
const fileReference = /\bnew\s+URL\(\s*(['"`])(\.{1,2}\/[^'"`]+)\1\s*,\s*import\.meta\.url/g;
const onlyTypes = /^\s*type\s+(\{[^}]*\}|\*\s*as\s+[\w$]+|[\w$]+)\s*$/;
const comments = /\/\*[^]*?\*\/|\/\/.*/g;

/**
 * Static imports, re-exports, dynamic imports of literal names, and files that are named by `new URL('./name',
 * import.meta.url)`; `import type` is left out, since it leaves no code.
 */
export function importsOf(text: string): ImportClause[] {
  // Without comments too: one that stands inside of braces may hold a quotation mark and hide the import.
  const bare = text.replace(comments, ' ');
  const clauses = bare === text ? clausesIn(text) : [...clausesIn(text), ...clausesIn(bare)];
  return [...new Map(clauses.map((clause) => [JSON.stringify(clause), clause])).values()];
}

function clausesIn(text: string): ImportClause[] {
  const clauses: ImportClause[] = [];
  for (const [, , clause, , specifier] of text.matchAll(fromClause)) {
    if (onlyTypes.test(clause!)) continue;
    const named = /^\s*([\w$]+\s*,\s*)?\{([^}]*)\}\s*$/.exec(clause!);
    if (!named) {
      clauses.push({ specifier: specifier! });
      continue;
    }
    const parts = named[2]!.split(',').map((part) => part.trim());
    const names = parts
      .filter((part) => part !== '' && !part.startsWith('type '))
      .map((part) => part.split(/\s+as\s+/)[0]!);
    if (named[1] !== undefined) names.unshift('default');
    if (names.length > 0) clauses.push({ specifier: specifier!, names });
  }
  for (const [, , specifier] of text.matchAll(bareImport)) clauses.push({ specifier: specifier! });
  for (const [, , specifier] of text.matchAll(fileReference))
    clauses.push({ specifier: specifier!, isReference: true });
  return clauses;
}
