// Checks by function and over HTTP.
import { strict as assert } from 'node:assert';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { httpLook, runCheck, runChecks, type RunningCheck } from './check-runner.ts';
import { serviceList } from './service-list.ts';
import { ServiceRegistry } from './service-registry.ts';

function registryWithCheck() {
  const registry = new ServiceRegistry(serviceList, { nowMs: () => 0 });
  const checks = [{ id: 'answers', name: 'answers', kind: 'function' as const }];
  registry.register({ service: 'web', id: 'one', node: 'here', checks });
  return registry;
}

const check = (look: RunningCheck['look'], limitMs = 1000): RunningCheck => ({
  service: 'web',
  instance: 'one',
  check: 'answers',
  everyMs: 10,
  limitMs,
  look,
});

const found = (registry: ServiceRegistry) => {
  const { status, output } = registry.instance('web', 'one').checks[0]!;
  return `${status}: ${output}`;
};

test('what a check finds, throws or never says becomes its status', async () => {
  const registry = registryWithCheck();
  await runCheck(
    registry,
    check(() => ({ status: 'warning', output: 'slow' })),
  );
  assert.equal(found(registry), 'warning: slow');
  await runCheck(
    registry,
    check(() => Promise.reject(new Error('no store'))),
  );
  assert.equal(found(registry), 'critical: no store');
  await runCheck(
    registry,
    check(() => new Promise(() => {}), 20),
  );
  assert.equal(found(registry), 'critical: no answer within 0.02 s');
});

test('an instance that has gone while it was looked at is no error', async () => {
  const registry = registryWithCheck();
  const look = () => {
    registry.deregister('web', 'one');
    return { status: 'passing' as const, output: '' };
  };
  await runCheck(registry, check(look));
  assert.equal(registry.get('web').instances.length, 0);
});

test('checks are run at once and again, never twice at a time, until they are stopped', async () => {
  let [running, most, count] = [0, 0, 0];
  let enough = () => {};
  const thrice = new Promise<void>((resolve) => (enough = resolve));
  const look = async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 25));
    running--;
    if (++count === 3) enough();
    return { status: 'passing' as const, output: '' };
  };
  // The timers hold no process; this one does until the test is over.
  const holding = setInterval(() => {}, 1000);
  const stop = runChecks(registryWithCheck(), [check(look)]);
  await thrice;
  stop();
  clearInterval(holding);
  assert.equal(most, 1);
});

test('addresses are read as Consul reads them: 2xx, 429, all else; redirects are not followed', async () => {
  const server = createServer(({ url }, response) => {
    response.writeHead(Number(url!.slice(1)), { location: '/200' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const statusOf = async (code: number) =>
      (await httpLook(`http://127.0.0.1:${port}/${code}`)(AbortSignal.timeout(1000))).status;
    assert.deepEqual(
      [await statusOf(200), await statusOf(429), await statusOf(302), await statusOf(500)],
      ['passing', 'warning', 'critical', 'critical'],
    );
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
