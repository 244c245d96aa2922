// A client of an agent of Consul, for what a server needs: services with checks, signs of life, health by blocking
// queries. Paths, bodies and headers as in https://developer.hashicorp.com/consul/api-docs/agent/service and …/health.
import { StemmaError } from '@stemma/core';

/** Where the agent is. */
export interface ConsulAddress {
  /** `http://127.0.0.1:8500`. */
  readonly address: string;
  readonly token?: string | undefined;
  readonly datacenter?: string | undefined;
}

/** A service as it is registered; durations in the form of Go, `30s`. */
export interface ConsulService {
  readonly Name: string;
  readonly ID: string;
  readonly Tags: readonly string[];
  readonly Address: string;
  readonly Port: number;
  readonly Meta: Readonly<Record<string, string>>;
  readonly Checks: readonly ConsulCheck[];
}

/** A check of a service: by signs of life, or by an address that the agent fetches. */
export interface ConsulCheck {
  readonly CheckID: string;
  readonly Name: string;
  readonly TTL?: string;
  readonly HTTP?: string;
  readonly Interval?: string;
  readonly Timeout?: string;
  readonly DeregisterCriticalServiceAfter: string;
}

/** One instance, as `/v1/health/service/…` tells it. */
export interface ConsulHealth {
  readonly Node: { readonly Node: string; readonly Address: string };
  readonly Service: {
    readonly ID: string;
    readonly Service: string;
    readonly Tags: readonly string[] | null;
    readonly Address: string;
    readonly Port: number;
    readonly Meta?: Readonly<Record<string, string>> | null;
  };
  readonly Checks: readonly {
    readonly CheckID: string;
    readonly Name: string;
    readonly Status: string;
    readonly Output: string;
  }[];
}

/** An answer of a blocking query. */
export interface Blocking<T> {
  readonly value: T;
  /** To be given to the next query. */
  readonly index: number;
}

// The agent answers a blocking query up to a sixteenth of the wait later than asked.
const slackMs = 5_000;
const requestMs = 5_000;

/** Talks to one agent. Every method throws StemmaError `unavailable` when it does not answer as it should. */
export class ConsulAgent {
  readonly #at: ConsulAddress;

  constructor(at: ConsulAddress) {
    this.#at = at;
  }

  /** Registers a service with its checks, in place of one of the same id. */
  async register(service: ConsulService): Promise<void> {
    await this.#ask('PUT', '/v1/agent/service/register', { 'replace-existing-checks': 'true' }, service);
  }

  /** Takes a service out. */
  async deregister(id: string): Promise<void> {
    await this.#ask('PUT', `/v1/agent/service/deregister/${encodeURIComponent(id)}`);
  }

  /** A sign of life of a check by TTL. */
  async update(check: string, status: 'passing' | 'warning' | 'critical', output: string): Promise<void> {
    const path = `/v1/agent/check/update/${encodeURIComponent(check)}`;
    await this.#ask('PUT', path, {}, { Status: status, Output: output });
  }

  /** The instances of a service; with the index of before, as soon as something has changed or the wait is over. */
  async health(service: string, index: number, waitS: number, signal: AbortSignal): Promise<Blocking<ConsulHealth[]>> {
    const path = `/v1/health/service/${encodeURIComponent(service)}`;
    const { datacenter } = this.#at;
    const query = { ...(datacenter && { dc: datacenter }), ...(index > 0 && { index: `${index}`, wait: `${waitS}s` }) };
    const limit = AbortSignal.any([signal, AbortSignal.timeout(waitS * 1063 + slackMs)]);
    const response = await this.#ask('GET', path, query, undefined, limit);
    const next = Number(response.headers.get('x-consul-index') ?? 0);
    // As the documentation asks: an index that goes backwards, or is none, begins anew.
    return { value: (await response.json()) as ConsulHealth[], index: next < index || !(next > 0) ? 0 : next };
  }

  async #ask(
    method: 'GET' | 'PUT',
    path: string,
    query: Readonly<Record<string, string>> = {},
    body?: unknown,
    signal: AbortSignal = AbortSignal.timeout(requestMs),
  ): Promise<Response> {
    const { address, token } = this.#at;
    const url = new URL(path, address);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const headers = {
      ...(token && { 'x-consul-token': token }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(url, { ...content, method, headers, signal, redirect: 'error' }).catch(
      (cause: unknown) => {
        throw new StemmaError('unavailable', `Consul at ${address} does not answer ${method} ${path}`, {}, cause);
      },
    );
    if (response.ok) return response;
    const said = (await response.text()).slice(0, 200);
    const message = `Consul at ${address} answers ${method} ${path} with ${response.status}: ${said}`;
    throw new StemmaError('unavailable', message, { status: response.status });
  }
}
