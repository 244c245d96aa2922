// Keeps docs/reference/errors.md and the table of error codes equal, both ways: whoever reads one knows the other.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { errorTable } from '@stemma/core';
import { errorReference } from '../../scripts/errors/reference-page.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'reference', 'errors.md'), 'utf8');
const rows = [...page.matchAll(/^\| `(\w+)` \| (\d+) \| (\d+) \| (yes|no) \| (.+) \|$/gm)];
const documented = Object.fromEntries(
  rows.map(([, code, status, exitCode, again, meaning]) => [
    code!,
    { status: Number(status), exitCode: Number(exitCode), retryable: again === 'yes', meaning },
  ]),
);

describe('the reference of errors', () => {
  it('documents every code of the table with its status, exit code and advice', () => {
    for (const [code, entry] of Object.entries(errorTable)) assert.deepEqual(documented[code], { ...entry }, code);
  });

  it('documents no code that the table does not have, and none twice', () => {
    assert.deepEqual(
      Object.keys(documented).filter((code) => !Object.hasOwn(errorTable, code)),
      [],
    );
    assert.equal(rows.length, Object.keys(errorTable).length);
  });

  it('is the page that `npm run errors` writes', () => {
    assert.equal(page, errorReference());
  });

  it('has meanings that stay within their cell of the table', () => {
    for (const [code, { meaning }] of Object.entries(errorTable)) assert.doesNotMatch(meaning, /[|\n]/, code);
  });
});
