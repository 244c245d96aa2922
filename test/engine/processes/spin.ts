// A process that computes for ever in a working directory of a given store, once a mark says that it has begun.
import { compose } from '../../../packages/cli/src/compose.ts';
import { limits, SpinFree } from '../modules/limits.ts';

const [store = '', mark = ''] = process.argv.slice(2);
const { engine } = await compose({ store, modules: [limits], mirrors: [], network: false, jobs: 1 });
await engine.resolve(SpinFree({ mark })).result;
