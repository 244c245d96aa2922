// A module with one analysis that returns every kind of value there is, and a description of such values as JSON.
import { analysis, array, file, FileValue, image, json, listOf, pipelineModule, string, table } from '@stemma/core';

/** Returns every kind of value. */
export const Everything = analysis({
  name: 'everything.Everything',
  version: '1',
  outputs: {
    small: array('float32'),
    large: array('uint64'),
    sky: image('float64'),
    events: table({ energyKeV: 'float64', channel: 'int16', name: 'string' }),
    nested: json(),
    report: file(),
    spectra: listOf(file()),
    text: string(),
  },
  run: (_, activity) => ({
    small: new Float32Array([1.5, NaN, -0]),
    large: BigUint64Array.from({ length: 9000 }, (_, i) => BigInt(i) ** 4n),
    sky: { shape: [2, 2], data: new Float64Array([1, 2, 3, 4]), wcs: { CRVAL1: 83.63 } },
    events: { energyKeV: new Float64Array([20, 40]), channel: new Int16Array([-1, 7]), name: ['a', 'b'] },
    nested: {
      map: new Map<unknown, unknown>([['k', new Set([1n])]]),
      when: new Date(86_400_000),
      nothing: undefined,
      none: null,
      deep: [[{ a: -0, b: Infinity }]],
    },
    report: activity.file('out/report.txt', 'a report'),
    spectra: [
      activity.file('a/spectrum.fits', new Uint8Array([1, 2])),
      activity.file('b/spectrum.fits', new Uint8Array([3])),
    ],
    text: 'Ünïcode 😀 \u0000',
  }),
});

/** The analyses of this file. */
export const everything = pipelineModule({
  name: 'everything',
  version: '1',
  source: import.meta.url,
  analyses: [Everything],
});

/** A value as JSON that tells types and bits apart. */
export function describeValue(value: unknown): unknown {
  if (ArrayBuffer.isView(value))
    return [value.constructor.name, Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')];
  if (value instanceof FileValue) return ['file', value.name, value.mediaType, value.digest, value.text()];
  if (value instanceof Date) return ['date', value.getTime()];
  if (value instanceof Map || value instanceof Set) return [value.constructor.name, [...value].map(describeValue)];
  if (Array.isArray(value)) return ['list', ...value.map(describeValue)];
  if (typeof value === 'object' && value !== null)
    return ['object', Object.entries(value).map(([k, v]) => [k, describeValue(v)])];
  return [typeof value, Object.is(value, -0) ? '-0' : String(value)];
}
