// Where INTEGRAL was at a time, how it was turned, and how a source, the Earth and the Sun lay around it. Unlike the
// legacy service: a right-handed frame (Y = Z x X), the exact speed of light, and each body in its own direction.
import { analysis, array, boolean, ExpectedFailure, maybe, number, record, string, type ValueOf } from '@stemma/core';
import {
  angularSeparationDeg,
  directionOf,
  lightTravelTimeS,
  norm,
  spacecraftAngles,
  sunPosition,
  unitVector,
  type Direction,
  type SpacecraftFrame,
  type Vector3,
} from '@stemma/data/coordinates';
import {
  attitudeAt,
  EARTH_RADIUS_KM,
  earthAngularRadiusDeg,
  earthDirection,
  elementsFromState,
  orbitalPeriodS,
  orbitalPhase,
  positionAt,
  type EphemerisTable,
  type OrbitState,
} from '@stemma/data/orbit';
import { addSeconds, formatTime, secondsBetween, type Instant } from '@stemma/data/time';
import { missionTime } from '../formats/mission-time-type.ts';
import { sourcePosition } from '../formats/source-position.ts';
import { referenceOf } from '../formats/light-curve-values.ts';
import { readMissionTime } from '../mission/index.ts';
import { attitudeOf, ephemerisOf, SpacecraftOrbit } from './spacecraft-orbit.ts';

const deg = (description?: string) => number({ unit: 'deg', ...(description !== undefined && { description }) });
const direction = record({ raDeg: deg(), decDeg: deg() });
const inFrame = { thetaDeg: deg('angle to X'), phiDeg: deg('about X, from Z towards Y') };
const body = {
  raDeg: deg('as seen from INTEGRAL, J2000'),
  decDeg: deg(),
  distanceKm: number({ unit: 'km' }),
  ...inFrame,
  separationDeg: deg('from the source'),
  angularRadiusDeg: deg('of its disc'),
};
const AU_KM = 149_597_870.7;
const SUN_RADIUS_KM = 695_700;
/** Phases nearer than this to perigee lie in or near the radiation belts, where the instruments are off. */
const BELT_PHASE = 0.1;

const orbitType = record({
  semiMajorAxisKm: number({ unit: 'km' }),
  eccentricity: number(),
  inclinationDeg: deg(),
  raanDeg: deg('right ascension of the ascending node'),
  argumentOfPerigeeDeg: deg(),
  periodD: number({ unit: 'd' }),
  perigeeAltitudeKm: number({ unit: 'km' }),
  apogeeAltitudeKm: number({ unit: 'km' }),
  phase: number({ description: '0 at perigee to 1 at the next: the mean anomaly in turns' }),
  nearPerigee: boolean({ description: 'phase below 0.1 or above 0.9: radiation belts' }),
});

/**
 * State of the spacecraft at a time, for a source in a direction (all directions J2000).
 *
 * X is the pointing direction, Y = Z × X. `thetaDeg` is the angle to X,
 * `phiDeg` turns about X from Z towards Y. `geocentreDelayS` = (r · n) / c is added to times at INTEGRAL. A source is
 * `occulted` when it lies below the Earth's limb, atmosphere not included. Orbital elements are osculating ones, from
 * position and velocity at this moment: the Moon and the Sun change them within a revolution.
 *
 * Positions are interpolated within the orbit file and never beyond it (`no_ephemeris`).
 */
export const SpacecraftState = analysis({
  name: 'integral.SpacecraftState',
  version: '1',
  description:
    'Position, axes and orbit of INTEGRAL at a time; angles and light-travel time of a source; Earth and Sun.',
  parameters: {
    time: maybe(
      missionTime({
        example: '2016-06-29T22:00:00',
        description: 'time at INTEGRAL; the middle of the orbit file when none is given',
      }),
    ),
    ...sourcePosition,
  },
  inputs: { orbit: SpacecraftOrbit },
  outputs: {
    time: record({ utc: string(), ijd: string(), errorS: number({ unit: 's' }) }),
    ephemeris: record({
      raDeg: deg('from the Earth’s centre'),
      decDeg: deg(),
      distanceKm: number({ unit: 'km' }),
      altitudeKm: number({ unit: 'km' }),
    }),
    positionKm: array('float64', { unit: 'km', description: 'from the Earth’s centre, J2000' }),
    velocityKmS: array('float64', { unit: 'km/s' }),
    axes: record({ x: direction, y: direction, z: direction }),
    source: record({ ...inFrame, toXDeg: deg('separation from X'), toYDeg: deg(), toZDeg: deg() }),
    geocentreDelayS: number({
      unit: 's',
      description: 'to be added to times at INTEGRAL to get times at the Earth’s centre',
    }),
    earth: record({
      ...body,
      limbAngleDeg: deg('of the source above the limb'),
      occulted: boolean({ description: 'whether the Earth hides the source' }),
    }),
    sun: record(body),
    orbit: orbitType,
  },
  failures: { no_ephemeris: 'the time lies outside of the orbit file' },
  resources: { light: true },
  run: ({ orbit, time, raDeg, decDeg }) => {
    const ephemeris = ephemerisOf(orbit);
    const { instant, errorS } = timeIn(ephemeris, time);
    const source = { raDeg, decDeg };
    const state = stateAt(ephemeris, instant);
    const frame = attitudeAt(attitudeOf(orbit), instant);
    const { positionKm } = state;
    const distanceKm = norm(positionKm);
    const angles = spacecraftAngles(frame, source);
    const [x, y, z] = [directionOf(frame.x), directionOf(frame.y), directionOf(frame.z)];
    const toAxis = (axis: Direction) => angularSeparationDeg(source, axis);
    return {
      time: { ...referenceOf(instant), errorS: Math.max(orbit.timeErrorS, errorS) },
      ephemeris: { ...directionOf(positionKm), distanceKm, altitudeKm: distanceKm - EARTH_RADIUS_KM },
      positionKm: Float64Array.from(positionKm),
      velocityKmS: Float64Array.from(state.velocityKmS),
      axes: { x, y, z },
      source: { ...angles, toXDeg: toAxis(x), toYDeg: toAxis(y), toZDeg: toAxis(z) },
      geocentreDelayS: lightTravelTimeS(positionKm, source),
      earth: earthOf(positionKm, frame, source),
      sun: sunOf(positionKm, instant, frame, source),
      orbit: orbitOf(state, instant),
    };
  },
});

/** The time asked for, or the middle of the table. */
function timeIn({ reference, timeS }: EphemerisTable, text: string | null): { instant: Instant; errorS: number } {
  const [firstS, lastS] = [timeS[0]!, timeS.at(-1)!];
  if (text === null) return { instant: addSeconds(reference, 0.5 * (firstS + lastS)), errorS: 0 };
  const { start, errorS } = readMissionTime(text);
  const offsetS = secondsBetween(reference, start);
  if (offsetS >= firstS && offsetS <= lastS) return { instant: start, errorS };
  const [from, to] = [firstS, lastS].map((seconds) => formatTime(addSeconds(reference, seconds), 'utc', 0)) as [
    string,
    string,
  ];
  const asked = formatTime(start, 'utc', 0);
  throw new ExpectedFailure('no_ephemeris', `${asked} lies outside of the orbit file, which covers ${from} to ${to}`, {
    asked,
    from,
    to,
  });
}

/** Position by cubic interpolation, velocity by linear: rows are 8 s apart, over which it bends by 1e-7 km/s. */
function stateAt(ephemeris: EphemerisTable, instant: Instant): OrbitState {
  const { reference, timeS, vxKmS, vyKmS, vzKmS } = ephemeris;
  const time = secondsBetween(reference, instant);
  const row = Math.min(
    timeS.findLastIndex((start) => start <= time),
    timeS.length - 2,
  );
  const u = (time - timeS[row]!) / (timeS[row + 1]! - timeS[row]!);
  const between = (v: Float64Array) => (1 - u) * v[row]! + u * v[row + 1]!;
  return { positionKm: positionAt(ephemeris, instant), velocityKmS: [between(vxKmS), between(vyKmS), between(vzKmS)] };
}

// The disc of the Earth as that of a sphere of its mean radius: its oblateness is below 0.01 degrees at apogee.
function earthOf(positionKm: Vector3, frame: SpacecraftFrame, source: Direction) {
  const at = earthDirection(positionKm);
  const distanceKm = norm(positionKm);
  const angularRadiusDeg = earthAngularRadiusDeg(distanceKm);
  const separationDeg = angularSeparationDeg(source, at);
  const limbAngleDeg = separationDeg - angularRadiusDeg;
  return {
    ...at,
    distanceKm,
    ...spacecraftAngles(frame, at),
    separationDeg,
    angularRadiusDeg,
    limbAngleDeg,
    occulted: limbAngleDeg < 0,
  };
}

// At 150000 km from the Earth the Sun is seen up to 0.06 deg away from where it is seen at the Earth's centre.
function sunOf(positionKm: Vector3, instant: Instant, frame: SpacecraftFrame, source: Direction) {
  const sun = sunPosition(instant);
  const [x, y, z] = unitVector(sun);
  const fromEarthKm = sun.distanceAu * AU_KM;
  const seen: Vector3 = [
    fromEarthKm * x - positionKm[0],
    fromEarthKm * y - positionKm[1],
    fromEarthKm * z - positionKm[2],
  ];
  const at = directionOf(seen);
  const distanceKm = norm(seen);
  const angularRadiusDeg = (Math.asin(SUN_RADIUS_KM / distanceKm) * 180) / Math.PI;
  return {
    ...at,
    distanceKm,
    ...spacecraftAngles(frame, at),
    separationDeg: angularSeparationDeg(source, at),
    angularRadiusDeg,
  };
}

// Shape and place of the osculating ellipse; perigee and apogee as heights above the mean radius.
function orbitOf(state: OrbitState, instant: Instant): ValueOf<typeof orbitType> {
  const elements = elementsFromState(state, instant);
  const { epoch: _, meanAnomalyDeg: _anomaly, ...shape } = elements;
  const { semiMajorAxisKm, eccentricity } = shape;
  const phase = orbitalPhase(elements, instant);
  return {
    ...shape,
    periodD: orbitalPeriodS(semiMajorAxisKm) / 86_400,
    perigeeAltitudeKm: semiMajorAxisKm * (1 - eccentricity) - EARTH_RADIUS_KM,
    apogeeAltitudeKm: semiMajorAxisKm * (1 + eccentricity) - EARTH_RADIUS_KM,
    phase,
    nearPerigee: phase < BELT_PHASE || phase > 1 - BELT_PHASE,
  };
}
