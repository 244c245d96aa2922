/** HEALPix: pixels of equal area on the sphere, in both numberings (Górski et al. 2005, ApJ 622, 759, doi:10.1086/427976). */

import {
  type FacePosition,
  type RingPosition,
  faceFromNested,
  faceFromRing,
  isShifted,
  nestedFromFace,
  quarterOfRing,
  ringFromFace,
} from './faces.ts';
import { HealpixError } from './healpix-error.ts';

/** `ring`: from the north pole along circles of latitude; `nested`: hierarchically within the twelve base pixels. */
export type HealpixOrdering = 'ring' | 'nested';

/** A direction in degrees: longitude 0 to 360, latitude. */
export interface HealpixDirection {
  readonly lonDeg: number;
  readonly latDeg: number;
}

const RADIANS = Math.PI / 180;
// Pixel numbers stay within 32-bit integers.
const largestNside = 8192;

/** A pixelisation of one resolution and numbering, in whichever frame the directions are. */
export class Healpix {
  readonly nside: number;
  readonly ordering: HealpixOrdering;
  /** 12 nside². */
  readonly pixelCount: number;
  /** Area of every pixel. */
  readonly pixelAreaDeg2: number;
  readonly #face: FacePosition = { face: 0, x: 0, y: 0 };
  readonly #ring: RingPosition = { ring: 1, index: 0 };

  /** `nside` from 1 to 8192, a power of two for `nested` (HealpixError otherwise). */
  constructor(nside: number, ordering: HealpixOrdering) {
    const isPowerOfTwo = (nside & (nside - 1)) === 0;
    if (!Number.isInteger(nside) || nside < 1 || nside > largestNside || (ordering === 'nested' && !isPowerOfTwo)) {
      const kind = ordering === 'nested' ? 'a power of two' : 'an integer';
      throw new HealpixError(`nside of ${ordering} pixels must be ${kind} from 1 to ${largestNside}, not ${nside}`);
    }
    this.nside = nside;
    this.ordering = ordering;
    this.pixelCount = 12 * nside * nside;
    this.pixelAreaDeg2 = (4 * Math.PI * RADIANS ** -2) / this.pixelCount;
  }

  /** The pixel that contains a direction. Throws HealpixError for a latitude beyond the poles or NaN. */
  pixelAt(lonDeg: number, latDeg: number): number {
    if (!(Math.abs(latDeg) <= 90 && Number.isFinite(lonDeg))) {
      throw new HealpixError(`there is no direction ${lonDeg}, ${latDeg}`);
    }
    const { nside } = this;
    this.#locate(lonDeg, latDeg);
    return this.ordering === 'nested' ? nestedFromFace(this.#face, nside) : this.#ringNumber();
  }

  /** Direction of the centre of a pixel. Throws HealpixError when there is no such pixel. */
  centreOf(pixel: number): HealpixDirection {
    this.#toRing(pixel);
    return { lonDeg: this.#lonDeg(), latDeg: this.#latDeg(this.#ring.ring) };
  }

  /** Pixels of many directions; the arrays have one length. */
  pixelsAt(lonDeg: ArrayLike<number>, latDeg: ArrayLike<number>, pixels: Int32Array): void {
    requireEqualLengths(lonDeg.length, latDeg.length, pixels.length);
    for (let i = 0; i < pixels.length; i++) pixels[i] = this.pixelAt(lonDeg[i]!, latDeg[i]!);
  }

  /** Centres of many pixels; the arrays have one length. */
  centresOf(pixels: ArrayLike<number>, lonDeg: Float64Array, latDeg: Float64Array): void {
    requireEqualLengths(pixels.length, lonDeg.length, latDeg.length);
    for (let i = 0; i < pixels.length; i++) {
      this.#toRing(pixels[i]!);
      lonDeg[i] = this.#lonDeg();
      latDeg[i] = this.#latDeg(this.#ring.ring);
    }
  }

  /** The number of a pixel in the other numbering, in which `nside` must be a power of two. */
  renumbered(pixel: number): number {
    if ((this.nside & (this.nside - 1)) !== 0) throw new HealpixError(`nside ${this.nside} has no nested numbering`);
    this.#toRing(pixel);
    if (this.ordering === 'nested') return this.#ringNumber();
    faceFromRing(this.#ring, this.nside, this.#face);
    return nestedFromFace(this.#face, this.nside);
  }

  /**
   * All pixels whose centres lie within `radiusDeg` of a direction, in the order of their rings. Cost: the pixels found
   * and the rings crossed, not the sphere. Throws HealpixError for a radius that is negative or NaN.
   */
  pixelsInCone(lonDeg: number, latDeg: number, radiusDeg: number): number[] {
    if (!(radiusDeg >= 0)) throw new HealpixError(`a cone cannot have a radius of ${radiusDeg} degrees`);
    const first = this.#ringNorthOf(Math.min(90, latDeg + radiusDeg));
    const last = this.#ringNorthOf(Math.max(-90, latDeg - radiusDeg)) + 1;
    const found: number[] = [];
    for (let ring = Math.max(1, first); ring <= Math.min(4 * this.nside - 1, last); ring++) {
      const half = halfChordDeg(latDeg, this.#latDeg(ring), radiusDeg);
      if (half >= 0) this.#addArc(ring, lonDeg, half, found);
    }
    return found;
  }

  /** Sets the position within a face (equations 4 to 9 of the paper, inverted), and the ring position as well. */
  #locate(lonDeg: number, latDeg: number): void {
    const { nside } = this;
    const z = Math.sin(latDeg * RADIANS);
    // Longitude in quarters of the circle, 0 to 4.
    const turn = lonDeg / 360 - Math.floor(lonDeg / 360);
    const quarters = (4 * turn) % 4;
    if (Math.abs(z) <= 2 / 3) this.#locateEquatorial(quarters, z);
    else {
      const column = Math.floor(quarters);
      const along = quarters - column;
      // nside · sqrt(3 (1 - |z|)), with the cosine of the latitude near the poles, where 1 - |z| loses digits.
      const size = (nside * Math.cos(latDeg * RADIANS)) / Math.sqrt((1 + Math.abs(z)) / 3);
      const east = Math.min(nside - 1, Math.floor(along * size));
      const west = Math.min(nside - 1, Math.floor((1 - along) * size));
      this.#face.face = z > 0 ? column : column + 8;
      this.#face.x = z > 0 ? nside - west - 1 : east;
      this.#face.y = z > 0 ? nside - east - 1 : west;
    }
    ringFromFace(this.#face, nside, this.#ring);
  }

  /** Between the caps faces are bounded by two families of lines, along which z is linear in longitude. */
  #locateEquatorial(quarters: number, z: number): void {
    const { nside } = this;
    const falling = Math.floor(nside * (0.5 + quarters - 0.75 * z));
    const climbing = Math.floor(nside * (0.5 + quarters + 0.75 * z));
    const [a, b] = [Math.floor(falling / nside), Math.floor(climbing / nside)];
    if (a === b) this.#face.face = 4 + (a & 3);
    else this.#face.face = a < b ? a : b + 8;
    this.#face.x = climbing - b * nside;
    this.#face.y = nside - (falling - a * nside) - 1;
  }

  /** Sets the ring position of a pixel. */
  #toRing(pixel: number): void {
    if (!Number.isInteger(pixel) || pixel < 0 || pixel >= this.pixelCount) {
      throw new HealpixError(`there is no pixel ${pixel} among ${this.pixelCount}`);
    }
    if (this.ordering === 'nested') {
      faceFromNested(pixel, this.nside, this.#face);
      return ringFromFace(this.#face, this.nside, this.#ring);
    }
    const { nside, pixelCount } = this;
    const cap = 2 * nside * (nside - 1);
    const fromSouth = pixelCount - 1 - pixel;
    if (pixel < cap) {
      this.#ring.ring = polarRing(pixel);
      this.#ring.index = pixel - this.#ringStart(this.#ring.ring);
    } else if (fromSouth < cap) {
      this.#ring.ring = 4 * nside - polarRing(fromSouth);
      this.#ring.index = pixel - this.#ringStart(this.#ring.ring);
    } else {
      this.#ring.ring = nside + Math.floor((pixel - cap) / (4 * nside));
      this.#ring.index = (pixel - cap) % (4 * nside);
    }
  }

  #ringNumber(): number {
    return this.#ringStart(this.#ring.ring) + this.#ring.index;
  }

  /** Ring number of the first pixel of a ring. */
  #ringStart(ring: number): number {
    const { nside, pixelCount } = this;
    if (ring < nside) return 2 * ring * (ring - 1);
    const south = 4 * nside - ring;
    if (south < nside) return pixelCount - 2 * south * (south + 1);
    return 2 * nside * (nside - 1) + (ring - nside) * 4 * nside;
  }

  #lonDeg(): number {
    const { ring, index } = this.#ring;
    const shift = isShifted(ring, this.nside) ? 0.5 : 0;
    return ((index + shift) * 90) / quarterOfRing(ring, this.nside);
  }

  #latDeg(ring: number): number {
    const { nside } = this;
    if (ring >= nside && ring <= 3 * nside) return Math.asin((2 * (2 * nside - ring)) / (3 * nside)) / RADIANS;
    const quarter = quarterOfRing(ring, nside);
    // 1 - |z| = quarter² / (3 nside²), turned into a colatitude without taking the difference.
    const colatitude = (2 * Math.asin(quarter / (nside * Math.sqrt(6)))) / RADIANS;
    return ring < nside ? 90 - colatitude : colatitude - 90;
  }

  /** The last ring at or north of a latitude, or 0. */
  #ringNorthOf(latDeg: number): number {
    const { nside } = this;
    const z = Math.sin(latDeg * RADIANS);
    if (Math.abs(z) <= 2 / 3) return Math.floor(nside * (2 - 1.5 * z));
    const fromPole = nside * Math.sqrt(3 * (1 - Math.abs(z)));
    return z > 0 ? Math.floor(fromPole) : Math.min(4 * nside - 1, 4 * nside - Math.ceil(fromPole));
  }

  /** Pixels of a ring whose centres are within `half` degrees of longitude. */
  #addArc(ring: number, lonDeg: number, half: number, found: number[]): void {
    const count = 4 * quarterOfRing(ring, this.nside);
    const shift = isShifted(ring, this.nside) ? 0.5 : 0;
    const start = this.#ringStart(ring);
    const [from, to] = [
      Math.ceil(((lonDeg - half) * count) / 360 - shift),
      Math.floor(((lonDeg + half) * count) / 360 - shift),
    ];
    const end = Math.min(to, from + count - 1);
    for (let i = from; i <= end; i++) {
      const pixel = start + (((i % count) + count) % count);
      found.push(this.ordering === 'ring' ? pixel : this.#nestedOfRing(ring, pixel - start));
    }
  }

  #nestedOfRing(ring: number, index: number): number {
    this.#ring.ring = ring;
    this.#ring.index = index;
    faceFromRing(this.#ring, this.nside, this.#face);
    return nestedFromFace(this.#face, this.nside);
  }
}

/** Ring of a pixel of the northern cap: 2 r (r - 1) is the first of ring r. */
function polarRing(pixel: number): number {
  return (1 + Math.floor(Math.sqrt(1 + 2 * pixel) + 1e-12)) >> 1;
}

/** Half the range of longitudes at a latitude within a cone; negative when there is none, 180 when it is all. */
function halfChordDeg(coneLatDeg: number, latDeg: number, radiusDeg: number): number {
  if (radiusDeg >= 180) return 180;
  const [a, b] = [coneLatDeg * RADIANS, latDeg * RADIANS];
  // Haversines keep their digits for small cones: hav(r) = hav(Δlat) + cos cos hav(Δlon).
  const left = Math.sin((radiusDeg * RADIANS) / 2) ** 2 - Math.sin((a - b) / 2) ** 2;
  if (left < 0) return -1;
  const product = Math.cos(a) * Math.cos(b);
  if (left >= product) return 180;
  return (2 * Math.asin(Math.sqrt(left / product))) / RADIANS;
}

function requireEqualLengths(...lengths: readonly number[]): void {
  if (lengths.every((length) => length === lengths[0])) return;
  throw new HealpixError(`arrays of unequal lengths: ${lengths.join(', ')}`);
}
