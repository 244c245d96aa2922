// The instances that a server itself is: one of each declared service whose analyses are loaded, with the checks that
// show that it works.
import { goalFromDocument, type Engine } from '@stemma/core';
import type { JobDesk } from '../jobs/job-desk.ts';
import type { RunningCheck } from './check-runner.ts';
import type { Probe, ServiceDeclaration } from './service-list.ts';
import type { ServiceRegistry } from './service-registry.ts';

/** What the instances are made of. */
export interface OwnParts {
  readonly engine: Engine;
  readonly desk: Pick<JobDesk, 'status'>;
  readonly version: string;
  readonly node: string;
  readonly address: string;
  /** Unique among servers of one name: the process. */
  readonly pid: number;
}

const everyMs = 10_000;
const limitMs = 5_000;

/** Registers the instances, and gives the checks to be run. */
export function registerOwn(
  registry: ServiceRegistry,
  declarations: readonly ServiceDeclaration[],
  parts: OwnParts,
): RunningCheck[] {
  const { version, node, address, pid, engine } = parts;
  const names = new Set(engine.registry.names);
  return declarations.flatMap((declaration) => {
    const { name: service, analyses } = declaration;
    const look = lookOf(declaration, parts);
    if (!look || !analyses.every((name) => names.has(name))) return [];
    const id = `${service}-${node}-${pid}`.toLowerCase().replaceAll(/[^a-z0-9.-]/g, '-');
    const checks = [{ id: 'answers', name: 'answers', kind: 'function' as const }];
    registry.register({ service, id, node, address, version, checks });
    return [{ service, instance: id, check: 'answers', everyMs, limitMs, look }];
  });
}

function lookOf({ name, probe }: ServiceDeclaration, { engine, desk }: OwnParts): RunningCheck['look'] | undefined {
  if (name === 'web') return () => ({ status: 'passing', output: 'answers' });
  if (name === 'analysis-worker') return () => workerFinding(desk);
  return probe && ((signal) => probed(probe, engine, signal));
}

function workerFinding(desk: OwnParts['desk']) {
  const { workerAlive, running, queued } = desk.status();
  const output = `${running} running, ${queued} waiting`;
  return { status: workerAlive ? ('passing' as const) : ('critical' as const), output };
}

// Long work is only planned: whether its analysis binds, and how much of it is known.
async function probed({ goal, resolves }: Probe, engine: Engine, signal: AbortSignal) {
  const request = goalFromDocument(goal, engine.registry);
  const startedMs = performance.now();
  if (!resolves) {
    const { known, missing } = await engine.plan(request);
    const output = known ? `${goal.analysis} is known` : `${goal.analysis} would run ${missing.length} activities`;
    return { status: 'passing' as const, output };
  }
  const { id } = await engine.resolve(request, { signal }).result;
  const tookMs = (performance.now() - startedMs).toFixed(0);
  return { status: 'passing' as const, output: `${goal.analysis} in ${tookMs} ms: result ${id.slice(0, 12)}` };
}
