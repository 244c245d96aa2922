// The parameters of a burst's spectrum and of the band of its fluence, alike in every analysis that folds one.
import { choice, number } from '@stemma/core';
import type { EnergyBand } from '../direction-response.ts';
import { type BurstSpectrum, hardSpectrum, spectralModels } from '../spectral-model.ts';

/** A spectrum; by default the hard one of circulars for short bursts. */
export const spectrumParameters = {
  model: choice(spectralModels, { default: hardSpectrum.model, description: 'form of the photon spectrum' }),
  alpha: number({ default: hardSpectrum.alpha, min: -10, max: 10, description: 'photon index below the peak' }),
  beta: number({ default: hardSpectrum.beta, min: -10, max: 10, description: 'photon index above it, band only' }),
  epeakKeV: number({
    unit: 'keV',
    default: hardSpectrum.epeakKeV,
    min: 1,
    max: 100_000,
    description: 'peak of E² N(E); not of a power law',
  }),
  ampl: number({
    unit: 'ph/cm2/s/keV',
    default: hardSpectrum.ampl,
    min: 1e-12,
    description: 'amplitude at 100 keV',
  }),
};

/** The band in which fluences are quoted; by default that of circulars. */
export const bandParameters = {
  eminKeV: number({ unit: 'keV', default: 75, min: 0, description: 'lower end of the band of the fluence' }),
  emaxKeV: number({ unit: 'keV', default: 2000, min: 0, description: 'upper end of the band of the fluence' }),
};

/** The spectrum of a request. */
export function spectrumOf({ model, alpha, beta, epeakKeV, ampl }: BurstSpectrum): BurstSpectrum {
  return { model, alpha, beta, epeakKeV, ampl };
}

/** The band of a request. */
export function bandOf({ eminKeV, emaxKeV }: { readonly eminKeV: number; readonly emaxKeV: number }): EnergyBand {
  return { minKeV: eminKeV, maxKeV: emaxKeV };
}

/** A spectrum in words. */
export function spectrumWords({ model, alpha, beta, epeakKeV }: BurstSpectrum): string {
  if (model === 'powerlaw') return `power law, alpha ${alpha}`;
  if (model === 'band') return `Band, alpha ${alpha}, beta ${beta}, Ep ${epeakKeV} keV`;
  return `cut-off power law, alpha ${alpha}, Ep ${epeakKeV} keV`;
}
