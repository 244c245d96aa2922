// Two realistic family trees for the tests of the renderers: the tutorial's, and a mosaic of 70 science windows.
import type { Digest, Sha256 } from '../identity/digest.ts';
import { SampleGraph } from './sample-graph.ts';

/** A graph, and the derivation that it is about. */
export interface SampleTree {
  readonly graph: SampleGraph;
  readonly root: Digest;
}

/** Binned events from raw events and a calibration that share the data unit; the calibrated events are forgotten. */
export function tutorialTree(sha256: Sha256): SampleTree {
  const graph = new SampleGraph(sha256);
  const add = graph.add.bind(graph);
  const name = add('stemma.Literal', { parameters: { value: 'crab-2003' } });
  const file = { name: 'gains-2003.csv', mediaType: 'text/csv', sha256: sha256('gains') };
  const database = add('tutorial.EnergyCalibrationDB', { inputs: { gains: add('stemma.File', { parameters: file }) } });
  const unit = add('tutorial.DataUnit', { parameters: { startMjdTt: 52703.25 }, inputs: { name } });
  const raw = add('tutorial.RawEvents', { parameters: { durationS: 1200, rateCps: 230 }, inputs: { unit } });
  const calibration = add('tutorial.EnergyCalibration', { inputs: { database, unit }, producedBy: database });
  const events = add('tutorial.CalibratedEvents', { inputs: { calibration, raw }, state: 'forgotten' });
  const root = add('tutorial.BinnedEvents', { inputs: { events }, parameters: { binSizeKeV: 4, maxKeV: 500 } });
  return { graph, root };
}

/** A mosaic of 70 science windows, of which number 7, 37 and 67 have no events. */
export function mosaicTree(sha256: Sha256): SampleTree {
  const graph = new SampleGraph(sha256);
  const add = graph.add.bind(graph);
  const bins = add('integral.ImageBins', { parameters: { edgesKeV: [25, 40, 80] } });
  const select = add('integral.SelectScienceWindows', { parameters: { raDeg: 83.63, decDeg: 22.01, radiusDeg: 10 } });
  const members = Array.from({ length: 70 }, (_, i) => {
    const scw = `0665${String(i + 1).padStart(4, '0')}0010`;
    const data = add('integral.ScienceWindowData', { parameters: { scw }, dataUnits: ['scw'] });
    const times = add('integral.GoodTimes', { inputs: { data } });
    const events = add('integral.BinnedEvents', { inputs: { bins, data, times } });
    const state = (i + 1) % 30 === 7 ? 'failed' : 'stored';
    const parameters = { minSnr: 7, scw };
    return add('integral.SkyImage', { parameters, dataUnits: ['scw'], inputs: { bins, events }, state });
  });
  const images = { each: { over: select, output: 'scws', template: { id: members[0]! } } };
  const uses = [...members.map((id) => ({ role: 'images', id })), { role: 'bins', id: bins }];
  const root = add('integral.Mosaic', { parameters: { pixelDeg: 0.08 }, inputs: { images }, members: uses });
  return { graph, root };
}

/** A chain of steps. */
export function chainTree(length: number, sha256: Sha256): SampleTree {
  const graph = new SampleGraph(sha256);
  let root = graph.add('t.Step', { parameters: { n: 0 } });
  for (let n = 1; n < length; n++) root = graph.add('t.Step', { parameters: { n }, inputs: { before: root } });
  return { graph, root };
}
