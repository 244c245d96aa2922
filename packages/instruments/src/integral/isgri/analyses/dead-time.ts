// Level DEAD: which part of the good time the detector was ready to count.
import { analysis, number } from '@stemma/core';
import { GoodTimes } from './good-times.ts';
import { SimulatedEvents } from './simulated-events.ts';

/** Dead time of a science window. */
export const DeadTime = analysis({
  name: 'integral.DeadTime',
  version: '1',
  description: 'Dead time of a science window from the veto counters, and the live time that remains.',
  inputs: { raw: SimulatedEvents, good: GoodTimes },
  outputs: { deadFraction: number({ min: 0, max: 1 }), liveTimeS: number({ unit: 's' }) },
  resources: { light: true },
  run: ({ raw: { deadFraction }, good: { onTimeS } }) => ({
    deadFraction,
    liveTimeS: onTimeS * (1 - deadFraction),
  }),
});
