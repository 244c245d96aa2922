/**
 * Revolutions of INTEGRAL: from perigee to perigee, numbered since launch. The archive's revolution file is not public
 * as a table, so starts are interpolated between documented ones; each anchor says where it comes from.
 */

import { type Instant, formatTime, parseTime, secondsBetween, addSeconds } from '@stemma/data/time';

/** A revolution whose start is documented. */
export interface RevolutionAnchor {
  readonly revolution: number;
  /** Start (perigee) in IJD, days of TT since MJD 51544. */
  readonly startIjd: string;
  readonly source: string;
}

/** Anchors, oldest first. */
export const revolutionAnchors: readonly RevolutionAnchor[] = [
  { revolution: 0, startIjd: '1016.40213', source: 'linear ephemeris of the early mission, good to 0.1 d' },
  { revolution: 789, startIjd: '3376.2018', source: 'REVOL_PHASE and period of the orbit file of 078900560010' },
  { revolution: 1500, startIjd: '5502.690279907407', source: 'integralhk' },
  { revolution: 1696, startIjd: '6024.2099', source: 'REVOL_PHASE and period of the orbit file of 169600130010' },
  { revolution: 1700, startIjd: '6034.849157222222', source: 'integralhk' },
  { revolution: 2558, startIjd: '8316.7399095', source: 'science window archive' },
  { revolution: 2559, startIjd: '8319.4009743', source: 'science window archive' },
  { revolution: 2560, startIjd: '8322.0612752', source: 'science window archive' },
];

/** Days per revolution after the last anchor: the mean of the two revolutions before it. */
const LAST_PERIOD_S = 2.660_683 * 86_400;

const starts = revolutionAnchors.map(({ revolution, startIjd }) => ({ revolution, start: parseTime(startIjd, 'ijd') }));

/** A revolution and how much of it has passed (0 at its start to 1 at the next). */
export interface RevolutionPhase {
  readonly revolution: number;
  readonly phase: number;
}

/**
 * Revolution and phase at an instant. Accuracy: minutes next to an anchor, about 0.1 d before revolution 789,
 * up to a few tenths of a day half-way between 1700 and 2558 (the period of the orbit varies), and a growing error
 * after 2560 (some 0.04 d per hundred revolutions). Near perigee the number can therefore be one off.
 * Throws a RangeError before launch (2002-10-17).
 */
export function revolutionAt(instant: Instant): RevolutionPhase {
  const value = fractionalRevolution(instant);
  const revolution = Math.floor(value);
  return { revolution, phase: value - revolution };
}

/** Revolution number with the phase as fraction (REVOL_FRAC of the archive); accuracy as for revolutionAt. */
export function fractionalRevolution(instant: Instant): number {
  if (secondsBetween(parseTime('2002-10-17', 'utc'), instant) < 0) {
    throw new RangeError(`INTEGRAL was launched on 2002-10-17; ${formatTime(instant, 'utc', 0)} lies before it`);
  }
  const k = starts.findLastIndex(({ start }) => start.ttNs <= instant.ttNs);
  const low = starts[k]!;
  return low.revolution + secondsBetween(low.start, instant) / periodAfter(k);
}

/** Start of a revolution; accuracy as for revolutionAt. Throws a RangeError when it is not a whole number from 0. */
export function revolutionStart(revolution: number): Instant {
  if (!Number.isInteger(revolution) || revolution < 0) {
    throw new RangeError(`revolutions of INTEGRAL are numbered from 0, not ${revolution}`);
  }
  const k = starts.findLastIndex((anchor) => anchor.revolution <= revolution);
  const low = starts[k]!;
  return addSeconds(low.start, (revolution - low.revolution) * periodAfter(k));
}

/** Start and end of a revolution. */
export function revolutionInterval(revolution: number): { readonly start: Instant; readonly stop: Instant } {
  return { start: revolutionStart(revolution), stop: revolutionStart(revolution + 1) };
}

/** How uncertain a start is at the anchors themselves, days: some minutes. */
const ANCHOR_ERROR_D = 0.005;
/** How far starts may stray from the straight line half-way to the next anchor, days, for each anchor but the last. */
const SAG_D = [0.1, 0.1, 0.1, 0.02, 0.01, 0.3, 0.005, 0.005];
/** Growth of the error after the last anchor, days per revolution. */
const DRIFT_D = 0.0004;

/**
 * Estimated error in days of the start of a revolution and so of its phase times the period: see revolutionAt. A
 * judgement from how anchors miss one another and the hours in which instruments are on, not a fitted variance.
 */
export function revolutionErrorD(revolution: number): number {
  const k = Math.max(
    0,
    starts.findLastIndex((anchor) => anchor.revolution <= revolution),
  );
  const low = starts[k]!.revolution;
  const high = starts[k + 1]?.revolution;
  if (high === undefined) return ANCHOR_ERROR_D + DRIFT_D * (revolution - low);
  // The linear ephemeris of the early mission is itself good to 0.1 d only.
  if (low === 0) return SAG_D[0]!;
  const u = (revolution - low) / (high - low);
  return ANCHOR_ERROR_D + 4 * u * (1 - u) * SAG_D[k]!;
}

/** Mean period in seconds between anchor k and the next. */
function periodAfter(k: number): number {
  const low = starts[k]!;
  const high = starts[k + 1];
  if (high === undefined) return LAST_PERIOD_S;
  return secondsBetween(low.start, high.start) / (high.revolution - low.revolution);
}
