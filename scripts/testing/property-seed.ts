// Imported ahead of each test file: where STEMMA_SEED is set, properties are tried on the same cases in every run, so
// that whether a change lands depends on the change alone. Without it each run looks at new cases, and finds new faults.
import { readFileSync } from 'node:fs';

const seed = process.env['STEMMA_SEED'];
const [, file] = process.argv;
// Most test files have no properties; loading fast-check for them would cost more than they do.
if (seed !== undefined && file?.endsWith('.test.ts') && readFileSync(file, 'utf8').includes("'fast-check'")) {
  const { default: fc } = await import('fast-check');
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) });
}
