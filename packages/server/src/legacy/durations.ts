// Today's path of the burst durations: the most significant excess around a time. It answers at once, where the legacy
// service lets its clients poll.
import { StemmaError } from '@stemma/core';
import type { Asked, Routes } from '@stemma/api';
import type { Call } from '../http/handler.ts';
import { jsonAnswer, type Ask } from './ask.ts';
import { secondsBetweenIjd } from './ijd.ts';
import { cutOut } from './light-curves.ts';

// Lengths in bins of 0.1 s by which the legacy service names scales: scale = 0.05 s + bins × 0.1 s.
const scaleBins = [0, 2, 5, 11, 26, 61, 138, 316, 719, 1637, 3727, 8483, 19_306, 43_939, 100_000];
// Counts are told for bins of 50 ms, the sampling of SPI-ACS.
const binS = 0.05;

interface Excesses {
  readonly scales: {
    readonly scaleS: Float64Array;
    readonly maxSnr: Float64Array;
    readonly maxStartS: Float64Array;
  };
  readonly events: {
    readonly startS: Float64Array;
    readonly stopS: Float64Array;
    readonly scaleS: Float64Array;
    readonly snr: Float64Array;
    readonly probability: Float64Array;
  };
}

/** `status` 0 with a detection, -1 without, -2 without data; `maxsig_time` in s after the start of the interval. */
export async function durations(
  { params: { utc, span } }: Asked<Routes['legacyDurations']>,
  call: Call,
  ask: Ask,
): Promise<Response> {
  const cut = await cutOut({ t0: utc, dt: span }, call, ask).catch((thrown: unknown) => {
    if (thrown instanceof StemmaError && thrown.code === 'no_data') return thrown;
    throw thrown;
  });
  if (cut instanceof StemmaError) return Response.json({ status: -2, message: cut.message });
  const [excesses, background] = await Promise.all([
    ask({ analysis: 'integral.ExcessSearch' }, call),
    ask({ analysis: 'integral.BackgroundModel' }, call),
  ]);
  const offsetS = secondsBetweenIjd(cut.t0.ijd, cut.lightCurve.reference.ijd);
  const best = bestOf(excesses.outputs as unknown as Excesses, offsetS, span);
  if (best === undefined) return jsonAnswer({ status: -1 }, excesses);
  const { startS, scaleS, snr, probability } = best;
  const { meanCps } = background.outputs as { meanCps: number };
  const gross = countsWithin(cut, startS, startS + scaleS);
  return jsonAnswer(
    {
      status: 0,
      maxsig: snr,
      maxsig_time: startS + span,
      maxsignalscale: nearestScale(scaleS),
      maxcounts: (gross.counts / gross.widthS - meanCps) * binS,
      maxcounts_err: (Math.sqrt(gross.counts) / gross.widthS) * binS,
      spikeprob: probability,
    },
    excesses,
  );
}

interface Excess {
  /** After the time of interest. */
  readonly startS: number;
  readonly scaleS: number;
  readonly snr: number;
  readonly probability: number;
}

// The most significant cell inside of the interval. Scales know where their own maximum lies; an event begins with the
// first of its cells, so it is asked only where the maximum of every scale lies elsewhere.
function bestOf({ scales, events }: Excesses, offsetS: number, spanS: number): Excess | undefined {
  const isInside = ({ startS }: Excess) => Math.abs(startS) <= spanS;
  const found = Array.from(events.startS, (start, i) => ({
    startS: start + offsetS,
    stopS: events.stopS[i]! + offsetS,
    scaleS: events.scaleS[i]!,
    snr: events.snr[i]!,
    probability: events.probability[i]!,
  }));
  const cells = Array.from(scales.maxStartS, (start, i) => {
    const startS = start + offsetS;
    const event = found.find((one) => startS >= one.startS && startS <= one.stopS);
    return event && { startS, scaleS: scales.scaleS[i]!, snr: scales.maxSnr[i]!, probability: event.probability };
  }).filter((cell) => cell !== undefined);
  const strongest = (list: readonly Excess[]) => list.filter(isInside).toSorted((a, b) => b.snr - a.snr)[0];
  return strongest(cells) ?? strongest(found);
}

function countsWithin(
  { timeS, widthS, counts }: { timeS: Float64Array; widthS: Float64Array; counts: Float64Array },
  fromS: number,
  toS: number,
): { counts: number; widthS: number } {
  const sum = { counts: 0, widthS: 0 };
  for (let i = 0; i < timeS.length; i++) {
    if (timeS[i]! < fromS || timeS[i]! > toS) continue;
    sum.counts += counts[i]!;
    sum.widthS += widthS[i]!;
  }
  return sum.widthS > 0 ? sum : { counts: 0, widthS: toS - fromS };
}

function nearestScale(scaleS: number): number {
  const distance = (bins: number) => Math.abs(Math.log((0.05 + bins * 0.1) / scaleS));
  return scaleBins.reduce((best, bins, i) => (distance(bins) < distance(scaleBins[best]!) ? i : best), 0);
}
