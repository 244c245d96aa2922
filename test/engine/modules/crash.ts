// A module for the crash tests: a graph with small values in the index, large ones among the blobs, files, a fan-out,
// an expected failure and a few activities in threads; everything follows from the parameters.
import { accepting, analysis, array, each, file, listOf, noData, number, pipelineModule, string } from '@stemma/core';

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const light = { resources: { light: true } };

/** A list of names. */
export const Select = analysis({
  name: 'crash.Select',
  version: '1',
  outputs: { names: listOf(string()) },
  ...light,
  run: () => ({ names: Array.from({ length: 40 }, (_, i) => `scw${i}`) }),
});

/** A value too large for the index. */
export const Events = analysis({
  name: 'crash.Events',
  version: '1',
  parameters: { scw: string() },
  outputs: { energies: array('float64') },
  ...light,
  run: async ({ scw }) => {
    await wait(3);
    return { energies: Float64Array.from({ length: 4000 }, (_, i) => Math.sin(i * (Number(scw.slice(3)) + 1))) };
  },
});

/** Files, or an expected failure. */
export const Image = analysis({
  name: 'crash.Image',
  version: '1',
  parameters: { scw: string() },
  inputs: { events: Events({ scw: 'scw0' }) },
  outputs: { picture: file(), note: file(), sum: number() },
  ...light,
  run: async ({ scw, events }, activity) => {
    await wait(2);
    if (scw === 'scw7') throw noData(`nothing in ${scw}`);
    const bytes = new Uint8Array(events.energies.buffer.slice(0, 20_000) as ArrayBuffer);
    return {
      picture: activity.file(`${scw}/picture.dat`, bytes),
      note: activity.file('note.txt', scw),
      sum: events.energies[5]!,
    };
  },
});

/** Work for threads. */
export const Heavy = analysis({
  name: 'crash.Heavy',
  version: '1',
  parameters: { n: number() },
  outputs: { x: array('uint32') },
  run: ({ n }) => ({ x: Uint32Array.from({ length: 10_000 }, (_, i) => i * n) }),
});

/** The goal. */
export const Mosaic = analysis({
  name: 'crash.Mosaic',
  version: '1',
  inputs: {
    images: each(Select, 'names', (scw) => accepting(Image({ scw, events: Events({ scw }) }))),
    heavy: [1, 2, 3].map((n) => Heavy({ n })),
  },
  outputs: { total: number(), files: listOf(string()) },
  ...light,
  run: ({ images, heavy }) => ({
    total: images.reduce((sum, image) => sum + (image.ok ? image.value.sum : 0), heavy[2]!.x[9999]!),
    files: images.map((image) => (image.ok ? image.value.picture.digest! : image.message)),
  }),
});

/** The analyses of this file. */
export const crash = pipelineModule({
  name: 'crash',
  version: '1',
  source: import.meta.url,
  analyses: [Select, Events, Image, Heavy, Mosaic],
});
