// The public face of the library: `import { open, analysis, … } from 'stemma'`.
export * from '@stemma/core';
export { open, Stemma, type Verification } from './stemma.ts';
export type { OpenOptions } from './compose.ts';
export { command, type CommandDeclaration } from '@stemma/backends/command';
