// The faintest fluence that each detector would have noticed, for every direction of the sky.
import { componentRates, type EnergyBand, fluxes } from './direction-response.ts';
import { countLimit } from './count-limit.ts';
import type { Detector } from './detectors.ts';
import { patternMap, type SkyGrid } from './sky-grid.ts';
import type { BurstSpectrum } from './spectral-model.ts';

/** Background against which a burst must be noticed. */
export interface Background {
  readonly rateCps: number;
  /** Scatter in units of Poisson noise. */
  readonly excessVariance: number;
}

/** What is asked of a map. */
export interface SensitivityRequest {
  readonly spectrum: BurstSpectrum;
  readonly band: EnergyBand;
  readonly nSigma: number;
  readonly timescaleS: number;
}

/**
 * Limits on the fluence in the band (erg/cm2) for each pixel: count limit x energy flux / rate. NaN behind the Earth.
 * Cost: linear in the pixels; the spectrum is folded once for each component, not for each pixel.
 */
export function sensitivityMap(
  grid: SkyGrid,
  detector: Detector,
  { rateCps, excessVariance }: Background,
  { spectrum, band, nSigma, timescaleS }: SensitivityRequest,
): Float64Array {
  const counts = countLimit(nSigma, rateCps, excessVariance, timescaleS);
  const { energyErg } = fluxes(spectrum, band);
  const rates = componentRates(detector, spectrum);
  const total = new Float64Array(grid.healpix.pixelCount);
  detector.components.forEach(({ pattern }, k) => {
    patternMap(grid, pattern).forEach((value, i) => (total[i]! += rates[k]! * value));
  });
  return total.map((rate, i) => (grid.occulted[i] === 1 ? NaN : (counts * energyErg) / rate));
}

/** The lowest limit of several detectors at each pixel. NaN where none has one. */
export function bestLimit(maps: readonly Float64Array[]): Float64Array {
  return Float64Array.from(maps[0]!, (_, i) => {
    const best = maps.reduce((low, map) => (map[i]! < low ? map[i]! : low), Infinity);
    return best === Infinity ? NaN : best;
  });
}
