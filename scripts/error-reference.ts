// Writes docs/reference/errors.md from the table of error codes: `npm run errors`. A test keeps both equal.
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { errorReference } from './errors/reference-page.ts';

const target = join(dirname(import.meta.dirname), 'docs', 'reference', 'errors.md');
writeFileSync(target, errorReference());
console.log(`written: ${target}`);
