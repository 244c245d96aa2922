// The numbers of the moment of a server: jobs, queue, cache, store, disk, workers, services, the process itself.
import { storeUsage, type BlobStore, type ResultIndex } from '@stemma/core';
import type { JobDesk } from '../jobs/job-desk.ts';
import type { ServiceRegistry } from '../services/service-registry.ts';
import type { DiskGuard } from './disk-guard.ts';
import type { Gauge } from './metrics.ts';

/** What is asked. */
export interface GaugeParts {
  readonly desk: Pick<JobDesk, 'status'>;
  readonly services: ServiceRegistry;
  readonly index: ResultIndex;
  readonly blobs: BlobStore;
  readonly disk: DiskGuard | undefined;
  readonly version: string;
}

// Walking a large store takes a while, and its size changes slowly.
const usageKeptMs = 60_000;

/** Asks for all numbers; the size of the store is at most a minute old. */
export function serverGauges(parts: GaugeParts): () => Promise<Gauge[]> {
  let usage: { readonly atMs: number; readonly bytes: Promise<number> } | undefined;
  const storeBytes = () => {
    if (!usage || performance.now() - usage.atMs > usageKeptMs)
      usage = { atMs: performance.now(), bytes: storeUsage(parts).then((known) => known.totalBytes) };
    return usage.bytes;
  };
  return async () => [
    ...deskGauges(parts.desk),
    ...(await storeGauges(parts, await storeBytes())),
    ...serviceGauges(parts.services),
    gauge('stemma_build_info', 'Version of the program.', 1, { version: parts.version }),
    gauge('process_resident_memory_bytes', 'Resident memory of the server.', process.memoryUsage.rss()),
    gauge('process_start_time_seconds', 'When the server started.', (Date.now() - process.uptime() * 1000) / 1000),
  ];
}

function gauge(name: string, help: string, value: number, labels?: Record<string, string>): Gauge {
  return { name, help, type: 'gauge', values: [{ value, ...(labels && { labels }) }] };
}

function deskGauges(desk: GaugeParts['desk']): Gauge[] {
  const { queued, running, watchers, workerAlive, ended, fromStore } = desk.status();
  const states = Object.entries({ queued, running }).map(([state, value]) => ({ labels: { state }, value }));
  const ends = Object.entries(ended).map(([state, value]) => ({ labels: { state }, value }));
  return [
    { name: 'stemma_jobs', help: 'Jobs that have not ended.', type: 'gauge', values: states },
    { name: 'stemma_jobs_ended_total', help: 'Jobs that have ended since the start.', type: 'counter', values: ends },
    {
      name: 'stemma_jobs_from_store_total',
      help: 'Jobs done that were answered from the store at once.',
      type: 'counter',
      values: [{ value: fromStore }],
    },
    gauge('stemma_job_watchers', 'Listeners to events of jobs.', watchers),
    gauge('stemma_worker_alive', 'Whether the worker would answer.', workerAlive ? 1 : 0),
  ];
}

async function storeGauges({ disk }: GaugeParts, bytes: number): Promise<Gauge[]> {
  const store = gauge('stemma_store_bytes', 'Bytes in the store.', bytes);
  if (!disk) return [store];
  const { freeBytes } = await disk.space();
  return [store, gauge('stemma_disk_free_bytes', 'Room on the disk of the store.', freeBytes)];
}

function serviceGauges(services: ServiceRegistry): Gauge[] {
  const values = services.list().flatMap(({ declaration, instances }) =>
    (['passing', 'warning', 'critical'] as const).map((status) => ({
      labels: { service: declaration.name, status },
      value: instances.filter((one) => one.status === status).length,
    })),
  );
  return [{ name: 'stemma_service_instances', help: 'Instances of services.', type: 'gauge', values }];
}
