/**
 * Names of sources that no catalogue has: after their position, as the mission names its discoveries (IGR Jhhmmm+ddmm),
 * so that a source has one name in all bands and two sources never share one.
 */

import { angularSeparationDeg, type Direction } from '@stemma/data/coordinates';

/** Nearer to one another than this, two new sources of an image are one: the point spread function. */
const SAME_DEG = 0.15;

/**
 * `NEW J05402+1748`: right ascension to tenths of minutes, declination to minutes, cut off and not rounded (IAU
 * specifications for nomenclature, section 4). Images whose positions differ by their errors may differ in the last digit.
 */
export function positionName({ raDeg, decDeg }: Direction): string {
  // The small constant keeps what is a whole digit from being cut off one lower, after a division in binary.
  const raTenths = Math.floor(((((raDeg % 360) + 360) % 360) / 15) * 600 + 1e-9) % 14_400;
  const decMinutes = Math.floor(Math.abs(decDeg) * 60 + 1e-9);
  const two = (value: number): string => String(value).padStart(2, '0');
  const ra = `${two(Math.floor(raTenths / 600))}${String(raTenths % 600).padStart(3, '0')}`;
  return `NEW J${ra}${decDeg < 0 ? '-' : '+'}${two(Math.floor(decMinutes / 60))}${two(decMinutes % 60)}`;
}

/** Gives names to the new sources of one goal: the bands of an image, or the sources of a mosaic. */
export class SourceNames {
  readonly #given: { readonly name: string; readonly direction: Direction }[] = [];

  /** The name of the new source at a position; the one given before to what lies within the point spread function. */
  nameOf(direction: Direction): string {
    let nearest: string | undefined;
    let least = SAME_DEG;
    for (const { name, direction: place } of this.#given) {
      const distance = angularSeparationDeg(place, direction);
      if (distance <= least) [nearest, least] = [name, distance];
    }
    if (nearest !== undefined) return nearest;
    // A name stands for a cell of less than 2 arcmin, so that what is further apart than this has another.
    const name = positionName(direction);
    this.#given.push({ name, direction });
    return name;
  }
}

/** The source of this name; spaces and case do not count, as people write `1E1740.7-2942` and `cyg x-1`. */
export function sourceByName<S extends { readonly name: string }>(sources: readonly S[], name: string): S | undefined {
  const key = (text: string): string => text.replaceAll(/\s+/g, '').toLowerCase();
  return sources.find((source) => key(source.name) === key(name));
}
