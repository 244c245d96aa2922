/** Photon spectra of sources: power laws, the shape most of ISGRI's sky has to first order. */

/** dN/dE = norm (E / 1 keV)^-index, photons cm-2 s-1 keV-1. */
export interface PowerLaw {
  readonly normAt1KeV: number;
  readonly index: number;
}

/** The Crab above 15 keV in round numbers: 9.7 photons cm-2 s-1 keV-1 at 1 keV, index 2.1 (Toor & Seward 1974). */
export const CRAB: PowerLaw = { normAt1KeV: 9.7, index: 2.1 };

/** Photons cm-2 s-1 between two energies, exactly. */
export function photonFlux({ normAt1KeV, index }: PowerLaw, lowKeV: number, highKeV: number): number {
  if (Math.abs(index - 1) < 1e-9) return normAt1KeV * Math.log(highKeV / lowKeV);
  return (normAt1KeV * (highKeV ** (1 - index) - lowKeV ** (1 - index))) / (1 - index);
}

/** The spectrum times a factor. */
export function scaledSpectrum({ normAt1KeV, index }: PowerLaw, factor: number): PowerLaw {
  return { normAt1KeV: normAt1KeV * factor, index };
}
