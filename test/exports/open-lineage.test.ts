// OpenLineage: the classes that the project generates from its schemas take every event, and reject broken ones.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { openLineageExporter, runId } from '../../packages/core/src/exports/open-lineage/open-lineage-exporter.ts';
import { sampleHistory } from '../../packages/core/src/exports/sample-history.ts';
import { hostileText, judges, sha256 } from './judge.ts';

const { skip, ask } = judges('provenance');

function written(text = 'plain'): string {
  const [file] = openLineageExporter.write(sampleHistory(sha256, { text }), {});
  return file && 'text' in file ? file.text : '';
}

test(
  'every activity gives a START and a COMPLETE that the published classes take, whatever the texts are',
  { skip },
  () => {
    for (const text of ['plain', hostileText]) {
      const { problems, runs } = ask('open-lineage-judge.py', { events: written(text) });
      assert.deepEqual(problems, [], text);
      assert.equal(runs, 5);
    }
  },
);

test('an event is one line, and what one run gives is what another takes', () => {
  const events = written(hostileText)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as LineageEvent);
  assert.equal(events.length, 10);
  const made = new Set(events.flatMap(({ outputs }) => outputs.map(({ name }) => name)));
  const mosaic = events.find(({ job, eventType }) => job.name === 'sample.Mosaic 1' && eventType === 'COMPLETE')!;
  assert.equal(mosaic.inputs.length, 3);
  for (const { name } of mosaic.inputs) assert.ok(made.has(name), name);
});

test('the classes reject a broken twin of each kind', { skip }, () => {
  const events = written();
  const broken: [string, string][] = [
    ['an unknown field in a facet', events.replace('"processingType"', '"processingKind"')],
    ['an unknown version of a facet', events.replaceAll('facets/2-0-4', 'facets/9-0-4')],
    ['a run id that is no UUID', events.replace(/"runId":"[0-9a-f]/, '"runId":"x')],
    ['a date without a time', events.replace(/"eventTime":"(2026-03-01)T[^"]*"/, '"eventTime":"$1"')],
    ['an end without a start', events.replace('"START"', '"COMPLETE"')],
    ['a facet without its producer', events.replace('"_producer"', '"producer"')],
    ['no job', events.replace('"job":', '"task":')],
  ];
  for (const [what, twin] of broken)
    assert.notDeepEqual(ask('open-lineage-judge.py', { events: twin }).problems, [], what);
});

test('a run id is a UUID of version 8 that names the activity', () => {
  const ids = fc.stringMatching(/^[0-9a-f]{64}$/);
  const times = fc.integer({ min: 0, max: 2 ** 48 - 1 });
  fc.assert(
    fc.property(ids, times, (id, startedMs) => {
      const uuid = runId({ id }, { startedMs });
      assert.match(uuid, /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      assert.equal(parseInt(uuid.replace('-', '').slice(0, 12), 16), startedMs);
      assert.equal(runId({ id }, { startedMs }), uuid);
    }),
  );
});

interface LineageEvent {
  readonly eventType: string;
  readonly job: { readonly name: string };
  readonly inputs: readonly { readonly name: string }[];
  readonly outputs: readonly { readonly name: string }[];
}
