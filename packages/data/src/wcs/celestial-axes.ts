/** Finds the two celestial axes of a header and what their CTYPE values say: frame, projection, distortion. */

import type { Keywords } from './keyword-source.ts';
import { WcsError } from './wcs-error.ts';

/** The celestial axes of a header, numbered from 1 as in FITS. */
export interface CelestialAxes {
  /** Axis of the longitude and of the latitude. */
  readonly lonAxis: number;
  readonly latAxis: number;
  /** `RA`, `GLON`, `ELON` …, as it stands in CTYPE. */
  readonly lonName: string;
  /** Three letters. */
  readonly projection: string;
}

interface AxisType {
  readonly axis: number;
  readonly name: string;
  readonly projection: string;
  readonly suffix: string;
}

function axisTypes(keywords: Keywords): AxisType[] {
  const count = keywords.number('WCSAXES') ?? Math.max(2, keywords.plainNumber('NAXIS') ?? 2);
  const types: AxisType[] = [];
  for (let axis = 1; axis <= Math.min(count, 99); axis++) {
    const match = /^([A-Z]{1,4})-+([A-Z]{3})(?:-([A-Z]{3}))?$/.exec(keywords.text(`CTYPE${axis}`) ?? '');
    if (match) types.push({ axis, name: match[1]!, projection: match[2]!, suffix: match[3] ?? '' });
  }
  return types;
}

/** Reads CTYPE of all axes; throws `not_found` without a celestial pair, `corrupt` for halves of two different ones. */
export function celestialAxes(keywords: Keywords): CelestialAxes {
  const types = axisTypes(keywords);
  const lon = types.find(({ name }) => name === 'RA' || name.endsWith('LON') || name.endsWith('LN'));
  if (lon === undefined) throw new WcsError('not_found', 'the header has no celestial axes in its CTYPE keywords');
  const latName = lon.name === 'RA' ? 'DEC' : lon.name.replace(/LON$/, 'LAT').replace(/LN$/, 'LT');
  const lat = types.find(
    ({ name, projection, suffix }) => name === latName && projection === lon.projection && suffix === lon.suffix,
  );
  if (lat === undefined) {
    throw new WcsError(
      'corrupt',
      `CTYPE${lon.axis} is a ${lon.name} in ${lon.projection}, but no ${latName} axis fits`,
    );
  }
  if (lon.suffix !== '' && lon.suffix !== 'SIP') {
    throw new WcsError('unsupported', `the distortion ${lon.suffix} of CTYPE${lon.axis} is not supported`);
  }
  return { lonAxis: lon.axis, latAxis: lat.axis, lonName: lon.name, projection: lon.projection };
}
