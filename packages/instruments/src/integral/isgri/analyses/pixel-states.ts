// Which pixels of the detector are on, and from which energy. A declared state, or that of the real detector.
import { analysis, array, number, string } from '@stemma/core';
import { gunzipIfNeeded, readFits } from '@stemma/data/fits';
import { randomFromDigest } from '@stemma/data/statistics';
import { allPixelsOn, pixelStatesFromContext } from '../../coded-mask/pixel-state.ts';
import { isgriContext } from '../../sources.ts';

const outputs = {
  onFraction: array('float64', { description: 'part of the time each pixel is on; index z * 128 + y' }),
  thresholdKeV: array('float64', { unit: 'keV', description: 'low threshold of each pixel' }),
  origin: string({ description: 'where the states come from' }),
};

/** A declared detector state: some pixels dead, one threshold. */
export const PixelStates = analysis({
  name: 'integral.PixelStates',
  version: '1',
  description: 'State of the 16384 pixels: a fixed random pattern of dead pixels and one low threshold.',
  parameters: {
    deadFraction: number({ default: 0.04, min: 0, max: 0.9, description: 'part of the pixels that are off' }),
    thresholdKeV: number({ unit: 'keV', default: 13, min: 5, max: 100 }),
  },
  outputs,
  run: ({ deadFraction, thresholdKeV }) => {
    const states = allPixelsOn(thresholdKeV);
    const random = randomFromDigest('dead'.repeat(16));
    return {
      ...states,
      onFraction: states.onFraction.map(() => (random.uniform() < deadFraction ? 0 : 1)),
      origin: `declared: ${(100 * deadFraction).toFixed(1)} % of the pixels dead`,
    };
  },
});

/** The state of the real detector. */
export const PixelStatesFromContext = analysis({
  name: 'integral.PixelStatesFromContext',
  version: '1',
  description: 'State of the 16384 pixels from a context of the mission; to be put in place of integral.PixelStates.',
  inputs: { context: isgriContext },
  outputs,
  run: async ({ context }) => ({
    ...pixelStatesFromContext(readFits(await gunzipIfNeeded(context.bytes())).image('ISGR-PXLP-CFG')),
    origin: context.name,
  }),
});
