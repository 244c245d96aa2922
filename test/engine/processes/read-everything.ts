// A process that reads, from a given store, the result with every kind of value, and prints what it sees.
import { compose } from '../../../packages/cli/src/compose.ts';
import { describeValue, everything, Everything } from '../modules/everything.ts';

const [store = ''] = process.argv.slice(2);
const { engine, close } = await compose({ store, modules: [everything], mirrors: [], network: false });
const resolution = engine.resolve(Everything);
const origins: string[] = [];
for await (const event of resolution.events()) if (event.type === 'done') origins.push(event.origin);
const result = await resolution.result;
const seen = describeValue(await result.outputs());
await close();
console.log(JSON.stringify({ id: result.id, contentDigest: result.contentDigest, origins, seen }));
