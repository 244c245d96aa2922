// From channels to energies.
import { analysis, column, table } from '@stemma/core';
import { readFits } from '@stemma/data/fits';
import { EnergyCalibration } from './energy-calibration.ts';
import { RawEvents } from './raw-events.ts';

/**
 * Events with energies instead of channels: energy = channel × gain + offset, in keV, in the order of the events.
 * What the calibration is, is an input: substituting another one recomputes this and what follows, and nothing else.
 */
export const CalibratedEvents = analysis({
  name: 'tutorial.CalibratedEvents',
  version: '1',
  description: 'Events with energies instead of channels.',
  inputs: { raw: RawEvents, calibration: EnergyCalibration },
  outputs: { events: table({ energyKeV: column('float64', 'keV', { ucd: 'phys.energy' }) }) },
  run: ({ raw, calibration }) => {
    const { gainKeV, offsetKeV } = calibration;
    const channel = readFits(raw.events.bytes()).table('EVENTS').column('PHA').physical();
    return { events: { energyKeV: channel.map((value) => value * gainKeV + offsetKeV) } };
  },
});
