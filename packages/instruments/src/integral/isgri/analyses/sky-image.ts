// Level IMA: from shadowgrams to images of the sky, with the sources found, fitted and cleaned of their ghosts.
import { analysis, column, exposed, ExpectedFailure, file, json, number, record, string, table } from '@stemma/core';
import { cleanPointing, type CleanedPointing } from '../../coded-mask/clean.ts';
import { PIXEL_DEG, type Shift } from '../../coded-mask/geometry.ts';
import { directionOfShift, imageWcs, type Pointing as Axes, shiftOfDirection } from '../../coded-mask/pointing.ts';
import type { EnergyBand } from '../../coded-mask/shadowgram.ts';
import { axesOf, bandsType } from '../columns.ts';
import { packPlanes } from '../covered-field.ts';
import { wcsKeywords } from '../image-wcs.ts';
import { planeOf, shadowgramOf } from '../planes.ts';
import { restoredImage } from '../restored-image.ts';
import { SourceNames } from '../source-names.ts';
import { BackgroundMaps } from './background-maps.ts';
import { ImageBands } from './image-bands.ts';
import { InputCatalogue } from './input-catalogue.ts';
import { Pointing } from './pointing.ts';
import { Shadowgrams } from './shadowgrams.ts';

/** Fitted sources of images, one row for each source and band. */
const fittedSourcesType = table({
  name: column('string', undefined, { ucd: 'meta.id', description: 'of the catalogue, or after the position' }),
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
  exposes: { scw: exposed(Pointing, 'scw'), bands: exposed(ImageBands, 'bands') },
  inputs: { pointing: Pointing, shadowgrams: Shadowgrams, background: BackgroundMaps, catalogue: InputCatalogue },
  outputs: {
    planes: file({ description: 'coded field of the cleaned intensity of each band, then of its variance; float32' }),
    wcs: json<Readonly<Record<string, string | number>>>({ description: 'FITS keywords of 400 x 400 pixels' }),
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
    // Exposure, significance and residual follow from these two and the sources (window-planes.ts).
    const planes = packPlanes([...cleaned.map(restoredImage), ...cleaned.map(({ residual }) => residual.variance)]);
    return {
      planes: activity.file('planes.f32', planes, 'application/octet-stream'),
      wcs: wcsKeywords(imageWcs(axes)),
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
  const names = new SourceNames();
  const rows = cleaned.flatMap(({ sources }, band) =>
    sources.map((source) => {
      const direction = directionOfShift(axes, source.shift);
      const name = known[source.catalogueIndex]?.name ?? names.nameOf(direction);
      return { ...source, ...direction, band: bands[band]!, name };
    }),
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
