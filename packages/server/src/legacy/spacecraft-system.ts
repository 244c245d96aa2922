// Today's path of the spacecraft system, with its defects mended: a right-handed frame (Y = Z × X), phi from Z towards
// Y, the exact speed of light, each body in its own direction.
import type { Asked, Routes } from '@stemma/api';
import type { Call } from '../http/handler.ts';
import { jsonAnswer, type Ask } from './ask.ts';

interface Direction {
  readonly raDeg: number;
  readonly decDeg: number;
}

interface Body extends Direction {
  readonly distanceKm: number;
  readonly thetaDeg: number;
  readonly phiDeg: number;
  readonly separationDeg: number;
  readonly angularRadiusDeg: number;
}

interface State {
  readonly ephemeris: Direction & { readonly distanceKm: number };
  readonly axes: { readonly x: Direction; readonly y: Direction; readonly z: Direction };
  readonly source: {
    readonly thetaDeg: number;
    readonly phiDeg: number;
    readonly toXDeg: number;
    readonly toYDeg: number;
    readonly toZDeg: number;
  };
  readonly geocentreDelayS: number;
  readonly earth: Body;
  readonly sun: Body;
}

/** Position, axes and angles in the form of the legacy service; angles in degrees, `alt` in km from the Earth's centre, `barytime` in s. */
export async function spacecraft(
  { params: { time, ra, dec } }: Asked<Routes['legacySpacecraft']>,
  call: Call,
  ask: Ask,
): Promise<Response> {
  const parameters = { time, raDeg: ra, decDeg: dec };
  const reply = await ask({ analysis: 'integral.SpacecraftState', parameters }, call);
  const { ephemeris, axes, source, geocentreDelayS, earth, sun } = reply.outputs as unknown as State;
  return jsonAnswer(
    {
      ephs: { ra: ephemeris.raDeg, dec: ephemeris.decDeg, alt: ephemeris.distanceKm },
      scx: radec(axes.x),
      scy: radec(axes.y),
      scz: radec(axes.z),
      theta: source.thetaDeg,
      phi: source.phiDeg,
      d_scx: source.toXDeg,
      d_scy: source.toYDeg,
      d_scz: source.toZDeg,
      dyz_scy: turn(source.phiDeg - 90),
      dyz_scz: turn(source.phiDeg),
      barytime: geocentreDelayS,
      bodies: { earth: bodyOf(earth), sun: bodyOf(sun) },
    },
    reply,
  );
}

function radec({ raDeg, decDeg }: Direction) {
  return { ra: raDeg, dec: decDeg };
}

// Between directions in the plane of Y and Z: 0 to 180 degrees.
function turn(deg: number): number {
  const positive = ((deg % 360) + 360) % 360;
  return Math.min(positive, 360 - positive);
}

function bodyOf({ raDeg, decDeg, distanceKm, thetaDeg, phiDeg, angularRadiusDeg, separationDeg }: Body) {
  return {
    body_ra: raDeg,
    body_dec: decDeg,
    body_distance: distanceKm,
    body_in_sc: [thetaDeg, phiDeg],
    body_size: angularRadiusDeg,
    separation: separationDeg,
  };
}
