// Draws the pictures of docs/reference/views.md from the real INTEGRAL pipeline: a catalogue of 70 science windows, whose
// graph is made from the declarations without computing anything. `node --conditions=source scripts/view-images.ts`
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  identityOf,
  plannedGraph,
  renderViewSvg,
  viewOf,
  type ProvenanceGraph,
  type ViewOptions,
} from '@stemma/core/views';
import { Catalogue, integral } from '@stemma/instruments/integral';
import { open } from 'stemma';

const windows = 70;
const folder = join(import.meta.dirname, '..', 'docs', 'images');

await using stemma = await open({ store: 'memory', modules: [integral] });
const graph = catalogueGraph();
const pointing = graph.ids[graph.records.findIndex((record) => record?.definition.name === 'integral.Pointing')]!;

/** Each picture with its title. */
const pictures: Readonly<Record<string, readonly [title: string, options: ViewOptions]>> = {
  default: ['A source catalogue of 70 science windows', {}],
  follow: ['One science window on its way to the catalogue', { follow: [pointing] }],
  keep: ['Sky images and the calibration, and what they stand between', { keep: ['SkyImage', 'IsgriCalibration', 'SimulatedEvents'] }], // prettier-ignore
  hide: ['Without the steps between events and images', { hide: ['GoodTimes', 'DeadTime', 'CorrectedEvents', 'Shadowgrams', 'BackgroundMaps'] }], // prettier-ignore
};

mkdirSync(folder, { recursive: true });
for (const [name, [title, options]] of Object.entries(pictures)) {
  const view = viewOf(graph, options);
  writeFileSync(join(folder, `view-${name}.svg`), renderViewSvg(view, { title, unitOf: stemma.unitOf }));
  console.log(`view-${name}.svg: ${graph.dag.size} derivations in ${view.dag.size} blocks`);
}

/** The graph of a catalogue over windows with declared names, in revolution 665. */
function catalogueGraph(): ProvenanceGraph {
  const goal = stemma.bind(Catalogue());
  const list = Array.from({ length: windows }, (_, i) => ({ id: `0665${String(i + 1).padStart(4, '0')}0010` }));
  const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');
  return plannedGraph(goal, { identity: identityOf(goal, sha256), listOf: () => list });
}
