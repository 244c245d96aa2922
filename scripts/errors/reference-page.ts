// The page that documents the error codes, made from the table that the code uses.
import { errorTable } from '@stemma/core';

const introduction = `# Errors

Every error that Stemma raises on purpose is a \`StemmaError\` with a code of this table, one sentence that says what
was wrong, where, and what to do, and \`detail\` with the particulars for machines.

- The command line prints the sentence on standard error and ends with the exit code; with \`--json\` it prints the
  code and the particulars as well.
- A program catches \`StemmaError\` and looks at \`error.code\`.
- Over HTTP it is \`application/problem+json\` (RFC 9457) with the status.
- "Try again" means that the same request may succeed later without any change.

`;

/** The text of docs/reference/errors.md. */
export function errorReference(): string {
  const rows = Object.entries(errorTable).map(
    ([code, { status, exitCode, retryable, meaning }]) =>
      `| \`${code}\` | ${status} | ${exitCode} | ${retryable ? 'yes' : 'no'} | ${meaning} |`,
  );
  const head = ['| code | HTTP status | exit code | try again | when |', '| --- | ---: | ---: | --- | --- |'];
  return `${introduction}${[...head, ...rows].join('\n')}

Exit code 0 means success.

The table lives in \`packages/core/src/errors.ts\`; \`npm run errors\` writes this page from it.
`;
}
