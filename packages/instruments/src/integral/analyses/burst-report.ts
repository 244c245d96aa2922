// The composed goal of the burst chain: everything measured of one burst, as a record, a text, and products.
import { accepting, analysis, file, maybe, number, record, string } from '@stemma/core';
import { associationWord, significanceWord } from '@stemma/data/lightcurve';
import { burstReportText } from '../formats/burst-report-text.ts';
import { BackgroundModel } from './background-model.ts';
import { BurstDuration } from './burst-duration.ts';
import { BurstFigure } from './burst-figure.ts';
import { BurstFluence } from './burst-fluence.ts';
import { BurstInterval } from './burst-interval.ts';
import { BurstOnset, GeocentricOnset } from './burst-onset.ts';
import { ExcessSearch } from './excess-search.ts';
import { LightCurveFile } from './light-curve-file.ts';
import { SpiAcsLightCurve } from './spi-acs-light-curve.ts';

const measured = (unit: string) => record({ value: number({ unit }), error: number({ unit }) });

/**
 * The report of a burst: all measurements in one record (`summary`, for programs), as text (`report`, for people and
 * circulars) and with the products. It measures nothing itself, so asking for it again costs only what has changed.
 *
 * `snr` and `falseAlarmProbability` are those of the least probable event of the excess search; where that lists none,
 * the significance of the brightest block stands in, with a probability of 1. The words of `significance` and
 * `association` are those of GCN circulars of the INTEGRAL team.
 */
export const BurstReport = analysis({
  name: 'integral.BurstReport',
  version: '1',
  description:
    'Everything measured of a burst in SPI-ACS: onset, significance, duration, fluence; figure, report, FITS.',
  parameters: { burst: string({ default: 'GRB 230307A', description: 'name of the burst, for the title' }) },
  inputs: {
    lightCurve: SpiAcsLightCurve,
    interval: BurstInterval,
    background: BackgroundModel,
    excesses: ExcessSearch,
    onset: BurstOnset,
    geocentric: accepting(GeocentricOnset, 'no_ephemeris'),
    duration: BurstDuration,
    fluence: BurstFluence,
    figure: BurstFigure,
    product: LightCurveFile,
  },
  outputs: {
    summary: record({
      burst: string(),
      origin: string(),
      onsetUtc: string({ description: 'at INTEGRAL' }),
      onsetErrorS: number({ unit: 's' }),
      geocentricUtc: maybe(string()),
      delayS: maybe(number({ unit: 's' })),
      backgroundCps: number({ unit: 'count/s' }),
      excessVariance: number(),
      snr: number({ unit: 'sigma' }),
      falseAlarmProbability: number({ description: 'of the most improbable excess' }),
      significance: string(),
      association: string(),
      t90: measured('s'),
      t50: measured('s'),
      peakCps: measured('count/s'),
      peakUtc: string(),
      netCounts: measured('count'),
      fluence: measured('erg/cm2'),
    }),
    report: file({ mediaType: 'text/plain' }),
    figure: file({ mediaType: 'image/png' }),
    lightCurve: file({ mediaType: 'application/fits' }),
  },
  failures: { no_burst: 'no burst stands out of the background' },
  resources: { light: true },
  run: (
    { burst, lightCurve, interval, background, excesses, onset, geocentric, duration, fluence, figure, product },
    activity,
  ) => {
    // Old files do not say where the spacecraft was: the report is made all the same, without the geocentre.
    const geocentre = geocentric.ok ? geocentric.value : null;
    const [snr, probability] = [excesses.events.snr[0] ?? interval.snr, excesses.events.probability[0] ?? 1];
    const summary = {
      burst,
      origin: lightCurve.origin.text,
      onsetUtc: onset.utc,
      onsetErrorS: onset.errorS,
      geocentricUtc: geocentre?.utc ?? null,
      delayS: geocentre?.delayS ?? null,
      backgroundCps: background.meanCps,
      excessVariance: background.excessVariance,
      snr,
      falseAlarmProbability: probability,
      significance: significanceWord(snr),
      association: associationWord(probability),
      t90: duration.t90,
      t50: duration.t50,
      peakCps: fluence.peakGrossCps,
      peakUtc: fluence.peakUtc,
      netCounts: fluence.netCounts,
      fluence: fluence.fluence,
    };
    const text = burstReportText({
      summary,
      kind: lightCurve.origin.kind,
      excesses,
      peakWidthS: fluence.peakWidthS,
      band: fluence.band,
      derivation: activity.derivation,
    });
    return { summary, report: activity.file('report.txt', text), figure: figure.png, lightCurve: product.fits };
  },
});
