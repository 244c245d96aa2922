// Tests of the parameters of a spectrum: units, limits, words.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hardSpectrum, softSpectrum } from '../spectral-model.ts';
import { bandOf, bandParameters, spectrumOf, spectrumParameters, spectrumWords } from './spectrum-parameters.ts';

test('defaults are the hard spectrum and the band of circulars', () => {
  const defaults = Object.fromEntries(Object.entries(spectrumParameters).map(([name, type]) => [name, type.default]));
  assert.deepEqual(defaults, { ...hardSpectrum });
  assert.deepEqual(bandOf({ eminKeV: bandParameters.eminKeV.default!, emaxKeV: bandParameters.emaxKeV.default! }), {
    minKeV: 75,
    maxKeV: 2000,
  });
});

test('energies are taken in any unit, and unknown models are refused with the known ones', () => {
  assert.equal(spectrumParameters.epeakKeV.parse('0.3 MeV', 'epeakKeV'), 300);
  assert.throws(() => spectrumParameters.model.parse('comptom', 'model'), /one of "compton", "band", "powerlaw"/);
  assert.throws(() => spectrumParameters.ampl.parse(-1, 'ampl'), /ampl must be/);
});

test('only what belongs to the spectrum is taken from a request, and its words name what the model uses', () => {
  assert.deepEqual(spectrumOf({ ...softSpectrum, nside: 3 } as typeof softSpectrum), softSpectrum);
  assert.equal(spectrumWords(softSpectrum), 'Band, alpha -1, beta -2.5, Ep 300 keV');
  assert.equal(spectrumWords(hardSpectrum), 'cut-off power law, alpha -0.5, Ep 600 keV');
  assert.equal(spectrumWords({ ...hardSpectrum, model: 'powerlaw', alpha: -2 }), 'power law, alpha -2');
});
