// A process that prints how many activities each derivation of the layered graph has, in a given store.
import { compose } from '../../../packages/cli/src/compose.ts';
import { layers } from '../modules/layers.ts';

const [store = ''] = process.argv.slice(2);
const { index, close } = await compose({ store, modules: [layers], mirrors: [], network: false });
const all = await index.find({ limit: 1000 });
const activities: number[] = [];
for (const { id } of all) activities.push((await index.activities(id)).length);
await close();
console.log(JSON.stringify({ activities }));
