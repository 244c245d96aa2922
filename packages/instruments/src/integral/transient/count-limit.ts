// From counts to fluences: upper limits of what was not seen, and fluences of what was.

/** A value with its one-sigma error. */
export interface MeasuredValue {
  readonly value: number;
  readonly error: number;
}

/**
 * Upper limit on counts in a stretch of time: n x excess variance x sqrt(background counts). As circulars of the INTEGRAL
 * team quote it: "excess variance" is the scatter of the background in units of its Poisson noise.
 */
export function countLimit(nSigma: number, backgroundCps: number, excessVariance: number, timescaleS: number): number {
  return nSigma * excessVariance * Math.sqrt(backgroundCps * timescaleS);
}

/** What was counted in a stretch of time. */
export interface CountedBurst {
  /** All counts, background included. */
  readonly grossCounts: number;
  readonly backgroundCps: number;
  /** Error of the background rate itself, for instance of its fit. */
  readonly backgroundErrorCps: number;
  readonly excessVariance: number;
  readonly durationS: number;
}

/**
 * Net counts: gross - background x time. The error holds the Poisson noise of the gross counts, the scatter of the
 * background beyond Poisson ((excess variance² - 1) x background) and the error of its level.
 */
export function netCountsOf(burst: CountedBurst): MeasuredValue {
  const { grossCounts, backgroundCps, backgroundErrorCps, excessVariance, durationS } = burst;
  const background = backgroundCps * durationS;
  const beyondPoisson = Math.max(0, excessVariance ** 2 - 1) * background;
  return {
    value: grossCounts - background,
    error: Math.sqrt(grossCounts + beyondPoisson + (backgroundErrorCps * durationS) ** 2),
  };
}

/** Fluence of net counts, erg/cm2; `relativeError` of the response adds in square. */
export function fluenceOfCounts(net: MeasuredValue, ergPerCm2PerCount: number, relativeError = 0): MeasuredValue {
  const value = net.value * ergPerCm2PerCount;
  return { value, error: Math.hypot(net.error * ergPerCm2PerCount, value * relativeError) };
}
