// A process that loads a module from a path, resolves one goal of it on a given store, and tells what it saw.
import { pathToFileURL } from 'node:url';
import { named, type PipelineModule, type StemmaError } from '@stemma/core';
import { compose } from '../../../packages/cli/src/compose.ts';

const [store = '', path = '', goal = '', rebuild = ''] = process.argv.slice(2);
const { module } = (await import(pathToFileURL(path).href)) as { module: PipelineModule };
const { engine, code, close } = await compose({ store, modules: [module], mirrors: [], network: false });
const resolution = engine.resolve(named(goal));
const origins: string[] = [];
for await (const event of resolution.events())
  if (event.type === 'done') origins.push(`${event.name}: ${event.origin}`);
const outputs = await (await resolution.result).outputs();
const digests = Object.fromEntries(
  module.analyses.map((analysis) => [analysis.definition.name, code.of(analysis).digest]),
);
const rebuilt =
  rebuild === ''
    ? ''
    : await engine.rebuild(rebuild).then(
        ({ id }) => id,
        (error: StemmaError) => `${error.code}: ${error.message}`,
      );
await close();
console.log(JSON.stringify({ outputs, origins: origins.sort(), code: digests, id: resolution.id, rebuilt }));
