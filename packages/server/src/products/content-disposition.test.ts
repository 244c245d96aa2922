// Names of files in headers: whatever the name, the header is one line of ASCII that means one file.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { contentDisposition, safeMediaType } from './content-disposition.ts';

test('no name can break out of the header or of the folder', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), (name) => {
      const header = contentDisposition(name, 'application/fits');
      assert.match(header, /^attachment; filename="[ !#$&-[\]-~]+"(; filename\*=UTF-8''[\w%.~!$&+^`|-]*)?$/);
      const plain = /filename="([^"]*)"/.exec(header)![1]!;
      assert.ok(!plain.includes('/') && !plain.startsWith('.'));
    }),
  );
});

test('a plain name stays as it is, another one comes whole beside', () => {
  assert.equal(contentDisposition('a/map.png', 'image/png'), 'inline; filename="map.png"');
  assert.equal(
    contentDisposition("é'.fits", 'application/fits'),
    `attachment; filename="_'.fits"; filename*=UTF-8''%C3%A9%27.fits`,
  );
});

test('what a browser would run is downloaded, whatever its type says', () => {
  for (const type of ['text/html', 'image/svg+xml', 'application/xhtml+xml', 'text/javascript'])
    assert.match(contentDisposition('x', type), /^attachment/);
  assert.equal(safeMediaType('text/plain; charset=utf-8'), 'text/plain; charset=utf-8');
  for (const type of ['', 'text', 'a/b\r\nset-cookie: x', 'a/b; c="d"'])
    assert.equal(safeMediaType(type), 'application/octet-stream');
});
