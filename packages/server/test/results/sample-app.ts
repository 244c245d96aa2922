// A small service in memory with a module of its own: results of every kind that routes must show, asked without sockets
// and checked against the schemas of the interface.
import assert from 'node:assert/strict';
import { routes, type Operation } from '@stemma/api';
import {
  analysis,
  array,
  column,
  file,
  image,
  integer,
  noData,
  number,
  pipelineModule,
  source,
  table,
  type Digest,
} from '@stemma/core';
import { compose } from '../../../cli/src/compose.ts';
import { previewer } from '../../../cli/src/previews/previewer.ts';
import { productWriter } from '../../../cli/src/previews/product-writer.ts';
import { allHandlers, createApp, type Identity, type JobDesk, type ServerParts } from '../../src/index.ts';
import { anonymousOnLoopback } from '../../src/http/identity.ts';

const light = { code: 'version', resources: { light: true } } as const;

/** A curve with one spike, a table with awkward text, an image with a gradient and a gap, a file with an awkward name. */
const Everything = analysis({
  ...light,
  name: 'sample.Everything',
  version: '1',
  description: 'Outputs of every kind.',
  parameters: { binSizeKeV: number({ unit: 'keV', default: 4 }), rows: integer({ default: 50_000 }) },
  outputs: {
    rate: number({ unit: 'count/s' }),
    curve: table({ timeS: column('float64', 's'), rateCps: column('float32', 'count/s') }),
    words: table({ name: 'string', good: 'boolean', pair: { dtype: 'int16', width: 2 } }),
    counts: array('int32', { unit: 'count' }),
    sky: image('float32', { unit: 'count/s' }),
    page: file(),
  },
  run: ({ rows, binSizeKeV }, activity) => {
    activity.log('begins', 'debug');
    activity.log('a low count', 'warning');
    activity.log('ends');
    const timeS = Float64Array.from({ length: rows }, (_, i) => i / 10);
    const rateCps = Float32Array.from(timeS, (_, i) => (i === 31_415 ? 1e6 : i % 7));
    return {
      rate: 1 / binSizeKeV,
      curve: { timeS, rateCps },
      words: {
        name: ['plain', '=cmd()', 'a "quoted", one'],
        good: [true, false, true],
        pair: Int16Array.of(1, 2, 3, 4, 5, 6),
      },
      counts: Int32Array.of(1, 2, 3),
      sky: { shape: [40, 60], data: Float32Array.from({ length: 2400 }, (_, i) => (i === 0 ? Number.NaN : i % 60)) },
      page: activity.file('sub/päge "1".html', '<script>alert(1)</script>', 'text/html'),
    };
  },
});

/** Made from the first; another parameter gives another result. */
const Derived = analysis({
  ...light,
  name: 'sample.Derived',
  version: '2',
  parameters: { factor: number({ default: 2 }) },
  inputs: { everything: Everything },
  outputs: { doubled: number() },
  run: ({ everything, factor }) => ({ doubled: everything.rate * factor }),
});

/** An expected failure. */
const Nothing = analysis({
  ...light,
  name: 'sample.Nothing',
  version: '1',
  outputs: { n: number() },
  run: () => {
    throw noData('no events in this window', { window: 7 });
  },
});

const catalogue = {
  name: 'catalogue.fits',
  sha256: 'ab'.repeat(32),
  mediaType: 'application/fits',
  licence: 'CC-BY-4.0',
  description: 'positions of sources',
  urls: ['https://example.org/catalogue.fits'],
};

const sampleModule = pipelineModule({
  name: 'sample',
  version: '1',
  description: 'Results of every kind.',
  analyses: [Everything, Derived, Nothing],
  sources: [source(catalogue).source, { ...catalogue, name: 'arf.fits', sha256: 'cd'.repeat(32) }],
});

/** A service with three results. */
export interface SampleApp {
  readonly parts: ServerParts;
  readonly ids: Readonly<Record<'everything' | 'derived' | 'other' | 'nothing', Digest>>;
  /** Asks an address. */
  ask(this: void, path: string, init?: RequestInit): Promise<Response>;
  /** The JSON of an operation, which must be as its schema says. */
  json(this: void, operation: Operation, path: string, init?: RequestInit): Promise<Record<string, unknown>>;
  close(this: void): Promise<void>;
}

/** Composes the service and makes the results. @param more visibility, or another agent. */
export async function sampleApp(
  more: Partial<ServerParts> = {},
  identity: Identity = anonymousOnLoopback,
): Promise<SampleApp> {
  const composed = await compose({ store: 'memory', modules: [sampleModule], mirrors: [], network: false, jobs: 1 });
  const parts: ServerParts = { ...composed, previewer: previewer(), productWriter: productWriter(), ...more };
  const idOf = async (goal: Parameters<typeof parts.engine.resolve>[0]) => (await parts.engine.resolve(goal).result).id;
  const ids = {
    everything: await idOf(Everything()),
    derived: await idOf(Derived()),
    other: await idOf(Derived({ factor: 3 })),
    nothing: await idOf(Nothing()),
  };
  const app = createApp({ handlers: allHandlers(parts, {} as JobDesk, 'test'), identify: async () => identity });
  const ask = async (path: string, init?: RequestInit) => app.fetch(new Request(`http://here${path}`, init));
  const json = async (operation: Operation, path: string, init?: RequestInit) => {
    const response = await ask(path, init);
    const body = (await response.json()) as Record<string, unknown>;
    assert.equal(response.status, routes[operation].answer.status, JSON.stringify(body));
    const read = routes[operation].answer.schema!.safeParse(body);
    assert.ok(read.success, `${operation}: ${read.error?.message}`);
    return body;
  };
  return { parts, ids, ask, json, close: () => composed.close() };
}

/** A request with a JSON body. */
export function posting(body: unknown, method = 'POST'): RequestInit {
  return { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}
