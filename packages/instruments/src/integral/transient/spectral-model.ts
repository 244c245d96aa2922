// Photon spectra of bursts, as the mission's response service names them: cut-off power law, Band function, power law.
import { StemmaError } from '@stemma/core';

/** Names of the spectral models. */
export const spectralModels = ['compton', 'band', 'powerlaw'] as const;

/** Normalisation energy of all models, keV: the convention of gamma-ray burst catalogues. */
const PIVOT_KEV = 100;

/** A photon spectrum; what a model does not use is ignored. */
export interface BurstSpectrum {
  readonly model: (typeof spectralModels)[number];
  /** Photon index below the peak: N(E) ~ E^alpha. */
  readonly alpha: number;
  /** Photon index above the peak, Band function only. */
  readonly beta: number;
  /** Energy at which E² N(E) peaks, keV; not of a power law. */
  readonly epeakKeV: number;
  /** Amplitude in ph/cm2/s/keV at 100 keV: of the power law that stands before the exponential, not of N itself. */
  readonly ampl: number;
}

/** Spectrum of a typical short burst in INTEGRAL circulars: cut-off power law, quoted for 1 s. */
export const hardSpectrum: BurstSpectrum = { model: 'compton', alpha: -0.5, beta: -2.5, epeakKeV: 600, ampl: 0.01 };

/** Spectrum of a typical long burst in INTEGRAL circulars: Band function, quoted for 8 s. */
export const softSpectrum: BurstSpectrum = { model: 'band', alpha: -1, beta: -2.5, epeakKeV: 300, ampl: 0.01 };

/**
 * The energy at which a Band function goes over into its high-energy power law, keV; undefined for other models.
 * (alpha - beta) Ep / (2 + alpha), Band et al. 1993 (ApJ 413, 281, doi:10.1086/172995).
 */
export function breakEnergyKeV({ model, alpha, beta, epeakKeV }: BurstSpectrum): number | undefined {
  return model === 'band' ? ((alpha - beta) * epeakKeV) / (2 + alpha) : undefined;
}

/** Photons per cm2, second and keV at an energy in keV. */
export function photonsAt(spectrum: BurstSpectrum, energyKeV: number): number {
  const { model, alpha, beta, epeakKeV, ampl } = spectrum;
  const x = energyKeV / PIVOT_KEV;
  if (model === 'powerlaw') return ampl * x ** alpha;
  const breakKeV = breakEnergyKeV(spectrum);
  if (breakKeV === undefined || energyKeV < breakKeV)
    return ampl * x ** alpha * Math.exp((-(2 + alpha) * energyKeV) / epeakKeV);
  return ampl * x ** beta * (breakKeV / PIVOT_KEV) ** (alpha - beta) * Math.exp(beta - alpha);
}

/** @throws StemmaError `invalid_request` for a spectrum whose peak or break does not exist. */
export function requireSpectrum(spectrum: BurstSpectrum): void {
  const { model, alpha, beta } = spectrum;
  if (model !== 'powerlaw' && alpha <= -2)
    throw invalid(`alpha = ${alpha}: a ${model} spectrum has its peak at epeakKeV only for alpha above -2`, spectrum);
  if (model === 'band' && beta >= alpha)
    throw invalid(`beta = ${beta} must lie below alpha = ${alpha}: a Band function gets steeper`, spectrum);
}

function invalid(message: string, detail: BurstSpectrum): StemmaError {
  return new StemmaError('invalid_request', message, { ...detail });
}
