// Level IMA: from shadowgrams to images of the sky, with the sources found, fitted and cleaned of their ghosts.
import { analysis, column, ExpectedFailure, image, number, record, string, table } from '@stemma/core';
import { cleanPointing, type CleanedPointing } from '../../coded-mask/clean.ts';
import { codingMap, IMAGE_SIDE, PIXEL_DEG, type Shift } from '../../coded-mask/geometry.ts';
import { directionOfShift, imageWcs, type Pointing as Axes, shiftOfDirection } from '../../coded-mask/pointing.ts';
import type { EnergyBand } from '../../coded-mask/shadowgram.ts';
import { axesOf, bandsType } from '../columns.ts';
import { wcsKeywords } from '../image-wcs.ts';
import { planeOf, shadowgramOf, stacked } from '../planes.ts';
import { restoredImage, significanceOf } from '../restored-image.ts';
import { BackgroundMaps } from './background-maps.ts';
import { InputCatalogue } from './input-catalogue.ts';
import { Pointing } from './pointing.ts';
import { Shadowgrams } from './shadowgrams.ts';

/** Fitted sources of images, one row for each source and band. */
const fittedSourcesType = table({
  name: column('string', undefined, { ucd: 'meta.id', description: 'of the catalogue, NEW_n for others' }),
  minKeV: column('float64', 'keV'),
  maxKeV: column('float64', 'keV'),
  raDeg: column('float64', 'deg', { ucd: 'pos.eq.ra' }),
  decDeg: column('float64', 'deg', { ucd: 'pos.eq.dec' }),
  errorDeg: column('float64', 'deg', { description: 'one sigma of each coordinate', ucd: 'stat.error;pos' }),
  rateCps: column('float64', 'count/s', { ucd: 'phot.count' }),
  rateErrorCps: column('float64', 'count/s', { ucd: 'stat.error' }),
  significance: column('float64', '', { ucd: 'stat.snr' }),
});

/** Sky image and fitted catalogue of a science window. */
export const SkyImage = analysis({
  name: 'integral.SkyImage',
  version: '1',
  description: 'Sky image of a science window in each band, decoded and cleaned of ghosts, with its fitted sources.',
  parameters: {
    newThreshold: number({ default: 7, min: 4, max: 100, description: 'significance of a new source' }),
    catalogueThreshold: number({ default: 6, min: 3, max: 100, description: 'significance of a catalogued source' }),
  },
  inputs: { pointing: Pointing, shadowgrams: Shadowgrams, background: BackgroundMaps, catalogue: InputCatalogue },
  outputs: {
    intensity: image('float32', { unit: 'count/s', description: 'cleaned; one plane for each band' }),
    variance: image('float32', { unit: 'count2/s2' }),
    significance: image('float32', { description: 'intensity / sqrt(variance)' }),
    residual: image('float32', { unit: 'count/s', description: 'without the sources' }),
    exposure: image('float32', { unit: 's', description: 'live time times the coded fraction' }),
    sources: fittedSourcesType,
    bands: bandsType,
    window: record({
      scw: string(),
      startIjd: number({ unit: 'd' }),
      durationS: number({ unit: 's' }),
      exposureS: number({ unit: 's', description: 'live time' }),
      label: string(),
    }),
  },
  failures: { no_events: 'no event lies in a band, or no pixel is alive' },
  run: ({ pointing, shadowgrams, background, catalogue, newThreshold, catalogueThreshold }, activity) => {
    const { scw, startIjd, durationS, label } = pointing;
    const axes = axesOf(pointing);
    const known = catalogue.sources.map((source) => shiftOfDirection(axes, source)!);
    const { bands, exposureS } = shadowgrams;
    const cleaned = bands.map((band, k) => {
      activity.progress(k / bands.length, `${band.minKeV} to ${band.maxKeV} keV`);
      const options = { background: planeOf(background.maps, k), catalogue: known, newThreshold, catalogueThreshold };
      const found = cleanPointing(shadowgramOf(shadowgrams, k), options);
      if (found !== undefined) return found;
      const where = `${scw} has no event from ${band.minKeV} to ${band.maxKeV} keV`;
      throw new ExpectedFailure('no_events', where, { scw, band });
    });
    const planes = (of: (band: CleanedPointing) => Float64Array) => stacked(cleaned.map(of), IMAGE_SIDE, IMAGE_SIDE);
    const wcs = wcsKeywords(imageWcs(axes));
    const intensity = planes(restoredImage);
    const variance = planes((band) => band.residual.variance);
    const significance = { ...intensity, data: Float32Array.from(significanceOf(intensity.data, variance.data)) };
    const exposure = stacked([codingMap().map((fraction) => fraction * exposureS)], IMAGE_SIDE, IMAGE_SIDE);
    return {
      intensity: { ...intensity, wcs },
      variance: { ...variance, wcs },
      significance: { ...significance, wcs },
      residual: { ...planes((band) => band.residual.intensity), wcs },
      exposure: { ...exposure, wcs },
      sources: sourcesOf(cleaned, bands, axes, catalogue.sources),
      bands,
      window: { scw, startIjd, durationS, exposureS, label },
    };
  },
});

/** The fitted sources of all bands as columns. */
function sourcesOf(
  cleaned: readonly CleanedPointing[],
  bands: readonly EnergyBand[],
  axes: Axes,
  known: readonly { readonly name: string }[],
) {
  const rows = cleaned.flatMap(({ sources }, band) =>
    sources.map((source, k) => ({
      ...source,
      ...directionOfShift(axes, source.shift),
      band: bands[band]!,
      name: known[source.catalogueIndex]?.name ?? `NEW_${k + 1}`,
    })),
  );
  const numbers = (value: (row: (typeof rows)[number]) => number) => Float64Array.from(rows, value);
  return {
    name: rows.map(({ name }) => name),
    minKeV: numbers(({ band }) => band.minKeV),
    maxKeV: numbers(({ band }) => band.maxKeV),
    raDeg: numbers(({ raDeg }) => raDeg),
    decDeg: numbers(({ decDeg }) => decDeg),
    errorDeg: numbers(({ shiftError }) => pixelsToDeg(shiftError)),
    rateCps: numbers(({ rateCps }) => rateCps.value),
    rateErrorCps: numbers(({ rateCps }) => rateCps.error),
    significance: numbers(({ significance }) => significance),
  };
}

/** Mean of the errors along both axes. */
function pixelsToDeg({ y, z }: Shift): number {
  return Math.hypot(y, z) * Math.SQRT1_2 * PIXEL_DEG;
}
