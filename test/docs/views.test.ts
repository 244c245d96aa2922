// Keeps docs/reference/views.md and the guarantees that the code declares equal, both ways.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { viewGuarantees, viewProperties } from '@stemma/core/views';

const folder = join(import.meta.dirname, '..', '..', 'docs', 'reference');
const page = readFileSync(join(folder, 'views.md'), 'utf8');
const rows = [...page.matchAll(/^\| `(\w+)` \| (.+) \|$/gm)].map(
  ([, name, cells]) => [name!, cells!.split(' | ')] as const,
);
const header = /^\| operator \| in `stemma view` \| (.+) \|$/m.exec(page)![1]!.split(' | ');

describe('the reference of views', () => {
  it('has the columns of the properties, in their order', () => {
    assert.deepEqual(header, Object.keys(viewProperties));
  });

  it('promises of every operator what the code promises, no more and no less', () => {
    const documented = rows
      .filter(([, cells]) => cells.length === header.length + 1)
      .map(([name, [, ...cells]]) => [name, Object.fromEntries(header.map((property, i) => [property, cells[i]]))]);
    assert.deepEqual(Object.fromEntries(documented), viewGuarantees);
    assert.equal(documented.length, Object.keys(viewGuarantees).length);
  });

  it('says what each property means in the words of the code', () => {
    const meanings = rows.filter(([name, cells]) => cells.length === 1 && Object.hasOwn(viewProperties, name));
    assert.deepEqual(Object.fromEntries(meanings.map(([name, [meaning]]) => [name, meaning])), viewProperties);
  });

  it('shows pictures that are there, with a title for those who cannot see them', () => {
    const pictures = [...page.matchAll(/!\[(.*?)\]\((.+?)\)/g)];
    assert.ok(pictures.length >= 4);
    for (const [, words, path] of pictures) {
      assert.ok(words!.length > 20 && existsSync(join(folder, path!)), path);
      assert.match(readFileSync(join(folder, path!), 'utf8'), /<title id="view-title">.+<\/title>\n<desc /);
    }
  });
});
