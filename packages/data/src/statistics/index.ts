/** Statistics on typed arrays: descriptive values, distributions, random numbers, least squares, rebinning. */

export {
  type Measured,
  type Numbers,
  type WeightedMean,
  mean,
  median,
  quantileOfSorted,
  quantiles,
  robustSigma,
  rootMeanSquare,
  standardDeviation,
  sum,
  variance,
  weightedMean,
} from './descriptive.ts';
export { erf, erfc, normalCdf, normalIsf, normalIsfLog, normalLogSf, normalPdf, normalSf } from './normal.ts';
export { chiSquareSf, gammaP, gammaQ, logGamma, logPoissonDensity } from './gamma.ts';
export {
  type PoissonInterval,
  gehrelsError,
  poissonCdf,
  poissonExcessProbability,
  poissonInterval,
  poissonLowerLimit,
  poissonPmf,
  poissonUpperLimit,
} from './poisson.ts';
export { type OnOffCounts, liMaSignificance, onOffExcess, onOffExcessError } from './li-ma.ts';
export { type RandomGenerator, randomFromDigest } from './random.ts';
export { wstat, wstatBackground } from './wstat.ts';
export { type PolynomialFit, evaluatePolynomial, fitPolynomial, polynomialSum } from './polynomial.ts';
export { prefixSums, rebinByFactor, rebinToEdges } from './rebin.ts';
export { formatMeasured, formatNumber } from './format-measured.ts';
