// The background model of one run (extension BKG, BKG_3D): rates over the field of view, of which the acceptance
// needs the dependence on the distance from the pointing.
// Format: https://gamma-astro-data-formats.readthedocs.io/en/v0.2/irfs/full_enclosure/bkg/
import { readFits } from '@stemma/data/fits';

/** Background rate, summed over energy and averaged over azimuth, at distances from the pointing. */
export interface RadialBackground {
  readonly offsetDeg: Float64Array;
  readonly ratePerSPerSr: Float64Array;
}

/**
 * Reads the radial background of a run (unpacked); rings of the width of the model's cells.
 * @throws FitsError when the extension or a column is missing.
 */
export function readRadialBackground(bytes: Uint8Array): RadialBackground {
  const table = readFits(bytes).table('BKG');
  const column = (name: string) => table.column(name).physical();
  const [xLow, xHigh, yLow, yHigh] = [column('DETX_LO'), column('DETX_HI'), column('DETY_LO'), column('DETY_HI')];
  const [lowTeV, highTeV, rates] = [column('ENERG_LO'), column('ENERG_HI'), column('BKG')];
  const cellDeg = xHigh[0]! - xLow[0]!;
  const rings = Math.ceil(xHigh.at(-1)! / cellDeg);
  const [sum, cells] = [new Float64Array(rings), new Float64Array(rings)];
  for (let y = 0; y < yLow.length; y++) {
    for (let x = 0; x < xLow.length; x++) {
      const ring = Math.floor(Math.hypot((xLow[x]! + xHigh[x]!) / 2, (yLow[y]! + yHigh[y]!) / 2) / cellDeg);
      if (ring >= rings) continue;
      cells[ring]!++;
      for (let e = 0; e < lowTeV.length; e++) {
        const widthMeV = (highTeV[e]! - lowTeV[e]!) * 1e6;
        sum[ring]! += rates[(e * yLow.length + y) * xLow.length + x]! * widthMeV;
      }
    }
  }
  const used = [...cells.keys()].filter((ring) => cells[ring]! > 0);
  return {
    offsetDeg: Float64Array.from(used, (ring) => (ring + 0.5) * cellDeg),
    ratePerSPerSr: Float64Array.from(used, (ring) => sum[ring]! / cells[ring]!),
  };
}

/** Rate at a distance from the pointing, linear between the rings, constant inside the first, 0 beyond the last. */
export function rateAt({ offsetDeg, ratePerSPerSr }: RadialBackground, distanceDeg: number): number {
  const last = offsetDeg.length - 1;
  if (distanceDeg > offsetDeg[last]!) return 0;
  const stepDeg = (offsetDeg[last]! - offsetDeg[0]!) / last;
  const position = Math.max(0, (distanceDeg - offsetDeg[0]!) / stepDeg);
  const below = Math.min(last - 1, Math.floor(position));
  return ratePerSPerSr[below]! + (position - below) * (ratePerSPerSr[below + 1]! - ratePerSPerSr[below]!);
}
