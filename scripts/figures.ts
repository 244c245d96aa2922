// Makes the figures of the documentation again, by the pipelines themselves: each is an output of an analysis, with its
// derivation in its lower margin. Run it after a change that shows in them, and look at them before they are committed.
//
//   node --conditions=source scripts/figures.ts [NAME ...]
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ExcessMap, hess, Spectrum } from '@stemma/instruments/hess';
import { BurstFigure, integral, MosaicProducts, SimulatedObservation } from '@stemma/instruments/integral';
import { configure, open, type FileValue, type Stemma } from 'stemma';

const images = join(import.meta.dirname, '..', 'docs', 'images');

// The observation is that of `npm run demo -- mosaic`.
const figures: Readonly<Record<string, (stemma: Stemma) => Promise<{ readonly png: FileValue }>>> = {
  'grb-230307a': (stemma) => stemma.run(BurstFigure()),
  'isgri-mosaic': (stemma) =>
    stemma.run(
      MosaicProducts().assuming(configure(SimulatedObservation, { windows: 9, windowS: 600, emptyWindows: [9] })),
    ),
  'hess-crab': (stemma) => stemma.run(ExcessMap()),
  'hess-crab-spectrum': (stemma) => stemma.run(Spectrum()),
};

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !(name in figures));
if (unknown !== undefined) throw new Error(`no figure ${unknown}: ${Object.keys(figures).join(', ')}`);
await using stemma = await open({ store: 'memory', modules: [integral, hess] });
for (const [name, make] of Object.entries(figures)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const { png } = await make(stemma);
  writeFileSync(join(images, `${name}.png`), png.bytes());
  console.log(`docs/images/${name}.png`);
}
