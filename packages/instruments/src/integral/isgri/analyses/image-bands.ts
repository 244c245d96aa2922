// The energy bands of images, and those of spectra: one place each to change them for everything that depends on them.
import { analysis, integer, listOf, number, StemmaError } from '@stemma/core';
import { checkBands, type EnergyBand } from '../../coded-mask/shadowgram.ts';
import { bandType, bandsType } from '../columns.ts';

/** Energies that the response covers, keV. */
const COVERED = { minKeV: 13, maxKeV: 1000 } as const;

/** @throws StemmaError `invalid_request` for bands that are inverted, overlap, or leave the response. */
function checked(bands: readonly EnergyBand[], where = 'integral.SpectrumBands'): readonly EnergyBand[] {
  if (bands.length === 0) throw new StemmaError('invalid_request', `${where}: give at least one energy band`);
  try {
    checkBands(bands);
  } catch (thrown) {
    throw new StemmaError('invalid_request', `${where}: ${(thrown as Error).message}`, {}, thrown);
  }
  const [low, high] = [bands[0]!.minKeV, bands.at(-1)!.maxKeV];
  if (low < COVERED.minKeV || high > COVERED.maxKeV) {
    const range = `${COVERED.minKeV} to ${COVERED.maxKeV} keV`;
    throw new StemmaError(
      'invalid_request',
      `${where}: bands from ${low} to ${high} keV leave the response, which covers ${range}`,
    );
  }
  return bands;
}

const bandList = listOf(bandType, {
  default: [{ minKeV: 20, maxKeV: 40 }],
  description: 'bands in order, without overlap: 20-40,40-80',
});

/** Bands that make no sense are refused when they are asked for, before anything runs. */
const bandsParameter: typeof bandList = {
  ...bandList,
  parse: (given, where) => checked(bandList.parse(given, where), where),
};

/** Energy bands of images and light curves. */
export const ImageBands = analysis({
  name: 'integral.ImageBands',
  version: '1',
  description: 'Energy bands of images, mosaics and light curves.',
  parameters: {
    bands: bandsParameter,
  },
  outputs: { bands: bandsType },
  resources: { light: true },
  run: ({ bands }) => ({ bands }),
});

/** Energy bands of spectra: the channels of the PHA file. */
export const SpectrumBands = analysis({
  name: 'integral.SpectrumBands',
  version: '1',
  description: 'Energy bands of spectra, in equal steps of the logarithm.',
  parameters: {
    minKeV: number({ unit: 'keV', default: 20, min: 13, max: 900 }),
    maxKeV: number({ unit: 'keV', default: 200, min: 14, max: 1000 }),
    count: integer({ default: 12, min: 1, max: 62, description: 'number of bands' }),
  },
  outputs: { bands: bandsType },
  resources: { light: true },
  run: ({ minKeV, maxKeV, count }) => {
    if (maxKeV <= minKeV)
      throw new StemmaError('invalid_request', `a spectrum cannot run from ${minKeV} to ${maxKeV} keV`);
    // Whole tenths of keV: limits that people can type again.
    const edge = (k: number): number => Math.round(10 * minKeV * (maxKeV / minKeV) ** (k / count)) / 10;
    return { bands: checked(Array.from({ length: count }, (_, k) => ({ minKeV: edge(k), maxKeV: edge(k + 1) }))) };
  },
});
