// The mirror against a local agent that is as strict as the HTTP API of Consul is documented.
import { strict as assert } from 'node:assert';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { serviceList } from '../services/service-list.ts';
import { ServiceRegistry } from '../services/service-registry.ts';
import { ConsulAgent, type ConsulHealth, type ConsulService } from './consul-agent.ts';
import { ConsulMirror } from './consul-mirror.ts';

const token = 'b1gs33cr3t';

// An agent that is as strict as Consul's HTTP API is documented: unknown paths, methods, fields and tokens are refused,
// checks by TTL turn critical, and blocking queries are answered when something changes.
class Agent {
  readonly services = new Map<string, ConsulService>();
  readonly checks = new Map<string, { service: string; Name: string; Status: string; Output: string }>();
  readonly asked: string[] = [];
  readonly #waiting = new Set<() => void>();
  #index = 10;

  async answer(request: IncomingMessage): Promise<[number, unknown]> {
    const url = new URL(request.url!, 'http://agent');
    this.asked.push(`${request.method} ${url.pathname}`);
    if (request.headers['x-consul-token'] !== token) return [403, 'Permission denied: token with AccessorID lacks'];
    const body = await textOf(request);
    const [, verb = '', name = ''] =
      /^\/v1\/(agent\/service\/register|agent\/service\/deregister|agent\/check\/update|health\/service)\/?([^/]*)$/.exec(
        url.pathname,
      ) ?? [];
    const id = decodeURIComponent(name);
    switch (`${request.method} ${verb}`) {
      case 'PUT agent/service/register':
        return this.#register(body);
      case 'PUT agent/service/deregister':
        return this.remove(id);
      case 'PUT agent/check/update':
        return this.#update(id, body);
      case 'GET health/service':
        return this.#health(id, url.searchParams);
    }
    return [404, `no ${request.method} ${url.pathname}`];
  }

  get index(): number {
    return this.#index;
  }

  change(): void {
    this.#index++;
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  remove(id: string): [number, unknown] {
    if (!this.services.delete(id)) return [404, `Unknown service ID "${id}"`];
    for (const [check, { service }] of this.checks) if (service === id) this.checks.delete(check);
    this.change();
    return [200, ''];
  }

  #register(body: string): [number, unknown] {
    const service = JSON.parse(body) as ConsulService;
    assert.deepEqual(Object.keys(service).sort(), ['Address', 'Checks', 'ID', 'Meta', 'Name', 'Port', 'Tags']);
    for (const check of service.Checks) {
      assert.match(check.DeregisterCriticalServiceAfter, /^\d+s$/);
      assert.ok((check.TTL === undefined) !== (check.HTTP === undefined), 'a check has one kind');
      if (check.HTTP !== undefined) assert.match(`${check.Interval} ${check.Timeout}`, /^\d+s \d+s$/);
      this.checks.set(check.CheckID, { service: service.ID, Name: check.Name, Status: 'critical', Output: '' });
    }
    this.services.set(service.ID, service);
    this.change();
    return [200, ''];
  }

  #update(id: string, body: string): [number, unknown] {
    const { Status, Output, ...others } = JSON.parse(body) as { Status: string; Output: string };
    const check = this.checks.get(id);
    if (!check) return [404, `Unknown check ID "${id}"`];
    if (!['passing', 'warning', 'critical'].includes(Status) || Object.keys(others).length > 0)
      return [400, `Invalid check status: "${Status}"`];
    if (check.Status !== Status) this.change();
    Object.assign(check, { Status, Output });
    return [200, ''];
  }

  async #health(name: string, query: URLSearchParams): Promise<[number, unknown]> {
    const index = Number(query.get('index') ?? 0);
    const waitS = Number(/^(\d+)s$/.exec(query.get('wait') ?? '0s')![1]);
    if (index >= this.#index)
      await Promise.race([new Promise<void>((wake) => this.#waiting.add(wake)), sleep(waitS * 1000)]);
    const found = [...this.services.values()].filter(({ Name }) => Name === name);
    return [200, found.map((service) => this.#healthOf(service))];
  }

  #healthOf({ ID, Name, Tags, Address, Port, Meta }: ConsulService): ConsulHealth {
    const checks = [...this.checks].filter(([, { service }]) => service === ID);
    return {
      Node: { Node: 'node-1', Address: '10.0.0.1' },
      Service: { ID, Service: Name, Tags, Address, Port, Meta },
      Checks: checks.map(([CheckID, check]) => ({ CheckID, ...check })),
    };
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of request) text += String(piece);
  return text;
}

async function agentFor(t: TestContext) {
  const agent = new Agent();
  const server = createServer((request, response) => {
    void agent.answer(request).then(([status, body]) => {
      response.writeHead(status, { 'content-type': 'application/json', 'x-consul-index': String(agent.index) });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { agent, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

function mirrorTo(t: TestContext, address: string, given: string = token) {
  const registry = new ServiceRegistry(serviceList, { nowMs: () => Date.now() });
  const checks = [{ id: 'answers', name: 'answers', kind: 'function' as const }];
  registry.register({ service: 'web', id: 'web-here-1', node: 'here', version: '1.2.3', checks });
  registry.report('web', 'web-here-1', 'answers', 'passing', 'quick');
  const trouble: string[] = [];
  const mirror = new ConsulMirror({
    agent: new ConsulAgent({ address, token: given }),
    registry,
    prefix: 'stemma-',
    ttlS: 30,
    deregisterAfterS: 600,
    url: 'http://stemma.example:8640',
    onTrouble: ({ message }) => trouble.push(message),
    everyMs: 20,
    waitS: 2,
  });
  t.after(() => mirror.close());
  return { registry, mirror, trouble };
}

async function until(what: () => boolean): Promise<void> {
  for (let i = 0; i < 500 && !what(); i++) await sleep(10);
  assert.ok(what(), `did not come true: ${what.toString()}`);
}

test('own instances stand in the agent with their status, and are taken out at the end', async (t) => {
  const { agent, address } = await agentFor(t);
  const { registry, mirror, trouble } = mirrorTo(t, address);
  await until(() => agent.checks.get('web-here-1:sign')?.Status === 'passing');
  const { Name, Address, Port, Meta, Checks } = agent.services.get('web-here-1')!;
  assert.deepEqual([Name, Address, Port, Meta.version], ['stemma-web', 'stemma.example', 8640, '1.2.3']);
  assert.deepEqual(
    Checks.map(({ TTL, HTTP }) => TTL ?? HTTP),
    ['30s', 'http://stemma.example:8640/readyz'],
  );
  registry.report('web', 'web-here-1', 'answers', 'warning', 'slow');
  await until(() => agent.checks.get('web-here-1:sign')?.Output === 'answers: warning slow');
  await mirror.close();
  assert.equal(agent.services.size, 0);
  assert.deepEqual(trouble, []);
});

test('instances that others registered appear, change and go as the agent says', async (t) => {
  const { agent, address } = await agentFor(t);
  const { registry } = mirrorTo(t, address);
  const ID = 'Time_System:9';
  const facts = {
    Name: 'stemma-time-system',
    Tags: ['nrt'],
    Address: '',
    Port: 99,
    Meta: { version: '7' },
    Checks: [],
  };
  agent.services.set(ID, { ID, ...facts });
  agent.checks.set('c', { service: ID, Name: 'poke', Status: 'passing', Output: 'all is ok' });
  agent.change();
  const found = () => registry.get('time-system').instances[0];
  await until(() => found() !== undefined);
  const { id, node, address: at, origin, tags, version } = found()!;
  assert.deepEqual(
    [id, node, at, origin, tags, version],
    ['time-system-9', 'node-1', '10.0.0.1:99', 'consul', ['nrt'], '7'],
  );
  agent.checks.get('c')!.Status = 'maintenance';
  agent.change();
  await until(() => registry.get('time-system').status === 'critical');
  agent.remove(ID);
  await until(() => registry.get('time-system').instances.length === 0);
  assert.equal(registry.get('web').instances.length, 1, 'own instances are not taken for those of others');
});

test('an agent that forgot everything is told again', async (t) => {
  const { agent, address } = await agentFor(t);
  mirrorTo(t, address);
  await until(() => agent.services.has('web-here-1'));
  agent.services.clear();
  agent.checks.clear();
  agent.change();
  await until(() => agent.checks.get('web-here-1:sign')?.Status === 'passing');
});

test('a blocking query waits for a change instead of asking again and again', async (t) => {
  const { agent, address } = await agentFor(t);
  mirrorTo(t, address);
  await until(() => agent.checks.get('web-here-1:sign')?.Status === 'passing');
  await sleep(100);
  const before = agent.asked.filter((line) => line.endsWith('stemma-response')).length;
  await sleep(500);
  assert.ok(agent.asked.filter((line) => line.endsWith('stemma-response')).length - before <= 1);
});

test('a wrong token and an agent that is away are told, and stop nothing', async (t) => {
  const { agent, address } = await agentFor(t);
  const { trouble, registry, mirror } = mirrorTo(t, address, 'wrong');
  await until(() => trouble.some((message) => /403: Permission denied/.test(message)));
  assert.ok(
    trouble.every((message) => !message.includes('wrong')),
    'no token in a message',
  );
  assert.equal(agent.services.size, 0);
  assert.equal(registry.get('web').status, 'passing');
  await mirror.close();
  const away = mirrorTo(t, 'http://127.0.0.1:9');
  await until(() => away.trouble.some((message) => /does not answer/.test(message)));
});
