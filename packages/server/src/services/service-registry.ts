// The embedded registry of services: instances with checks, kept in memory by the process that serves. What checks say
// comes in from outside (signs of life, the check runner, Consul); here it becomes the status of instances and services.
import { didYouMean, StemmaError, type Clock } from '@stemma/core';
import type { CheckStatus, ServiceInstance, ServiceStatus } from '@stemma/api';
import type { ServiceDeclaration } from './service-list.ts';
import { StatusHistory } from './status-history.ts';

/** A check as it is registered. */
export interface CheckSpec {
  readonly id: string;
  readonly name: string;
  readonly kind: 'http' | 'ttl' | 'function';
  /** Until something is heard. */
  readonly status?: CheckStatus;
  /** `ttl` only: critical after this long without a sign. */
  readonly ttlMs?: number;
}

/** An instance as it is registered. */
export interface InstanceSpec {
  readonly service: string;
  readonly id: string;
  readonly node: string;
  readonly address?: string | undefined;
  readonly version?: string | undefined;
  readonly tags?: readonly string[];
  readonly origin?: 'embedded' | 'consul';
  readonly checks: readonly CheckSpec[];
  /** Forgotten when it was critical for longer; never when left out. */
  readonly deregisterAfterMs?: number;
}

/** One change of the status of a service. */
export interface Transition {
  /** From 1 without gaps. */
  readonly number: number;
  readonly timeMs: number;
  readonly service: string;
  readonly status: ServiceStatus;
  readonly before: ServiceStatus;
  readonly healthyCount: number;
  readonly instanceCount: number;
}

interface Check {
  readonly spec: CheckSpec;
  status: CheckStatus;
  output: string;
  changedMs: number;
  checkedMs: number | undefined;
}

interface Instance {
  readonly spec: InstanceSpec;
  readonly registeredMs: number;
  readonly checks: Map<string, Check>;
}

interface Service {
  readonly declaration: ServiceDeclaration;
  readonly instances: Map<string, Instance>;
  readonly history: StatusHistory;
  status: ServiceStatus;
  changedMs: number | undefined;
}

/** A service with its instances, as the registry knows it. */
export interface RegisteredService {
  readonly declaration: ServiceDeclaration;
  readonly status: ServiceStatus;
  readonly instances: readonly ServiceInstance[];
  readonly changedMs: number | undefined;
  readonly history: readonly ServiceStatus[];
}

/** How many transitions are kept for those who come back. */
const keptTransitions = 1000;
/** Enough for any data centre; a limit, since registering is open to whoever may operate. */
export const maxInstances = 1000;
const maxServices = 200;
const severity = { passing: 0, warning: 1, critical: 2 } as const;

/** Services, their instances and what their checks say. */
export class ServiceRegistry {
  readonly #clock: Pick<Clock, 'nowMs'>;
  readonly #services = new Map<string, Service>();
  readonly #transitions: Transition[] = [];
  readonly #listeners = new Set<() => void>();
  #number = 0;

  constructor(declarations: readonly ServiceDeclaration[], clock: Pick<Clock, 'nowMs'>) {
    this.#clock = clock;
    for (const declaration of declarations) this.#declare(declaration);
  }

  /** All services, by name. */
  list(): RegisteredService[] {
    this.expire();
    return [...this.#services.values()]
      .sort((a, b) => (a.declaration.name < b.declaration.name ? -1 : 1))
      .map((service) => this.#view(service));
  }

  /** A service. @throws StemmaError `not_found` with the nearest name. */
  get(name: string): RegisteredService {
    this.expire();
    return this.#view(this.#service(name));
  }

  /** An instance. @throws StemmaError `not_found`. */
  instance(service: string, id: string): ServiceInstance {
    return instanceView(this.#instance(service, id));
  }

  /**
   * Puts an instance in, in place of one of the same id; a service that nobody declared is made.
   * Checks that were there before keep what they said, so that registering again is no transition.
   * @throws StemmaError `too_large` beyond the limits.
   */
  register(spec: InstanceSpec): void {
    const service = this.#services.get(spec.service) ?? this.#declareUnknown(spec);
    const earlier = service.instances.get(spec.id);
    if (!earlier && service.instances.size >= maxInstances)
      throw new StemmaError('too_large', `${spec.service} has ${maxInstances} instances already`);
    const nowMs = this.#clock.nowMs();
    const checks = spec.checks.map(
      (check) => [check.id, checkOf(check, earlier?.checks.get(check.id), nowMs)] as const,
    );
    service.instances.set(spec.id, {
      spec,
      registeredMs: earlier?.registeredMs ?? nowMs,
      checks: new Map(checks),
    });
    this.#settle(service);
  }

  /** Takes an instance out; true when it was there. */
  deregister(service: string, id: string): boolean {
    const found = this.#services.get(service);
    if (!found?.instances.delete(id)) return false;
    this.#settle(found);
    return true;
  }

  /** What a check says now. @throws StemmaError `not_found`. */
  report(service: string, id: string, check: string, status: CheckStatus, output: string): void {
    const found = this.#instance(service, id).checks.get(check);
    if (!found) throw new StemmaError('not_found', `instance ${id} of ${service} has no check ${check}`);
    const nowMs = this.#clock.nowMs();
    if (found.status !== status) found.changedMs = nowMs;
    found.status = status;
    found.output = output;
    found.checkedMs = nowMs;
    this.#settle(this.#service(service));
  }

  /** Makes checks critical whose time without a sign is over, and forgets instances that were so for too long. */
  expire(): void {
    const nowMs = this.#clock.nowMs();
    for (const service of this.#services.values()) {
      let isChanged = false;
      for (const [id, instance] of service.instances) {
        for (const check of instance.checks.values()) isChanged = expired(check, nowMs) || isChanged;
        if (!isForgotten(instance, nowMs)) continue;
        service.instances.delete(id);
        isChanged = true;
      }
      if (isChanged) this.#settle(service);
    }
  }

  /** Transitions after a number that are still kept, oldest first. */
  transitionsAfter(number: number): readonly Transition[] {
    return this.#transitions.filter((transition) => transition.number > number);
  }

  /** Calls back after every transition, until the returned function is called. */
  listen(heard: () => void): () => void {
    this.#listeners.add(heard);
    return () => void this.#listeners.delete(heard);
  }

  #settle(service: Service): void {
    const nowMs = this.#clock.nowMs();
    const statuses = [...service.instances.values()].map(statusOf);
    const status = bestOf(statuses);
    const before = service.status;
    service.history.set(status, nowMs);
    if (status === before) return;
    service.status = status;
    service.changedMs = nowMs;
    this.#transitions.push({
      number: ++this.#number,
      timeMs: nowMs,
      service: service.declaration.name,
      status,
      before,
      healthyCount: statuses.filter((one) => one === 'passing').length,
      instanceCount: statuses.length,
    });
    if (this.#transitions.length > keptTransitions) this.#transitions.shift();
    for (const heard of this.#listeners) heard();
  }

  #view({ declaration, status, instances, changedMs, history }: Service): RegisteredService {
    return {
      declaration,
      status,
      instances: [...instances.values()].map(instanceView),
      changedMs,
      history: history.strip(this.#clock.nowMs()),
    };
  }

  #service(name: string): Service {
    const service = this.#services.get(name);
    if (service) return service;
    throw new StemmaError('not_found', `there is no service ${name}${didYouMean(name, this.#services.keys())}`, {
      name,
    });
  }

  #instance(service: string, id: string): Instance {
    const instance = this.#service(service).instances.get(id);
    if (instance) return instance;
    throw new StemmaError('not_found', `${service} has no instance ${id}`, { service, instance: id });
  }

  #declareUnknown({ service: name, tags = [] }: InstanceSpec): Service {
    if (this.#services.size >= maxServices)
      throw new StemmaError('too_large', `there are ${maxServices} services already`);
    return this.#declare({ name, title: name, description: 'registered from outside', tags, analyses: [], routes: [] });
  }

  #declare(declaration: ServiceDeclaration): Service {
    const service: Service = {
      declaration,
      instances: new Map(),
      history: new StatusHistory(),
      status: 'unknown',
      changedMs: undefined,
    };
    this.#services.set(declaration.name, service);
    return service;
  }
}

function checkOf(spec: CheckSpec, earlier: Check | undefined, nowMs: number): Check {
  const { status = 'critical' } = spec;
  return earlier ? { ...earlier, spec } : { spec, status, output: '', changedMs: nowMs, checkedMs: undefined };
}

// Counted from the last sign, or from the beginning when there was none.
function expired(check: Check, nowMs: number): boolean {
  const { ttlMs } = check.spec;
  const overMs = ttlMs === undefined ? Infinity : (check.checkedMs ?? check.changedMs) + ttlMs;
  if (nowMs <= overMs || check.status === 'critical') return false;
  check.status = 'critical';
  check.output = `no sign of life for ${ttlMs! / 1000} s`;
  check.changedMs = overMs;
  return true;
}

function isForgotten({ spec, checks }: Instance, nowMs: number): boolean {
  const { deregisterAfterMs } = spec;
  if (deregisterAfterMs === undefined) return false;
  return [...checks.values()].some(
    ({ status, changedMs }) => status === 'critical' && nowMs - changedMs > deregisterAfterMs,
  );
}

function statusOf({ checks }: Instance): CheckStatus {
  return [...checks.values()].reduce<CheckStatus>(
    (worst, { status }) => (severity[status] > severity[worst] ? status : worst),
    'passing',
  );
}

// One instance that answers is enough for those who ask.
function bestOf(statuses: readonly CheckStatus[]): ServiceStatus {
  if (statuses.length === 0) return 'unknown';
  return statuses.reduce((best, status) => (severity[status] < severity[best] ? status : best));
}

function instanceView(instance: Instance): ServiceInstance {
  const { spec, registeredMs, checks } = instance;
  return {
    id: spec.id,
    node: spec.node,
    ...(spec.address !== undefined && { address: spec.address }),
    ...(spec.version !== undefined && { version: spec.version }),
    tags: [...(spec.tags ?? [])],
    origin: spec.origin ?? 'embedded',
    status: statusOf(instance),
    registered: new Date(registeredMs).toISOString(),
    checks: [...checks.values()].map(({ spec: { id, name, kind }, status, output, changedMs, checkedMs }) => ({
      id,
      name,
      kind,
      status,
      output,
      changed: new Date(changedMs).toISOString(),
      ...(checkedMs !== undefined && { checked: new Date(checkedMs).toISOString() }),
    })),
  };
}
