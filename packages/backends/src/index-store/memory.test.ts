// The index in memory keeps the contract.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { resultIndexContract } from './contract.ts';
import { publishAll } from './contract/setting.ts';
import { memoryIndex } from './memory.ts';
import { samplePublication } from './sample-publications.ts';

resultIndexContract('memoryIndex', async (_t, clock) => memoryIndex({ clock }));

describe('memoryIndex', () => {
  it('is empty each time, and keeps its own copy of small values', async () => {
    const publication = samplePublication({ outputs: { value: 'mine' } });
    const index = memoryIndex();
    await publishAll(index, publication);
    const [digest, bytes] = [...publication.payloads][0]!;
    bytes.fill(0);
    assert.equal(new TextDecoder().decode((await index.payloads([digest])).get(digest)), 'mine');
    assert.equal((await memoryIndex().known([publication.derivation.id])).size, 0);
  });
});
