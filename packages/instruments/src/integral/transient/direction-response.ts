// What a spectrum from a direction gives in a detector: rate, and the fluence that one count stands for.
import { ExpectedFailure, StemmaError } from '@stemma/core';
import { type SpacecraftAngles, type Vector3 } from '@stemma/data/coordinates';
import { areaAt } from './area-curve.ts';
import { type Detector, MODEL_RANGE_KEV } from './detectors.ts';
import { energyGrid, integrate } from './energy-integral.ts';
import { breakEnergyKeV, type BurstSpectrum, photonsAt, requireSpectrum } from './spectral-model.ts';

const DEG = Math.PI / 180;
/** erg in a keV (CODATA 2018, exact). */
const ERG_PER_KEV = 1.602176634e-9;

/** An energy band in keV. */
export interface EnergyBand {
  readonly minKeV: number;
  readonly maxKeV: number;
}

/** Unit vector in spacecraft axes of polar angles: theta from X, phi about X from Z towards Y. */
export function bodyDirection({ thetaDeg, phiDeg }: SpacecraftAngles): Vector3 {
  const sine = Math.sin(thetaDeg * DEG);
  return [Math.cos(thetaDeg * DEG), sine * Math.sin(phiDeg * DEG), sine * Math.cos(phiDeg * DEG)];
}

/**
 * Fluxes of a spectrum in a band: photons in ph/cm2/s, energy in erg/cm2/s.
 * @throws StemmaError `invalid_request` for an inverted band or an impossible spectrum; ExpectedFailure
 * `outside_response` for a band that reaches beyond the model (15 keV to 10 MeV).
 */
export function fluxes(
  spectrum: BurstSpectrum,
  { minKeV, maxKeV }: EnergyBand,
): { photons: number; energyErg: number } {
  requireSpectrum(spectrum);
  if (!(minKeV < maxKeV))
    throw new StemmaError('invalid_request', `the energy band ${minKeV} to ${maxKeV} keV is empty or inverted`);
  const [low, high] = MODEL_RANGE_KEV;
  if (minKeV < low || maxKeV > high) {
    const message = `the band ${minKeV} to ${maxKeV} keV reaches beyond the response, ${low} to ${high} keV`;
    throw new ExpectedFailure('outside_response', message, { minKeV, maxKeV, low, high });
  }
  const breakKeV = breakEnergyKeV(spectrum);
  const inside = breakKeV !== undefined && breakKeV > minKeV && breakKeV < maxKeV ? [breakKeV] : [];
  const grid = energyGrid([minKeV, maxKeV, ...inside]);
  return {
    photons: integrate((energy) => photonsAt(spectrum, energy), grid),
    energyErg: ERG_PER_KEV * integrate((energy) => energy * photonsAt(spectrum, energy), grid),
  };
}

/** Rates (counts/s) that a spectrum gives in each component of a detector at its best: to be weighted by the patterns. */
export function componentRates(detector: Detector, spectrum: BurstSpectrum, highestKeV = Infinity): Float64Array {
  const breakKeV = breakEnergyKeV(spectrum);
  return Float64Array.from(detector.components, ({ knots }) => {
    const [first, last] = [knots[0]![0], Math.min(knots.at(-1)![0], highestKeV)];
    if (last <= first) return 0;
    const edges = [...knots.map(([energy]) => energy), breakKeV ?? first].filter((e) => e > first && e < last);
    return integrate((e) => photonsAt(spectrum, e) * areaAt(knots, e), energyGrid([first, ...edges, last]));
  });
}

/** The sum of the components' rates for a direction in spacecraft axes. */
export function rateTowards(detector: Detector, rates: ArrayLike<number>, direction: Vector3): number {
  return detector.components.reduce((sum, { pattern }, k) => sum + rates[k]! * pattern(direction), 0);
}

/** The greatest rate over all directions, and where: on a grid of 1 x 15 degrees. */
export function bestRate(detector: Detector, rates: ArrayLike<number>): { rateCps: number; angles: SpacecraftAngles } {
  let best = { rateCps: -1, angles: { thetaDeg: 0, phiDeg: 0 } };
  for (let thetaDeg = 0; thetaDeg <= 180; thetaDeg++) {
    for (let phiDeg = -180; phiDeg < 180; phiDeg += 15) {
      const rateCps = rateTowards(detector, rates, bodyDirection({ thetaDeg, phiDeg }));
      if (rateCps > best.rateCps) best = { rateCps, angles: { thetaDeg, phiDeg } };
    }
  }
  return best;
}

/** What a spectrum from a direction gives. */
export interface DirectionResponse {
  /** Counts per second for the spectrum as it is given, amplitude included. */
  readonly rateCps: number;
  /** Fluence in the band for each count, erg/cm2: energy flux / rate. */
  readonly ergPerCm2PerCount: number;
  /** Mean effective area: rate / photon flux in the band, cm2. */
  readonly areaCm2: number;
  /** Rate as a part of that in the best direction, 0 to 1. */
  readonly relativeToBest: number;
}

/**
 * Response of a detector to a spectrum from a direction, for a fluence quoted in a band. Photons of all energies up to
 * `highestKeV` make counts.
 * @throws ExpectedFailure `outside_response` when the detector counts no photon below `highestKeV`; and as `fluxes`.
 */
export function directionResponse(
  detector: Detector,
  spectrum: BurstSpectrum,
  angles: SpacecraftAngles,
  band: EnergyBand,
  highestKeV = Infinity,
): DirectionResponse {
  const flux = fluxes(spectrum, band);
  const rates = componentRates(detector, spectrum, highestKeV);
  const best = bestRate(detector, rates).rateCps;
  if (!(best > 0)) {
    const message = `${detector.name} counts no photon of this spectrum below ${highestKeV} keV`;
    throw new ExpectedFailure('outside_response', message, { detector: detector.name, highestKeV });
  }
  // The coarse grid may miss the very maximum by a hair.
  const rateCps = rateTowards(detector, rates, bodyDirection(angles));
  return {
    rateCps,
    ergPerCm2PerCount: flux.energyErg / rateCps,
    areaCm2: rateCps / flux.photons,
    relativeToBest: Math.min(1, rateCps / best),
  };
}

/** Words of INTEGRAL circulars for an orientation: best response over response below 1.5, below 2.5, above. */
export function orientationWord(relativeToBest: number): string {
  const suppression = 1 / relativeToBest;
  if (suppression < 1.5) return 'near-optimal';
  return suppression < 2.5 ? 'somewhat suppressed' : 'strongly suppressed';
}
