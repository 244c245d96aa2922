// Runs the checks of instances by time: functions, and addresses over HTTP. A check that never ends is critical after its
// limit, and is not started a second time while it hangs.
import type { CheckStatus } from '@stemma/api';
import type { ServiceRegistry } from './service-registry.ts';

/** What a check found. */
export interface Finding {
  readonly status: CheckStatus;
  readonly output: string;
}

/** A check that is run here. */
export interface RunningCheck {
  readonly service: string;
  readonly instance: string;
  readonly check: string;
  readonly everyMs: number;
  readonly limitMs: number;
  /** What it throws makes it critical. */
  look(this: void, signal: AbortSignal): Promise<Finding> | Finding;
}

/** Starts the checks, each at once; the returned function stops them. */
export function runChecks(registry: ServiceRegistry, checks: readonly RunningCheck[]): () => void {
  const timers = checks.map((check) => {
    let isRunning = false;
    const once = async () => {
      if (isRunning) return;
      isRunning = true;
      await runCheck(registry, check).finally(() => (isRunning = false));
    };
    void once();
    return setInterval(() => void once(), check.everyMs).unref();
  });
  return () => timers.forEach((timer) => clearInterval(timer));
}

/** Runs a check once, and tells the registry. An instance that has gone meanwhile is no error. */
export async function runCheck(registry: ServiceRegistry, check: RunningCheck): Promise<void> {
  const { service, instance, check: id, limitMs, look } = check;
  const limit = AbortSignal.timeout(limitMs);
  const late = new Promise<Finding>((resolve) => {
    const output = `no answer within ${limitMs / 1000} s`;
    limit.addEventListener('abort', () => resolve({ status: 'critical', output }), { once: true });
  });
  const found = await Promise.race([Promise.resolve(limit).then(look), late]).catch((thrown: unknown): Finding => ({
    status: 'critical',
    output: (thrown as Error).message,
  }));
  const isThere = registry
    .list()
    .some(({ declaration, instances }) => declaration.name === service && instances.some((one) => one.id === instance));
  if (isThere) registry.report(service, instance, id, found.status, found.output);
}

/** Statuses as Consul reads them: 2xx passing, 429 warning, all else critical. Redirects are not followed. */
export function httpLook(url: string): RunningCheck['look'] {
  return async (signal) => {
    const startedMs = performance.now();
    const response = await fetch(url, { signal, redirect: 'manual' });
    await response.body?.cancel();
    const output = `HTTP GET ${url}: ${response.status} in ${(performance.now() - startedMs).toFixed(0)} ms`;
    if (response.ok) return { status: 'passing', output };
    return { status: response.status === 429 ? 'warning' : 'critical', output };
  };
}
