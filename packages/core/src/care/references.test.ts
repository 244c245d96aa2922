// What contents refer to.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesOf, referencesOf } from './references.ts';

const file = (digest: string, sizeBytes: number) => ({
  name: `${digest}.fits`,
  mediaType: 'application/fits',
  digest,
  sizeBytes,
});

test('values and files are referred to once each, however often they occur', () => {
  const outputs = {
    events: { digest: 'a', sizeBytes: 10, files: [file('x', 1000), file('y', 500)] },
    again: { digest: 'a', sizeBytes: 10, files: [file('x', 1000)] },
  };
  const references = referencesOf({ outputs });
  assert.deepEqual(references.map(({ digest, kind }) => [digest, kind]), [['a', 'value'], ['x', 'file'], ['y', 'file']]); // prettier-ignore
  assert.equal(bytesOf({ outputs }), 1510);
});

test('bytes that are a value here and a file there must be among the blobs', () => {
  const outputs = {
    list: { digest: 'x', sizeBytes: 7, files: [] },
    copy: { digest: 'b', sizeBytes: 1, files: [file('x', 7)] },
    last: { digest: 'x', sizeBytes: 7, files: [] },
  };
  assert.deepEqual(referencesOf({ outputs }).find(({ digest }) => digest === 'x'), { digest: 'x', sizeBytes: 7, kind: 'file' }); // prettier-ignore
});

test('an expected failure refers to nothing', () => {
  const failure = { reason: 'no_events', message: 'no events', detail: null, origin: 'a' };
  assert.deepEqual(referencesOf({ failure }), []);
  assert.equal(bytesOf({ failure }), 0);
});
