// The public face of backends: what touches disk, network and processes, one factory per backend.
export * from './clock.ts';
export { sha256, sha256OfFile } from './hashing/sha256.ts';
export * from './blobs/file.ts';
export * from './blobs/memory.ts';
export * from './blobs/read-only.ts';
export * from './blobs/tiered.ts';
export { memoryIndex } from './index-store/memory.ts';
export { sqliteIndex } from './index-store/sqlite.ts';
export type { SqliteIndexOptions } from './index-store/sqlite.ts';
export * from './sources/fetch-source.ts';
export { mirrorsFromEnvironment, mirrorVariable } from './sources/mirrors.ts';
export * from './executors/inline.ts';
export { fairnessPeriod, FairQueue, type Ticket } from './executors/fair-queue.ts';
export { loadFile } from './executors/load-file.ts';
export { checkedSlots, threadExecutor, type ThreadOptions } from './executors/threads.ts';
export * from './code/code-digest.ts';
export * from './code/environment.ts';
