// A module with one analysis that waits for a file, and gives what its process was told to give.
import { existsSync, writeFileSync } from 'node:fs';
import { analysis, number, pipelineModule, string } from '@stemma/core';

/** Waits until `go` is there; what it gives depends on the process, as nothing should. */
export const Slow = analysis({
  name: 'takeover.Slow',
  version: '1',
  parameters: { started: string(), go: string() },
  outputs: { x: number() },
  resources: { light: true },
  run: async ({ started, go }) => {
    writeFileSync(started + process.pid, '');
    while (!existsSync(go)) await new Promise((resolve) => setTimeout(resolve, 5));
    return { x: Number(process.env.STEMMA_TEST_X ?? 1) };
  },
});

/** The analyses of this file. */
export const takeover = pipelineModule({ name: 'takeover', version: '1', source: import.meta.url, analyses: [Slow] });
