/** Random world coordinate systems of every kind for the judges of this folder; not a test itself. */

import { type RandomGenerator, randomFromDigest } from '../statistics/random.ts';
import { projectionCodes } from './projection.ts';

/** A plain record of keywords. */
export type Record2d = Record<string, string | number>;

const pick = <T>(random: RandomGenerator, values: readonly T[]): T => values[random.integer(values.length)]!;
const between = (random: RandomGenerator, low: number, high: number): number => low + (high - low) * random.uniform();

function matrixKeywords(random: RandomGenerator, scale: number): Record2d {
  const angle = between(random, -180, 180);
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const [sx, sy] = [-scale, scale * between(random, 0.7, 1.4)];
  switch (random.integer(4)) {
    case 0:
      return { CD1_1: sx * c, CD1_2: -sy * s, CD2_1: sx * s, CD2_2: sy * c };
    case 1:
      return { CDELT1: sx, CDELT2: sy, PC1_1: c, PC1_2: (-s * sy) / sx, PC2_1: (s * sx) / sy, PC2_2: c };
    case 2:
      return { CDELT1: sx, CDELT2: sy, CROTA2: angle };
    default:
      return { CDELT1: sx, CDELT2: sy };
  }
}

function poleKeywords(random: RandomGenerator, zenithal: boolean): Record2d {
  const lonPole = pick(random, [undefined, undefined, 180, 0, between(random, -180, 180)]);
  const latPole = pick(random, [undefined, undefined, 90, -90, between(random, -90, 90)]);
  return {
    // Oblique cylindrical maps have poles for some reference latitudes only.
    ...(lonPole === undefined || (!zenithal && random.uniform() < 0.5) ? {} : { LONPOLE: lonPole }),
    ...(latPole === undefined ? {} : { LATPOLE: latPole }),
  };
}

function sipKeywords(random: RandomGenerator, size: number): Record2d {
  const order = 2 + random.integer(3);
  const keywords: Record2d = { A_ORDER: order, B_ORDER: order };
  for (const name of ['A', 'B']) {
    for (let p = 0; p <= order; p++) {
      for (let q = p < 2 ? 2 - p : 0; p + q <= order; q++) {
        // A few pixels at the corner.
        keywords[`${name}_${p}_${q}`] = between(random, -1, 1) * size ** -(p + q);
      }
    }
  }
  return keywords;
}

function axisNames(random: RandomGenerator, code: string, sip: boolean): { keywords: Record2d; swapped: boolean } {
  const [lon, lat] = pick(random, [
    ['RA--', 'DEC-'],
    ['GLON', 'GLAT'],
  ] as const);
  const suffix = `-${code}${sip ? '-SIP' : ''}`;
  const swapped = random.uniform() < 0.15;
  const types = swapped ? [lat + suffix, lon + suffix] : [lon + suffix, lat + suffix];
  return { keywords: { CTYPE1: types[0]!, CTYPE2: types[1]! }, swapped };
}

/** A header of 300 × 200 pixels; `index` runs through the projections. */
export function randomHeader(index: number): Record2d {
  const random = randomFromDigest((index + 1).toString(16).padStart(64, 'a7'));
  for (let i = 0; i < 20; i++) random.uniform();
  const code = projectionCodes[index % projectionCodes.length]!;
  const zenithal = projectionCodes.indexOf(code) < 5;
  const sip = random.uniform() < (code === 'TAN' ? 0.6 : 0.15);
  // From arc seconds per pixel to maps larger than the sky.
  const scale = 10 ** between(random, -3.5, sip ? -1.5 : 0.5);
  const { keywords, swapped } = axisNames(random, code, sip);
  const lon = between(random, 0, 360);
  const lat = pick(random, [0, 0, 90, -90, between(random, -90, 90), between(random, -90, 90), between(random, -5, 5)]);
  return {
    ...keywords,
    NAXIS: 2,
    NAXIS1: 300,
    NAXIS2: 200,
    CRPIX1: between(random, -50, 350),
    CRPIX2: between(random, -50, 250),
    CRVAL1: swapped ? lat : lon,
    CRVAL2: swapped ? lon : lat,
    ...matrixKeywords(random, scale),
    ...poleKeywords(random, zenithal),
    ...(sip ? sipKeywords(random, 300) : {}),
    ...(code === 'CEA' && random.uniform() < 0.5 ? { [`PV${swapped ? 1 : 2}_1`]: between(random, 0.2, 1) } : {}),
  };
}
