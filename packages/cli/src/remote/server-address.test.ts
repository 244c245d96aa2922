// Which server is asked, and when a token is sent.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { serverAddress } from './server-address.ts';

test('the flag wins over the environment, and without both there is no server', () => {
  const environment = { STEMMA_SERVER: 'http://localhost:1' };
  assert.deepEqual(serverAddress('https://a.example/stemma/', environment), { url: 'https://a.example/stemma' });
  assert.deepEqual(serverAddress(undefined, environment), { url: 'http://localhost:1' });
  assert.equal(serverAddress(undefined, {}), undefined);
  assert.equal(serverAddress(undefined, { STEMMA_SERVER: '' }), undefined);
});

test('what is no plain address of a server is refused, secrets in it above all', () => {
  for (const text of ['here', 'ftp://a.example', 'https://user:secret@a.example', 'https://a.example?token=x', '/'])
    assert.throws(() => serverAddress(text, {}), { code: 'invalid_request' });
  assert.throws(
    () => serverAddress('https://user:secret@a.example', {}),
    ({ message }: Error) => !message.includes('secret') && message.includes('STEMMA_TOKEN'),
  );
});

test('a token comes from the environment or a file', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'stemma-token-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'token');
  writeFileSync(path, 'from-file\n');
  const url = 'https://a.example';
  assert.deepEqual(serverAddress(url, { STEMMA_TOKEN_FILE: path }), { url, token: 'from-file' });
  assert.deepEqual(serverAddress(url, { STEMMA_TOKEN: 'given', STEMMA_TOKEN_FILE: path }), { url, token: 'given' });
  assert.throws(() => serverAddress(url, { STEMMA_TOKEN_FILE: join(folder, 'none') }), { code: 'not_found' });
});

test('a token travels in clear text on this machine only', () => {
  const environment = { STEMMA_TOKEN: 'x' };
  for (const host of ['localhost', '127.0.0.1', '127.1.2.3', '[::1]'])
    assert.equal(serverAddress(`http://${host}:8640`, environment)?.token, 'x');
  for (const host of ['a.example', '10.0.0.1', '127.0.0.1.a.example', 'localhost.a.example'])
    assert.throws(() => serverAddress(`http://${host}`, environment), { code: 'forbidden' });
});
