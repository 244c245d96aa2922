// Statements of the hot path and of people's questions find their rows by index, whatever statistics say.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { DatabaseSync } from 'node:sqlite';
import { migrate } from './migrate.ts';

/** The text of another constant of the same file that stands in a statement. */
function pieceIn(source: string, name: string): string | undefined {
  const found = new RegExp(`const ${name} =\\s*(?:'([^']*)'|\`([^\`]*)\`)`).exec(source);
  return found?.[1] ?? found?.[2];
}

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
        .replaceAll(/\$\{(\w+)\}/g, (whole, piece: string) => pieceIn(source, piece) ?? whole)
        .replaceAll(/\$\{\w+\}/g, '50'),
    ],
  );
}

/** Listings that go through all rows on purpose, in the order of an index; and tables that stay small: code, retractions that hold. */
const listings = new Set([
  'find.ts selectSql',
  'foreign.ts documentsSql',
  'sketches.ts unsketchedSql',
  // Children of a new row would be looked for only while a foreign key is violated.
  'sketches.ts addSql',
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
      const scans = plan.filter((step) => /^SCAN (?!j\b|json_each|CONSTANT|\(subquery)/.test(step));
      assert.deepEqual(scans, [], plan.join('\n'));
    });
  }
});
