// Asks one engine for very many small things, in a process of its own, and prints the heap on the way: new goals that
// are never stored, and a known one. Arguments: folder of the store, number of requests.
import { analysis, integer, pipelineModule, string } from '@stemma/core';
import { compose } from '../../../packages/cli/src/compose.ts';

const size = 4_000;
const parameters = { n: integer() };
const resources = { light: true };
const outputs = { block: string() };
const Fleeting = analysis({
  name: 'flat.Fleeting',
  version: '1',
  parameters,
  outputs,
  resources,
  stored: false,
  run: ({ n }) => ({ block: `${n} `.padEnd(size) }),
});
const Kept = analysis({
  name: 'flat.Kept',
  version: '1',
  parameters,
  outputs,
  resources,
  run: ({ n }) => ({ block: `${n} `.padEnd(size) }),
});
const flat = pipelineModule({ name: 'flat', version: '1', analyses: [Fleeting, Kept] });

const [store = '', count = ''] = process.argv.slice(2);
const { engine, close } = await compose({ store, modules: [flat], mirrors: [] });
const total = Number(count);
const heapMB: number[] = [];
for (let n = 0; n < total; n++) {
  const wanted = n % 2 === 0 ? n : 1;
  const result = await engine.resolve(n % 2 === 0 ? Fleeting({ n }) : Kept({ n: 1 })).result;
  // A result of what is never stored can be read as long as it is held, and no longer.
  if (Number.parseInt(await result.output('block'), 10) !== wanted)
    throw new Error(`request ${n} got another's result`);
  if ((n + 1) % (total / 10) === 0) {
    globalThis.gc!();
    heapMB.push((process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers) / 2 ** 20);
  }
}
await close();
console.log(JSON.stringify(heapMB));
