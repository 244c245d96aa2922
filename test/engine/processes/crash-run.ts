// A process that says when it is ready, resolves the goal of the crash tests on a given store, and says when it is done.
import { compose } from '../../../packages/cli/src/compose.ts';
import { crash, Mosaic } from '../modules/crash.ts';

const [store = ''] = process.argv.slice(2);
const { engine, close } = await compose({ store, modules: [crash], mirrors: [], network: false, jobs: 2 });
console.log('ready');
await engine.resolve(Mosaic, { jobs: 4 }).result;
console.log('done');
await close();
