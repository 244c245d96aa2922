// Views as text, drawings and JSON: understood at a glance, safe against any text, and complete.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { sha256 } from '../../test/setting.ts';
import { membersOf } from './contraction.ts';
import { graphOfTree, type ProvenanceGraph } from './provenance-graph.ts';
import { viewOf } from './provenance-view.ts';
import { familyTree } from '../provenance/family-tree.ts';
import { renderViewDot } from './render-view-dot.ts';
import { viewJson } from './render-view-json.ts';
import { renderViewMermaid } from './render-view-mermaid.ts';
import { renderViewSvg } from './render-view-svg.ts';
import { renderViewText } from './render-view-text.ts';
import { SampleGraph } from '../provenance/sample-graph.ts';
import { chainTree, mosaicTree, tutorialTree, type SampleTree } from '../provenance/sample-trees.ts';

const graphOf = async ({ graph, root }: SampleTree): Promise<ProvenanceGraph> =>
  graphOfTree(await familyTree(root, graph));
const mosaic = viewOf(await graphOf(mosaicTree(sha256)));

test('a mosaic of 70 windows is seven aligned lines', () => {
  assert.equal(
    renderViewText(mosaic, { width: 130 }),
    `\
     integral.Mosaic                                ✓       pixelDeg = 0.08 deg
     ├─ images over: integral.SelectScienceWindows  ✓       raDeg = 83.63 deg, decDeg = 22.01 deg, radiusDeg = 10 deg
×70  └─ images: integral.SkyImage                   ✓67 ✕3  scw = 066500010010 … 066500700010  minSnr = 7
×70     └─ events: integral.BinnedEvents            ✓       one for each scw
×70        ├─ times: integral.GoodTimes             ✓       one for each scw
×70        │  └─ data: integral.ScienceWindowData   ✓       scw = 066500010010 … 066500700010
           └─ bins: integral.ImageBins              ✓       edgesKeV = 25, 40, 80 keV

283 derivations in 7 blocks
`,
  );
});

test('colours change nothing but the colours, and rows keep to the width as far as names allow', () => {
  const coloured = renderViewText(mosaic, { color: true });
  assert.ok(coloured.includes('\u001b[1m×70\u001b[0m'));
  assert.equal(stripVTControlCharacters(coloured), renderViewText(mosaic));
  for (const width of [90, 110])
    assert.ok(renderViewText(mosaic, { width }).split('\n').every((line) => line.length <= width)); // prettier-ignore
});

test('a block with several users says for whom else it is, and blocks of several analyses what is inside', async () => {
  const graph = await graphOf(tutorialTree(sha256));
  const text = renderViewText(viewOf(graph));
  assert.equal(text.match(/tutorial\.DataUnit/g)?.length, 1);
  assert.match(text, /unit: tutorial\.DataUnit .* also for (RawEvents|EnergyCalibration)\n/);
  const grouped = renderViewText(viewOf(graph, { keep: ['CalibratedEvents'] }));
  assert.match(grouped, /^\d+ .*tutorial\.CalibratedEvents \+ \d more .*with .*RawEvents/m);
});

test('a chain of 200 steps has 200 rows, whatever their depth', async () => {
  const view = viewOf(await graphOf(chainTree(200, sha256)));
  assert.equal(renderViewText(view, { width: 100 }).match(/t\.Step/g)?.length, 200);
  assert.match(renderViewText(view), /200 derivations in 200 blocks/);
});

test('every renderer has each block and each edge once', () => {
  const [blocks, edges] = [mosaic.dag.size, mosaic.dag.targets.length];
  const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;
  const svg = renderViewSvg(mosaic);
  assert.deepEqual([count(svg, /<text class="t"/g), count(svg, /<path class="e/g)], [blocks, edges]);
  const dot = renderViewDot(mosaic);
  assert.deepEqual([count(dot, /^ {2}b\d+ \[/gm), count(dot, / -> /g)], [blocks, edges]);
  const mermaid = renderViewMermaid(mosaic);
  assert.deepEqual([count(mermaid, /^ {2}b\d+\[/gm), count(mermaid, /-->/g)], [blocks, edges]);
  const json = viewJson(mosaic);
  assert.deepEqual([json.blocks.length, json.edges.length], [blocks, edges]);
});

test('JSON has the exact members of every block, and how many of them use another one', () => {
  const { blocks, edges, root, derivations, hidden } = viewJson(mosaic);
  assert.deepEqual([root, derivations, hidden], [mosaic.graph.ids[0], 283, 0]);
  const { offsets, nodes } = membersOf(mosaic.blockOf, mosaic.dag.size);
  blocks.forEach(({ members, size }, block) => {
    const expected = Array.from(nodes.subarray(offsets[block], offsets[block + 1]), (v) => mosaic.graph.ids[v]!);
    assert.deepEqual(members, expected.sort());
    assert.equal(size, members.length);
  });
  const image = blocks.findIndex(({ title }) => title === 'integral.SkyImage');
  assert.deepEqual(blocks[image]!.states, { stored: 67, failed: 3 });
  assert.deepEqual(edges.find(({ user }) => user === image), { user: image, used: 3, role: 'events', users: 70 }); // prettier-ignore
});

test('a drawing tells multiplicities, states by shape, and everything to those who cannot see it', () => {
  const svg = renderViewSvg(mosaic, { title: 'My <mosaic>' });
  assert.match(svg, /role="img" aria-labelledby="view-title view-desc"/);
  assert.match(svg, /<title id="view-title">My &lt;mosaic&gt;<\/title>/);
  assert.match(svg, /<desc id="view-desc">283 derivations in 7 blocks\./);
  assert.equal(svg.match(/>×70<\/text>/g)?.length, 4);
  assert.match(svg, /<path class="failed".*>3<\/text>/);
  assert.match(svg, /<title>integral\.SkyImage\n70 derivations: 67 stored, 3 failed as expected\nscw = 066500010010 … 066500700010\nminSnr = 7<\/title>/); // prettier-ignore
  assert.match(svg, /<title>SkyImage used BinnedEvents as events<\/title>/);
});

test('hidden steps are dashed in every drawing', async () => {
  const view = viewOf(await graphOf(mosaicTree(sha256)), { hide: ['BinnedEvents', 'GoodTimes'] });
  assert.equal(renderViewSvg(view).match(/<path class="e h"/g)?.length, 1);
  assert.equal(renderViewDot(view).match(/style=dashed/g)?.length, 1);
  assert.equal(renderViewMermaid(view).match(/-\.->/g)?.length, 1);
  assert.match(renderViewSvg(view), /through steps that are not shown/);
  assert.match(renderViewText(view), /5 blocks, 140 hidden/);
});

test('edges of a partly opened block say for how many they hold', async () => {
  const view = viewOf(await graphOf(mosaicTree(sha256)), { expand: ['GoodTimes'] });
  assert.match(renderViewSvg(view), /<title>1 of 70 BinnedEvents used GoodTimes as times<\/title>/);
});

test('text of users cannot break out of any drawing', async () => {
  const graph = new SampleGraph(sha256);
  const value = '"]; evil -> x\n<script>&#1\\\u0000`|';
  const root = graph.add('t.Sum', { inputs: { '"><b>': graph.add('stemma.Literal', { parameters: { value } }) } });
  const view = viewOf(graphOfTree(await familyTree(root, graph)));
  const svg = renderViewSvg(view);
  assert.doesNotMatch(svg, /<script|<b>/);
  // eslint-disable-next-line no-control-regex -- XML allows no other control characters
  assert.doesNotMatch(svg, /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
  assert.doesNotMatch(renderViewMermaid(view).replaceAll('<br/>', ''), /[<&`]/);
  for (const [, label] of renderViewDot(view).matchAll(/label=("(?:[^"\\]|\\.)*")[,\]]/g)) JSON.parse(label!);
});

test('labels stay inside their boxes, however long they are', async () => {
  const graph = new SampleGraph(sha256);
  const parameters = { description: 'W'.repeat(500), other: 'm'.repeat(500) };
  const root = graph.add(`t.${'Wide'.repeat(60)}`, { parameters });
  const svg = renderViewSvg(viewOf(graphOfTree(await familyTree(root, graph))));
  const [, boxWidth] = /<rect class="box root" rx="6" width="([\d.]+)"/.exec(svg)!;
  assert.ok(Number(boxWidth) <= 281, boxWidth);
  const texts = [...svg.matchAll(/<text class="[tl][^>]*>([^<]*)</g)].map(([, text]) => text!);
  assert.ok(texts.length === 3 && texts.every((text) => text.endsWith('…') && text.length < 40), texts.join());
});
