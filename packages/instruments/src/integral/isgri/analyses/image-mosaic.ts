// A mosaic of image files: real sky images and mosaics of ISGRI laid over one another. Files that cannot be used are left
// out, and named in the result; put it in place of integral.Mosaic for its files and its catalogue.
import { analysis, ExpectedFailure, type FileValue } from '@stemma/core';
import { tangentPlaneOfWcs } from '../../coded-mask/mosaic.ts';
import { isgriSkyImage } from '../../sources.ts';
import { type ImageProductFile, readImageProduct } from '../formats/image-product.ts';
import { mosaicFailures, mosaicImages, mosaicOutputs } from '../mosaic-outputs.ts';
import { sumImages } from '../sum-images.ts';
import type { DroppedWindow } from '../usable-windows.ts';

/** Mosaic of images from files. */
export const ImageMosaic = analysis({
  name: 'integral.ImageMosaic',
  version: '1',
  description:
    'Mosaic of ISGRI images from files, in place of integral.Mosaic; by default of one real image of the Crab.',
  inputs: { data: [isgriSkyImage] },
  outputs: mosaicOutputs,
  failures: mosaicFailures,
  run: async ({ data }, activity) => {
    const { found, dropped } = await usableFiles(data);
    for (const { message } of dropped) activity.log(`left out: ${message}`);
    const summed = found.map(({ file, scw, wcs, width }) => ({
      name: scw ?? file.name,
      wcs,
      width,
      // Read again: kept in memory, all files together could be more than there is.
      planes: async () => (await readImageProduct(file.bytes(), file.name)).bands,
    }));
    const { bands } = found[0]!;
    const progress = (fraction: number, name: string): void => activity.progress(fraction, name);
    const placed = await sumImages(summed, bands.length, progress);
    return {
      ...mosaicImages(placed),
      bands,
      used: summed.map(({ name }) => name),
      dropped,
      exposureS: found.reduce((total, { exposureS }) => total + exposureS, 0),
      startIjd: Math.min(...found.map(({ startIjd }) => startIjd)),
      stopIjd: Math.max(...found.map(({ stopIjd }) => stopIjd)),
      label: `mosaic of ${found.length} image files`,
    };
  },
});

/** What is kept of a file while others are read. */
interface UsableFile extends Omit<ImageProductFile, 'bands'> {
  readonly file: FileValue;
  readonly width: number;
  readonly bands: readonly { readonly minKeV: number; readonly maxKeV: number }[];
}

/** @throws ExpectedFailure `no_images` when no file can be used. */
async function usableFiles(files: readonly FileValue[]): Promise<{ found: UsableFile[]; dropped: DroppedWindow[] }> {
  const found: UsableFile[] = [];
  const dropped: DroppedWindow[] = [];
  for (const file of files) {
    try {
      const { bands, ...rest } = await readImageProduct(file.bytes(), file.name);
      const usable = { ...rest, file, width: bands[0]!.width, bands: bands.map(({ band }) => band) };
      found.push(checked(usable, found[0]));
    } catch (thrown) {
      if (!(thrown instanceof ExpectedFailure)) throw thrown;
      dropped.push({ scw: file.name, reason: thrown.reason, message: thrown.message });
    }
  }
  if (found.length > 0) return { found, dropped };
  const why = dropped[0]?.message ?? 'none was given';
  throw new ExpectedFailure('no_images', `none of ${files.length} files can be used: ${why}`, { dropped });
}

/** Refuses what cannot be added to the first image. */
function checked(file: UsableFile, first: UsableFile | undefined): UsableFile {
  const text = ({ bands }: UsableFile): string =>
    bands.map(({ minKeV, maxKeV }) => `${minKeV}-${maxKeV} keV`).join(', ');
  const refuse = (what: string): never => {
    throw new ExpectedFailure('no_image', `${file.file.name} ${what}`, { file: file.file.name });
  };
  if (first && text(first) !== text(file)) refuse(`has the bands ${text(file)}, not ${text(first)}`);
  try {
    tangentPlaneOfWcs(file.wcs);
  } catch (thrown) {
    refuse(`cannot be added: ${(thrown as Error).message}`);
  }
  return file;
}
