// How bright the burst was: peak rate, net counts, and fluence by a declared response constant.
import { analysis, number, record, string } from '@stemma/core';
import { burstPeak, fluence, instantInLightCurve, netCounts } from '@stemma/data/lightcurve';
import { formatIso } from '@stemma/data/time';
import { lightCurveOf } from '../formats/light-curve-values.ts';
import { BackgroundModel, backgroundOf } from './background-model.ts';
import { BurstInterval } from './burst-interval.ts';
import { SpiAcsLightCurve } from './spi-acs-light-curve.ts';

/**
 * What one count of SPI-ACS stands for. The response of the shield depends on direction and spectrum by a factor of a
 * few (the satellite stands in the way of some directions); this constant is for a typical burst, good to a factor of
 * two. Put a better one in its place by substitution for a known direction and spectrum.
 */
export const SpiAcsResponse = analysis({
  name: 'integral.SpiAcsResponse',
  version: '1',
  description: 'Fluence of a count in SPI-ACS for a typical burst spectrum: a constant, good to a factor of two.',
  parameters: {
    ergPerCm2PerCount: number({
      unit: 'erg/cm2',
      default: 1e-10,
      min: 0,
      description: '75–2000 keV; as used for GRB 221009A and GRB 230307A',
    }),
    relativeError: number({
      default: 0,
      min: 0,
      max: 1,
      description: 'systematic error of the constant, as a fraction',
    }),
  },
  outputs: { ergPerCm2PerCount: number({ unit: 'erg/cm2' }), error: number({ unit: 'erg/cm2' }), band: string() },
  resources: { light: true },
  run: ({ ergPerCm2PerCount, relativeError }) => ({
    ergPerCm2PerCount,
    error: ergPerCm2PerCount * relativeError,
    band: '75–2000 keV',
  }),
});

const measured = (unit: string) => record({ value: number({ unit }), error: number({ unit }) });

/**
 * Peak, net counts and fluence of the burst.
 *
 * The peak is the brightest bin of the data as it is binned: its rate grows as bins get shorter, hence `peakWidthS`
 * stands beside it. Gross and net differ by the modelled background. Net counts are summed over the burst's window;
 * their error holds counting noise, the excess variance of the background and the error of its fit. The fluence is
 * net counts times the constant of the response, and its error includes only what the response declares.
 */
export const BurstFluence = analysis({
  name: 'integral.BurstFluence',
  version: '1',
  description: 'Peak rate, net counts and fluence of the burst.',
  inputs: {
    lightCurve: SpiAcsLightCurve,
    interval: BurstInterval,
    background: BackgroundModel,
    response: SpiAcsResponse,
  },
  outputs: {
    peakGrossCps: measured('count/s'),
    peakNetCps: measured('count/s'),
    peakUtc: string(),
    peakS: number({ unit: 's', description: 'after the reference time of the light curve' }),
    peakWidthS: number({ unit: 's', description: 'length of the brightest bin' }),
    netCounts: measured('count'),
    fluence: measured('erg/cm2'),
    band: string(),
  },
  resources: { light: true },
  run: ({ lightCurve, interval, background, response }) => {
    const lc = lightCurveOf(lightCurve);
    const model = backgroundOf(background);
    const peak = burstPeak(lc, model, interval);
    const net = netCounts(lc, model, { startS: interval.windowStartS, stopS: interval.windowStopS });
    return {
      peakGrossCps: peak.grossRateCps,
      peakNetCps: peak.netRateCps,
      peakUtc: formatIso(instantInLightCurve(lc, peak.timeS), 'utc', 2),
      peakS: peak.timeS,
      peakWidthS: peak.widthS,
      netCounts: net,
      fluence: fluence(net, { value: response.ergPerCm2PerCount, error: response.error }),
      band: response.band,
    };
  },
});
