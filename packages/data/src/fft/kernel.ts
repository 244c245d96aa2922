/**
 * The work-horse of the two-dimensional transforms: one memory and the eight loops that run over it, as SIMD
 * WebAssembly where the platform allows it and otherwise in plain JavaScript, with the same bits as the outcome.
 */

import type { KernelLoops } from './kernel-loops.ts';
import { portableKernel } from './portable-kernel.ts';
import { simdKernelBase64 } from './simd-kernel-wasm.ts';

/** The loops together with their memory. */
export interface Kernel extends KernelLoops {
  readonly memory: Float64Array;
  /** Whether SIMD is at work. */
  readonly simd: boolean;
}

/** Which implementation to take; `auto` is SIMD with plain JavaScript as the fallback. */
export type KernelChoice = 'auto' | 'simd' | 'portable';

/** The part of the WebAssembly API used here; neither DOM nor Node types are at hand in this package. */
interface WasmApi {
  Module: new (bytes: Uint8Array) => object;
  Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer };
  Instance: new (module: object, imports: object) => { readonly exports: unknown };
}

const platform = globalThis as unknown as { WebAssembly?: WasmApi; atob(base64: string): string };
let compiled: object | undefined;

/** A kernel with at least `doubles` doubles of memory, all zero. Throws RangeError when SIMD is demanded in vain. */
export function createKernel(doubles: number, choice: KernelChoice = 'auto'): Kernel {
  const loops = choice === 'portable' ? undefined : simdLoops(doubles);
  if (loops !== undefined) return loops;
  if (choice === 'simd') throw new RangeError('this platform runs no SIMD WebAssembly');
  const memory = new Float64Array(doubles);
  return { memory, simd: false, ...portableKernel(memory) };
}

function simdLoops(doubles: number): Kernel | undefined {
  const wasm = platform.WebAssembly;
  if (wasm === undefined) return undefined;
  try {
    compiled ??= new wasm.Module(Uint8Array.from(platform.atob(simdKernelBase64), (letter) => letter.charCodeAt(0)));
  } catch {
    // An old platform, or a content security policy without 'wasm-unsafe-eval'.
    return undefined;
  }
  const memory = new wasm.Memory({ initial: Math.ceil((doubles * 8) / 65_536) });
  const instance = new wasm.Instance(compiled, { env: { memory } });
  return { memory: new Float64Array(memory.buffer), simd: true, ...(instance.exports as KernelLoops) };
}
