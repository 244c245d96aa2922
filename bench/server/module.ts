// Analyses whose cost is known, for the benchmark of the server: one that waits, one that does nothing.
import { analysis, integer, pipelineModule } from '@stemma/core';

/** Waits, and says so ten times a second. */
export const Wait = analysis({
  name: 'bench.Wait',
  version: '1',
  parameters: { seconds: integer({ default: 1, min: 0 }), part: integer({ default: 0 }) },
  outputs: { seconds: integer() },
  resources: { light: true },
  run: async ({ seconds }, activity) => {
    for (let step = 0; step < seconds * 10; step++) {
      activity.progress(step / (seconds * 10));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return { seconds };
  },
});

/** Gives what it is given. */
export const Echo = analysis({
  name: 'bench.Echo',
  version: '1',
  parameters: { n: integer({ default: 0 }) },
  outputs: { n: integer() },
  resources: { light: true },
  run: ({ n }) => ({ n }),
});

/** The module. */
export const bench = pipelineModule({
  name: 'bench',
  version: '1',
  analyses: [Wait, Echo],
  source: import.meta.url,
});
