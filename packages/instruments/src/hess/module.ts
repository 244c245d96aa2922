// What the H.E.S.S. module declares. A new analysis is one file in analyses/ and one line here.
import { pipelineModule } from '@stemma/core';
import { ExcessMap } from './analyses/excess-map.ts';
import { LightCurve } from './analyses/light-curve.ts';
import { ObservationIndex } from './analyses/observation-index.ts';
import { OnOffCounts } from './analyses/on-off-counts.ts';
import { Report } from './analyses/report.ts';
import { RunEvents } from './analyses/run-events.ts';
import { RunSkyMap } from './analyses/run-sky-map.ts';
import { RunSpectrum } from './analyses/run-spectrum.ts';
import { SelectRuns } from './analyses/select-runs.ts';
import { Significance } from './analyses/significance.ts';
import { SkyGrid } from './analyses/sky-grid.ts';
import { Spectrum } from './analyses/spectrum.ts';
import { Target } from './analyses/target.ts';
import { hduIndexFile, observationIndexFile, runFiles, termsFile } from './sources.ts';

/** The pipeline module `hess`. */
export const hess = pipelineModule({
  name: 'hess',
  version: '1',
  description: 'H.E.S.S.: from the event lists of DL3 DR1 to detections, sky maps, light curves and spectra',
  source: import.meta.url,
  analyses: [
    Target,
    ObservationIndex,
    SelectRuns,
    RunEvents,
    OnOffCounts,
    Significance,
    SkyGrid,
    RunSkyMap,
    ExcessMap,
    LightCurve,
    RunSpectrum,
    Spectrum,
    Report,
  ],
  sources: [termsFile.source, observationIndexFile.source, hduIndexFile.source, ...runFiles.values()],
});
