/** Light curves: background, excesses on many time scales, bursts and their measures. */

export {
  type CountColumns,
  type LightCurve,
  type RateColumns,
  type TimeInterval,
  binCentresS,
  binRange,
  contiguousRuns,
  instantInLightCurve,
  lightCurveFromCounts,
  lightCurveFromRates,
  poissonWidths,
  rateErrorsCps,
  ratesCps,
  sliceLightCurve,
  spanOf,
} from './light-curve.ts';
export {
  type Background,
  type BackgroundOptions,
  backgroundCounts,
  estimateBackground,
  excessVariance,
} from './background.ts';
export {
  type FalseAlarm,
  associationWord,
  falseAlarm,
  localFalseAlarms,
  significanceWord,
  stabilityWord,
} from './false-alarm.ts';
export {
  type Excess,
  type ExcessSearch,
  type ExcessSearchOptions,
  type ScaleSummary,
  geometricScales,
  searchExcesses,
} from './excess-search.ts';
export { type ExcessCluster, type RankedExcess, clusterExcesses, rankExcesses } from './excess-clusters.ts';
export { type BlockOptions, bayesianBlocks } from './bayesian-blocks.ts';
export {
  type Burst,
  type BurstOptions,
  type BurstSearch,
  type RateBlock,
  type RateLevel,
  findBurst,
  padInterval,
  rateBlocks,
} from './burst-interval.ts';
export { type BurstDuration, burstDuration } from './burst-duration.ts';
export { type BurstOnset, type BurstPeak, burstOnset, burstPeak, fluence, netCounts } from './burst-measures.ts';
export { type Pulse, type SimulationOptions, pulseCounts, simulateLightCurve } from './simulate-light-curve.ts';
