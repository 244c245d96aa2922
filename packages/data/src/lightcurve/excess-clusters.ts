/** One event shows up as many overlapping cells of many scales: clusters of them, most improbable first. */

import type { Excess } from './excess-search.ts';
import { type FalseAlarm, falseAlarm } from './false-alarm.ts';

/** An excess with its chance of being noise or a spike, relative to a time of interest. */
export interface RankedExcess extends Excess, FalseAlarm {
  /** Centre of the excess less the time of interest, seconds. */
  readonly offsetS: number;
}

/** Excesses that lie together, led by the least probable of them. */
export interface ExcessCluster {
  readonly leading: RankedExcess;
  /** Extent of all members, seconds from the reference of the light curve. */
  readonly startS: number;
  readonly stopS: number;
  readonly members: number;
}

/** Adds false-alarm rates and probability to each excess, `interestS` being the time of interest (a trigger). */
export function rankExcesses(excesses: readonly Excess[], interestS: number): RankedExcess[] {
  return excesses.map((excess) => {
    const offsetS = 0.5 * (excess.startS + excess.stopS) - interestS;
    return { ...excess, offsetS, ...falseAlarm(excess.snr, offsetS, excess.scaleS) };
  });
}

/**
 * Groups excesses in the order of false-alarm probability (ties: higher significance first): one joins a cluster when
 * its centre is closer to the leading one's than the larger of their scales, or when it overlaps the cluster so far,
 * so that a long burst stays one cluster. Returned in that order.
 */
export function clusterExcesses(excesses: readonly RankedExcess[]): ExcessCluster[] {
  const ordered = [...excesses].sort((a, b) => a.probability - b.probability || b.snr - a.snr);
  const clusters: ExcessCluster[] = [];
  for (const excess of ordered) {
    const home = clusters.findIndex(({ leading, startS, stopS }) => {
      const near = Math.abs(leading.offsetS - excess.offsetS) < Math.max(leading.scaleS, excess.scaleS);
      return near || (excess.startS < stopS && excess.stopS > startS);
    });
    const cluster = clusters[home];
    if (cluster === undefined) {
      clusters.push({ leading: excess, startS: excess.startS, stopS: excess.stopS, members: 1 });
    } else {
      const startS = Math.min(cluster.startS, excess.startS);
      const stopS = Math.max(cluster.stopS, excess.stopS);
      clusters[home] = { leading: cluster.leading, startS, stopS, members: cluster.members + 1 };
    }
  }
  return clusters;
}
