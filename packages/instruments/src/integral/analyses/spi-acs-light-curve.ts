// The light curve of SPI-ACS, the anticoincidence shield of the spectrometer: the largest and least directional of
// INTEGRAL's detectors of gamma-ray bursts.
import { analysis } from '@stemma/core';
import { gunzipIfNeeded } from '@stemma/data/fits';
import { isText, readSpiAcsDump } from '../formats/spi-acs-dump.ts';
import { readSpiAcsFits } from '../formats/spi-acs-fits.ts';
import { lightCurveOutputs, valuesOf } from '../formats/light-curve-values.ts';
import { grb230307aLightCurve } from '../sources.ts';

/**
 * Reads a SPI-ACS light curve, as FITS (also packed by gzip) or in the mission's dump format; which one it is, is seen
 * from the first bytes and not from the name. Counts are those of the whole shield above about 75 keV, in bins of
 * 50 ms or multiples of them, with times at the spacecraft. Bins that telemetry lost are missing, not zero.
 */
export const SpiAcsLightCurve = analysis({
  name: 'integral.SpiAcsLightCurve',
  version: '1',
  description: 'The light curve of SPI-ACS from a file: FITS with TIME, RATE, ERROR, or the text of the dump program.',
  inputs: { data: grb230307aLightCurve },
  outputs: lightCurveOutputs,
  run: async ({ data }, activity) => {
    const bytes = await gunzipIfNeeded(data.bytes());
    const { lightCurve, spacecraft, instrument } = isText(bytes)
      ? readSpiAcsDump(new TextDecoder().decode(bytes))
      : readSpiAcsFits(bytes);
    activity.log(`${lightCurve.counts.length} bins read from ${data.name}`);
    return {
      ...valuesOf(lightCurve),
      spacecraft,
      origin: { kind: 'observation', instrument, text: `${instrument} data, file ${data.name}` },
    };
  },
});
