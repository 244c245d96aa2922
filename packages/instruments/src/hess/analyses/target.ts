// The sky position that a whole analysis is about: one place to set it, seen by every step.
import { analysis, number, string } from '@stemma/core';

/** The target: assume `hess.Target` with other values to analyse another source. */
export const Target = analysis({
  name: 'hess.Target',
  version: '1',
  description: 'The sky position that everything else is about; the Crab pulsar unless another one is given.',
  parameters: {
    target: string({ default: 'Crab', description: 'name, for titles' }),
    raDeg: number({ unit: 'deg', default: 83.633083, min: 0, max: 360, description: 'right ascension, ICRS' }),
    decDeg: number({ unit: 'deg', default: 22.0145, min: -90, max: 90, description: 'declination, ICRS' }),
  },
  outputs: { target: string(), raDeg: number({ unit: 'deg' }), decDeg: number({ unit: 'deg' }) },
  resources: { light: true },
  run: ({ target, raDeg, decDeg }) => ({ target, raDeg, decDeg }),
});
