// Reads a TypeScript file as the checks need it: what it imports, and which of its lines are comment.
import { readFileSync } from 'node:fs';
import { parseSync } from 'oxc-parser';

/** A parsed source file. */
export interface SourceModule {
  readonly path: string;
  readonly lineCount: number;
  /** Lines that hold nothing but comment. */
  readonly commentLineCount: number;
  /** True when the file begins with a comment that says what it is. */
  readonly hasHead: boolean;
  /** Every module specifier, each once: imports, re-exports and dynamic imports of a literal. */
  readonly imports: readonly string[];
  /** Those of {@link imports} that are there at run time. */
  readonly runtimeImports: readonly string[];
}

/** Parses the file at `path`. @throws Error when it is not TypeScript. */
export function readModule(path: string, text = readFileSync(path, 'utf8')): SourceModule {
  const { module, comments, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]!.message}`);
  const dynamic = module.dynamicImports.map(({ moduleRequest: { start, end } }) => literal(text.slice(start, end)));
  const fixed = module.staticImports.map(({ moduleRequest, entries }) => ({
    name: moduleRequest.value,
    isType: entries.length > 0 && entries.every((entry) => entry.isType),
  }));
  const passedOn = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest, isType }) => (moduleRequest ? [{ name: moduleRequest.value, isType }] : [])),
  );
  const named = [...fixed, ...passedOn];
  const late = dynamic.filter((name) => name !== undefined);
  return {
    path,
    lineCount: text.split('\n').length - (text.endsWith('\n') ? 1 : 0),
    commentLineCount: countCommentLines(text, comments),
    hasHead: /^(#!.*\n)?(\/\/|\/\*)/.test(text),
    imports: [...new Set([...named.map(({ name }) => name), ...late])],
    runtimeImports: [...new Set([...named.filter(({ isType }) => !isType).map(({ name }) => name), ...late])],
  };
}

function literal(expression: string): string | undefined {
  return /^(['"`])([^'"`$]*)\1$/.exec(expression)?.[2];
}

function countCommentLines(text: string, comments: readonly { start: number; end: number }[]): number {
  const bare = comments.toReversed().reduce((rest, { start, end }) => {
    const blank = text.slice(start, end).replace(/[^\n]+/g, '\u{E000}');
    return rest.slice(0, start) + blank + rest.slice(end);
  }, text);
  return bare.split('\n').filter((line) => line.trim() !== '' && /^[\s\u{E000}]*$/u.test(line)).length;
}
