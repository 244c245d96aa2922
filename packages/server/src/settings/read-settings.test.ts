// Settings from flags, variables, file and defaults.
import { strict as assert } from 'node:assert';
import { test } from 'node:test';
import fc from 'fast-check';
import { StemmaError } from '@stemma/core';
import { readServerSettings, withoutSecrets, type SettingSources } from './read-settings.ts';
import { serverSettings, settingsJsonSchema } from './server-settings.ts';
import { settingList } from './setting-list.ts';

const read = (sources: Partial<SettingSources>) =>
  readServerSettings({
    environment: {},
    readFile: () => {
      throw Object.assign(new Error('no file'), { code: 'ENOENT' });
    },
    ...sources,
  });
const file = (content: unknown) => ({ file: { name: 'stemma.server.json', content } });

function faultsOf(sources: Partial<SettingSources>): string {
  try {
    read(sources);
  } catch (error) {
    assert.ok(error instanceof StemmaError && error.code === 'invalid_request');
    return error.message;
  }
  return assert.fail('nothing was wrong');
}

test('without anything set, a server listens on this machine alone', () => {
  const { settings, warnings } = read({});
  assert.deepEqual([settings.host, settings.port, settings.store, warnings], ['127.0.0.1', 8640, '.stemma', []]);
  assert.equal(settings.limits.graceS, 30);
});

test('flags come before the environment, the environment before the file', () => {
  const content = { port: 1, host: 'file', limits: { queue: 1, graceS: 1 } };
  const environment = { STEMMA_PORT: '2', STEMMA_LIMITS_QUEUE: '2' };
  const { settings } = read({ ...file(content), environment, flags: { port: 3, host: undefined } });
  assert.deepEqual([settings.port, settings.host, settings.limits.queue, settings.limits.graceS], [3, 'file', 2, 1]);
});

test('every setting has a variable of its own, which sets it', () => {
  const variables = settingList.map(({ variable }) => variable);
  assert.equal(new Set(variables).size, variables.length);
  assert.ok(variables.includes('STEMMA_CONSUL_ADDRESS') && variables.includes('STEMMA_LIMITS_MIN_FREE_MEBIBYTES'));
  const environment = {
    STEMMA_MODULES: './a, ./b',
    STEMMA_NETWORK: 'false',
    STEMMA_ACCOUNTS_CLIENT_ID: 'me',
    STEMMA_LOG_LEVEL: 'debug',
  };
  const { settings } = read({ environment });
  assert.deepEqual(
    [settings.modules, settings.network, settings.accounts.clientId, settings.log.level],
    [['./a', './b'], false, 'me', 'debug'],
  );
});

test('every setting says in a sentence what it is', () => {
  for (const { path, description } of settingList) assert.ok(description.length > 5, path.join('.'));
});

test('an unknown name is told with the nearest one, also inside of a group', () => {
  const told = faultsOf(file({ prot: 1, consul: { adress: 'http://x' } }));
  assert.match(told, /no setting "prot"; did you mean "port"/);
  assert.match(told, /no setting "consul.adress"; did you mean "address"/);
});

test('a wrong value is told with the place where it stands', () => {
  assert.match(faultsOf(file({ port: 'many' })), /stemma\.server\.json port: /);
  assert.match(faultsOf({ environment: { STEMMA_PORT: 'many' } }), /STEMMA_PORT: "many" is no number/);
  assert.match(faultsOf({ environment: { STEMMA_PORT: '70000' } }), /STEMMA_PORT: /);
  assert.match(faultsOf({ environment: { STEMMA_NETWORK: 'maybe' } }), /neither true nor false/);
  assert.match(faultsOf({ flags: { limits: { graceS: -1 } } }), /--limits\.graceS/);
  assert.match(faultsOf(file([])), /must be an object/);
});

test('a misspelt variable is no error, since other programs may have it, but it is told', () => {
  const { warnings } = read({
    environment: { STEMMA_PROT: '1', STEMMA_LOG_FILE: 'log', STEMMA_DATA_MIRROR: '/data', PATH: '/bin' },
  });
  assert.deepEqual(warnings, ['STEMMA_PROT sets nothing of a server; did you mean "STEMMA_PORT"?']);
});

test('secrets can stand in files, and are never shown', () => {
  const environment = { STEMMA_CONSUL_TOKEN_FILE: '/run/secrets/consul' };
  const { settings } = read({ environment, readFile: (path) => `${path} s3cret\n` });
  assert.equal(settings.consul.token, '/run/secrets/consul s3cret');
  const shown = withoutSecrets(settings);
  assert.ok(!JSON.stringify(shown).includes('s3cret'));
  assert.equal((shown.consul as { token: string }).token, '(secret)');
  assert.equal((withoutSecrets(read({}).settings).consul as { token?: string }).token, undefined);
  assert.match(faultsOf({ environment }), /STEMMA_CONSUL_TOKEN_FILE: .* \(ENOENT\)/);
});

test('what can be set by the file is what the published schema knows', () => {
  const { properties } = settingsJsonSchema() as { properties: Record<string, { properties?: object }> };
  for (const { path } of settingList) {
    const group = properties[path[0]!]!;
    assert.ok(path.length === 1 || Object.hasOwn(group.properties ?? {}, path[1]!), path.join('.'));
  }
});

test('whatever the file is, it is used or refused with a sentence', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (content) => {
      try {
        assert.ok(serverSettings.safeParse(read(file(content)).settings).success);
      } catch (error) {
        assert.ok(error instanceof StemmaError, String(error));
      }
    }),
  );
});
