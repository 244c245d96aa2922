// Which pixels of the detector are on, and from which energy. A declared state, or that of the real detector.
import { analysis, array, type FileValue, number, string } from '@stemma/core';
import { randomFromDigest } from '@stemma/data/statistics';
import {
  allPixelsOn,
  noisyPixels,
  onFractionsFromSwitches,
  type PixelStates as States,
  pixelStatesFromContext,
  readSwitchList,
} from '../../coded-mask/pixel-state.ts';
import { obtFromText } from '../../mission/index.ts';
import { isgriContext, isgriNoiseMaps, isgriSwitchList } from '../../sources.ts';
import { fromIsgriFile, wrongFile } from '../formats/isgri-file.ts';

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
  failures: wrongFile,
  run: async ({ context }) => ({ ...(await contextOf(context)), origin: context.name }),
});

const contextOf = (context: FileValue): Promise<States> =>
  fromIsgriFile(context, 'pixel context', (fits) => pixelStatesFromContext(fits.image('ISGR-PXLP-CFG')));

/** The state of the real detector, with the times at which noisy pixels were switched off and on. */
export const PixelStatesFromSwitchList = analysis({
  name: 'integral.PixelStatesFromSwitchList',
  version: '1',
  description:
    'State of the 16384 pixels from a switch list of the mission, thresholds from a context; in place of PixelStates.',
  inputs: { switches: isgriSwitchList, context: isgriContext },
  outputs,
  failures: wrongFile,
  run: async ({ switches, context }) => {
    const { thresholdKeV } = await contextOf(context);
    const onFraction = await fromIsgriFile(switches, 'switch list', (fits) => {
      const list = fits.table('ISGR-SWIT-STA');
      const [start, stop] = ['OBTFIRST', 'OBTLAST'].map((keyword) => obtFromText(list.header.string(keyword)));
      return onFractionsFromSwitches(readSwitchList(list), start!, stop!);
    });
    return { onFraction, thresholdKeV, origin: `${switches.name}, thresholds ${context.name}` };
  },
});

/** The state of the real detector as its noise maps show it. */
export const PixelStatesFromNoiseMaps = analysis({
  name: 'integral.PixelStatesFromNoiseMaps',
  version: '1',
  description:
    'State of the 16384 pixels: off where a noise map of the mission says so; thresholds from a context; in place of PixelStates.',
  inputs: { maps: isgriNoiseMaps, context: isgriContext },
  outputs,
  failures: wrongFile,
  run: async ({ maps, context }) => {
    const { onFraction, thresholdKeV } = await contextOf(context);
    const noisy = await fromIsgriFile(maps, 'noise map', (fits) => noisyPixels(fits.table('ISGR-NOIS-CPR')));
    // What is off in the context stays off: its pixels send no events, so that noise maps need not name them.
    return {
      onFraction: onFraction.map((on, pixel) => (noisy[pixel] === 1 ? 0 : on)),
      thresholdKeV,
      origin: `${maps.name}, thresholds ${context.name}`,
    };
  },
});
