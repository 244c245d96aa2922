// One science window: the unit in which everything before the mosaic is done. Configure `scw` to choose it.
import { analysis, boolean, ExpectedFailure, number, string } from '@stemma/core';
import { directionType } from '../columns.ts';
import { SimulatedObservation } from './simulated-observation.ts';

/** Attitude and times of a science window, from the index. */
export const Pointing = analysis({
  name: 'integral.Pointing',
  version: '1',
  description: 'Attitude and times of one science window, from the index of science windows.',
  parameters: {
    scw: string({
      default: '066500010010',
      pattern: /\d{12}(\.\d{3})?/,
      example: '066500010010',
      dataUnit: true,
      description: 'science window RRRRPPPPSSSF',
    }),
  },
  inputs: { observation: SimulatedObservation },
  outputs: {
    scw: string(),
    startIjd: number({ unit: 'd', description: 'start, days of TT since MJD 51544' }),
    durationS: number({ unit: 's' }),
    xAxis: directionType,
    zAxis: directionType,
    telemetry: boolean({ description: 'whether events were received' }),
    simulated: boolean(),
    label: string({ description: 'what kind of data these are' }),
  },
  failures: { no_window: 'the index has no such science window' },
  resources: { light: true },
  run: ({ scw, observation: { windows, simulated, label } }) => {
    const row = windows.scw.indexOf(scw.slice(0, 12));
    if (row < 0) {
      const range = `it has ${windows.scw.length}, from ${windows.scw[0]} to ${windows.scw.at(-1)}`;
      throw new ExpectedFailure('no_window', `science window ${scw} is not in the index: ${range}`, { scw });
    }
    return {
      scw: windows.scw[row]!,
      startIjd: windows.startIjd[row]!,
      // IJD as a double is good to 0.1 microseconds; the length was given in whole milliseconds.
      durationS: Math.round((windows.stopIjd[row]! - windows.startIjd[row]!) * 86_400e3) / 1000,
      xAxis: { raDeg: windows.raXDeg[row]!, decDeg: windows.decXDeg[row]! },
      zAxis: { raDeg: windows.raZDeg[row]!, decDeg: windows.decZDeg[row]! },
      telemetry: windows.telemetry[row]!,
      simulated,
      label,
    };
  },
});
