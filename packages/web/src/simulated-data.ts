// Simulated data for the development page, its tests and measurements: no observation, only shaped like one, the same each time.
import { imageHdu, writeFits } from '@stemma/data/fits';
import { parseTime } from '@stemma/data/time';
import { simpleWcsKeywords } from '@stemma/data/wcs';
import { type Graph, nodeStates } from './viewers/graph/graph-model.ts';
import type { CatalogueSource } from './viewers/image/overlay.ts';
import type { Curve } from './viewers/light-curve/curve.ts';
import type { Response } from './viewers/spectrum/response.ts';
import { modelCounts, type Spectrum } from './viewers/spectrum/spectrum.ts';
import type { TableColumn } from './viewers/table/table-column.ts';

// Sums of four uniform numbers are near enough to a normal one; a linear congruence is fast and the same everywhere.
function noise(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
  return () => (uniform() + uniform() + uniform() + uniform() - 2) * Math.sqrt(3);
}

/** Sources of the simulated sky: places around the Crab. */
export const simulatedSources: readonly CatalogueSource[] = [
  { name: 'Crab', raDeg: 83.6331, decDeg: 22.0145 },
  { name: 'A 0535+262', raDeg: 84.7274, decDeg: 26.3158 },
  { name: 'IC 443', raDeg: 94.3, decDeg: 22.53 },
];

/** A FITS file with planes of intensity, variance and significance, `size` × `size` pixels of 3 arcminutes at 400. */
export function simulatedSky(size = 400): Uint8Array {
  const draw = noise(7);
  const intensity = new Float32Array(size * size);
  const variance = new Float32Array(size * size);
  const peaks = [[0.5, 0.5, 60], [0.42, 0.7, 20], [0.2, 0.35, 9]] as const; // prettier-ignore
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      const i = y * size + x;
      variance[i] = 1 + (4 * Math.hypot(x - size / 2, y - size / 2)) / size;
      let value = draw() * Math.sqrt(variance[i]!);
      for (const [px, py, height] of peaks)
        value +=
          height * Math.exp((-((x - px * size) ** 2 + (y - py * size) ** 2) * 400 ** 2) / (2 * 3.2 ** 2 * size ** 2));
      intensity[i] = x + y < size * 0.06 ? NaN : value;
    }
  const keywords = simpleWcsKeywords({ centreDeg: [83.6331, 22.0145], shape: [size, size], pixelScaleDeg: 20 / size });
  const header = Object.entries(keywords).map(([keyword, value]) => ({ keyword, value }));
  const plane = (name: string, data: Float32Array, unit: string) =>
    imageHdu({ name, data, shape: [size, size], unit, header });
  const significance = intensity.map((value, i) => value / Math.sqrt(variance[i]!));
  return writeFits([imageHdu(), plane('INTENSITY', intensity, 'count/s'), plane('VARIANCE', variance, 'count**2/s**2'), plane('SIGNIFICANCE', significance, '')]); // prettier-ignore
}

/** A burst of `count` bins of 0.1 s over a constant background. */
export function simulatedCurve(count = 2000): Curve {
  const draw = noise(3);
  const binS = 0.1;
  const timeS = Float64Array.from({ length: count }, (_, i) => (i - count / 4) * binS);
  const rate = timeS.map((t) => 900 + (t > 0 ? 9000 * (t / 2) * Math.exp(1 - t / 2) : 0));
  const error = rate.map((value) => Math.sqrt(value / binS));
  return {
    timeS,
    rate: rate.map((value, i) => value + draw() * error[i]!),
    error,
    widthS: new Float64Array(count).fill(binS),
    t0: parseTime('2023-03-07T15:44:06.67', 'utc'),
    unit: 'counts/s',
  };
}

/** A power law seen through a response with a broad line spread. */
export function simulatedSpectrum(channelCount = 60): Spectrum {
  const edges = Float64Array.from({ length: channelCount + 1 }, (_, i) => 15 * (1000 / 15) ** (i / channelCount));
  const areaCm2 = edges.slice(1).map((energy) => 900 * Math.exp(-((Math.log(energy / 60) / 1.4) ** 2)));
  const matrix = new Float64Array(channelCount * channelCount);
  for (let e = 0; e < channelCount; e++)
    for (let c = 0; c < channelCount; c++) matrix[e * channelCount + c] = Math.exp(-0.5 * ((c - e) / 1.2) ** 2) / 3.01;
  const response: Response = { energyEdgesKeV: edges, areaCm2, matrix };
  const empty = new Float64Array(channelCount);
  const base = {
    lowKeV: edges.slice(0, -1),
    highKeV: edges.slice(1),
    counts: empty,
    error: empty,
    exposureS: 5000,
    response,
  };
  const draw = noise(11);
  const expected = modelCounts(base, 2.1, 9.7);
  const error = expected.map((counts) => Math.sqrt(counts + 2000));
  return { ...base, counts: expected.map((counts, i) => counts + draw() * error[i]!), error };
}

/** A family of `count` nodes in layers of twenty, each using two or three of the layer before. */
export function simulatedGraph(count = 60): Graph {
  const width = 20;
  const names = ['RawEvents', 'CalibratedEvents', 'SkyImage', 'Mosaic', 'Spectrum'];
  const nodes = Array.from({ length: count }, (_, i) => ({
    id: `n${i}`,
    label: `${names[Math.floor(i / width) % names.length]} ${i}`,
    state: nodeStates[(i * 7) % 11 === 0 ? 4 : 2 + (i % 2)]!,
    ...(i % 13 === 0 ? { count: 93 } : {}),
  }));
  const [users, used]: [number[], number[]] = [[], []];
  for (let i = width; i < count; i++)
    for (const step of i % 3 === 0 ? [0, 1, 3] : [0, 1]) {
      users.push(i);
      used.push((Math.floor(i / width) - 1) * width + ((i + step) % width));
    }
  return { nodes, users, used };
}

/** A catalogue of `count` sources. */
export function simulatedTable(count = 5000): TableColumn[] {
  const draw = noise(5);
  const column = (of: (i: number) => number) => Float64Array.from({ length: count }, (_, i) => of(i));
  return [
    { name: 'name', values: Array.from({ length: count }, (_, i) => `SIM ${i + 1}`) },
    { name: 'ra', unit: 'deg', description: 'right ascension, ICRS', values: column((i) => (i * 137.508) % 360) },
    { name: 'dec', unit: 'deg', description: 'declination, ICRS', values: column((i) => 60 * Math.sin(i)) },
    { name: 'flux', unit: 'mCrab', description: '20 to 40 keV', values: column(() => Math.exp(draw())) },
  ];
}
