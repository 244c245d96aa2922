// The composed goal: everything that the module measures of one target, as a text with citation and terms of use.
import { accepting, analysis, file, maybe, string } from '@stemma/core';
import { reportText } from '../formats/report-text.ts';
import { ExcessMap } from './excess-map.ts';
import { LightCurve } from './light-curve.ts';
import { SelectRuns } from './select-runs.ts';
import { Significance } from './significance.ts';
import { Spectrum } from './spectrum.ts';
import { Target } from './target.ts';

/** Report and figures of one target. */
export const Report = analysis({
  name: 'hess.Report',
  version: '1',
  description:
    'Detection, sky map, light curve and spectrum of one target as a text with figures, citation and terms of use.',
  inputs: {
    target: Target,
    selection: SelectRuns,
    significance: Significance,
    map: ExcessMap,
    lightCurve: LightCurve,
    spectrum: accepting(Spectrum, 'no_excess'),
  },
  outputs: {
    summary: string({ description: 'the result in one sentence' }),
    report: file({ mediaType: 'text/plain' }),
    map: file({ mediaType: 'image/png' }),
    lightCurve: file({ mediaType: 'image/png' }),
    spectrum: maybe(file({ mediaType: 'image/png', description: 'none when there is no excess to fit' })),
  },
  failures: {
    no_runs: 'no run with a known data file points near the target',
    no_usable_run: 'every selected run failed',
  },
  resources: { light: true },
  run: ({ target, selection, significance, map, lightCurve, spectrum }, activity) => {
    const { total } = significance;
    const hours = (total.livetimeS / 3600).toFixed(2);
    const summary = `${target.target}: ${total.sigma.toFixed(1)} sigma, ${total.excess.toFixed(0)} excess counts in ${hours} hours of livetime`;
    const fit = spectrum.ok ? spectrum.value.fit : null;
    const text = reportText({
      target,
      unavailable: selection.unavailable,
      significance,
      map,
      lightCurve,
      fit,
      derivation: activity.derivation,
    });
    return {
      summary,
      report: activity.file('report.txt', text, 'text/plain'),
      map: map.png,
      lightCurve: lightCurve.png,
      spectrum: spectrum.ok ? spectrum.value.png : null,
    };
  },
});
