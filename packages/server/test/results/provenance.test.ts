// The family tree over HTTP, collections, tags, notes and data holdings.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { posting, sampleApp } from './sample-app.ts';

const { ids, parts, ask, json, close } = await sampleApp();
after(close);
const api = '/api/v1';
const of = (id: string, what: string) => `${api}/results/${id}/${what}`;
const idsOf = (items: unknown) => (items as { id: string }[]).map(({ id }) => id);

test('lineage goes up and down, with the names of inputs on its edges', async () => {
  const up = await json('getLineage', of(ids.derived, 'lineage'));
  assert.deepEqual(idsOf(up.nodes), [ids.derived, ids.everything]);
  assert.deepEqual(up.edges, [{ user: ids.derived, used: ids.everything, role: 'everything' }]);
  const down = await json('getLineage', of(ids.everything, 'lineage?direction=down'));
  assert.equal((down.nodes as []).length, 3);
  assert.equal((await ask(of(ids.derived, 'lineage?limit=1'))).status, 413);
  const { items } = await json('getDescendants', of(ids.everything, 'descendants'));
  assert.deepEqual(items, [{ name: 'sample.Derived', version: '2', derivations: 2, results: 2, pinned: 0 }]);
});

test('ways, common ancestors and what a result rests on', async () => {
  for (const way of [of(ids.derived, `path/${ids.everything}`), of(ids.everything, `path/${ids.derived}`)]) {
    const { steps } = await json('getPath', way);
    assert.deepEqual(idsOf(steps), [ids.derived, ids.everything]);
  }
  const none = await json('getPath', of(ids.derived, `path/${ids.other}`));
  assert.deepEqual(none.steps, []);
  const { items } = await json('getCommonAncestors', of(ids.derived, `common-ancestors/${ids.other}`));
  assert.deepEqual(items, [{ id: ids.everything, name: 'sample.Everything' }]);
  const resting = await json('getInputs', of(ids.derived, 'resting-inputs'));
  assert.deepEqual(idsOf(resting.items), [ids.everything]);
});

test('two results are compared by causes and by outputs', async () => {
  const { causes, outputs } = await json('compareResults', of(ids.derived, `compare/${ids.other}`));
  const [cause] = causes as { kind: string; parameter: string; words: string }[];
  assert.deepEqual([cause!.kind, cause!.parameter], ['parameter', 'factor']);
  assert.match(cause!.words, /factor/);
  assert.deepEqual(outputs, [{ name: 'doubled', state: 'differs' }]);
});

test('what is like a result, or like a goal that was never asked for, is found with what it differs in', async () => {
  const { items } = await json('getSimilar', of(ids.derived, 'similar?level=parameters'));
  const [found, ...more] = items as { id: string; level: string; words: string; differences: { kind: string }[] }[];
  assert.deepEqual(more, []);
  assert.deepEqual([found!.id, found!.level, found!.differences.length], [ids.other, 'parameters', 1]);
  assert.match(found!.words, /factor 3 \(2\)/);
  const goal = { analysis: 'sample.Derived', parameters: { factor: 9 } };
  const like = await json('findSimilarToGoal', `${api}/plan/similar`, posting({ goal, level: 'parameters' }));
  assert.deepEqual(new Set(idsOf(like.items)), new Set([ids.derived, ids.other]));
  assert.equal((await ask(of(ids.derived, 'similar?limit=0'))).status, 400);
  assert.equal((await ask(of('0'.repeat(64), 'similar'))).status, 404);
});

test('why a goal would have to run is said by the nearest earlier result; a known one needs no reason', async () => {
  const why = (factor: number) => posting({ analysis: 'sample.Derived', parameters: { factor } });
  const report = await json('explainGoal', `${api}/plan/why`, why(9));
  const [reason] = report.reasons as { comparedWith: string; text: string; differences: { parameter: string }[] }[];
  assert.ok(([ids.derived, ids.other] as string[]).includes(reason!.comparedWith));
  assert.deepEqual([report.known, reason!.differences[0]!.parameter], [false, 'factor']);
  const known = await json('explainGoal', `${api}/plan/why`, why(3));
  assert.deepEqual([known.id, known.known, known.reasons], [ids.other, true, []]);
});

test('what others made privately is neither like anything nor a reason for anything', async () => {
  const hidden = new Set<string>([ids.other]);
  const visibility = {
    hidden: (_: unknown, kind: string, asked: readonly string[]) =>
      new Set(kind === 'result' ? asked.filter((id) => hidden.has(id)) : []),
  };
  const blind = await sampleApp({ visibility: visibility as never, index: parts.index });
  try {
    const { items } = await blind.json('getSimilar', of(ids.derived, 'similar'));
    assert.ok(!idsOf(items).includes(ids.other));
    const goal = { analysis: 'sample.Derived', parameters: { factor: 9 } };
    const like = await blind.json('findSimilarToGoal', `${api}/plan/similar`, posting({ goal, level: 'parameters' }));
    assert.deepEqual(idsOf(like.items), [ids.derived]);
    hidden.add(ids.derived);
    const { reasons } = await blind.json('explainGoal', `${api}/plan/why`, posting(goal));
    assert.deepEqual((reasons as { text: string }[]).map(({ text }) => text), ['never asked for before']); // prettier-ignore
    const known = { ...goal, parameters: { factor: 3 } };
    assert.equal((await blind.json('explainGoal', `${api}/plan/why`, posting(known))).known, false);
  } finally {
    await blind.close();
  }
});

test('views are data and drawings, of what is stored and of what is only planned', async () => {
  const view = await json('getView', of(ids.derived, 'view?level=l1&keep=Derived&keep=Everything'));
  assert.equal((view.blocks as []).length, 2);
  const svg = await ask(of(ids.derived, 'view/svg'));
  assert.equal(svg.headers.get('content-type'), 'image/svg+xml');
  assert.match(await svg.text(), /^<svg/);
  for (const format of ['dot', 'mermaid', 'text'])
    assert.equal((await ask(of(ids.derived, `view/${format}`))).status, 200);
  for (const format of ['text', 'json', 'dot', 'mermaid'])
    assert.equal((await ask(of(ids.derived, `tree?format=${format}`))).status, 200);
  assert.equal((await ask(of(ids.derived, 'view?hide=nobody'))).status, 404);
  const planned = await json(
    'viewGoal',
    `${api}/plan/view`,
    posting({ goal: { analysis: 'sample.Derived', parameters: { factor: 9 } } }),
  );
  assert.equal(planned.derivations, 2);
});

test('every export that is listed can be fetched, file by file', async () => {
  const { items } = await json('listExportFormats', `${api}/export-formats`);
  for (const { name } of items as { name: string }[]) {
    const { files } = await json('exportResult', of(ids.derived, `exports/${name}`));
    for (const { href } of files as { href: string }[]) {
      const response = await ask(href);
      assert.equal(response.status, 200, `${name} ${href}`);
      assert.ok((await response.arrayBuffer()).byteLength > 0, href);
    }
  }
  const prov = await ask(of(ids.derived, 'exports/prov-json/main'));
  assert.ok((await prov.text()).includes(ids.everything));
  assert.equal((await ask(of(ids.derived, 'exports/pdf'))).status, 404);
});

test('tags and notes are put, read and taken off; unknown results change nothing', async () => {
  assert.equal((await ask(`${api}/tags/good/results`, posting({ ids: [ids.derived, ids.other] }))).status, 204);
  assert.deepEqual((await json('listTags', `${api}/tags`)).items, [{ name: 'good', size: 2 }]);
  assert.equal((await ask(`${api}/tags/bad/results`, posting({ ids: [ids.derived, '0'.repeat(64)] }))).status, 404);
  assert.equal((await ask(`${api}/tags/good/results/${ids.other}`, { method: 'DELETE' })).status, 204);
  const found = await json('listResults', `${api}/results?q=tag:good`);
  assert.deepEqual(idsOf(found.items), [ids.derived]);
  for (const text of ['one', 'two', 'three']) await ask(of(ids.derived, 'notes'), posting({ text }));
  const first = await json('listNotes', of(ids.derived, 'notes?limit=2'));
  const rest = await json('listNotes', of(ids.derived, `notes?limit=2&cursor=${first.next}`));
  const texts = [first, rest].flatMap(({ items }) => items as { text: string; agent: string }[]);
  assert.deepEqual(
    texts.map(({ text }) => text),
    ['one', 'two', 'three'],
  );
  assert.equal(texts[0]!.agent, 'anonymous');
});

test('collections keep their members in order, page by page', async () => {
  const members = `${api}/collections/paper/results`;
  assert.equal((await ask(members)).status, 404);
  assert.equal((await ask(`${api}/collections/paper`, posting({ description: 'Figures' }, 'PUT'))).status, 204);
  assert.equal((await ask(members, posting({ ids: [ids.other, ids.derived, ids.nothing] }))).status, 204);
  const first = await json('listMembers', `${members}?limit=2`);
  const rest = await json('listMembers', `${members}?limit=2&cursor=${first.next}`);
  assert.deepEqual([...idsOf(first.items), ...idsOf(rest.items)], [ids.other, ids.derived, ids.nothing]);
  assert.equal((await ask(`${members}/${ids.other}`, { method: 'DELETE' })).status, 204);
  const { items } = await json('listCollections', `${api}/collections`);
  assert.deepEqual((items as { name: string; size: number; description: string }[]).map(({ name, size, description }) => [name, size, description]), [['paper', 2, 'Figures']]); // prettier-ignore
});

test('declared data files are listed by name with where they can be had', async () => {
  const { items } = await json('listSources', `${api}/sources?q=positions`);
  const sources = items as { name: string; held: boolean; urls: string[] }[];
  assert.deepEqual(
    sources.map(({ name, held }) => [name, held]),
    [
      ['arf.fits', false],
      ['catalogue.fits', false],
    ],
  );
  assert.equal(sources[0]!.urls.length, 1);
  assert.deepEqual((await json('listSources', `${api}/sources?module=other`)).items, []);
});
