/**
 * Positions within the twelve base pixels ("faces") of HEALPix, the ground of its nested numbering (Górski et al. 2005,
 * ApJ 622, 759, section 4).
 */

/** A pixel by face and by its steps to the north-east (x) and north-west (y) from the face's southern corner. */
export interface FacePosition {
  face: number;
  x: number;
  y: number;
}

// Ring of a face's northern corner and longitude of its centre, in units of a face's size.
const cornerRing = Uint8Array.of(2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4);
const centreLongitude = Uint8Array.of(1, 3, 5, 7, 0, 2, 4, 6, 1, 3, 5, 7);

/** Every second bit of the result is a bit of v: 16 bits become 32. */
function spreadBits(v: number): number {
  let bits = v & 0xffff;
  bits = (bits | (bits << 8)) & 0x00ff00ff;
  bits = (bits | (bits << 4)) & 0x0f0f0f0f;
  bits = (bits | (bits << 2)) & 0x33333333;
  return (bits | (bits << 1)) & 0x55555555;
}

/** The opposite of `spreadBits`. */
function gatherBits(v: number): number {
  let bits = v & 0x55555555;
  bits = (bits | (bits >>> 1)) & 0x33333333;
  bits = (bits | (bits >>> 2)) & 0x0f0f0f0f;
  bits = (bits | (bits >>> 4)) & 0x00ff00ff;
  return (bits | (bits >>> 8)) & 0xffff;
}

/** Nested number of a position: the face, then the bits of x and y in turn. */
export function nestedFromFace({ face, x, y }: FacePosition, nside: number): number {
  return face * nside * nside + spreadBits(x) + 2 * spreadBits(y);
}

/** Position of a nested number. */
export function faceFromNested(pixel: number, nside: number, position: FacePosition): void {
  const perFace = nside * nside;
  position.face = Math.floor(pixel / perFace);
  const within = pixel - position.face * perFace;
  position.x = gatherBits(within);
  position.y = gatherBits(within >>> 1);
}

/** A pixel by ring, counted from 1 in the north, and by its place in the ring, counted from 0 eastwards. */
export interface RingPosition {
  ring: number;
  index: number;
}

/** Number of pixels in a quarter of a ring. */
export function quarterOfRing(ring: number, nside: number): number {
  return Math.min(ring, nside, 4 * nside - ring);
}

/** Whether a ring's first pixel begins at longitude 0, its centre half a step east, instead of being centred there. */
export function isShifted(ring: number, nside: number): boolean {
  return ring < nside || ring > 3 * nside || ((ring - nside) & 1) === 0;
}

/** Ring and place of a position within a face, written into `position`: no object is made for each pixel of a map. */
export function ringFromFace({ face, x, y }: FacePosition, nside: number, position: RingPosition): void {
  const ring = cornerRing[face]! * nside - x - y - 1;
  const quarter = quarterOfRing(ring, nside);
  const shift = isShifted(ring, nside) ? 1 : 0;
  // Twice the place in the ring; an odd number of half steps has the pixel's centre there.
  const index = (centreLongitude[face]! * quarter + x - y - shift) / 2;
  position.ring = ring;
  position.index = (index + 4 * quarter) % (4 * quarter);
}

/** Position within a face of a pixel of a ring. */
export function faceFromRing({ ring, index }: RingPosition, nside: number, position: FacePosition): void {
  const quarter = quarterOfRing(ring, nside);
  const shift = isShifted(ring, nside) ? 1 : 0;
  position.face = faceOfRing(ring, index, quarter, nside);
  const southward = cornerRing[position.face]! * nside - ring - 1;
  let eastward = 2 * index + shift - centreLongitude[position.face]! * quarter;
  // Face 4 lies on both sides of longitude 0.
  if (eastward >= 2 * nside) eastward -= 8 * quarter;
  position.x = (southward + eastward) / 2;
  position.y = (southward - eastward) / 2;
}

// In the polar caps each quarter of a ring lies on one face.
function faceOfRing(ring: number, index: number, quarter: number, nside: number): number {
  if (ring < nside) return Math.floor(index / quarter);
  if (ring > 3 * nside) return Math.floor(index / quarter) + 8;
  // In the equatorial zone the faces are bounded by lines that move half a pixel per ring, to the east and to the west.
  const eastern = Math.floor((index + nside - ((ring - nside + 1) >> 1)) / nside);
  const western = Math.floor((index + nside - ((3 * nside + 1 - ring) >> 1)) / nside);
  if (eastern === western) return 4 + (eastern & 3);
  return western < eastern ? western : eastern + 8;
}
