// The tutorial module: the smallest pipeline that shows everything, on simulated data.
export { tutorial } from './module.ts';
export { BinnedEvents } from './analyses/binned-events.ts';
export { CalibratedEvents } from './analyses/calibrated-events.ts';
export { DataUnit } from './analyses/data-unit.ts';
export { EnergyCalibration, EnergyCalibration2026 } from './analyses/energy-calibration.ts';
export { RawEvents } from './analyses/raw-events.ts';
export { SelectDataUnits, Survey } from './analyses/survey.ts';
