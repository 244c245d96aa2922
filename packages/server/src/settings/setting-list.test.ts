// The page for operators, held to the schema of the settings.
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { settingList } from './setting-list.ts';

const page = readFileSync(join(import.meta.dirname, '../../../../docs/operators/serving.md'), 'utf8');

test('the page for operators has every setting with its variable and sentence, and no other', () => {
  const rows = page.split('\n').filter((line) => /^\| `[\w.]+` \| `STEMMA_/.test(line));
  const told = rows.map((row) => row.split(' | ').map((cell) => cell.replaceAll(/[`|]/g, '').trim()));
  assert.deepEqual(
    told.map(([path, variable, , description]) => [path, variable, description]),
    settingList.map(({ path, variable, description }) => [path.join('.'), variable, description]),
  );
});
