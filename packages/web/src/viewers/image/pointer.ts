// What a pointer does over an image: dragging pans, the wheel zooms where it stands, a click without a drag selects.
import { type Extent, type ImageView, pannedView, type Place, zoomedView } from './image-view.ts';

/** What the pointer needs, and whom it tells; places are in device pixels of the stage. */
export interface PointerUse {
  view(): ImageView;
  screen(): Extent;
  move(view: ImageView): void;
  hover(place: Place): void;
  click(place: Place): void;
}

const clickReachPx = 3;

/** Follows the pointer over an element. */
export function followPointer(stage: HTMLElement, use: PointerUse): void {
  let last: Place | undefined;
  let travelledPx = 0;
  const placeOf = (event: MouseEvent): Place => {
    const box = stage.getBoundingClientRect();
    return { x: (event.clientX - box.left) * devicePixelRatio, y: (event.clientY - box.top) * devicePixelRatio };
  };
  stage.addEventListener('pointerdown', (event) => {
    last = placeOf(event);
    travelledPx = 0;
    stage.setPointerCapture(event.pointerId);
  });
  stage.addEventListener('pointermove', (event) => {
    const place = placeOf(event);
    if (last) {
      travelledPx += Math.hypot(place.x - last.x, place.y - last.y);
      use.move(pannedView(use.view(), place.x - last.x, place.y - last.y));
      last = place;
    }
    use.hover(place);
  });
  stage.addEventListener('pointerup', (event) => {
    last = undefined;
    if (travelledPx < clickReachPx * devicePixelRatio) use.click(placeOf(event));
  });
  stage.addEventListener('pointercancel', () => (last = undefined));
  stage.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      use.move(zoomedView(use.view(), use.screen(), Math.exp(-event.deltaY / 300), placeOf(event)));
    },
    { passive: false },
  );
}
