// Lets pipeline modules anywhere on the disk `import … from 'stemma'`: where that name leads nowhere from the importing
// file, it leads to the Stemma that is running. Imported for its effect, in the main thread and in every worker thread.
import { registerHooks } from 'node:module';

const ownPackage = /^(stemma|@stemma\/[a-z]+)(\/|$)/;

registerHooks({
  resolve(specifier, context, nextResolve) {
    try {
      return nextResolve(specifier, context);
    } catch (error) {
      if (!ownPackage.test(specifier)) throw error;
      return nextResolve(specifier, { ...context, parentURL: import.meta.url });
    }
  },
});

/** The URL of this file: what worker threads have to import first. */
export const resolutionHookUrl = import.meta.url;
