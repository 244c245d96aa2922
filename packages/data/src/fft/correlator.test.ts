/** Correlation and convolution by FFT against their definition and against scipy.signal. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judge, withoutAstropy } from '../time/python-judge.test.ts';
import { Correlator } from './correlator.ts';
import { deviation, noise } from './test-numbers.test.ts';
import type { MatrixShape } from './row-columns.ts';

const pairs: { imageShape: MatrixShape; kernelShape: MatrixShape }[] = [
  { imageShape: [1, 1], kernelShape: [1, 1] },
  { imageShape: [3, 5], kernelShape: [6, 4] },
  { imageShape: [13, 7], kernelShape: [9, 11] },
  { imageShape: [5, 1], kernelShape: [1, 9] },
  { imageShape: [16, 16], kernelShape: [17, 17] },
];

function direct(
  image: Float64Array,
  kernel: Float64Array,
  { imageShape, kernelShape }: (typeof pairs)[number],
  sign: number,
): Float64Array {
  const [rows, columns] = [imageShape[0] + kernelShape[0] - 1, imageShape[1] + kernelShape[1] - 1];
  const output = new Float64Array(rows * columns);
  for (let r = 0; r < imageShape[0]; r++) {
    for (let c = 0; c < imageShape[1]; c++) {
      for (let kr = 0; kr < kernelShape[0]; kr++) {
        for (let kc = 0; kc < kernelShape[1]; kc++) {
          const row = sign > 0 ? r + kr : kr - r + imageShape[0] - 1;
          const column = sign > 0 ? c + kc : kc - c + imageShape[1] - 1;
          output[row * columns + column]! += image[r * imageShape[1] + c]! * kernel[kr * kernelShape[1] + kc]!;
        }
      }
    }
  }
  return output;
}

describe('a correlator', () => {
  for (const pair of pairs) {
    it(`gives the defining sums for ${pair.imageShape.join('×')} with ${pair.kernelShape.join('×')}`, () => {
      const kernels = [1, 2].map((seed) => noise(pair.kernelShape[0] * pair.kernelShape[1], seed));
      for (const operation of ['correlation', 'convolution'] as const) {
        const correlator = new Correlator({ ...pair, kernels, operation });
        const output = new Float64Array(correlator.outputShape[0] * correlator.outputShape[1]);
        // The second image must not see anything of the first.
        for (const seed of [8, 9]) {
          const image = noise(pair.imageShape[0] * pair.imageShape[1], seed);
          correlator.load(image);
          kernels.forEach((kernel, k) => {
            correlator.correlate(k, output);
            const expected = direct(image, kernel, pair, operation === 'convolution' ? 1 : -1);
            assert.ok(deviation(output, expected) < 1e-12);
          });
        }
      }
    });
  }

  it('does not wrap around: a larger transform changes nothing', () => {
    const spec = { imageShape: [9, 9], kernelShape: [8, 8], kernels: [noise(64)] } as const;
    const [small, large] = [new Correlator(spec), new Correlator({ ...spec, fftShape: [64, 32] })];
    const [a, b] = [new Float64Array(256), new Float64Array(256)];
    for (const [correlator, output] of [[small, a] as const, [large, b] as const]) {
      correlator.load(noise(81));
      correlator.correlate(0, output);
    }
    assert.ok(deviation(a, b) < 1e-13);
  });

  it('accepts counts of any numeric array', () => {
    const correlator = new Correlator({ imageShape: [2, 2], kernelShape: [1, 1], kernels: [[2]] });
    const output = new Float64Array(4);
    correlator.load(Uint16Array.of(1, 2, 3, 4));
    correlator.correlate(0, output);
    // Correlation with one pixel turns the image about its centre.
    assert.deepEqual(output.map(Math.round), Float64Array.of(8, 6, 4, 2));
  });

  it('refuses arrays of other shapes, missing kernels and too small transforms', () => {
    const spec = { imageShape: [3, 3], kernelShape: [4, 4], kernels: [noise(16)] } as const;
    const correlator = new Correlator(spec);
    assert.throws(() => correlator.correlate(0, new Float64Array(36)), /load an image/);
    assert.throws(() => correlator.load(noise(8)), /the image has 8 values, not 3 × 3/);
    correlator.load(noise(9));
    assert.throws(() => correlator.correlate(0, new Float64Array(35)), RangeError);
    assert.throws(() => correlator.correlate(1, new Float64Array(36)), /no kernel 1, only 1/);
    assert.throws(() => new Correlator({ ...spec, kernels: [noise(15)] }), RangeError);
    assert.throws(() => new Correlator({ ...spec, fftShape: [4, 8] }), /too small for an output of 6 × 6/);
    assert.throws(() => new Correlator({ ...spec, fftShape: [8, 12] }), /power of two/);
  });

  it('agrees with numpy on the sizes of a coded mask', { skip: withoutAstropy }, () => {
    const [imageShape, kernelShape] = [
      [130, 134],
      [232, 232],
    ] as const;
    const [image, mask] = [noise(130 * 134, 3), noise(232 * 232, 4)];
    const script = `
import json, sys, numpy as np
image, mask = (np.array(v) for v in json.load(sys.stdin))
pad = lambda a: np.fft.rfft2(a, (512, 512))
full = np.fft.irfft2(pad(mask.reshape(232, 232)) * np.conj(pad(image.reshape(130, 134))))
print(json.dumps(np.roll(full, (129, 133), (0, 1))[:361, :365].ravel().tolist()))`;
    const correlator = new Correlator({ imageShape, kernelShape, kernels: [mask] });
    const output = new Float64Array(361 * 365);
    correlator.load(image);
    correlator.correlate(0, output);
    assert.ok(deviation(output, judge<number[]>(script, [[...image], [...mask]])) < 1e-12);
  });
});
