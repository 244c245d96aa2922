/** Transient services: response by direction, limits, all-sky sensitivity, localisation, science-window list. */

export { BurstDirection, BurstDirectionOnSky } from './analyses/burst-direction.ts';
export { DetectorBackgrounds, MeasuredBackgrounds } from './analyses/detector-backgrounds.ts';
export { InstrumentResponse } from './analyses/instrument-response.ts';
export { DirectionalSpiAcsResponse } from './analyses/directional-response.ts';
export { RateFluence } from './analyses/rate-fluence.ts';
export { UpperLimits } from './analyses/upper-limits.ts';
export { SensitivityMap } from './analyses/sensitivity-map.ts';
export { BurstCounts, SimulatedBurstCounts } from './analyses/burst-counts.ts';
export { CountRateLocalisation } from './analyses/count-rate-localisation.ts';
export { ScienceWindowList } from './analyses/science-window-list.ts';
