// The scale bar of an image: a round angle that takes about a fifth of the screen.
const arcsecDeg = 1 / 3600;
const arcminDeg = 1 / 60;

/** A bar: its length in degrees and its label. */
export interface ScaleBar {
  readonly angleDeg: number;
  readonly label: string;
}

/** The largest angle out of 1, 2, 5, 10, 20, 30 (″, ′, °) that is not longer than `longestDeg`. */
export function scaleBar(longestDeg: number): ScaleBar {
  const steps = [1, 2, 5, 10, 20, 30];
  const units = [
    ['°', 1],
    ['′', arcminDeg],
    ['″', arcsecDeg],
  ] as const;
  for (const [sign, unitDeg] of units) {
    const step = steps.findLast((size) => size * unitDeg <= longestDeg);
    if (step !== undefined) return { angleDeg: step * unitDeg, label: `${step}${sign}` };
  }
  const exponent = Math.floor(Math.log10(longestDeg / arcsecDeg));
  const arcsec = 10 ** exponent;
  return { angleDeg: arcsec * arcsecDeg, label: `${Number(arcsec.toPrecision(1))}″` };
}
