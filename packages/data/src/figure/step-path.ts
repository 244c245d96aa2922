/** Histogram lines of light curves as SVG paths: steps, and for more bins than pixels their envelope. */

import type { Scale } from './scale.ts';

/** The rectangle that data are drawn in, in pixels. */
export interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Bins as columns; they need be neither equal nor gap-free. */
export interface Steps {
  readonly start: ArrayLike<number>;
  readonly width: ArrayLike<number>;
  readonly value: ArrayLike<number>;
}

/**
 * The path of a histogram line. Where several bins fall onto one pixel, a vertical stroke from their lowest to their
 * highest stands for them, so that a million bins draw as few segments as there are pixels and no peak is lost.
 * A gap between bins breaks the line. Bins outside of the range of x are left out.
 */
export function stepPath({ start, width, value }: Steps, x: Scale, y: Scale, frame: Frame): string {
  const toX = (time: number) => frame.left + frame.width * Math.min(1, Math.max(0, x.position(time)));
  const toY = (v: number) => frame.top + frame.height * (1 - Math.min(1, Math.max(0, y.position(v))));
  let path = '';
  let end = NaN;
  let column = NaN;
  let low = 0;
  let high = 0;
  for (let i = 0; i < value.length; i++) {
    const [from, to] = [start[i]!, start[i]! + width[i]!];
    if (to <= x.min || from >= x.max) continue;
    const [x0, x1, at] = [toX(from), toX(to), toY(value[i]!)];
    const isGap = !(Math.abs(from - end) <= 0.1 * width[i]!);
    end = to;
    if (!isGap && x1 - x0 < 1 && Math.floor(x0) === column) {
      // Another bin on the same pixel: only what reaches further is drawn.
      if (at < low || at > high) path += `V${fixed(at)}`;
      low = Math.min(low, at);
      high = Math.max(high, at);
      continue;
    }
    path += isGap ? `M${fixed(x0)} ${fixed(at)}H${fixed(x1)}` : `V${fixed(at)}H${fixed(x1)}`;
    [column, low, high] = [Math.floor(x0), at, at];
  }
  return path;
}

/** A coordinate with two decimals, without needless zeros: a hundredth of a pixel is more than enough. */
export function fixed(value: number): string {
  return String(Math.round(value * 100) / 100);
}
