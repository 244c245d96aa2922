/**
 * Fits all sources and the background of a shadowgram at once, in detector space: counts = efficiency x
 * (sum of rate_k PIF_k + level x background), for fluxes with their covariance and, on request, for positions too.
 */

import type { Measured } from '@stemma/data/statistics';
import { DETECTOR_SIDE, GRID_CELLS, type Shift } from './geometry.ts';
import { fitColumns } from './normal-equations.ts';
import { illuminationGradient, pixelIllumination } from './pif.ts';
import type { Shadowgram } from './shadowgram.ts';

/** What is asked of a fit. */
export interface SourceFitOptions {
  /** Shape of the background on the grid, mean about 1; the efficiency is applied to it. */
  readonly background: Float64Array;
  /** Whether the position of each source is fitted too, starting from the given one. */
  readonly freePosition?: readonly boolean[];
  /** Illuminations of the given shifts where they are known already, to be shared by many fits. */
  readonly illuminations?: readonly (Float64Array | undefined)[];
  /** A fit to begin with, which saves rounds: rates of all the sources, and the expected counts. */
  readonly initial?: { readonly rateCps: readonly number[]; readonly model: Float64Array };
}

/** One source of a fit. */
export interface FittedSource {
  readonly shift: Shift;
  /** One-sigma error of the shift along Y and Z, pixels; 0 for fixed positions. */
  readonly shiftError: Shift;
  /** Counts per second of all 16384 pixels behind a half-open mask: the flux folded with the ARF. */
  readonly rateCps: Measured;
}

/** Result of a fit. */
export interface SourceFit {
  readonly sources: readonly FittedSource[];
  /** Background in counts per second and pixel, times the given shape. */
  readonly backgroundCps: Measured;
  /** Covariance of the rates, n x n. */
  readonly rateCovariance: Float64Array;
  /** Expected counts of sources and background on the grid. */
  readonly model: Float64Array;
  /** Sum of (counts - model)² / model and its degrees of freedom. */
  readonly chiSquare: number;
  readonly degreesOfFreedom: number;
}

const LIT_PIXELS = (DETECTOR_SIDE * DETECTOR_SIDE) / 2;

/** Rounds of reweighting: the variance is that of the model, because weights from the counts themselves bias low. */
const ROUNDS = 3;

/** Rounds when positions move as well. */
const POSITION_ROUNDS = 8;

/** Largest step of a position in one round, pixels: the illumination is linear over less than that. */
const LARGEST_STEP = 0.4;

/** Steps below this, pixels (0.6 arcsec), are not worth another round. */
const SETTLED = 0.002;

/** A position that wanders further than this from its start has left its source. */
const LARGEST_MOVE = 2;

/**
 * Maximum-likelihood fit by iterated reweighting. Undefined when sources cannot be told apart or light no pixel, or
 * when there is nothing to fit (no live pixels, no counts).
 */
export function fitSources(
  shadowgram: Shadowgram,
  shifts: readonly Shift[],
  options: SourceFitOptions,
): SourceFit | undefined {
  const state = startingState(shadowgram, shifts, options);
  if (state === undefined) return undefined;
  const rounds = state.free.includes(true) ? POSITION_ROUNDS : ROUNDS;
  for (let k = 1; ; k++) {
    const last = k === rounds || state.settled;
    const round = fitOnce(state, last);
    if (round === undefined) return undefined;
    if (last) return summary(state, round);
  }
}

function startingState(
  shadowgram: Shadowgram,
  shifts: readonly Shift[],
  { background, freePosition, illuminations, initial }: SourceFitOptions,
): State | undefined {
  const { efficiency, exposureS } = shadowgram;
  const variance = startingVariance(shadowgram);
  if (variance === undefined) return undefined;
  const rates = initial && Float64Array.from(initial.rateCps, (rate) => (rate * exposureS) / LIT_PIXELS);
  return {
    shadowgram,
    start: shifts,
    shifts: [...shifts],
    free: shifts.map((_, k) => freePosition?.[k] ?? false),
    lit: shifts.map((_, k) => illuminations?.[k] && applied(efficiency, illuminations[k])),
    rates,
    variance: initial === undefined ? variance : varianceOf(initial.model, efficiency),
    background: applied(efficiency, background),
    settled: false,
  };
}

/** The variance of Poisson counts is their expectation; a small floor keeps cells that expect nothing from ruling the fit. */
function varianceOf(model: Float64Array, efficiency: Float64Array): Float64Array {
  return model.map((value, i) => (efficiency[i]! > 0 ? Math.max(value, 1e-3) : 0));
}

interface State {
  readonly shadowgram: Shadowgram;
  readonly start: readonly Shift[];
  readonly shifts: Shift[];
  readonly free: readonly boolean[];
  /** Illumination times efficiency of each source at its present place, where known. */
  readonly lit: (Float64Array | undefined)[];
  /** Counts per fully lit pixel of each source, once known. */
  rates: Float64Array | undefined;
  /** Variance of each cell, 0 where nothing counts. */
  variance: Float64Array;
  readonly background: Float64Array;
  /** Whether the positions have stopped moving. */
  settled: boolean;
}

interface Round {
  readonly values: Float64Array;
  readonly covariance: Float64Array;
  readonly model: Float64Array;
  /** Position of the first derivative column of each source, -1 when it is fixed. */
  readonly derivativeColumn: readonly number[];
}

function startingVariance({ counts, efficiency }: Shadowgram): Float64Array | undefined {
  let [total, live] = [0, 0];
  for (let i = 0; i < GRID_CELLS; i++) {
    if (!(efficiency[i]! > 0)) continue;
    total += counts[i]!;
    live += efficiency[i]!;
  }
  return total > 0 && live > 0 ? efficiency.map((e) => (e * total) / live) : undefined;
}

function applied(efficiency: Float64Array, shape: Float64Array): Float64Array {
  return shape.map((value, i) => value * efficiency[i]!);
}

/** One linear fit about the present positions; then the variance follows the model, and the positions their gradient. */
function fitOnce(state: State, last: boolean): Round | undefined {
  const { shadowgram, shifts, rates } = state;
  const columns: Float64Array[] = [];
  const gradients: Float64Array[] = [];
  const derivativeColumn: number[] = [];
  shifts.forEach((shift, k) => {
    const rate = rates?.[k] ?? 0;
    // Positions can move only once there is a flux to move, and not on the last round, which sets the fluxes.
    const free = state.free[k]! && rate > 0;
    derivativeColumn.push(free ? shifts.length + 1 + gradients.length : -1);
    if (!free) {
      columns.push((state.lit[k] ??= applied(shadowgram.efficiency, pixelIllumination(shift))));
      return;
    }
    const { pif, alongY, alongZ } = illuminationGradient(shift);
    columns.push(applied(shadowgram.efficiency, pif));
    for (const slope of [alongY, alongZ])
      gradients.push(slope.map((value, i) => value * rate * shadowgram.efficiency[i]!));
  });
  columns.push(state.background, ...gradients);
  const weights = state.variance.map((value) => (value > 0 ? 1 / value : 0));
  const solution = fitColumns(columns, shadowgram.counts, weights);
  if (solution === undefined) return undefined;
  const { values, covariance } = solution;
  const model = modelOf(columns.slice(0, shifts.length + 1), values);
  state.rates = values.slice(0, shifts.length);
  state.variance = varianceOf(model, shadowgram.efficiency);
  if (!last) movePositions(state, values, derivativeColumn);
  return { values, covariance, model, derivativeColumn };
}

function modelOf(columns: readonly Float64Array[], values: Float64Array): Float64Array {
  const model = new Float64Array(GRID_CELLS);
  columns.forEach((column, k) => {
    for (let i = 0; i < GRID_CELLS; i++) model[i]! += values[k]! * column[i]!;
  });
  return model;
}

function movePositions(state: State, values: Float64Array, derivativeColumn: readonly number[]): void {
  let largest = 0;
  derivativeColumn.forEach((column, k) => {
    if (column < 0) {
      // A source whose position is to be fitted has no derivative before its rate is known.
      if (state.free[k]! && values[k]! > 0) largest = Infinity;
      return;
    }
    const step = (value: number): number => Math.max(-LARGEST_STEP, Math.min(LARGEST_STEP, value));
    const [here, start] = [state.shifts[k]!, state.start[k]!];
    const [dy, dz] = [step(values[column]!), step(values[column + 1]!)];
    const moved = { y: here.y + dy, z: here.z + dz };
    if (Math.hypot(moved.y - start.y, moved.z - start.z) > LARGEST_MOVE) return;
    largest = Math.max(largest, Math.abs(dy), Math.abs(dz));
    state.shifts[k] = moved;
    state.lit[k] = undefined;
  });
  state.settled = state.free.includes(true) && largest < SETTLED;
}

function summary(state: State, { values, covariance, model, derivativeColumn }: Round): SourceFit {
  const { shadowgram, shifts } = state;
  const n = values.length;
  const sigma = (k: number): number => Math.sqrt(covariance[k * n + k]!);
  const scale = LIT_PIXELS / shadowgram.exposureS;
  const sources = shifts.map((shift, k) => {
    const column = derivativeColumn[k]!;
    const shiftError = column < 0 ? { y: 0, z: 0 } : { y: sigma(column), z: sigma(column + 1) };
    return { shift, shiftError, rateCps: { value: values[k]! * scale, error: sigma(k) * scale } };
  });
  const m = shifts.length;
  const rateCovariance = Float64Array.from(
    { length: m * m },
    (_, i) => covariance[Math.floor(i / m) * n + (i % m)]! * scale * scale,
  );
  const backgroundCps = { value: values[m]! / shadowgram.exposureS, error: sigma(m) / shadowgram.exposureS };
  let [chiSquare, cells] = [0, 0];
  for (let i = 0; i < GRID_CELLS; i++) {
    if (!(shadowgram.efficiency[i]! > 0)) continue;
    cells++;
    chiSquare += (shadowgram.counts[i]! - model[i]!) ** 2 / Math.max(model[i]!, 1e-3);
  }
  return { sources, backgroundCps, rateCovariance, model, chiSquare, degreesOfFreedom: cells - n };
}
