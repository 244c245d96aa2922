// The store of levels keeps the contract, and reads down, copies up and writes where its description says.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { StemmaError } from '@stemma/core';
import type { BlobStore } from '@stemma/core';
import { sha256 } from '../hashing/sha256.ts';
import { blobStoreContract, codeIs, listed, temporaryDirectory } from './contract.ts';
import { damageFile, unfinishedFile } from './damage.ts';
import { fileBlobs } from './file.ts';
import { memoryBlobs } from './memory.ts';
import { readOnlyBlobs } from './read-only.ts';
import { tieredBlobs } from './tiered.ts';

blobStoreContract('tieredBlobs of two folders', async (t) => {
  const directory = await temporaryDirectory(t);
  const [upper, lower] = [join(directory, 'upper'), join(directory, 'lower')];
  const levels = [{ store: fileBlobs({ directory: upper }) }, { store: fileBlobs({ directory: lower }) }];
  return {
    store: tieredBlobs(levels),
    readOnly: tieredBlobs(levels.map(({ store }) => ({ store: readOnlyBlobs(store) }))),
    damage: (digest, how) => damageFile(upper, digest, how),
    leaveBehind: (secondsAgo) => unfinishedFile(upper, secondsAgo),
  };
});

blobStoreContract(
  'tieredBlobs of a memory cache before memory',
  async () => {
    const levels = [{ store: memoryBlobs({ limitBytes: 100_000 }), cache: true }, { store: memoryBlobs() }];
    return { store: tieredBlobs(levels), readOnly: readOnlyBlobs(tieredBlobs(levels)) };
  },
  { inMemory: true },
);

const text = new TextEncoder().encode('calibration of 2026');
const digest = sha256(text);

/** A store out of reach. */
const broken: BlobStore = (() => {
  const fail = async (): Promise<never> => {
    throw new StemmaError('unavailable', 'the site is out of reach');
  };
  return {
    label: 'broken',
    readOnly: false,
    put: fail,
    get: fail,
    has: fail,
    remove: fail,
    sweep: fail,
    list: () => {
      throw new Error('not asked');
    },
  };
})();

describe('tieredBlobs reads', () => {
  it('copies what a lower level gave into every writable level above that promotes', async () => {
    const [top, frozen, aside, archive] = [memoryBlobs(), readOnlyBlobs(memoryBlobs()), memoryBlobs(), memoryBlobs()];
    await archive.put(text);
    const store = tieredBlobs([
      { store: top },
      { store: frozen },
      { store: aside, promote: false },
      { store: readOnlyBlobs(archive) },
    ]);
    assert.deepEqual(await store.get(digest), text);
    assert.deepEqual(await top.get(digest), text);
    assert.deepEqual([await listed(frozen), await listed(aside)], [[], []]);
    await archive.remove([digest]);
    assert.deepEqual(await store.get(digest), text, 'the upper level answers from now on');
  });

  it('reports a damaged copy, answers from the next level, and replaces the copy', async (t) => {
    const directory = await temporaryDirectory(t);
    const [upper, lower] = [fileBlobs({ directory }), memoryBlobs()];
    await Promise.all([upper.put(text), lower.put(text)]);
    await damageFile(directory, digest, 'flip');
    const problems: string[] = [];
    const store = tieredBlobs([{ store: upper, promote: false }, { store: lower }], {
      onProblem: ({ code }, level) => problems.push(`${code} ${level.label}`),
    });
    assert.deepEqual(await store.get(digest), text);
    assert.deepEqual(problems, [`corrupt ${upper.label}`]);
    assert.deepEqual(await upper.get(digest), text, 'repaired');
    await store.get(digest);
    assert.equal(problems.length, 1);
  });

  it('leaves a damaged copy alone where it may not write, and answers all the same', async (t) => {
    const directory = await temporaryDirectory(t);
    await fileBlobs({ directory }).put(text);
    await damageFile(directory, digest, 'cut');
    const lower = memoryBlobs();
    await lower.put(text);
    const foreign = fileBlobs({ directory, readOnly: true });
    const store = tieredBlobs([{ store: foreign }, { store: lower }]);
    assert.deepEqual(await store.get(digest), text);
    await assert.rejects(foreign.get(digest), codeIs('corrupt'));
  });

  it('throws "corrupt" when every copy is damaged, however many levels are out of reach', async (t) => {
    const directory = await temporaryDirectory(t);
    const upper = fileBlobs({ directory });
    await upper.put(text);
    await damageFile(directory, digest, 'flip');
    await assert.rejects(tieredBlobs([{ store: broken }, { store: upper }]).get(digest), codeIs('corrupt'));
  });

  it('passes over a level out of reach, and does not say "not here" when that level might have had it', async () => {
    const lower = memoryBlobs();
    await lower.put(text);
    const problems: string[] = [];
    const store = tieredBlobs([{ store: broken }, { store: lower }], {
      onProblem: ({ message }) => problems.push(message),
    });
    assert.deepEqual(await store.get(digest), text);
    assert.ok(problems.includes('the site is out of reach'));
    assert.deepEqual(await store.has([digest]), new Set([digest]));
    await assert.rejects(store.get(sha256('unknown')), codeIs('unavailable'));
    await assert.rejects(store.has([digest, sha256('unknown')]), codeIs('unavailable'));
  });

  it('asks lower levels only for what is still missing, and lists each blob once', async () => {
    const [upper, lower] = [memoryBlobs(), memoryBlobs()];
    const asked: string[][] = [];
    const watched: BlobStore = { ...lower, has: (digests) => (asked.push([...digests]), lower.has(digests)) };
    const store = tieredBlobs([{ store: upper }, { store: watched }]);
    await upper.put(text);
    await lower.put(text);
    const other = await lower.put(new Uint8Array(4));
    assert.deepEqual(await store.has([digest, other.digest]), new Set([digest, other.digest]));
    await store.has([digest]);
    assert.deepEqual(asked, [[other.digest]]);
    assert.equal((await listed(store)).length, 2);
  });
});

describe('tieredBlobs gives paths', () => {
  it('from the uppermost level with paths, copying the file there first', async (t) => {
    const directory = await temporaryDirectory(t);
    const [near, far] = [
      fileBlobs({ directory: join(directory, 'near') }),
      fileBlobs({ directory: join(directory, 'far') }),
    ];
    await far.put(text);
    const store = tieredBlobs([{ store: memoryBlobs(), cache: true }, { store: near }, { store: readOnlyBlobs(far) }]);
    const path = await store.pathOf!(digest);
    assert.ok(path?.startsWith(join(directory, 'near')), path);
    assert.deepEqual(await near.get(digest), text);
  });

  it('of the lower level when the upper one may not be written to', async (t) => {
    const directory = await temporaryDirectory(t);
    const far = fileBlobs({ directory: join(directory, 'far') });
    await far.put(text);
    const store = tieredBlobs([
      { store: fileBlobs({ directory: join(directory, 'near'), readOnly: true }) },
      { store: far },
    ]);
    assert.equal(await store.pathOf!(digest), await far.pathOf!(digest));
  });

  it('also for blobs that lie only in a level without paths', async (t) => {
    const near = fileBlobs({ directory: await temporaryDirectory(t) });
    const lower = memoryBlobs();
    await lower.put(text);
    const store = tieredBlobs([{ store: near }, { store: readOnlyBlobs(lower) }]);
    const path = await store.pathOf!(digest);
    assert.ok(path !== undefined);
    assert.equal(path, await near.pathOf!(digest));
  });

  it('of a good copy when the upper one is damaged, repairing it', async (t) => {
    const directory = await temporaryDirectory(t);
    const [near, far] = [fileBlobs({ directory: join(directory, 'near') }), memoryBlobs()];
    await Promise.all([near.put(text), far.put(text)]);
    await damageFile(join(directory, 'near'), digest, 'cut');
    const path = await tieredBlobs([{ store: near }, { store: far }]).pathOf!(digest);
    assert.equal(path, await near.pathOf!(digest));
  });

  it('to nobody when no level has paths', async () => {
    const lower = memoryBlobs();
    await lower.put(text);
    assert.equal(await tieredBlobs([{ store: memoryBlobs() }, { store: lower }]).pathOf!(digest), undefined);
  });
});

describe('tieredBlobs writes', () => {
  it('to the first writable level that is no cache, and to the caches above it', async () => {
    const [cache, frozen, keeper, archive] = [
      memoryBlobs(),
      readOnlyBlobs(memoryBlobs()),
      memoryBlobs(),
      memoryBlobs(),
    ];
    const store = tieredBlobs([
      { store: cache, cache: true },
      { store: frozen },
      { store: keeper },
      { store: archive },
    ]);
    await store.put(text);
    assert.deepEqual(
      await Promise.all([cache, frozen, keeper, archive].map(async (level) => (await listed(level)).length)),
      [1, 0, 1, 0],
    );
    assert.equal(await store.remove([digest]), text.length, 'copies in caches do not count');
    assert.deepEqual(await listed(store), []);
  });

  it('nothing to a cache when the level that keeps has failed', async () => {
    const cache = memoryBlobs();
    const store = tieredBlobs([{ store: cache, cache: true }, { store: broken }]);
    await assert.rejects(store.put(text), codeIs('unavailable'));
    assert.deepEqual(await listed(cache), []);
  });

  it('though a cache fails, which is reported', async () => {
    const keeper = memoryBlobs();
    const problems: string[] = [];
    const store = tieredBlobs([{ store: broken, cache: true }, { store: keeper }], {
      onProblem: (_, level) => problems.push(level.label),
    });
    await store.put(text);
    assert.deepEqual(await keeper.get(digest), text);
    assert.deepEqual(problems, ['broken']);
  });

  it('nowhere when only caches and read-only levels are left', async () => {
    const store = tieredBlobs([{ store: memoryBlobs(), cache: true }, { store: readOnlyBlobs(memoryBlobs()) }]);
    assert.equal(store.readOnly, true);
    await assert.rejects(store.put(text), codeIs('forbidden'));
    await assert.rejects(store.remove([digest]), codeIs('forbidden'));
    assert.equal(store.label, 'tiered (memory, memory)');
  });
});
