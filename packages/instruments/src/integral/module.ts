// What the INTEGRAL module declares. A new analysis is one file in analyses/ and one line here.
import { pipelineModule } from '@stemma/core';
import { BackgroundModel } from './analyses/background-model.ts';
import { BurstDuration } from './analyses/burst-duration.ts';
import { BurstFigure } from './analyses/burst-figure.ts';
import { BurstFluence, SpiAcsResponse } from './analyses/burst-fluence.ts';
import { BurstInterval } from './analyses/burst-interval.ts';
import { BurstOnset, GeocentricOnset } from './analyses/burst-onset.ts';
import { BurstReport } from './analyses/burst-report.ts';
import { ExcessSearch } from './analyses/excess-search.ts';
import { LightCurveFile } from './analyses/light-curve-file.ts';
import { SimulatedLightCurve } from './analyses/simulated-light-curve.ts';
import { SpacecraftOrbit } from './analyses/spacecraft-orbit.ts';
import { SpacecraftState } from './analyses/spacecraft-state.ts';
import { SpiAcsLightCurve } from './analyses/spi-acs-light-curve.ts';
import { TimeConversion } from './analyses/time-conversion.ts';
import { Visibility } from './analyses/visibility.ts';
import * as isgri from './isgri/index.ts';
import * as transient from './transient/index.ts';

/** The pipeline module `integral`. */
export const integral = pipelineModule({
  name: 'integral',
  version: '1',
  description: 'INTEGRAL: time and spacecraft, gamma-ray bursts in SPI-ACS, images of ISGRI',
  source: import.meta.url,
  analyses: [
    SpiAcsLightCurve,
    SimulatedLightCurve,
    BurstInterval,
    BackgroundModel,
    ExcessSearch,
    BurstOnset,
    GeocentricOnset,
    BurstDuration,
    SpiAcsResponse,
    BurstFluence,
    BurstFigure,
    LightCurveFile,
    BurstReport,
    TimeConversion,
    SpacecraftOrbit,
    SpacecraftState,
    Visibility,
    ...Object.values(isgri),
    ...Object.values(transient),
  ],
});
