// The H.E.S.S. module: event lists of imaging atmospheric Cherenkov telescopes (GADF format).
export { hess } from './module.ts';
export { ExcessMap } from './analyses/excess-map.ts';
export { LightCurve } from './analyses/light-curve.ts';
export { ObservationIndex } from './analyses/observation-index.ts';
export { OnOffCounts } from './analyses/on-off-counts.ts';
export { Report } from './analyses/report.ts';
export { RunEvents } from './analyses/run-events.ts';
export { RunSkyMap } from './analyses/run-sky-map.ts';
export { RunSpectrum } from './analyses/run-spectrum.ts';
export { SelectRuns } from './analyses/select-runs.ts';
export { Significance } from './analyses/significance.ts';
export { SkyGrid } from './analyses/sky-grid.ts';
export { Spectrum } from './analyses/spectrum.ts';
export { Target } from './analyses/target.ts';
