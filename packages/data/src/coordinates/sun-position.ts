/** Low-precision position of the Sun, enough for visibility constraints: J. Meeus, Astronomical Algorithms, chapter 25. */

import { type Instant, NS_PER_DAY } from '../time/instant.ts';
import { type Direction, wrapDeg } from './vector3.ts';

/** Where the Sun is: equatorial J2000 direction and distance. */
export interface SunPosition extends Direction {
  readonly distanceAu: number;
}

const DEG = Math.PI / 180;

/** Apparent direction of the Sun from the Earth's centre on J2000 axes, good to 0.01 deg from 1950 to 2050. */
export function sunPosition({ ttNs }: Instant): SunPosition {
  // Julian centuries from J2000.0, which is noon of 2000-01-01 TT.
  const t = (Number(ttNs) / Number(NS_PER_DAY) - 0.5) / 36_525;
  const meanLongitude = 280.46646 + t * (36_000.76983 + t * 0.000_303_2);
  const anomaly = (357.52911 + t * (35_999.05029 - t * 0.000_153_7)) * DEG;
  const eccentricity = 0.016_708_634 - t * (0.000_042_037 + t * 0.000_000_126_7);
  const centre =
    (1.914602 - t * (0.004817 + t * 0.000014)) * Math.sin(anomaly) +
    (0.019993 - t * 0.000101) * Math.sin(2 * anomaly) +
    0.000289 * Math.sin(3 * anomaly);
  const trueAnomaly = anomaly + centre * DEG;
  const distanceAu = (1.000_001_018 * (1 - eccentricity ** 2)) / (1 + eccentricity * Math.cos(trueAnomaly));
  // From the equinox of date to that of J2000 (general precession, Meeus p. 164), less the aberration of 20.5 arcsec.
  const longitude = (meanLongitude + centre - 1.396_971 * t - 0.005_69 / distanceAu) * DEG;
  const obliquity = 23.439_291 * DEG;
  const raDeg = wrapDeg(Math.atan2(Math.cos(obliquity) * Math.sin(longitude), Math.cos(longitude)) / DEG);
  return { raDeg, decDeg: Math.asin(Math.sin(obliquity) * Math.sin(longitude)) / DEG, distanceAu };
}
