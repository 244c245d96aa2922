// The state of the spacecraft as the maps take it: axes and position out of the outputs of integral.SpacecraftState.
import { type Direction, type SpacecraftFrame, spacecraftFrame, type Vector3 } from '@stemma/data/coordinates';

/** What is needed of the state. */
export interface StateValues {
  readonly axes: { readonly x: Direction; readonly z: Direction };
  readonly positionKm: ArrayLike<number>;
}

/** Axes of the spacecraft. */
export function frameOf({ axes }: StateValues): SpacecraftFrame {
  return spacecraftFrame(axes.x, axes.z);
}

/** Position from the Earth's centre, km, J2000. */
export function positionOf({ positionKm }: StateValues): Vector3 {
  return [positionKm[0]!, positionKm[1]!, positionKm[2]!];
}
