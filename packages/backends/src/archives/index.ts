// Archives and bags: an entry of their own, since only bundles and imports need them.
export * from './archive.ts';
export * from './bag.ts';
export * from './open-archive.ts';
export * from './write-archive.ts';
