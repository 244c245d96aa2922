// Family trees in a terminal.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { familyTree } from './family-tree.ts';
import { renderText } from './render-text.ts';
import { SampleGraph } from './sample-graph.ts';
import { chainTree, mosaicTree, tutorialTree } from './sample-trees.ts';

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');

function withoutIds(text: string): string {
  return text.replaceAll(/\b[0-9a-f]{10}\b/g, '##########');
}

test('the tutorial: aligned, with units, with what was forgotten and what was taken over', async () => {
  const { graph, root } = tutorialTree(sha256);
  assert.equal(
    withoutIds(renderText(await familyTree(root, graph))),
    `tutorial.BinnedEvents                            ✓ ##########  binSizeKeV = 4 keV, maxKeV = 500 keV
└─ events: tutorial.CalibratedEvents             ∅ ##########  bytes forgotten
   ├─ calibration: tutorial.EnergyCalibration    ✓ ##########  same bytes as ##########
   │  ├─ database: tutorial.EnergyCalibrationDB  ✓ ##########
   │  │  └─ gains: file                          ✓ ##########  gains-2003.csv
   │  └─ unit: tutorial.DataUnit                 ✓ ##########  startMjdTt = 52703.25
   │     └─ name: value                          ✓ ##########  crab-2003
   └─ raw: tutorial.RawEvents                    ✓ ##########  durationS = 1200 s, rateCps = 230 ct/s
      └─ unit: tutorial.DataUnit                 ✓ ##########  shown above

8 derivations:  ✓ 7 stored   ∅ 1 forgotten
`,
  );
});

test('a mosaic of 70 science windows fits on a screen, and its failures are seen', async () => {
  const { graph, root } = mosaicTree(sha256);
  assert.equal(
    withoutIds(renderText(await familyTree(root, graph))),
    `integral.Mosaic                                ✓ ##########  pixelDeg = 0.08 deg
├─ images: integral.SkyImage                   ✓ ##########  scw = 066500010010, minSnr = 7
│  ├─ bins: integral.ImageBins                 ✓ ##########  edgesKeV = 25, 40, 80 keV
│  └─ events: integral.BinnedEvents            ✓ ##########
│     ├─ bins: integral.ImageBins              ✓ ##########  shown above
│     ├─ data: integral.ScienceWindowData      ✓ ##########  scw = 066500010010
│     └─ times: integral.GoodTimes             ✓ ##########
│        └─ data: integral.ScienceWindowData   ✓ ##########  shown above
├─ images: integral.SkyImage …                 ✓ ##########  scw = 066500020010, minSnr = 7
├─ images: … and 65 more like these            ✓             scw = 066500030010 … 066500700010
├─ images: integral.SkyImage …                 ✕ ##########  scw = 066500070010, …  no events in this science window
├─ images: integral.SkyImage …                 ✕ ##########  scw = 066500370010, …  no events in this science window
├─ images: integral.SkyImage …                 ✕ ##########  scw = 066500670010, …  no events in this science window
├─ bins: integral.ImageBins                    ✓ ##########  shown above
└─ images over: integral.SelectScienceWindows  ✓ ##########  raDeg = 83.63 deg, decDeg = 22.01 deg, radiusDeg = 10 deg

283 derivations:  ✓ 280 stored   ✕ 3 failed as expected
`,
  );
});

test('colours change nothing but the colours', async () => {
  const { graph, root } = mosaicTree(sha256);
  const tree = await familyTree(root, graph);
  const [plain, coloured] = [renderText(tree), renderText(tree, { color: true })];
  assert.notEqual(coloured, plain);
  assert.equal(stripVTControlCharacters(coloured), plain);
  assert.ok(coloured.includes('\u001b[31m✕\u001b[0m'));
});

test('rows keep to the width of the terminal as far as names allow', async () => {
  const { graph, root } = mosaicTree(sha256);
  for (const width of [90, 100, 140]) {
    const lines = renderText(await familyTree(root, graph), { width }).split('\n');
    assert.ok(
      lines.every((line) => line.length <= width),
      `width ${width}`,
    );
  }
});

test('units come from the analyses where they are loaded', async () => {
  const graph = new SampleGraph(sha256);
  const root = graph.add('t.Fit', { parameters: { exposure: 12 } });
  const unitOf = (analysis: string, parameter: string) =>
    `${analysis}.${parameter}` === 't.Fit.exposure' ? 'ks' : undefined;
  assert.match(renderText(await familyTree(root, graph), { unitOf }), /exposure = 12 ks/);
});

test('folded siblings say in what they differ, by their ids when it is none of their parameters', async () => {
  const graph = new SampleGraph(sha256);
  const raws = Array.from({ length: 6 }, (_, n) =>
    graph.add('t.Raw', { parameters: { n, maxS: 3 }, dataUnits: ['n'] }),
  );
  const sums = raws.map((raw) => graph.add('t.Sum', { inputs: { raw } }));
  const tree = (inputs: string[]) => familyTree(graph.add('t.All', { inputs: { inputs } }), graph);
  assert.match(renderText(await tree(raws)), /… and 4 more like these\s+✓\s+n = 2 … 5\n/);
  assert.match(renderText(await tree(raws), { maxSiblings: 3 }), /… and 3 more like these\s+✓\s+n = 3, 4, 5\n/);
  assert.match(
    renderText(await tree(sums)),
    new RegExp(`4 more like these\\s+✓\\s+${sums[2]!.slice(0, 10)} … ${sums[5]!.slice(0, 10)}\n`),
  );
});

test('what is deep goes on below, and what is not recorded says so', async () => {
  const { graph, root } = chainTree(40, sha256);
  const text = renderText(await familyTree(root, graph));
  assert.equal(text.match(/shown below/g)?.length, 2);
  assert.equal(text.match(/n = \d+$/gm)?.length, 40);
  const broken = new SampleGraph(sha256);
  const sum = broken.add('t.Sum', { inputs: { raw: sha256('unrecorded') }, state: 'absent' });
  assert.match(
    renderText(await familyTree(sum, broken)),
    /t\.Sum +· [0-9a-f]{10}\n└─ raw: not recorded +· [0-9a-f]{10}\n\n1 derivation: {2}· 1 not kept\n/,
  );
});
