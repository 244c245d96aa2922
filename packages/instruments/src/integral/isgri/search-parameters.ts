/** How sources are searched for in images: parameters that several analyses share. */

import { number } from '@stemma/core';

/** Parameters of a search for sources. */
export const searchParameters = {
  threshold: number({ default: 6, min: 3, max: 1000, description: 'lowest significance of a source' }),
  minimumExposure: number({ default: 0.05, min: 0, max: 1, description: 'part of the highest exposure' }),
  matchDeg: number({ unit: 'deg', default: 0.1, min: 0, max: 1, description: 'largest distance to a known source' }),
};
