// Puts a whole server together: engine and store, accounts, desk of jobs with its worker process, services with their
// checks, logs and metrics, and the socket. The only place that picks what a server is made of.
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { StemmaError } from '@stemma/core';
import {
  accessSettingsOf,
  allHandlers,
  askOf,
  checkExposure,
  childWorker,
  ConsulAgent,
  ConsulMirror,
  createApp,
  diskGuard,
  gaugeText,
  guardedDesk,
  listen,
  openAccess,
  openJobDesk,
  openLog,
  protect,
  registerOwn,
  RequestMetrics,
  requestLog,
  requireReady,
  runChecks,
  serverGauges,
  serviceList,
  ServiceRegistry,
  type Access,
  type JobDesk,
  type ReadyProbe,
  type ServerSettings,
} from '@stemma/server';
import { compose, type Composition } from '../compose.ts';
import { loadModules } from '../modules.ts';
import { previewer } from '../previews/previewer.ts';
import { productWriter } from '../previews/product-writer.ts';
import type { WorkerOptions } from './worker-parts.ts';

/** A server that runs. */
export interface RunningServer {
  readonly url: string;
  readonly analyses: number;
  /** Ends in order: no new requests, running work finishes or is handed back, the store is closed. */
  close(): Promise<void>;
}

/** What was opened, in the order in which it must be closed. */
type Closers = (() => Promise<void> | void)[];

/**
 * Starts a server.
 * @throws StemmaError `unavailable` when the address is taken, the store cannot be written or another server has it.
 */
export async function startServer(settings: ServerSettings, version: string): Promise<RunningServer> {
  const accessSettings = accessSettingsOf(settings);
  checkExposure(settings.host, accessSettings, settings.accounts.expose);
  const closers: Closers = [];
  try {
    const parts = await openParts(settings);
    closers.unshift(() => parts.close());
    const path = settings.store === 'memory' ? ':memory:' : join(settings.store, 'access.sqlite');
    const access = openAccess({ path, clock: parts.engine.services.clock, settings: accessSettings });
    closers.unshift(() => access.close());
    return await serve(settings, version, parts, access, closers);
  } catch (error) {
    await closeAll(closers);
    throw error;
  }
}

async function openParts({ store, modules, workers, network }: ServerSettings): Promise<Composition> {
  const { loaded, preload } = await loadModules(modules, process.cwd());
  return compose({ store, modules: loaded.map(({ module }) => module), preload, jobs: workers, network });
}

async function serve(
  settings: ServerSettings,
  version: string,
  parts: Composition,
  access: Access,
  closers: Closers,
): Promise<RunningServer> {
  const { host, port, limits, log: logSettings } = settings;
  const log = openLog(logSettings);
  const { clock } = parts.engine.services;
  const isInMemory = settings.store === 'memory';
  const disk = isInMemory ? undefined : diskGuard(resolve(settings.store), limits.minFreeMebibytes * 2 ** 20, clock);
  const requireRoom = async () => disk?.requireRoom();
  const opened = await openDesk(settings, parts, access);
  // What runs may finish before the store is closed under it.
  closers.unshift(() => opened.close(limits.graceS * 1000));
  const desk = guardedDesk(opened, { waiting: () => opened.status().queued, queueLimit: limits.queue, requireRoom });
  const services = new ServiceRegistry(serviceList, clock);
  const gauges = serverGauges({ ...parts, desk, services, disk, version });
  const requests = new RequestMetrics();
  const ask = askOf(parts.engine, { atOnce: limits.direct, timeoutS: limits.directTimeoutS, requireRoom });
  const system = {
    services,
    ask,
    metrics: async () => requests.text() + gaugeText(await gauges()),
    readiness: () => requireReady(readyProbes(parts, desk, requireRoom)),
  };
  const served = { ...parts, previewer: previewer(), productWriter: productWriter(), visibility: access.visibility };
  const logged = requestLog(log);
  const app = createApp({
    handlers: allHandlers(served, desk, version, system, access),
    identify: access.identify,
    once: (asked, answer) => access.idempotency.once(asked, answer),
    observe: (seen, request) => {
      requests.observe(seen);
      access.observe(seen, request);
      logged(seen);
    },
  });
  const listening = await listen(
    protect((request) => app.fetch(request), access.settings),
    { host, port },
  );
  closers.unshift(() => listening.close(limits.graceS * 1000));
  const own = { engine: parts.engine, desk, version, node: hostname(), address: listening.url, pid: process.pid };
  closers.unshift(runChecks(services, registerOwn(services, serviceList, own)));
  const mirror = mirrorInConsul(settings, services, listening.url, (error) =>
    log.warn({ message: error.message }, 'Consul'),
  );
  if (mirror) closers.unshift(() => mirror.close());
  log.info({ url: listening.url, store: settings.store, version }, 'started');
  return {
    url: listening.url,
    analyses: parts.engine.registry.names.length,
    close: async () => {
      log.info('ending');
      await closeAll(closers);
    },
  };
}

function mirrorInConsul(
  { consul, publicUrl }: ServerSettings,
  registry: ServiceRegistry,
  url: string,
  onTrouble: (error: Error) => void,
): ConsulMirror | undefined {
  const { address, token, datacenter, ...options } = consul;
  if (address === undefined) return undefined;
  const agent = new ConsulAgent({ address, token, datacenter });
  return new ConsulMirror({ ...options, agent, registry, url: publicUrl ?? url, onTrouble });
}

// A store in memory cannot be shared with another process: then work runs in this one.
function openDesk({ store, modules, workers, network }: ServerSettings, { engine }: Composition, access: Access) {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const partsUrl = new URL(`./worker-parts.${extension}`, import.meta.url).href;
  const partsOptions: WorkerOptions = { store, modules, workers, network };
  const worker = store === 'memory' ? undefined : childWorker({ partsUrl, partsOptions });
  return openJobDesk({ engine, store, access: access.visibility, ...(worker && { worker }) });
}

function readyProbes({ index }: Composition, desk: JobDesk, requireRoom: () => Promise<void>): ReadyProbe[] {
  return [
    {
      name: 'store',
      look: async () => {
        if (index.readOnly) throw new StemmaError('unavailable', 'it can only be read');
        const { rows } = await index.size();
        return `${rows.results ?? 0} results`;
      },
    },
    {
      name: 'worker',
      look: () => {
        const { workerAlive, running, queued } = desk.status();
        if (!workerAlive) throw new StemmaError('unavailable', 'no worker is alive');
        return `alive, ${running} running, ${queued} waiting`;
      },
    },
    { name: 'disk', look: () => requireRoom().then(() => 'room enough') },
  ];
}

async function closeAll(closers: Closers): Promise<void> {
  for (const close of closers.splice(0)) await close();
}
