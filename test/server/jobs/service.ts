// A whole service in a process of its own, to be killed: desk, worker process, HTTP. Prints its address as a line of JSON.
import {
  allHandlers,
  anonymousOnLoopback,
  childWorker,
  createApp,
  listen,
  openJobDesk,
} from '../../../packages/server/src/index.ts';
import { openParts } from './parts.ts';

const store = process.argv[2]!;
const partsOptions = { store, jobs: 2 };
const parts = await openParts(partsOptions);
const partsUrl = new URL('./parts.ts', import.meta.url).href;
const worker = childWorker({ partsUrl, partsOptions });
const quarantine = childWorker({ partsUrl, partsOptions });
const desk = await openJobDesk({ engine: parts.engine, store, worker, quarantine });
const app = createApp({
  handlers: allHandlers(parts, desk, '0.0.0'),
  identify: () => Promise.resolve(anonymousOnLoopback),
});
const server = await listen((request) => app.fetch(request), { host: '127.0.0.1', port: 0 });
console.log(JSON.stringify({ url: server.url, worker: worker.pid }));
process.on('SIGTERM', () => {
  void Promise.all([server.close(500), desk.close(2_000)])
    .then(() => parts.close())
    .then(() => process.exit(0));
});
