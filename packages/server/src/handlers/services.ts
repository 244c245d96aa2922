// Services over HTTP: the list, a page, transitions as they happen, and instances that register themselves.
import { StemmaError, type Registry } from '@stemma/core';
import type { Handlers } from '../http/handler.ts';
import { eventStreamResponse, lastEventNumber } from '../http/event-stream.ts';
import { followTransitions } from '../services/follow-transitions.ts';
import type { ServiceRegistry } from '../services/service-registry.ts';
import { ServiceViews } from '../services/service-view.ts';

type Operations =
  | 'listServices'
  | 'getService'
  | 'followServices'
  | 'registerInstance'
  | 'signInstance'
  | 'deregisterInstance';

/** The one check of instances that were registered over HTTP. */
const signCheck = 'sign';

/** Handlers of services. @param registry of the services; @param analyses that are loaded. */
export function serviceHandlers(registry: ServiceRegistry, analyses: Registry): Handlers<Operations> {
  const views = new ServiceViews(analyses);
  return {
    listServices: ({ query: { status, tag, q = '' } }) => {
      const word = q.toLowerCase();
      const items = registry
        .list()
        .map((service) => views.summary(service))
        .filter((service) => status === undefined || service.status === status)
        .filter((service) => tag === undefined || service.tags.includes(tag))
        .filter(({ name, title }) => `${name} ${title}`.toLowerCase().includes(word));
      return { items };
    },
    getService: ({ params: { name } }) => views.detail(registry.get(name)),
    followServices: (_, { request, signal }) => {
      const leaving = new AbortController();
      const gone = AbortSignal.any([signal, leaving.signal]);
      const events = followTransitions(registry, lastEventNumber(request), gone);
      return eventStreamResponse(events, () => leaving.abort());
    },
    registerInstance: ({ params: { name, instance }, body: { ttlS, deregisterAfterS, ...spec } }) => {
      refuseForeign(registry, name, instance);
      registry.register({
        ...spec,
        service: name,
        id: instance,
        deregisterAfterMs: deregisterAfterS * 1000,
        checks: [{ id: signCheck, name: 'signs of life', kind: 'ttl', ttlMs: ttlS * 1000 }],
      });
      return registry.instance(name, instance);
    },
    signInstance: ({ params: { name, instance }, body: { status, output } }) => {
      registry.report(name, instance, signCheck, status, output);
      return registry.instance(name, instance);
    },
    deregisterInstance: ({ params: { name, instance } }) => {
      registry.instance(name, instance);
      refuseForeign(registry, name, instance);
      registry.deregister(name, instance);
      return undefined as never;
    },
  };
}

// The server's own instances and those of Consul are not to be replaced or taken out by a request.
function refuseForeign(registry: ServiceRegistry, service: string, id: string): void {
  const known = registry.list().find(({ declaration }) => declaration.name === service);
  const instance = known?.instances.find((one) => one.id === id);
  if (instance && instance.checks.every((check) => check.id !== signCheck))
    throw new StemmaError('conflict', `instance ${id} of ${service} was not registered over HTTP: choose another id`);
}
