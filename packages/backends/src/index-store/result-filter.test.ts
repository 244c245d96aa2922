// The rules of listings, and that SQLite's narrowing never loses what the rules mean.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Json } from '@stemma/core';
import * as fc from 'fast-check';
import { publishAll } from './contract/setting.ts';
import { memoryIndex } from './memory.ts';
import { nameMatches, parametersMatch, textMatches } from './result-filter.ts';
import { samplePublication } from './sample-publications.ts';
import { sqliteIndex } from './sqlite.ts';

describe('rules of listings', () => {
  it('take a name as a whole, or as a prefix before a star', () => {
    assert.ok(nameMatches(undefined, 'acs.LightCurve'));
    assert.ok(nameMatches('acs.LightCurve', 'acs.LightCurve'));
    assert.ok(nameMatches('acs.*', 'acs.LightCurve') && nameMatches('*', 'acs.LightCurve'));
    assert.ok(!nameMatches('acs', 'acs.LightCurve') && !nameMatches('ACS.*', 'acs.LightCurve'));
  });

  it('compare parameters in canonical form', () => {
    const parameters = { a: { y: 1, x: [0, 'z'] } };
    assert.ok(parametersMatch({ a: { x: [-0, 'z'], y: 1 } }, parameters));
    assert.ok(!parametersMatch({ a: { y: 1 } }, parameters));
    assert.ok(!parametersMatch({ constructor: 1 }, parameters));
  });

  it('find the empty text everywhere', () => assert.ok(textMatches('', 'x', {})));
});

describe('listings of both backends', () => {
  it('agree on any texts and parameters', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'stemma-filter-'));
    t.after(() => rm(folder, { recursive: true, force: true }));
    const memory = memoryIndex();
    const sqlite = sqliteIndex({ path: join(folder, 'index.sqlite') });
    t.after(() => sqlite.close());
    const texts = ['a', 'A"', 'ß\\', 'é', '{"', 'a:b', '%_', '4', '40', 'É"a'];
    const values: Json[] = [...texts, 4, 40, 4.5, null, true, ['a', 4], { a: '"' }];
    for (const [number, value] of values.entries()) {
      const publication = samplePublication({
        name: `test.${number % 3 ? 'Odd' : 'Third'}`,
        parameters: { value, number },
      });
      await publishAll(memory, publication);
      await publishAll(sqlite, publication);
    }
    const query = fc.record(
      {
        text: fc.array(fc.constantFrom(...texts, ' ', ','), { maxLength: 2 }).map((parts) => parts.join('')),
        parameters: fc.record({ value: fc.constantFrom(...values) }),
        name: fc.constantFrom('test.Odd', 'test.*', '*', 'test.O*', 'test.'),
        limit: fc.integer({ min: 0, max: 9 }),
        offset: fc.integer({ min: 0, max: 4 }),
      },
      { requiredKeys: [] },
    );
    const ids = async (index: typeof memory, asked: Parameters<typeof memory.find>[0]) =>
      (await index.find(asked)).map(({ id }) => id).sort();
    await fc.assert(
      fc.asyncProperty(query, async (asked) => {
        // Pages depend on the order of equal times, which is checked in the contract.
        const whole = { ...asked, limit: 100, offset: 0 };
        assert.deepEqual(await ids(sqlite, whole), await ids(memory, whole));
        assert.equal((await sqlite.find(asked)).length, (await memory.find(asked)).length);
      }),
      { numRuns: 300 },
    );
  });
});
