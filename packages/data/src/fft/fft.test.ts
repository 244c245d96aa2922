/** The transforms against numpy, against their own definition, and by the theorems that hold for every input. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { judge, withoutAstropy } from '../time/python-judge.test.ts';
import { deviation, noise } from './test-numbers.test.ts';
import { ComplexFft, RealFft } from './fft-1d.ts';
import { RealFft2d } from './real-fft-2d.ts';
import type { MatrixShape } from './row-columns.ts';

function complexOf(values: Float64Array): Float64Array {
  const output = new Float64Array(values.length);
  new ComplexFft(values.length / 2).forward(values, output);
  return output;
}

const shapes: MatrixShape[] = [
  ...[1, 2, 4, 8, 16].flatMap((rows) => [1, 2, 4, 8, 32].map((columns): MatrixShape => [rows, columns])),
  [64, 32],
  [32, 64],
  [128, 256],
  [1024, 8],
];
const lengths = [1, 2, 4, 8, 16, 32, 64, 512, 2048, 8192];

describe('numpy gives the same', { skip: withoutAstropy }, () => {
  it('one-dimensional transforms to 1e-12 of their size', () => {
    const inputs = lengths.map((n) => [...noise(2 * n, n)]);
    const script = `
import json, sys, numpy as np
flat = lambda z: np.ascontiguousarray(z).view(float).ravel().tolist()
out = []
for values in json.load(sys.stdin):
    x = np.array(values)
    z = x.view(complex)
    s = x.size
    half = x[:s // 2 + 1] + 1j * x[::-1][:s // 2 + 1]
    out.append([flat(np.fft.fft(z)), flat(np.fft.ifft(z)), flat(np.fft.rfft(x)), np.fft.irfft(half, s).tolist()])
print(json.dumps(out))`;
    const answers = judge<number[][][]>(script, inputs);
    answers.forEach(([forward, inverse, realForward, realInverse], i) => {
      const x = Float64Array.from(inputs[i]!);
      const n = lengths[i]!;
      const plan = new ComplexFft(n);
      const real = new RealFft(2 * n);
      const output = new Float64Array(2 * n);
      plan.forward(x, output);
      assert.ok(deviation(output, forward!) < 1e-12, `fft ${n}`);
      plan.inverse(x, output);
      assert.ok(deviation(output, inverse!) < 1e-12, `ifft ${n}`);
      const half = new Float64Array(2 * n + 2);
      real.forward(x, half);
      assert.ok(deviation(half, realForward!) < 1e-12, `rfft ${2 * n}`);
      for (let k = 0; k <= n; k++) half.set([x[k]!, x[2 * n - 1 - k]!], 2 * k);
      real.inverse(half, output);
      assert.ok(deviation(output, realInverse!) < 1e-12, `irfft ${2 * n}`);
    });
  });

  it('two-dimensional transforms to 1e-12, also of spectra that no real matrix has', () => {
    const inputs = shapes.map((shape) => ({ shape, real: [...noise(shape[0] * shape[1], 7)] }));
    const spectra = shapes.map(([rows, columns]) => [...noise(2 * rows * ((columns >> 1) + 1), 9)]);
    const script = `
import json, sys, numpy as np
out = []
for item, spectrum in zip(*json.load(sys.stdin)):
    n, m = item['shape']
    x = np.array(item['real']).reshape(n, m)
    z = np.array(spectrum).view(complex).reshape(n, m // 2 + 1)
    out.append([np.fft.rfft2(x).view(float).ravel().tolist(), np.fft.irfft2(z, (n, m)).ravel().tolist()])
print(json.dumps(out))`;
    const answers = judge<[number[], number[]][]>(script, [inputs, spectra]);
    answers.forEach(([forward, inverse], i) => {
      const plan = new RealFft2d(shapes[i]!);
      plan.real.set(inputs[i]!.real);
      plan.forward();
      assert.ok(deviation(plan.spectrum, forward) < 1e-12, `rfft2 ${shapes[i]!.join('×')}`);
      plan.spectrum.set(spectra[i]!);
      plan.inverse();
      assert.ok(deviation(plan.real, inverse) < 1e-12, `irfft2 ${shapes[i]!.join('×')}`);
    });
  });
});

const sequences = fc
  .integer({ min: 0, max: 7 })
  .chain((power) =>
    fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 2 << power, maxLength: 2 << power }),
  )
  .map((values) => Float64Array.from(values));
const sumOfSquares = (values: Float64Array): number => values.reduce((sum, value) => sum + value * value, 0);

describe('a transform', () => {
  it('is the sum that defines it', () => {
    const n = 32;
    const x = noise(2 * n);
    const expected = new Float64Array(2 * n);
    for (let k = 0; k < n; k++) {
      for (let j = 0; j < n; j++) {
        const angle = (-2 * Math.PI * j * k) / n;
        expected[2 * k]! += x[2 * j]! * Math.cos(angle) - x[2 * j + 1]! * Math.sin(angle);
        expected[2 * k + 1]! += x[2 * j]! * Math.sin(angle) + x[2 * j + 1]! * Math.cos(angle);
      }
    }
    assert.ok(deviation(complexOf(x), expected) < 1e-13);
  });

  it('keeps the energy (Parseval)', () => {
    fc.assert(
      fc.property(sequences, (x) => {
        const energy = sumOfSquares(x);
        assert.ok(Math.abs(sumOfSquares(complexOf(x)) / (x.length / 2) - energy) <= 1e-12 * energy + 1e-300);
      }),
    );
  });

  it('is linear', () => {
    fc.assert(
      fc.property(sequences, fc.double({ min: -5, max: 5, noNaN: true }), (x, factor) => {
        const y = noise(x.length);
        const [fx, fy] = [complexOf(x), complexOf(y)];
        const sum = complexOf(x.map((value, i) => factor * value + y[i]!));
        const scale = Math.sqrt(sumOfSquares(fx) + sumOfSquares(fy)) * 10;
        sum.forEach((value, i) => assert.ok(Math.abs(value - (factor * fx[i]! + fy[i]!)) <= 1e-12 * scale + 1e-150));
      }),
    );
  });

  it('turns a shift into a phase', () => {
    fc.assert(
      fc.property(sequences, fc.nat(), (x, any) => {
        const n = x.length / 2;
        const shift = any % n;
        const moved = x.map((_, i) => x[(i + 2 * shift) % (2 * n)]!);
        const [fx, fm] = [complexOf(x), complexOf(moved)];
        const scale = Math.sqrt(sumOfSquares(fx));
        for (let k = 0; k < n; k++) {
          const angle = (2 * Math.PI * ((k * shift) % n)) / n;
          const re = fx[2 * k]! * Math.cos(angle) - fx[2 * k + 1]! * Math.sin(angle);
          assert.ok(Math.abs(fm[2 * k]! - re) <= 1e-12 * scale + 1e-150);
        }
      }),
    );
  });

  it('comes back by the inverse, in place too', () => {
    fc.assert(
      fc.property(sequences, (x) => {
        const plan = new ComplexFft(x.length / 2);
        const real = new RealFft(x.length);
        const y = x.slice();
        plan.forward(y, y);
        plan.inverse(y, y);
        const spectrum = new Float64Array(x.length + 2);
        const back = new Float64Array(x.length);
        real.forward(x, spectrum);
        real.inverse(spectrum, back);
        const tolerance = 1e-12 * Math.sqrt(sumOfSquares(x)) + 1e-150;
        x.forEach((value, i) => {
          assert.ok(Math.abs(y[i]! - value) <= tolerance);
          assert.ok(Math.abs(back[i]! - value) <= tolerance);
        });
      }),
    );
  });

  it('spreads a NaN instead of hiding it', () => {
    const plan = new RealFft2d([8, 8]);
    plan.real[13] = NaN;
    plan.forward();
    for (let i = 0; i < 80; i += 2) assert.ok(Number.isNaN(plan.spectrum[i]! + plan.spectrum[i + 1]!));
  });

  it('refuses lengths that are no powers of two', () => {
    for (const length of [0, -2, 3, 1.5, NaN, 2 ** 29]) {
      assert.throws(() => new ComplexFft(length), RangeError);
      assert.throws(() => new RealFft2d([4, length]), RangeError);
      assert.throws(() => new RealFft2d([length, 4]), /number of rows must be a power of two/);
    }
    assert.throws(() => new RealFft(1), RangeError);
  });

  it('of a matrix keeps its input', () => {
    const plan = new RealFft2d([16, 8]);
    const x = noise(128);
    plan.real.set(x);
    plan.forward();
    assert.deepEqual(plan.real, x);
    const spectrum = plan.spectrum.slice();
    plan.inverse();
    assert.deepEqual(plan.spectrum, spectrum);
    assert.ok(deviation(plan.real, x) < 1e-14);
  });
});
