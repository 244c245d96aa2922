// The unit in which data come: here a made-up observation, named like a science window.
import { analysis, string } from '@stemma/core';

/**
 * Names one observation. It computes nothing: being an analysis makes the name an input like any other, so that a
 * whole chain can be asked for another observation by one parameter.
 */
export const DataUnit = analysis({
  name: 'tutorial.DataUnit',
  version: '1',
  description: 'One observation, by its name.',
  parameters: {
    unit: string({
      default: 'unit-0001',
      pattern: /unit-\d{4}/,
      example: 'unit-0001',
      dataUnit: true,
      description: 'name of the observation',
    }),
  },
  outputs: { unit: string() },
  resources: { light: true },
  run: ({ unit }) => ({ unit }),
});
