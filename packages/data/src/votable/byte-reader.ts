/** Reads a decoded binary stream from its beginning to its end, never beyond. */

import { VoTableError } from './votable-error.ts';

/**
 * A position in a byte array. Fields are decoded through `view` at the position that `take` gave, without copies;
 * numbers are big-endian, as in FITS.
 */
export class ByteReader {
  readonly view: DataView;
  readonly bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Number of bytes taken. */
  get position(): number {
    return this.#at;
  }

  /** Whether all bytes have been taken. */
  get done(): boolean {
    return this.#at === this.bytes.length;
  }

  /** Position of the next `count` bytes, which are taken. Throws `corrupt` when there are fewer. */
  take(count: number): number {
    const at = this.#at;
    if (count < 0 || count > this.bytes.length - at) {
      throw new VoTableError('corrupt', `the binary stream ends at byte ${this.bytes.length}, within a row`);
    }
    this.#at = at + count;
    return at;
  }

  /** The element count (32 bits, signed) in front of an array of variable size. */
  count(): number {
    return this.view.getInt32(this.take(4));
  }
}
