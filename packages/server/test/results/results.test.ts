// Results over HTTP: found, described, their logs, how they stand.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { posting, sampleApp } from './sample-app.ts';

const { ids, ask, json, parts, close } = await sampleApp();
after(close);
const api = '/api/v1';

interface Described {
  state: string;
  parameters: Record<string, unknown>;
  outputs: Record<
    string,
    { kind: string; href: string; formats: string[]; schema: Record<string, Record<string, { unit: string }>> }
  >;
  cite: { text: string };
  links: Record<string, string>;
}

test('a result tells its definition, parameters with units, outputs with addresses, and how to cite it', async () => {
  const result = await json('getResult', `${api}/results/${ids.everything}`);
  const { parameters, outputs, cite, state, links } = result as unknown as Described;
  assert.equal(state, 'stored');
  assert.deepEqual(parameters.binSizeKeV, { value: 4, unit: 'keV', text: '4 keV' });
  assert.deepEqual(Object.keys(outputs), ['rate', 'curve', 'words', 'counts', 'sky', 'page']);
  const { kind, href, formats, schema } = outputs.curve!;
  assert.equal(kind, 'table');
  assert.deepEqual(formats, ['json', 'csv', 'votable', 'fits', 'stored']);
  assert.equal(schema['x-columns']!.timeS!.unit, 's');
  assert.equal((await ask(href)).status, 200);
  assert.match(cite.text, /^sample\.Everything, version 1 \(\d{4}-\d\d-\d\d\)\. Stemma result sha256:[0-9a-f]{64}$/);
  for (const link of Object.values(links)) assert.equal((await ask(link)).status, 200, link);
});

test('first digits name a result as long as they are unambiguous; what there is not is not found', async () => {
  const { id } = await json('getResult', `${api}/results/${ids.derived.slice(0, 16)}`);
  assert.equal(id, ids.derived);
  const none = await ask(`${api}/results/${'0'.repeat(64)}`);
  assert.equal(none.status, 404);
  assert.equal(((await none.json()) as { code: string }).code, 'not_found');
  assert.equal((await ask(`${api}/results/${ids.derived.slice(0, 3)}`)).status, 400);
});

test('an expected failure is a result with its reason', async () => {
  const { state, failure } = await json('getResult', `${api}/results/${ids.nothing}`);
  assert.equal(state, 'no_data');
  assert.deepEqual({ ...(failure as object), origin: 0 }, {
    reason: 'no_data', message: 'no events in this window', detail: { window: 7 }, origin: 0,
  }); // prettier-ignore
});

test('who has a result already is told so, until something about it changes', async () => {
  const path = `${api}/results/${ids.other}`;
  const first = await ask(path);
  const etag = first.headers.get('etag')!;
  const again = await ask(path, { headers: { 'if-none-match': `"else", W/${etag}` } });
  assert.equal(again.status, 304);
  assert.equal(await again.text(), '');
  assert.equal((await ask(`${path}/pin`, posting({ pinned: true }, 'PUT'))).status, 204);
  const changed = await ask(path, { headers: { 'if-none-match': etag } });
  assert.equal(changed.status, 200);
  assert.equal(((await changed.json()) as { pinned: boolean }).pinned, true);
});

test('results are listed by the terms of the command line, page by page', async () => {
  const first = await json('listResults', `${api}/results?limit=1&q=${encodeURIComponent('sample.Derived factor>=2')}`);
  const second = await json(
    'listResults',
    `${api}/results?limit=1&q=${encodeURIComponent('sample.Derived factor>=2')}&cursor=${first.next}`,
  );
  const found = [first, second].flatMap(({ items }) => items as { id: string }[]).map(({ id }) => id);
  assert.deepEqual(new Set(found), new Set([ids.derived, ids.other]));
  assert.equal(second.next, undefined);
  const wrong = await ask(`${api}/results?q=colour:red`);
  assert.equal(wrong.status, 400);
});

test('results are searched by a declared query; a wrong field is pointed at', async () => {
  const query = { analysis: 'sample.*', uses: [{ id: ids.everything }], withoutLeaves: true };
  const { items } = await json('searchResults', `${api}/results/search`, posting(query));
  assert.deepEqual(new Set((items as { id: string }[]).map(({ id }) => id)), new Set([ids.derived, ids.other]));
  const wrong = await ask(
    `${api}/results/search`,
    posting({ parameters: [{ name: 'factor', min: 1, unit: 'furlong!' }] }),
  );
  assert.equal(wrong.status, 400);
  const unknown = await ask(`${api}/results/search`, posting({ colour: 'red' }));
  assert.equal(unknown.status, 400);
});

test('a log is read page by page, from a level on', async () => {
  const path = `${api}/results/${ids.everything}/log`;
  const all = await json('getResultLog', path);
  assert.deepEqual(
    (all.items as { text: string }[]).map(({ text }) => text),
    ['begins', 'a low count', 'ends'],
  );
  const first = await json('getResultLog', `${path}?limit=2`);
  const rest = await json('getResultLog', `${path}?limit=2&cursor=${first.next}`);
  assert.deepEqual([...(first.items as []), ...(rest.items as [])], all.items);
  assert.equal(rest.next, undefined);
  const warnings = await json('getResultLog', `${path}?level=warning`);
  assert.deepEqual(
    (warnings.items as { text: string }[]).map(({ text }) => text),
    ['a low count'],
  );
  assert.equal((await ask(`${path}?cursor=bm9uZQ`)).status, 400);
});

test('retraction is told on the result and on what was made from it, and can be taken back', async () => {
  const target = { kind: 'result', id: ids.everything };
  const impact = await json('getImpact', `${api}/impact`, posting({ target }));
  assert.equal(impact.results, 2);
  const { number } = await json('retract', `${api}/retractions`, posting({ target, reason: 'wrong gain' }));
  const { standing } = await json('getResult', `${api}/results/${ids.derived}`);
  assert.equal((standing as { state: string }).state, 'suspect');
  assert.match((standing as { words: string }).words, /wrong gain/);
  await json('withdrawRetraction', `${api}/retractions/${number}/withdraw`, posting({ reason: 'it was right' }));
  assert.equal((await json('getResult', `${api}/results/${ids.derived}`)).standing, undefined);
  const first = await json('listRetractions', `${api}/retractions?limit=1`);
  const second = await json('listRetractions', `${api}/retractions?limit=1&cursor=${first.next}`);
  assert.deepEqual(
    [first, second].map(({ items }) => (items as { kind: string }[])[0]!.kind),
    ['retract', 'withdraw'],
  );
});

test('what somebody may not see is not found, in lists as by its id', async () => {
  const hidden = new Set([ids.other]);
  const visibility = {
    hidden: (_: unknown, kind: string, asked: readonly string[]) =>
      new Set(kind === 'result' ? asked.filter((id) => hidden.has(id)) : []),
  };
  const blind = await sampleApp({ visibility: visibility as never, index: parts.index });
  assert.equal((await blind.ask(`${api}/results/${ids.other}`)).status, 404);
  assert.equal((await blind.ask(`${api}/results/${ids.derived}`)).status, 200);
  const { items } = await blind.json('listResults', `${api}/results?q=sample.Derived`);
  assert.deepEqual(
    (items as { id: string }[]).map(({ id }) => id),
    [ids.derived],
  );
  const { nodes } = await blind.json('getLineage', `${api}/results/${ids.everything}/lineage?direction=down`);
  assert.deepEqual(
    (nodes as { id: string }[]).map(({ id }) => id),
    [ids.everything, ids.derived],
  );
  await blind.close();
});
