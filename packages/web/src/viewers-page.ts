// The development page of the viewers: each with simulated data, and within reach of the browser tests.
import {
  simulatedCurve,
  simulatedGraph,
  simulatedSky,
  simulatedSources,
  simulatedSpectrum,
  simulatedTable,
} from './simulated-data.ts';
import { choice, element } from './viewers/element.ts';
import { mountGraph } from './viewers/graph/mount-graph.ts';
import { mountImage } from './viewers/image/mount-image.ts';
import { parseRegions } from './viewers/image/region.ts';
import { mountLightCurve } from './viewers/light-curve/mount-light-curve.ts';
import { mountSpectrum } from './viewers/spectrum/mount-spectrum.ts';
import { mountTable } from './viewers/table/mount-table.ts';

const host = (id: string) => document.getElementById(id)!;
const themes = choice('Theme', ['system', 'light', 'dark', 'night'], 'system', setTheme);
host('theme').append(themes.field);

const regions = parseRegions('circle(83.6331, 22.0145, 1800")');
const sources = mountTable(
  host('catalogue'),
  [
    { name: 'source', values: simulatedSources.map(({ name }) => name) },
    { name: 'ra', unit: 'deg', values: simulatedSources.map(({ raDeg }) => raDeg) },
    { name: 'dec', unit: 'deg', values: simulatedSources.map(({ decDeg }) => decDeg) },
  ],
  { label: 'Sources in the image', heightPx: 80, onSelect: (row) => image.select(row) },
);
const image = mountImage(host('image'), simulatedSky(), {
  label: 'Sky image (simulated)',
  sources: simulatedSources,
  regions,
  onSelect: (source) => sources.select(source),
});
const lightCurve = mountLightCurve(host('light-curve'), simulatedCurve(), {
  label: 'Light curve (simulated)',
  marks: [{ timeS: 0, label: 'T0' }],
  goodTimes: [{ startS: -40, stopS: 100 }],
});
const spectrum = mountSpectrum(host('spectrum'), simulatedSpectrum(), { label: 'Spectrum (simulated)' });
const table = mountTable(host('table'), simulatedTable(), { label: 'Catalogue (simulated)' });
const graph = mountGraph(host('graph'), simulatedGraph(), { label: 'Provenance (simulated)' });

/** What the browser tests reach: the mounted viewers, and what it takes to mount others. */
export const viewers = { image, sources, lightCurve, spectrum, table, graph, setTheme, element, mountImage, mountLightCurve, mountTable, mountGraph, mountSpectrum, simulatedSky, simulatedCurve, simulatedGraph, simulatedTable }; // prettier-ignore
Object.assign(globalThis, { viewers });

function setTheme(name: string): void {
  if (name === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = name;
  // Canvases read their colours when they draw.
  dispatchEvent(new Event('resize'));
  for (const handle of [lightCurve, spectrum])
    handle.zoom(handle === lightCurve ? lightCurve.span() : { from: 13, to: 1100 });
  graph.panNow(0, 0);
}
