// Several executors as one: each task goes to the first that accepts it.
import type { Executor } from '@stemma/core';

/** An executor that hands each task on; at least one must be given. Slots are those of the largest, which they share. */
export function routedExecutor(executors: readonly [Executor, ...Executor[]]): Executor {
  return {
    label: executors.map(({ label }) => label).join(', '),
    slots: Math.max(...executors.map(({ slots }) => slots)),
    accepts: (derivation) => executors.some((executor) => executor.accepts(derivation)),
    execute: (task, observer, signal) =>
      (executors.find((executor) => executor.accepts(task.derivation)) ?? executors[0]).execute(task, observer, signal),
    close: async () => void (await Promise.all(executors.map((executor) => executor.close()))),
  };
}
