// What the tutorial module declares. A new analysis is one file in analyses/ and one line here.
import { pipelineModule } from '@stemma/core';
import { BinnedEvents } from './analyses/binned-events.ts';
import { CalibratedEvents } from './analyses/calibrated-events.ts';
import { DataUnit } from './analyses/data-unit.ts';
import { EnergyCalibration, EnergyCalibration2026 } from './analyses/energy-calibration.ts';
import { RawEvents } from './analyses/raw-events.ts';
import { SelectDataUnits, Survey } from './analyses/survey.ts';

/** The pipeline module `tutorial`. */
export const tutorial = pipelineModule({
  name: 'tutorial',
  version: '1',
  description: 'From simulated detector events to a spectrum: the example of the documentation',
  source: import.meta.url,
  analyses: [
    DataUnit,
    RawEvents,
    EnergyCalibration,
    EnergyCalibration2026,
    CalibratedEvents,
    BinnedEvents,
    SelectDataUnits,
    Survey,
  ],
});
