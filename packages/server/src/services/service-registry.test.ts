// The registry: statuses, signs of life, transitions.
import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import fc from 'fast-check';
import { StemmaError } from '@stemma/core';
import { followTransitions } from './follow-transitions.ts';
import type { ServiceDeclaration } from './service-list.ts';
import { maxInstances, ServiceRegistry, type InstanceSpec } from './service-registry.ts';

const declared: ServiceDeclaration = {
  name: 'time-system',
  title: 'Time system',
  description: '',
  tags: [],
  analyses: [],
  routes: [],
};

function registryAt(startMs = 1000) {
  const clock = { ms: startMs, nowMs: () => clock.ms };
  return { clock, registry: new ServiceRegistry([declared], clock) };
}

const instance = (id: string, more: Partial<InstanceSpec> = {}): InstanceSpec => ({
  service: 'time-system',
  id,
  node: 'here',
  checks: [{ id: 'answers', name: 'answers', kind: 'function' }],
  ...more,
});

test('a service without instances is listed, as unknown', () => {
  const { registry } = registryAt();
  assert.deepEqual(
    registry.list().map(({ status, instances }) => [status, instances.length]),
    [['unknown', 0]],
  );
});

test('an instance is as bad as its worst check, a service as good as its best instance', () => {
  const { registry } = registryAt();
  const checks = ['a', 'b'].map((id) => ({ id, name: id, kind: 'function' as const }));
  registry.register(instance('one', { checks }));
  registry.register(instance('two', { checks }));
  assert.equal(registry.get('time-system').status, 'critical', 'nothing was heard yet');
  registry.report('time-system', 'one', 'a', 'passing', '');
  registry.report('time-system', 'one', 'b', 'warning', 'slow');
  assert.equal(registry.instance('time-system', 'one').status, 'warning');
  assert.equal(registry.get('time-system').status, 'warning');
  registry.report('time-system', 'two', 'a', 'passing', '');
  registry.report('time-system', 'two', 'b', 'passing', '');
  assert.equal(registry.get('time-system').status, 'passing');
});

test('a check tells since when it is as it is, and only a change of status moves that', () => {
  const { clock, registry } = registryAt(0);
  registry.register(instance('one'));
  clock.ms = 60_000;
  registry.report('time-system', 'one', 'answers', 'passing', 'in 2 ms');
  clock.ms = 120_000;
  registry.report('time-system', 'one', 'answers', 'passing', 'in 3 ms');
  const [check] = registry.instance('time-system', 'one').checks;
  assert.deepEqual(
    [check!.changed, check!.checked, check!.output],
    ['1970-01-01T00:01:00.000Z', '1970-01-01T00:02:00.000Z', 'in 3 ms'],
  );
});

test('registering again keeps what checks said, so that it is no transition', () => {
  const { registry } = registryAt();
  registry.register(instance('one'));
  registry.report('time-system', 'one', 'answers', 'passing', '');
  const before = registry.transitionsAfter(0).length;
  registry.register(instance('one', { version: '2' }));
  assert.equal(registry.transitionsAfter(0).length, before);
  assert.deepEqual(
    [registry.instance('time-system', 'one').status, registry.instance('time-system', 'one').version],
    ['passing', '2'],
  );
});

test('an instance that gives no sign of life becomes critical, and is forgotten when that lasts', () => {
  const { clock, registry } = registryAt(0);
  const sign = { id: 'sign', name: 'sign', kind: 'ttl' as const, ttlMs: 30_000 };
  registry.register(instance('far', { checks: [sign], deregisterAfterMs: 600_000 }));
  registry.report('time-system', 'far', 'sign', 'passing', '');
  clock.ms = 30_000;
  assert.equal(registry.get('time-system').status, 'passing');
  clock.ms = 30_001;
  const { status, instances } = registry.get('time-system');
  assert.equal(status, 'critical');
  assert.match(instances[0]!.checks[0]!.output, /no sign of life for 30 s/);
  clock.ms = 630_000;
  assert.equal(registry.get('time-system').instances.length, 1);
  clock.ms = 630_001;
  assert.deepEqual([registry.get('time-system').status, registry.get('time-system').instances.length], ['unknown', 0]);
});

test('a sign of life after silence makes the instance healthy again', () => {
  const { clock, registry } = registryAt(0);
  registry.register(instance('far', { checks: [{ id: 'sign', name: 'sign', kind: 'ttl', ttlMs: 1000 }] }));
  registry.report('time-system', 'far', 'sign', 'passing', '');
  clock.ms = 5000;
  assert.equal(registry.get('time-system').status, 'critical');
  registry.report('time-system', 'far', 'sign', 'passing', 'back');
  assert.equal(registry.get('time-system').status, 'passing');
});

test('what is unknown is refused with the nearest name', () => {
  const { registry } = registryAt();
  assert.throws(() => registry.get('time-sytem'), /did you mean "time-system"/);
  assert.throws(() => registry.report('time-system', 'none', 'a', 'passing', ''), /no instance none/);
  registry.register(instance('one'));
  assert.throws(() => registry.report('time-system', 'one', 'other', 'passing', ''), /no check other/);
});

test('a service takes a limited number of instances', () => {
  const { registry } = registryAt();
  for (let i = 0; i < maxInstances; i++) registry.register(instance(`i${i}`));
  assert.throws(
    () => registry.register(instance('more')),
    (error) => error instanceof StemmaError && error.code === 'too_large',
  );
  registry.register(instance('i0'));
});

test('a service that nobody declared exists once somebody registers in it', () => {
  const { registry } = registryAt();
  registry.register(instance('one', { service: 'new-service', checks: [] }));
  assert.deepEqual(
    registry.list().map(({ declaration, status }) => [declaration.name, status]),
    [
      ['new-service', 'passing'],
      ['time-system', 'unknown'],
    ],
  );
});

test('transitions have numbers without gaps, each from the status of the one before', () => {
  const status = fc.constantFrom('passing' as const, 'warning' as const, 'critical' as const);
  const step = fc.record({ id: fc.constantFrom('a', 'b', 'c'), status, leaves: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { registry } = registryAt();
      for (const { id, status: now, leaves } of steps) {
        if (leaves) registry.deregister('time-system', id);
        else {
          registry.register(instance(id));
          registry.report('time-system', id, 'answers', now, '');
        }
      }
      let last: string = 'unknown';
      registry.transitionsAfter(0).forEach((transition, i) => {
        assert.equal(transition.number, i + 1);
        assert.equal(transition.before, last);
        assert.notEqual(transition.status, last);
        last = transition.status;
      });
      assert.equal(registry.get('time-system').status, last);
    }),
  );
});

test('a follower gets what it missed, then each transition once, and ends when it leaves', async () => {
  const { registry } = registryAt();
  registry.register(instance('one'));
  registry.report('time-system', 'one', 'answers', 'passing', '');
  const leaving = new AbortController();
  const events = followTransitions(registry, 1, leaving.signal);
  const first = await events.next();
  assert.deepEqual([first.value?.number, first.value?.data.status], [2, 'passing']);
  const second = events.next();
  registry.report('time-system', 'one', 'answers', 'critical', 'gone');
  assert.equal((await second).value?.number, 3);
  const end = events.next();
  leaving.abort();
  assert.equal((await end).done, true);
});
