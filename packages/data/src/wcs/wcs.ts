/** A celestial world coordinate system of a FITS image: pixels to directions and back, alone or in batches. */

import { type CelestialAxes, celestialAxes } from './celestial-axes.ts';
import { CelestialRotation } from './celestial-rotation.ts';
import { type KeywordSource, Keywords } from './keyword-source.ts';
import { type PixelMatrix, axisUnitDeg, invertMatrix, readPixelMatrix } from './linear-axes.ts';
import type { Pair, Projection } from './projection-type.ts';
import { projectionOf } from './projection.ts';
import { SipDistortion } from './sip.ts';
import { type SkyFrame, fromIcrs, readSkyFrame, toIcrs } from './sky-frame.ts';
import { WcsError } from './wcs-error.ts';

/** A place in an image: column x and row y, counted from 0 at the centre of the first pixel. */
export interface PixelPosition {
  readonly x: number;
  readonly y: number;
}

/** A direction in the frame of the WCS: longitude 0 to 360 and latitude in degrees. */
export interface WorldPosition {
  readonly lonDeg: number;
  readonly latDeg: number;
}

/**
 * The coordinate system. Pixels count from 0 at the centre of the first pixel (FITS counts from 1). A pixel outside of
 * the sky, or a direction without an image, gives NaN. Agrees with astropy.wcs (`all_pix2world`, origin 0).
 */
export class Wcs {
  /** Frame of the longitudes and latitudes. */
  readonly frame: SkyFrame;
  readonly projection: Projection;
  /** Degrees per pixel at the reference pixel, in the plane of projection, without the distortion. */
  readonly matrix: PixelMatrix;
  /** The reference pixel, counted from 0. */
  readonly referencePixel: PixelPosition;
  /** Whether the header has a SIP distortion. */
  readonly distorted: boolean;
  readonly #inverse: PixelMatrix;
  readonly #sip: SipDistortion | undefined;
  readonly #rotation: CelestialRotation;
  readonly #pair: Pair = { first: 0, second: 0 };

  /** Reads the keywords of a header or record; `alternate` is the letter of another description. Throws WcsError. */
  constructor(source: KeywordSource, alternate = '') {
    const keywords = new Keywords(source, alternate);
    const axes = celestialAxes(keywords);
    const { lonAxis, latAxis } = axes;
    refuseOtherParameters(keywords, axes);
    const parameter = axes.projection === 'CEA' ? keywords.number(`PV${latAxis}_1`) : undefined;
    this.projection = projectionOf(axes.projection, parameter);
    this.frame = readSkyFrame(keywords, axes.lonName);
    this.matrix = readPixelMatrix(keywords, axes);
    this.#inverse = invertMatrix(this.matrix);
    const [first, second] = lonAxis < latAxis ? [lonAxis, latAxis] : [latAxis, lonAxis];
    this.referencePixel = {
      x: (keywords.number(`CRPIX${first}`) ?? 0) - 1,
      y: (keywords.number(`CRPIX${second}`) ?? 0) - 1,
    };
    this.#sip = SipDistortion.read(keywords);
    this.distorted = this.#sip !== undefined;
    const referenceLatDeg = (keywords.number(`CRVAL${latAxis}`) ?? 0) * axisUnitDeg(keywords, latAxis);
    if (Math.abs(referenceLatDeg) > 90) {
      throw new WcsError('corrupt', `CRVAL${latAxis} is a latitude of ${referenceLatDeg} degrees`);
    }
    this.#rotation = new CelestialRotation({
      referenceLonDeg: (keywords.number(`CRVAL${lonAxis}`) ?? 0) * axisUnitDeg(keywords, lonAxis),
      referenceLatDeg,
      theta0Deg: this.projection.referenceLatitudeDeg,
      lonPoleDeg: keywords.number(`PV${lonAxis}_3`) ?? keywords.number('LONPOLE'),
      latPoleDeg: keywords.number(`PV${lonAxis}_4`) ?? keywords.number('LATPOLE'),
    });
  }

  /** Direction of a place in the image. */
  pixelToWorld(x: number, y: number): WorldPosition {
    this.#toWorld(x, y);
    return { lonDeg: this.#pair.first, latDeg: this.#pair.second };
  }

  /** Place in the image of a direction in the frame of the WCS. */
  worldToPixel(lonDeg: number, latDeg: number): PixelPosition {
    this.#pair.first = lonDeg;
    this.#pair.second = latDeg;
    this.#toPixel();
    return { x: this.#pair.first, y: this.#pair.second };
  }

  /** ICRS direction of a place in the image; throws `unsupported` unless the frame is equatorial (2000) or galactic. */
  pixelToIcrs(x: number, y: number): { raDeg: number; decDeg: number } {
    this.#toWorld(x, y);
    toIcrs(this.frame, this.#pair);
    return { raDeg: this.#pair.first, decDeg: this.#pair.second };
  }

  /** Place in the image of an ICRS direction; throws `unsupported` like `pixelToIcrs`. */
  icrsToPixel(raDeg: number, decDeg: number): PixelPosition {
    this.#pair.first = raDeg;
    this.#pair.second = decDeg;
    fromIcrs(this.frame, this.#pair);
    this.#toPixel();
    return { x: this.#pair.first, y: this.#pair.second };
  }

  /** Directions of many places; all four arrays have one length, and the results may replace the inputs. */
  pixelsToWorld(x: ArrayLike<number>, y: ArrayLike<number>, lonDeg: Float64Array, latDeg: Float64Array): void {
    requireEqualLengths(x, y, lonDeg, latDeg);
    for (let i = 0; i < x.length; i++) {
      this.#toWorld(x[i]!, y[i]!);
      lonDeg[i] = this.#pair.first;
      latDeg[i] = this.#pair.second;
    }
  }

  /** Places of many directions; all four arrays have one length, and the results may replace the inputs. */
  worldToPixels(lonDeg: ArrayLike<number>, latDeg: ArrayLike<number>, x: Float64Array, y: Float64Array): void {
    requireEqualLengths(lonDeg, latDeg, x, y);
    for (let i = 0; i < x.length; i++) {
      this.#pair.first = lonDeg[i]!;
      this.#pair.second = latDeg[i]!;
      this.#toPixel();
      x[i] = this.#pair.first;
      y[i] = this.#pair.second;
    }
  }

  #toWorld(x: number, y: number): void {
    const pair = this.#pair;
    pair.first = x - this.referencePixel.x;
    pair.second = y - this.referencePixel.y;
    this.#sip?.apply(pair);
    const { first: p, second: q } = pair;
    const { xx, xy, yx, yy } = this.matrix;
    this.projection.deproject(xx * p + xy * q, yx * p + yy * q, pair);
    this.#rotation.toSky(pair.first, pair.second, pair);
  }

  #toPixel(): void {
    const pair = this.#pair;
    this.#rotation.toNative(pair.first, pair.second, pair);
    this.projection.project(pair.first, pair.second, pair);
    const { first: u, second: v } = pair;
    const { xx, xy, yx, yy } = this.#inverse;
    pair.first = xx * u + xy * v;
    pair.second = yx * u + yy * v;
    this.#sip?.invert(pair);
    pair.first += this.referencePixel.x;
    pair.second += this.referencePixel.y;
  }
}

/** Parameters that change the meaning of a projection must not be ignored. */
function refuseOtherParameters(keywords: Keywords, { lonAxis, latAxis, projection }: CelestialAxes): void {
  const refuse = (name: string): void => {
    const value = keywords.number(name);
    if (value === undefined || value === 0) return;
    throw new WcsError('unsupported', `${name} = ${value} with the projection ${projection} is not supported`);
  };
  for (const m of [0, 1, 2]) refuse(`PV${lonAxis}_${m}`);
  for (let m = 0; m <= 39; m++) {
    if (m >= 5) refuse(`PV${lonAxis}_${m}`);
    // MER and the like have no parameters; a 1 in PV2_1 of TAN is SCAMP's way to say "no distortion".
    const isDefault = m === 1 && projection === 'TAN' && keywords.number(`PV${latAxis}_1`) === 1;
    if (!(m === 1 && projection === 'CEA') && !isDefault) refuse(`PV${latAxis}_${m}`);
  }
}

function requireEqualLengths(...arrays: readonly ArrayLike<number>[]): void {
  if (arrays.every((array) => array.length === arrays[0]!.length)) return;
  throw new WcsError('invalid_request', `arrays of unequal lengths: ${arrays.map((array) => array.length).join(', ')}`);
}
