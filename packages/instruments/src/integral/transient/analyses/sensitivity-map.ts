// The all-sky sensitivity map: the faintest fluence noticed from each direction, by detector and by the best of all.
import { analysis, column, file, integer, listOf, number, string, table } from '@stemma/core';
import { rasterise } from '../../../figure/rasterise.ts';
import { SpacecraftState } from '../../analyses/spacecraft-state.ts';
import { detectorNames, detectors } from '../detectors.ts';
import { healpixFits } from '../formats/healpix-file.ts';
import { type SkyMapPanel, skyMapFigureSvg } from '../formats/sky-map-figure.ts';
import {
  bandOf,
  bandParameters,
  spectrumOf,
  spectrumParameters,
  spectrumWords,
} from '../formats/spectrum-parameters.ts';
import { frameOf, positionOf } from '../formats/state-values.ts';
import { bestLimit, sensitivityMap } from '../sensitivity.ts';
import { earthFrom, skyGrid } from '../sky-grid.ts';
import { backgroundFor, DetectorBackgrounds } from './detector-backgrounds.ts';
import { assumptionsOf, detectorsParameter } from './instrument-response.ts';

/** Resolution of all-sky maps. */
export const nsideParameter = integer({
  default: 32,
  min: 4,
  max: 256,
  description: 'resolution of the map: 12 nside² pixels; a power of two',
});

/**
 * Limits on the fluence for every direction at a time. Pixels behind the Earth have no value. The file has one column of
 * limits for each detector, the best of them, and what the Earth hides; it and the figure print the assumptions.
 */
export const SensitivityMap = analysis({
  name: 'integral.SensitivityMap',
  version: '1',
  description: 'All-sky map of the limiting fluence of SPI-ACS, IBIS VETO, ISGRI, PICsIT and the best of them.',
  parameters: {
    nside: nsideParameter,
    nSigma: number({ unit: 'sigma', default: 3, min: 0.1, max: 100, description: 'level of the limit' }),
    timescaleS: number({ unit: 's', default: 1, min: 0.05, max: 10_000, description: 'time scale of the burst' }),
    ...spectrumParameters,
    ...bandParameters,
    detectors: detectorsParameter,
  },
  inputs: { state: SpacecraftState, background: DetectorBackgrounds },
  outputs: {
    fits: file({ mediaType: 'application/fits' }),
    png: file({ mediaType: 'image/png' }),
    summary: table({
      detector: column('string'),
      lowest: column('float64', 'erg/cm2', { description: 'limit in the best direction' }),
      median: column('float64', 'erg/cm2', { description: 'over the visible sky' }),
      highest: column('float64', 'erg/cm2'),
      bestFraction: column('float64', '', { description: 'part of the visible sky in which it is the best' }),
    }),
    visibleFraction: number({ description: 'part of the sky that the Earth leaves' }),
    assumptions: listOf(string()),
  },
  failures: {
    outside_response: 'the band reaches beyond the response',
    no_ephemeris: 'the time lies outside of the orbit file',
  },
  run: async ({ state, background, nside, nSigma, timescaleS, detectors: names, ...request }, activity) => {
    const grid = skyGrid(nside, frameOf(state), positionOf(state));
    const asked = { spectrum: spectrumOf(request), band: bandOf(request), nSigma, timescaleS };
    const maps = names.map((name) =>
      sensitivityMap(grid, detectors[name], backgroundFor(background.backgrounds, name), asked),
    );
    const best = bestLimit(maps);
    const assumptions = assumptionsOf(names);
    const what = `${nSigma} sigma in ${timescaleS} s, ${asked.band.minKeV}-${asked.band.maxKeV} keV, ${spectrumWords(asked.spectrum)}`;
    const unit = 'erg/cm2';
    const fits = healpixFits({
      name: 'SENSITIVITY',
      nside,
      columns: [
        { name: 'BEST', values: best, unit, comment: 'lowest limit of all' },
        ...maps.map((values, k) => ({ name: `LIMIT_${names[k]!.toUpperCase()}`, values, unit })),
        { name: 'OCCULTED', values: grid.occulted, comment: '1 behind the Earth' },
      ],
      header: [
        ['DATE-OBS', state.time.utc.slice(0, 19), 'time of the attitude, UTC'],
        ['RA_SCX', state.axes.x.raDeg, '[deg] pointing'],
        ['DEC_SCX', state.axes.x.decDeg, '[deg] pointing'],
        ['NSIGMA', nSigma, 'level of the limit'],
        { keyword: 'TSCALE_S', value: timescaleS, comment: '[s] time scale', real: true },
        ['E_MIN', asked.band.minKeV, '[keV] band of the fluence'],
        ['E_MAX', asked.band.maxKeV, '[keV]'],
        ['SPECTRUM', spectrumWords(asked.spectrum), 'photon spectrum'],
        ['BACKGRND', background.words, 'origin of the backgrounds'],
      ],
      assumptions,
      derivation: activity.derivation,
      label: 'MODEL, no observed response',
    });
    const svg = skyMapFigureSvg({
      title: `Limiting fluence, ${state.time.utc.slice(0, 19).replace('T', ' ')} UTC`,
      subtitle: what,
      footer: [assumptions[0]!, `background: ${background.words}; derivation ${activity.derivation}`],
      healpix: grid.healpix,
      panels: panelsOf(best, maps, names),
      marks: [
        { name: 'pointing', ...state.axes.x },
        { name: 'Sun', raDeg: state.sun.raDeg, decDeg: state.sun.decDeg },
        { name: 'Earth', ...earthFrom(positionOf(state)) },
      ],
    });
    return {
      fits: activity.file('sensitivity.fits', fits, 'application/fits'),
      png: activity.file('sensitivity.png', await rasterise(svg), 'image/png'),
      summary: summaryOf(best, maps, names),
      visibleFraction: 1 - grid.occulted.reduce((a, b) => a + b, 0) / grid.occulted.length,
      assumptions,
    };
  },
});

/** All maps of a figure share one colour scale, so that they can be compared. */
function panelsOf(best: Float64Array, maps: readonly Float64Array[], names: readonly string[]): SkyMapPanel[] {
  const all = [best, ...maps].map((map) => map.map(Math.log10));
  const range = commonRange(all);
  return all.map((values, k) => ({
    title: k === 0 ? 'best of all' : names[k - 1]!,
    values,
    range,
    barLabel: 'log₁₀ of the limit (erg/cm²)',
  }));
}

/** From the lowest value to where each map has all but its highest half per cent. */
function commonRange(maps: readonly Float64Array[]): readonly [low: number, high: number] {
  const sorted = maps.map((map) => map.filter(Number.isFinite).toSorted()).filter((map) => map.length > 0);
  if (sorted.length === 0) return [-8, -5];
  const low = Math.min(...sorted.map((map) => map[0]!));
  const high = Math.max(...sorted.map((map) => map[Math.floor(0.995 * (map.length - 1))]!));
  return [low, Math.max(high, low + 0.1)];
}

function summaryOf(
  best: Float64Array,
  maps: readonly Float64Array[],
  names: readonly (typeof detectorNames)[number][],
) {
  const visible = best.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0);
  const rows = maps.map((map) => {
    const sorted = map.filter((value) => !Number.isNaN(value)).toSorted();
    const wins = map.reduce((count, value, i) => count + (value === best[i] ? 1 : 0), 0);
    return { low: sorted[0]!, middle: sorted[sorted.length >> 1]!, high: sorted.at(-1)!, part: wins / visible };
  });
  return {
    detector: [...names],
    lowest: Float64Array.from(rows, ({ low }) => low),
    median: Float64Array.from(rows, ({ middle }) => middle),
    highest: Float64Array.from(rows, ({ high }) => high),
    bestFraction: Float64Array.from(rows, ({ part }) => part),
  };
}
