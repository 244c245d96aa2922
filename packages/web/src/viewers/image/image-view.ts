// Which part of an image the screen shows. Image pixels count from 0 at the centre of the first, upwards as in FITS;
// screen pixels from 0 at the upper left corner, downwards.

/** A view: the image place in the middle of the screen, and screen pixels per image pixel. */
export interface ImageView {
  readonly centreX: number;
  readonly centreY: number;
  readonly scale: number;
}

/** Columns and rows of an image, or width and height of a screen. */
export interface Extent {
  readonly width: number;
  readonly height: number;
}

/** A place on the screen or in the image. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

const largestScale = 64;

/** The view that shows the whole image. */
export function fittingView(image: Extent, screen: Extent): ImageView {
  const scale = Math.min(screen.width / image.width, screen.height / image.height);
  return { centreX: (image.width - 1) / 2, centreY: (image.height - 1) / 2, scale: Math.max(1e-6, scale) };
}

/** The image place under a screen place. */
export function imagePlace(view: ImageView, screen: Extent, { x, y }: Place): Place {
  return {
    x: view.centreX + (x - screen.width / 2) / view.scale,
    y: view.centreY - (y - screen.height / 2) / view.scale,
  };
}

/** The screen place of an image place. */
export function screenPlace(view: ImageView, screen: Extent, { x, y }: Place): Place {
  return {
    x: screen.width / 2 + (x - view.centreX) * view.scale,
    y: screen.height / 2 - (y - view.centreY) * view.scale,
  };
}

/** The view moved by screen pixels: the image follows the finger. */
export function pannedView(view: ImageView, dx: number, dy: number): ImageView {
  return { ...view, centreX: view.centreX - dx / view.scale, centreY: view.centreY + dy / view.scale };
}

/** The view enlarged by a factor, with what lies under `fixed` staying there. */
export function zoomedView(view: ImageView, screen: Extent, factor: number, fixed: Place): ImageView {
  const scale = Math.min(largestScale, Math.max(1e-4, view.scale * factor));
  const before = imagePlace(view, screen, fixed);
  const after = imagePlace({ ...view, scale }, screen, fixed);
  return { scale, centreX: view.centreX + before.x - after.x, centreY: view.centreY + before.y - after.y };
}
