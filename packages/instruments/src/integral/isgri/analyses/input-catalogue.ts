// Level CAT_I: which known sources lie in the field of view. Inject your own list in place of ReferenceCatalogue.
import { analysis, listOf, number, record, string } from '@stemma/core';
import { codingFraction } from '../../coded-mask/geometry.ts';
import { shiftOfDirection } from '../../coded-mask/pointing.ts';
import { axesOf } from '../columns.ts';
import { Pointing } from './pointing.ts';

const sourcesType = listOf(
  record({
    name: string(),
    raDeg: number({ unit: 'deg', min: 0, max: 360 }),
    decDeg: number({ unit: 'deg', min: -90, max: 90 }),
  }),
);

/** A few bright sources of the hard X-ray sky, J2000. */
const BRIGHT = [
  { name: 'Crab', raDeg: 83.6331, decDeg: 22.0145 },
  { name: 'A 0535+262', raDeg: 84.7274, decDeg: 26.3158 },
  { name: 'Vela X-1', raDeg: 135.5286, decDeg: -40.5547 },
  { name: 'GRO J1655-40', raDeg: 253.5006, decDeg: -39.8458 },
  { name: 'OAO 1657-415', raDeg: 255.2037, decDeg: -41.656 },
  { name: '4U 1700-377', raDeg: 255.9866, decDeg: -37.8441 },
  { name: 'GX 349+2', raDeg: 256.4354, decDeg: -36.4231 },
  { name: '4U 1705-440', raDeg: 257.2271, decDeg: -44.102 },
  { name: 'EXO 1722-363', raDeg: 261.2975, decDeg: -36.2831 },
  { name: 'GX 354-0', raDeg: 262.9892, decDeg: -33.8347 },
  { name: '1E 1740.7-2942', raDeg: 265.9785, decDeg: -29.7452 },
  { name: 'GX 1+4', raDeg: 263.009, decDeg: -24.7456 },
  { name: 'Sco X-1', raDeg: 244.9795, decDeg: -15.6403 },
  { name: 'GRS 1915+105', raDeg: 288.7983, decDeg: 10.9456 },
  { name: 'Cyg X-1', raDeg: 299.5903, decDeg: 35.2016 },
  { name: 'Cyg X-3', raDeg: 308.1074, decDeg: 40.9578 },
];

/** The catalogue of known sources. */
export const ReferenceCatalogue = analysis({
  name: 'integral.ReferenceCatalogue',
  version: '1',
  description: 'Known sources of the hard X-ray sky by position; inject a list of your own in its place.',
  outputs: { sources: sourcesType },
  resources: { light: true },
  run: () => ({ sources: BRIGHT }),
});

/** Known sources in the field of view of a science window. */
export const InputCatalogue = analysis({
  name: 'integral.InputCatalogue',
  version: '1',
  description: 'Known sources in the field of view of a science window.',
  parameters: {
    minimumCoding: number({ default: 0.05, min: 0, max: 1, description: 'smallest part of the detector they light' }),
  },
  inputs: { reference: ReferenceCatalogue, pointing: Pointing },
  outputs: { sources: sourcesType },
  resources: { light: true },
  run: ({ reference, pointing, minimumCoding }) => {
    const frame = axesOf(pointing);
    return {
      sources: reference.sources.filter((source) => {
        const shift = shiftOfDirection(frame, source);
        return shift !== undefined && codingFraction(shift) >= minimumCoding;
      }),
    };
  },
});
