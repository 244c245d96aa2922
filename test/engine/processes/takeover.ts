// A process that resolves the slow analysis on a given store with quick heartbeats, and prints how that ended.
import { join } from 'node:path';
import { sqliteIndex } from '@stemma/backends';
import { Engine, type StemmaError } from '@stemma/core';
import { compose } from '../../../packages/cli/src/compose.ts';
import { Slow, takeover } from '../modules/takeover.ts';

const [store = '', started = '', go = ''] = process.argv.slice(2);
const parts = await compose({ store, modules: [takeover], mirrors: [], network: false });
const index = sqliteIndex({ path: join(store, 'index.sqlite'), heartbeatMs: 100 });
const engine = new Engine({ ...parts.engine.services, index, registry: parts.engine.registry });
const ended = await engine.resolve(Slow({ started, go })).result.then(
  (result) => result.outputs().then(({ x }) => ({ x })),
  (error: StemmaError) => ({ code: error.code, message: error.message }),
);
await index.close();
await parts.close();
console.log(JSON.stringify(ended));
