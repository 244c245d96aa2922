// The services of this server in an agent of Consul, and those of others out of it: own instances are registered with a
// check by TTL that says what the checks here say, and instances that others registered appear in the registry.
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CheckStatus, ServiceInstance } from '@stemma/api';
import type { ServiceRegistry } from '../services/service-registry.ts';
import type { ConsulAgent, ConsulHealth, ConsulService } from './consul-agent.ts';

/** How services are mirrored. */
export interface MirrorOptions {
  readonly agent: ConsulAgent;
  readonly registry: ServiceRegistry;
  /** Put before the names of services, `stemma-`. */
  readonly prefix: string;
  readonly ttlS: number;
  readonly deregisterAfterS: number;
  /** How others reach this server. */
  readonly url: string;
  /** Hears of what did not work; everything is tried again. */
  onTrouble(this: void, error: Error): void;
  /** Between two signs of life; default: a third of the TTL. */
  readonly everyMs?: number;
  /** Longest blocking query, s. */
  readonly waitS?: number;
}

const retryMs = 1_000;

/** Mirrors until it is closed; then own instances are taken out of the agent. An agent that is away stops nothing. */
export class ConsulMirror {
  readonly #options: MirrorOptions;
  readonly #registered = new Set<string>();
  readonly #foreign = new Map<string, Set<string>>();
  readonly #leaving = new AbortController();
  readonly #working: Promise<unknown>;

  constructor(options: MirrorOptions) {
    this.#options = options;
    const services = options.registry.list().map(({ declaration }) => declaration.name);
    this.#working = Promise.all([this.#publish(), ...services.map((name) => this.#discover(name))]);
  }

  /** Ends, and deregisters. */
  async close(): Promise<void> {
    this.#leaving.abort();
    await this.#working;
    const { agent, onTrouble } = this.#options;
    await Promise.all([...this.#registered].map((id) => agent.deregister(id).catch(onTrouble)));
  }

  async #publish(): Promise<void> {
    const { ttlS, everyMs = (ttlS * 1000) / 3 } = this.#options;
    await this.#repeat(everyMs, async () => {
      const own = this.#options.registry
        .list()
        .flatMap(({ declaration, instances }) =>
          instances
            .filter(({ origin }) => origin === 'embedded')
            .map((instance) => ({ name: this.#options.prefix + declaration.name, instance })),
        );
      for (const { name, instance } of own) await this.#sign(name, instance);
      const there = new Set(own.map(({ instance }) => instance.id));
      for (const id of this.#registered) if (!there.has(id)) await this.#forget(id);
    });
  }

  async #sign(name: string, instance: ServiceInstance): Promise<void> {
    const { agent } = this.#options;
    const { id, status, checks } = instance;
    const output = checks.map((check) => `${check.name}: ${check.status} ${check.output}`).join('\n');
    if (!this.#registered.has(id)) {
      await agent.register(this.#serviceOf(name, instance));
      this.#registered.add(id);
    }
    // An agent that was started anew does not know us any more: then registering comes first again.
    await agent.update(checkOf(id), status, output).catch((error: unknown) => {
      this.#registered.delete(id);
      throw error;
    });
  }

  async #forget(id: string): Promise<void> {
    await this.#options.agent.deregister(id);
    this.#registered.delete(id);
  }

  #serviceOf(name: string, { id, tags, version }: ServiceInstance): ConsulService {
    const { url, ttlS, deregisterAfterS } = this.#options;
    const { hostname: address, port, protocol } = new URL(url);
    const after = { DeregisterCriticalServiceAfter: `${deregisterAfterS}s` };
    const http = { HTTP: new URL('/readyz', url).href, Interval: `${ttlS}s`, Timeout: '5s' };
    return {
      Name: name,
      ID: id,
      Tags: [...tags],
      Address: address,
      Port: Number(port || (protocol === 'https:' ? 443 : 80)),
      Meta: { origin: 'stemma', ...(version !== undefined && { version }) },
      Checks: [
        { CheckID: checkOf(id), Name: 'signs of life', TTL: `${ttlS}s`, ...after },
        ...(name.endsWith('web') ? [{ CheckID: `${id}:ready`, Name: 'ready', ...http, ...after }] : []),
      ],
    };
  }

  async #discover(service: string): Promise<void> {
    const { agent, prefix, waitS = 60 } = this.#options;
    let index = 0;
    await this.#repeat(0, async () => {
      const found = await agent.health(prefix + service, index, waitS, this.#leaving.signal);
      // Without an index an agent does not block: it is asked once a second.
      if (found.index === 0) await sleep(retryMs, undefined, { signal: this.#leaving.signal });
      index = found.index;
      this.#take(service, found.value);
    });
  }

  #take(service: string, found: readonly ConsulHealth[]): void {
    const { registry } = this.#options;
    const others = found.filter(({ Service }) => !this.#registered.has(Service.ID));
    const before = this.#foreign.get(service) ?? new Set();
    const now = new Set(others.map(({ Service }) => idOf(Service.ID)));
    for (const gone of before) if (!now.has(gone)) registry.deregister(service, gone);
    this.#foreign.set(service, now);
    for (const { Node, Service, Checks } of others) {
      const id = idOf(Service.ID);
      const host = Service.Address || Node.Address || hostname();
      const checks = Checks.map(({ CheckID, Name }) => ({ id: CheckID, name: Name, kind: 'http' as const }));
      const { version } = Service.Meta ?? {};
      const where = { node: Node.Node, address: `${host}:${Service.Port}`, version };
      registry.register({ service, id, ...where, tags: Service.Tags ?? [], origin: 'consul', checks });
      for (const { CheckID, Status, Output } of Checks) registry.report(service, id, CheckID, statusOf(Status), Output);
    }
  }

  async #repeat(everyMs: number, once: () => Promise<void>): Promise<void> {
    const { signal } = this.#leaving;
    while (!signal.aborted) {
      const waitMs = await once().then(
        () => everyMs,
        (error: Error) => {
          if (!signal.aborted) this.#options.onTrouble(error);
          return retryMs;
        },
      );
      await sleep(waitMs, undefined, { signal }).catch(() => {});
    }
  }
}

function checkOf(id: string): string {
  return `${id}:sign`;
}

// Names of others may hold what ours do not.
function idOf(id: string): string {
  return id.toLowerCase().replaceAll(/[^a-z0-9.-]/g, '-');
}

// `maintenance` and whatever may come later is not healthy.
function statusOf(status: string): CheckStatus {
  return status === 'passing' || status === 'warning' ? status : 'critical';
}
