/** The SIMD loops give the same bits as the readable ones, and are what their source says. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Correlator } from './correlator.ts';
import { noise } from './test-numbers.test.ts';
import { type Kernel, createKernel } from './kernel.ts';
import { RealFft2d } from './real-fft-2d.ts';
import { simdKernelBase64 } from './simd-kernel-wasm.ts';
import { rootOfUnity, twiddles } from './twiddles.ts';

const base = 2 ** 14;
const tableAt = 4 * base;

/** Runs one loop in both kernels over the same memory and compares all of it. */
function compare(n: number, run: (kernel: Kernel) => void): void {
  const memories = (['simd', 'portable'] as const).map((choice) => {
    const kernel = createKernel(tableAt + 4 * n + 64, choice);
    kernel.memory.set(noise(2 * base));
    kernel.memory.set(twiddles(n), tableAt);
    run(kernel);
    return kernel.memory.slice(0, tableAt);
  });
  assert.deepEqual(memories[0], memories[1]);
  assert.notDeepEqual(memories[0]!.subarray(2 * base), new Float64Array(2 * base));
}

describe('both kernels agree to the bit', () => {
  for (const n of [1, 2, 4, 8, 16, 32, 64, 256, 512, 1024]) {
    it(`in the loops over ${n} elements`, () => {
      compare(n, (kernel) => kernel.transform(0, 2 * base, 3 * base, n, tableAt));
      compare(n, (kernel) => kernel.splitRows(0, n, 2 * base, 16));
      compare(n, (kernel) => kernel.joinRows(0, 16, 2 * base, n));
      for (const width of new Set([n, Math.ceil(n / 2), Math.max(1, n - 1)])) {
        compare(n, (kernel) => kernel.packRows(0, width, 2 * base, n));
        compare(n, (kernel) => kernel.unpackRows(0, 2 * base, width, 0.3));
      }
      for (const width of [1, 2]) {
        compare(n, (kernel) => kernel.storeColumns(0, n, 2 * base, 12, width));
        compare(n, (kernel) => kernel.loadColumns(0, 12, width, 2 * base, n));
      }
      for (const sign of [1, -1]) compare(n, (kernel) => kernel.multiply(0, 4 * n, 2 * base, n, sign));
    });
  }

  it('in whole transforms and correlations', () => {
    const outcomes = (['simd', 'portable'] as const).map((choice) => {
      const plan = new RealFft2d([32, 64], choice);
      plan.real.set(noise(2048));
      plan.forward();
      const kernels = [noise(99, 3), noise(99, 4)];
      const spec = { imageShape: [13, 7], kernelShape: [9, 11], kernels, implementation: choice } as const;
      const correlator = new Correlator(spec);
      const output = new Float64Array(21 * 17);
      correlator.load(noise(91));
      correlator.correlate(1, output);
      assert.equal(plan.simd, choice === 'simd');
      return [plan.spectrum.slice(), output];
    });
    assert.deepEqual(outcomes[0], outcomes[1]);
  });
});

const folder = mkdtempSync(join(tmpdir(), 'stemma-fft-'));
const flags = '-O3 --runtime stub --noAssert --noExportMemory --importMemory --enable simd,bulk-memory'.split(' ');
copyFileSync(join(import.meta.dirname, 'simd-kernel.as'), join(folder, 'simd-kernel.ts'));
const compiler = process.env['STEMMA_ASC'] ?? 'asc';
const made = spawnSync(compiler, ['simd-kernel.ts', ...flags, '-o', 'kernel.wasm'], { cwd: folder });
const bytes = made.status === 0 ? readFileSync(join(folder, 'kernel.wasm')) : undefined;
rmSync(folder, { recursive: true });

describe('the embedded module', () => {
  it('is the compiled source', { skip: bytes ? false : 'no AssemblyScript compiler (set STEMMA_ASC to asc)' }, () => {
    assert.equal(simdKernelBase64, bytes!.toString('base64'));
  });

  it('gives way to plain JavaScript where WebAssembly is forbidden or absent', () => {
    const platform = globalThis as unknown as { WebAssembly: unknown };
    const original = platform.WebAssembly;
    try {
      platform.WebAssembly = undefined;
      assert.equal(createKernel(8).simd, false);
      assert.throws(() => createKernel(8, 'simd'), RangeError);
    } finally {
      platform.WebAssembly = original;
    }
    assert.equal(createKernel(8).simd, true);
  });
});

describe('twiddle factors', () => {
  it('lie on the circle to the last bit and have its symmetries exactly', () => {
    for (const n of [4, 8, 64, 4096]) {
      for (let k = 0; k < n; k++) {
        const [re, im] = rootOfUnity(k, n);
        assert.ok(Math.abs(re * re + im * im - 1) < 5e-16);
        assert.ok(Math.abs(re - Math.cos((2 * Math.PI * k) / n)) < 1e-15);
        const [turnedRe, turnedIm] = rootOfUnity((k + n / 4) % n, n);
        assert.ok(turnedRe === im && turnedIm === -re);
      }
    }
  });
});
