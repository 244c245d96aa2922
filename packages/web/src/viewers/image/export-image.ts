// Takes an image out of the viewer: the picture as PNG, the plane as a FITS file with its header.
import { imageHdu, writeFits } from '@stemma/data/fits';
import type { ImagePlane } from './image-plane.ts';

/** The plane as a FITS file of its own: values in float64, the keywords of its HDU kept. */
export function planeAsFits(plane: ImagePlane): Uint8Array<ArrayBuffer> {
  const scaling = new Set(['BSCALE', 'BZERO', 'BLANK', 'BUNIT', 'EXTNAME', 'EXTVER', 'DATASUM', 'CHECKSUM']);
  const header = plane.header.cards.filter(({ keyword, value }) => value !== undefined && !scaling.has(keyword));
  const bytes = writeFits([
    imageHdu({
      data: Float64Array.from(plane.values()),
      shape: [plane.rows, plane.columns],
      ...(plane.unit === '' ? {} : { unit: plane.unit }),
      header: header.map(({ keyword, value, comment }) => ({ keyword, value: value!, comment })),
    }),
  ]);
  return Uint8Array.from(bytes);
}

/** What the screen shows, overlay included, as a PNG file. */
export async function screenAsPng(layers: readonly HTMLCanvasElement[], background: string): Promise<Blob> {
  const [first] = layers;
  const sheet = new OffscreenCanvas(first!.width, first!.height);
  const context = sheet.getContext('2d')!;
  context.fillStyle = background;
  context.fillRect(0, 0, sheet.width, sheet.height);
  for (const layer of layers) context.drawImage(layer, 0, 0);
  return await sheet.convertToBlob({ type: 'image/png' });
}
