// The mask as the decoding correlates it with the detector: for the other side of the comparison, which has no geometry
// of its own. Inner parts of the package, since nobody else needs them.
import { ACTIVE_WIDTH_MM } from '../packages/instruments/src/integral/coded-mask/geometry.ts';
import {
  axisOverlap,
  projectMask,
  projectPlate,
} from '../packages/instruments/src/integral/coded-mask/mask-projection.ts';

/** Cells from the centre of the mask that its projection reaches. */
const REACH = 117;

/** M+, M-, M+ squared, M+ M- and M- squared, `side` x `side` cells each. */
export function maskKernels(): { readonly side: number; readonly kernels: readonly Float64Array[] } {
  const side = 2 * REACH + 1;
  const along = axisOverlap(side, -REACH, ACTIVE_WIDTH_MM);
  const plus = projectMask({ y: along, z: along });
  const minus = projectPlate({ y: along, z: along }).map((covered, i) => covered - plus[i]!);
  const product = (a: Float64Array, b: Float64Array) => a.map((value, i) => value * b[i]!);
  return { side, kernels: [plus, minus, product(plus, plus), product(plus, minus), product(minus, minus)] };
}
