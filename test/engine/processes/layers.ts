// A process that resolves a layered graph on a given store and prints what it executed itself.
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compose } from '../../../packages/cli/src/compose.ts';
import { layers, layersGoal } from '../modules/layers.ts';

const [store = '', barrier = '', own = '0', count = '1'] = process.argv.slice(2);
const { engine, close } = await compose({ store, modules: [layers], mirrors: [], network: false });

// All begin at the same instant, however slow the start of each was.
writeFileSync(join(barrier, own), '');
while (readdirSync(barrier).length < Number(count)) await new Promise((resolve) => setTimeout(resolve, 2));

const resolution = engine.resolve(layersGoal, { jobs: 4 });
const executed: string[] = [];
for await (const event of resolution.events())
  if (event.type === 'done' && event.origin === 'computed') executed.push(event.id);
const { x } = await (await resolution.result).outputs();
await close();
console.log(JSON.stringify({ x, executed }));
