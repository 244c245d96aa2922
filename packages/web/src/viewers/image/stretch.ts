// How values between the cuts become brightness: the functions of DS9, on a scale of 0 to 1.
import { levelCount } from './colour-map.ts';

/** Names of the stretches. */
export const stretches = ['linear', 'log', 'sqrt', 'asinh', 'squared'] as const;

/** One of {@link stretches}. */
export type Stretch = (typeof stretches)[number];

const functions: Readonly<Record<Stretch, (t: number) => number>> = {
  linear: (t) => t,
  log: (t) => Math.log1p(1000 * t) / Math.log(1001),
  sqrt: Math.sqrt,
  asinh: (t) => Math.asinh(10 * t) / Math.asinh(10),
  squared: (t) => t * t,
};

/** Brightness, 0 to 1, of a value between the cuts; those outside are clipped, NaN stays. */
export function stretched(stretch: Stretch, value: number, low: number, high: number): number {
  const share = (value - low) / (high - low);
  return functions[stretch](Math.min(1, Math.max(0, share)));
}

/** The level of each value, 0 to 254, and 255 where there is none. `out` has the length of `values`. */
export function levelsOf(
  values: ArrayLike<number>,
  { stretch, low, high }: { readonly stretch: Stretch; readonly low: number; readonly high: number },
  out: Uint8Array,
): void {
  const apply = functions[stretch];
  const factor = 1 / (high - low);
  for (let i = 0; i < out.length; i++) {
    const share = (values[i]! - low) * factor;
    if (share !== share) out[i] = levelCount;
    else out[i] = (levelCount - 1) * apply(share < 0 ? 0 : share > 1 ? 1 : share) + 0.5;
  }
}

/** The same functions for a fragment shader: `stretch` is the place of the name in {@link stretches}. */
export const stretchShader = `
float stretched(int stretch, float t) {
  if (stretch == 1) return log(1.0 + 1000.0 * t) / log(1001.0);
  if (stretch == 2) return sqrt(t);
  if (stretch == 3) return asinh(10.0 * t) / asinh(10.0);
  if (stretch == 4) return t * t;
  return t;
}`;
