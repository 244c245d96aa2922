// Services as the interface shows them: what the registry knows, joined with the analyses that depend on them.
import type { Registry } from '@stemma/core';
import type { ServiceDetail, ServiceSummary } from '@stemma/api';
import { dependantsOf } from './dependants.ts';
import type { RegisteredService } from './service-registry.ts';

/** Makes views; dependants are found once for each service, since loaded analyses do not change. */
export class ServiceViews {
  readonly #registry: Registry;
  readonly #dependants = new Map<string, readonly string[]>();

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  /** A line of the list. */
  summary({ declaration, status, instances, changedMs, history }: RegisteredService): ServiceSummary {
    const { name, title, description } = declaration;
    return {
      name,
      title,
      description,
      status,
      tags: [...new Set([...declaration.tags, ...instances.flatMap(({ tags }) => tags)])],
      versions: [...new Set(instances.flatMap(({ version }) => (version === undefined ? [] : [version])))].sort(),
      instanceCount: instances.length,
      healthyCount: instances.filter((instance) => instance.status === 'passing').length,
      usedBy: this.#dependantsOf(declaration.name, declaration.analyses).length,
      ...(changedMs !== undefined && { changed: new Date(changedMs).toISOString() }),
      history: [...history],
    };
  }

  /** The whole page of a service. */
  detail(service: RegisteredService): ServiceDetail {
    const { analyses, routes, name } = service.declaration;
    return {
      ...this.summary(service),
      instances: [...service.instances],
      analyses: [...analyses],
      dependants: [...this.#dependantsOf(name, analyses)],
      routes: routes.map((route) => ({ ...route })),
    };
  }

  #dependantsOf(name: string, analyses: readonly string[]): readonly string[] {
    let found = this.#dependants.get(name);
    if (!found) this.#dependants.set(name, (found = dependantsOf(analyses, this.#registry)));
    return found;
  }
}
