// Level GTI: when attitude, telemetry and orbit allow data to be used.
import { analysis, ExpectedFailure, number } from '@stemma/core';
import { instantFromIjd } from '@stemma/data/time';
import { revolutionAt } from '../../mission/revolution.ts';
import { intervalsType, lengthS } from '../columns.ts';
import { Pointing } from './pointing.ts';
import { SimulatedEvents } from './simulated-events.ts';

/** Good time intervals of a science window. */
export const GoodTimes = analysis({
  name: 'integral.GoodTimes',
  version: '1',
  description: 'Good time intervals: attitude stable, no gap in the telemetry, not near perigee.',
  parameters: {
    settleS: number({
      unit: 's',
      default: 5,
      min: 0,
      max: 600,
      description: 'after the slew, until attitude is stable',
    }),
    beltPhase: number({ default: 0.06, min: 0, max: 0.5, description: 'orbital phase from perigee that is not used' }),
  },
  inputs: { pointing: Pointing, raw: SimulatedEvents },
  outputs: { intervals: intervalsType, onTimeS: number({ unit: 's' }) },
  failures: { no_good_time: 'no time of the science window is good' },
  resources: { light: true },
  run: ({ pointing: { scw, startIjd, durationS }, raw: { gaps }, settleS, beltPhase }) => {
    const { phase } = revolutionAt(instantFromIjd(startIjd));
    const inBelts = phase < beltPhase || phase > 1 - beltPhase;
    const [startS, stopS]: [number[], number[]] = [[], []];
    let from = settleS;
    const close = (until: number): void => {
      if (until <= from) return;
      startS.push(from);
      stopS.push(until);
    };
    if (!inBelts) {
      gaps.startS.forEach((gapStart, k) => {
        close(Math.min(gapStart, durationS));
        from = Math.max(from, gaps.stopS[k]!);
      });
      close(durationS);
    }
    const intervals = { startS: Float64Array.from(startS), stopS: Float64Array.from(stopS) };
    if (startS.length === 0) {
      const why = inBelts ? `orbital phase ${phase.toFixed(3)} is too near to perigee` : 'it is all gaps';
      throw new ExpectedFailure('no_good_time', `science window ${scw} has no good time: ${why}`, { scw, phase });
    }
    return { intervals, onTimeS: lengthS(intervals) };
  },
});
