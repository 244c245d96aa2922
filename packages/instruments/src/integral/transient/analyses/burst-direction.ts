// Where a burst stands in the axes of the spacecraft: given as angles, or as a position on the sky at a time.
import { analysis, ExpectedFailure, number } from '@stemma/core';
import { SpacecraftState } from '../../analyses/spacecraft-state.ts';

const outputs = {
  thetaDeg: number({ unit: 'deg', description: 'angle to the pointing direction X' }),
  phiDeg: number({ unit: 'deg', description: 'about X, from Z towards Y' }),
};

/** Direction of a burst by its angles in spacecraft axes. */
export const BurstDirection = analysis({
  name: 'integral.BurstDirection',
  version: '1',
  description: 'Direction of a burst in spacecraft axes, given as angles; replace it by integral.BurstDirectionOnSky.',
  parameters: {
    thetaDeg: number({
      unit: 'deg',
      default: 90,
      min: 0,
      max: 180,
      description: 'angle to the pointing direction X',
    }),
    phiDeg: number({ unit: 'deg', default: 90, min: -360, max: 360, description: 'about X, from Z towards Y' }),
  },
  outputs,
  resources: { light: true },
  run: ({ thetaDeg, phiDeg }) => ({ thetaDeg, phiDeg }),
});

/**
 * Direction of a burst by its position on the sky and the state of the spacecraft; substitute it for
 * integral.BurstDirection. A source behind the Earth is an expected failure, which everything downstream inherits.
 */
export const BurstDirectionOnSky = analysis({
  name: 'integral.BurstDirectionOnSky',
  version: '1',
  description: 'Direction of a burst in spacecraft axes, from its position on the sky and the state of the spacecraft.',
  inputs: { state: SpacecraftState },
  outputs,
  failures: { occulted: 'the Earth hides the source' },
  resources: { light: true },
  run: ({ state: { source, earth } }) => {
    if (earth.occulted) {
      const depth = (-earth.limbAngleDeg).toFixed(1);
      throw new ExpectedFailure('occulted', `the source lies ${depth} degrees below the limb of the Earth`, {
        limbAngleDeg: earth.limbAngleDeg,
      });
    }
    return { thetaDeg: source.thetaDeg, phiDeg: source.phiDeg };
  },
});
