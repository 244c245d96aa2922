// A module with everything that a workflow can meet: a fan-out with an expected failure that is accepted, shared and own
// inputs of members, files, a literal, an analysis that is never stored, and a value too large for the index.
import {
  accepting,
  analysis,
  array,
  each,
  file,
  json,
  listOf,
  literal,
  noData,
  number,
  pipelineModule,
  string,
} from '@stemma/core';

const light = { resources: { light: true } };

/** The windows. */
export const Windows = analysis({
  name: 'mosaic.Windows',
  version: '1',
  outputs: { names: listOf(string()) },
  ...light,
  run: () => ({ names: ['w1', 'w2', 'w3'] }),
});

/** A calibration that all members share; never stored. */
export const Gain = analysis({
  name: 'mosaic.Gain',
  version: '1',
  inputs: { keV: literal([1, 2]) },
  outputs: { gain: number() },
  stored: false,
  ...light,
  run: ({ keV }) => ({ gain: keV.length }),
});

/** Too large for the index. */
export const Events = analysis({
  name: 'mosaic.Events',
  version: '1',
  parameters: { window: string({ dataUnit: true }) },
  outputs: { energies: array('float64') },
  ...light,
  run: ({ window }) => ({ energies: Float64Array.from({ length: 5000 }, (_, i) => i * Number(window.slice(1))) }),
});

/** A picture, or an expected failure. */
export const Image = analysis({
  name: 'mosaic.Image',
  version: '1',
  description: 'An image of one window.',
  parameters: { window: string({ dataUnit: true }) },
  inputs: { events: Events({ window: 'w1' }), gain: Gain },
  outputs: { picture: file(), sum: number() },
  ...light,
  run: ({ window, events, gain }, activity) => {
    if (window === 'w3') throw noData('the window is empty');
    const sum = events.energies.reduce((total, energy) => total + energy * gain.gain, 0);
    return { picture: activity.file('a/picture of $(HOME) "w".txt', `${window} ${sum}`), sum };
  },
});

/** The goal. */
export const Mosaic = analysis({
  name: 'mosaic.Mosaic',
  version: '1',
  description: 'All images together.',
  parameters: { pixelDeg: number({ unit: 'deg', default: 0.5 }) },
  inputs: {
    images: each(Windows, 'names', (window) => accepting(Image({ window, events: Events({ window }) }))),
    gain: Gain,
  },
  outputs: { total: number(), picture: file(), notes: json() },
  ...light,
  run: ({ images, gain, pixelDeg }, activity) => ({
    total: images.reduce((sum, image) => sum + (image.ok ? image.value.sum : 0), gain.gain * pixelDeg),
    picture: activity.file('mosaic <1>.txt', images.map((image) => (image.ok ? 'image' : image.reason)).join(' ')),
    notes: images.map((image) => image.ok),
  }),
});

/** The module. */
export const mosaic = pipelineModule({
  name: 'mosaic',
  version: '1',
  source: import.meta.url,
  analyses: [Windows, Gain, Events, Image, Mosaic],
});
