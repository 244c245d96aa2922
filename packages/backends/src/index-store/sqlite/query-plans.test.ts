// Statements of the hot path and of people's questions find their rows by index, whatever statistics say.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { DatabaseSync } from 'node:sqlite';
import { migrate } from './migrate.ts';

/** Every constant named `…Sql` (or a look-up's constant) of the sources, so that a new statement is tested too. */
function statementsIn(file: string): [string, string][] {
  const source = readFileSync(new URL(file, import.meta.url), 'utf8');
  const columns = /ownerColumns =\s*'([^']*)'/.exec(readFileSync(new URL('owner.ts', import.meta.url), 'utf8'))![1]!;
  const known = /knownColumns = '([^']*)'/.exec(source)?.[1] ?? '';
  return [...source.matchAll(/const (\w*(?:Sql|Known|Actions|Results|Payloads)) =\s*(?:'([^']*)'|`([^`]*)`)/g)].map(
    ([, name, plain, template]) => [
      `${file} ${name!}`,
      (plain ?? template!)
        .replaceAll('${knownColumns}', known)
        .replaceAll('${ownerColumns}', columns)
        .replaceAll(/\$\{\w+\}/g, '50'),
    ],
  );
}

/** Listings that go through all rows on purpose, in the order of an index; and tables that stay small: code, retractions that hold. */
const listings = new Set([
  'find.ts selectSql',
  'retraction-doubts.ts activeSql',
  'retraction-doubts.ts definitionsByCodeSql',
  'retraction-events.ts activeSql',
  'retraction-events.ts eventsSql',
]);

describe('statements', () => {
  const db = new DatabaseSync(':memory:');
  migrate(db, 'memory');
  const files = readdirSync(new URL('.', import.meta.url)).filter(
    (name) => name.endsWith('.ts') && !name.includes('.test.'),
  );
  const statements = files.flatMap(statementsIn).filter(([name]) => !listings.has(name));

  it('are all found', () => assert.ok(statements.length >= 30, `${statements.length} statements`));

  for (const [name, sql] of statements) {
    it(`never scan a table: ${name}`, () => {
      const plan = db
        .prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all()
        .map(({ detail }) => String(detail));
      const scans = plan.filter((step) => /^SCAN (?!j\b|json_each|CONSTANT)/.test(step));
      assert.deepEqual(scans, [], plan.join('\n'));
    });
  }
});
