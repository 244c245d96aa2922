// Crates of a sample history: complete in themselves, deterministic, and safe with any text. The judges are in test/exports-workflows.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { exporters } from '../exporters.ts';
import { sampleHistory } from '../sample-history.ts';
import { crateTime } from './entities.ts';
import { roCrateExporter } from './ro-crate.ts';

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');
const workflowFormats = exporters.filter(({ name }) => /^(?:cwl|snakemake|reana|ro-crate|renku)$/.test(name));
const metadata = (text: string) => {
  const [file] = roCrateExporter.write(sampleHistory(sha256, { text, literal: text }), { title: text });
  return JSON.parse((file as { text: string }).text) as { '@graph': Record<string, unknown>[] };
};

test('times have seconds and a numeric offset', () => {
  assert.equal(crateTime(1772366400250), '2026-03-01T12:00:00+00:00');
});

test('the metadata comes first, describes the root, and names the CWL as main entity', () => {
  const graph = metadata('plain')['@graph'];
  assert.equal(graph[0]!['@id'], 'ro-crate-metadata.json');
  assert.deepEqual(graph[0]!.about, { '@id': './' });
  assert.deepEqual(graph[1]!.mainEntity, { '@id': 'workflow.cwl' });
});

test('a content that was taken over is told with the activity that made it', () => {
  const action = metadata('plain')['@graph'].find(
    ({ '@type': type, name }) => type === 'CreateAction' && name === 'run of sample.Calibration',
  );
  assert.match(String(action!.description), /^Not run: [0-9a-f]{64} had made the same content/);
});

test('every workflow format gives the same bytes for the same history', () => {
  assert.equal(workflowFormats.length, 5);
  for (const { name, write } of workflowFormats)
    assert.deepEqual(write(sampleHistory(sha256), {}), write(sampleHistory(sha256), {}), name);
});

test('any text of authors and users ends up in whole documents under safe paths, in every workflow format', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      const history = sampleHistory(sha256, { text, literal: text });
      for (const { name, write } of workflowFormats) {
        for (const file of write(history, { title: text, creators: [{ name: text }], publisher: text })) {
          assert.match(file.path, /^(?:[A-Za-z0-9][\w.-]*\/)?[A-Za-z0-9][\w.-]*$/, name);
          if (!('text' in file)) continue;
          assert.ok(file.text.isWellFormed(), `${name} ${file.path}`);
          if (/json(?:ld)?$/.test(file.path)) JSON.parse(file.text);
        }
      }
    }),
    { numRuns: 60 },
  );
});
