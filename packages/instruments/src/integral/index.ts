// The INTEGRAL module: time, spacecraft, gamma-ray bursts in SPI-ACS.
export { integral } from './module.ts';
export { BackgroundModel } from './analyses/background-model.ts';
export { BurstDuration } from './analyses/burst-duration.ts';
export { BurstFigure } from './analyses/burst-figure.ts';
export { BurstFluence, SpiAcsResponse } from './analyses/burst-fluence.ts';
export { BurstInterval } from './analyses/burst-interval.ts';
export { BurstOnset, GeocentricOnset } from './analyses/burst-onset.ts';
export { BurstReport } from './analyses/burst-report.ts';
export { ExcessSearch } from './analyses/excess-search.ts';
export { LightCurveFile } from './analyses/light-curve-file.ts';
export { SimulatedLightCurve } from './analyses/simulated-light-curve.ts';
export { SpacecraftOrbit } from './analyses/spacecraft-orbit.ts';
export { SpacecraftState } from './analyses/spacecraft-state.ts';
export { SpiAcsLightCurve } from './analyses/spi-acs-light-curve.ts';
export { TimeConversion } from './analyses/time-conversion.ts';
export { Visibility } from './analyses/visibility.ts';
export * from './isgri/index.ts';
export * from './transient/index.ts';
