/** Images laid over one another in one frame: read one at a time, so that memory does not grow with their number. */

import { ExpectedFailure } from '@stemma/core';
import { Wcs } from '@stemma/data/wcs';
import {
  addToMosaic,
  emptyMosaic,
  mosaicFrame,
  type MosaicInput,
  type MosaicPlanes,
  mosaicPlanes,
  tangentPlaneOfWcs,
} from '../coded-mask/mosaic.ts';
import { coveredPart, type PlacedPlanes } from './covered-part.ts';

/** Planes by band. */
type Planes = readonly Pick<MosaicInput, 'intensity' | 'variance' | 'exposure'>[];

/** Where one image lies, and how its planes are got. */
export interface SummedImage {
  /** Science window or file, for messages. */
  readonly name: string;
  readonly wcs: Wcs;
  /** Pixels per row. */
  readonly width: number;
  /** Reads the planes of all bands: called once, when the image is added. */
  planes(): Planes | Promise<Planes>;
}

/**
 * The mosaic of images in each of `bands` bands, cut to what they cover.
 * @throws ExpectedFailure `too_far_apart` when no tangent plane holds all of them; `no_images` when no pixel of any of
 *   them has exposure and variance.
 */
export async function sumImages(
  images: readonly SummedImage[],
  bands: number,
  progress: (fraction: number, name: string) => void,
): Promise<PlacedPlanes> {
  const frame = frameOf(images);
  const wcs = new Wcs(frame.keywords);
  const first = emptyMosaic(wcs, frame.shape);
  const size = first.weight.length;
  const sums = Array.from({ length: bands }, (_, band) => {
    if (band === 0) return first;
    const [weightedSum, weight, exposure] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
    return { ...first, weightedSum, weight, exposure };
  });
  for (const [k, { name, wcs: own, width, planes }] of images.entries()) {
    progress(k / images.length, name);
    const plane = tangentPlaneOfWcs(own);
    (await planes()).forEach((input, band) => addToMosaic(sums[band]!, { plane, width, ...input }));
  }
  if (!sums.some(({ weight }) => weight.some((value) => value > 0)))
    throw new ExpectedFailure('no_images', `no pixel of ${images.length} images has exposure and variance`);
  return coveredPart({ planes: sums.map((sum): MosaicPlanes => mosaicPlanes(sum)), keywords: frame.keywords });
}

function frameOf(images: readonly SummedImage[]): ReturnType<typeof mosaicFrame> {
  const centres = images.map(({ wcs }) => wcs.pixelToIcrs(wcs.referencePixel.x, wcs.referencePixel.y));
  try {
    return mosaicFrame(centres);
  } catch (thrown) {
    const what = `${images.length} images, ${images[0]?.name} to ${images.at(-1)?.name}`;
    const cure = 'choose a smaller radius or fewer science windows';
    throw new ExpectedFailure('too_far_apart', `${what}: ${(thrown as Error).message}; ${cure}`);
  }
}
