/** A response in the bands of a spectrum, parted into effective area (ARF) and redistribution (RMF) as OGIP has them. */

import type { Response } from '../coded-mask/response.ts';
import type { EnergyBand } from '../coded-mask/shadowgram.ts';

/** Area and redistribution. */
export interface BandedResponse {
  readonly energyLowKeV: Float64Array;
  readonly energyHighKeV: Float64Array;
  readonly bands: readonly EnergyBand[];
  /** Area in which photons of each energy are counted at all, cm2. */
  readonly areaCm2: Float64Array;
  /** Probability of band b for energy i at i * bands + b; sums to less than 1 where counts fall outside all bands. */
  readonly redistribution: Float32Array;
}

/** Adds channels up to bands; a channel that a band cuts counts by the part of its width inside. */
export function bandedResponse(response: Response, bands: readonly EnergyBand[]): BandedResponse {
  const { energyLowKeV, energyHighKeV, channelLowKeV, channelHighKeV, matrix } = response;
  const channels = channelLowKeV.length;
  const share = bands.map(({ minKeV, maxKeV }) =>
    channelLowKeV.map((low, k) => {
      const high = channelHighKeV[k]!;
      return Math.max(0, Math.min(high, maxKeV) - Math.max(low, minKeV)) / (high - low);
    }),
  );
  const areaCm2 = new Float64Array(energyLowKeV.length);
  const redistribution = new Float32Array(energyLowKeV.length * bands.length);
  for (let i = 0; i < areaCm2.length; i++) {
    const row = matrix.subarray(i * channels, (i + 1) * channels);
    const area = row.reduce((total, value) => total + value, 0);
    areaCm2[i] = area;
    if (area === 0) continue;
    share.forEach((part, band) => {
      redistribution[i * bands.length + band] = row.reduce((total, value, k) => total + value * part[k]!, 0) / area;
    });
  }
  return { energyLowKeV, energyHighKeV, bands, areaCm2, redistribution };
}
