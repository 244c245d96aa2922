// A sample history for the tests of all exporters: a fan-out, a file with addresses, an expected failure that a consumer
// accepted, a forgotten result, a content that was taken over, and whatever text a test wants in its parameters.
import type { Json } from '../canonical/json.ts';
import type { Digest, Sha256 } from '../identity/digest.ts';
import { largeValue } from './history-words.ts';
import type { History, HistoryActivity, HistoryNode, HistoryOutput, HistoryParameter } from './history.ts';

/** Text from outside that a test plants everywhere where a user or an author could have put it. */
export interface Planted {
  readonly text?: string;
  /** Value of the literal; default a short text. */
  readonly literal?: Json;
}

/** The history of a mosaic of two images made of one event file. */
export function sampleHistory(sha256: Sha256, { text = 'plain', literal = 'crab-2003' }: Planted = {}): History {
  const nodes = new Map<Digest, HistoryNode>();
  const add = (node: Partial<HistoryNode> & Pick<HistoryNode, 'name'>): Digest => {
    const whole = filledIn(node, text, sha256);
    nodes.set(whole.id, whole);
    return whole.id;
  };
  const events = add({ ...eventFile(sha256, text), name: 'stemma.File' });
  const unit = add({ name: 'stemma.Literal', kind: 'literal', parameters: [literalParameter(literal, sha256)] });
  const other = sha256('the calibration of the year before');
  const calibration = add({ name: 'sample.Calibration', uses: [{ role: 'unit', id: unit }], producedBy: other });
  const list = add({ name: 'sample.SelectWindows', uses: [{ role: 'unit', id: unit }], state: 'forgotten' });
  const image = (window: string, failed: boolean) =>
    add({
      name: 'sample.SkyImage',
      parameters: [
        { name: 'window', value: window, kind: 'string', description: `which science window ${text}` },
        { name: 'minKeV', value: 25, unit: 'keV', kind: 'number' },
      ],
      uses: [
        { role: 'events', id: events },
        { role: 'calibration', id: calibration },
      ],
      inputs: { calibration: { id: calibration }, events: { id: events } },
      ...(failed && failureOf(text)),
    });
  const images = [image('066500010010', false), image('066500020010', true)];
  const over = { each: { over: list, output: 'windows', template: { id: images[0]!, accept: [] } } };
  const root = add({
    name: 'sample.Mosaic',
    description: `A mosaic of images. ${text}`,
    parameters: [
      { name: 'pixelDeg', value: 0.08, unit: 'deg', kind: 'number' },
      { name: 'note', value: text, kind: 'string' },
    ],
    inputs: { images: over },
    uses: [...images.map((id) => ({ role: 'images', id })), { role: 'images over', id: list }],
    outputs: [productOf('mosaic', 'mosaic.fits', 'application/fits', sha256), valueOf('exposureS', sha256)],
  });
  add({ name: 'sample.Calibration', version: '0', id: other, isProducerOnly: true });
  return { root, nodes: rootFirst(root, nodes) };
}

function literalParameter(value: Json, sha256: Sha256): HistoryParameter {
  const large = largeValue(value, sha256);
  return { name: 'value', value, ...(large && { large }) };
}

// When the sample was made: 2026-03-01T12:00:00Z.
const sampleMs = 1772366400000;

function filledIn(given: Partial<HistoryNode> & Pick<HistoryNode, 'name'>, text: string, sha256: Sha256): HistoryNode {
  const plain = { kind: 'analysis' as const, version: '1', uses: [], parameters: [], ...given };
  const { name, version, uses, parameters, failure } = plain;
  const id = given.id ?? sha256(JSON.stringify([name, version, parameters, uses]));
  const producedBy = given.producedBy ?? id;
  const isMade = plain.kind === 'analysis' && producedBy === id;
  return {
    code: sha256(`code of ${name}`),
    environment: sha256('environment'),
    inputs: Object.fromEntries(uses.map(({ role, id: used }) => [role, { id: used }])),
    state: failure ? 'failed' : 'stored',
    outputs: failure ? [] : [valueOf('value', sha256)],
    contentDigest: sha256(`content of ${producedBy}`),
    publishedMs: sampleMs,
    ...(isMade && { activity: activityOf(text, failure !== undefined) }),
    ...plain,
    id,
    producedBy,
  };
}

function activityOf(text: string, failed: boolean): HistoryActivity {
  return {
    status: failed ? 'expected_failure' : 'done',
    startedMs: sampleMs - 1500,
    finishedMs: sampleMs - 250,
    agent: text === 'plain' ? 'vera' : text,
    host: 'node7.example.org',
    attempt: 1,
    cpuS: 1.125,
    peakMemoryBytes: 52_428_800,
  };
}

function failureOf(text: string): Pick<HistoryNode, 'failure'> {
  return {
    failure: {
      reason: 'no_events',
      message: `no events in this window: ${text}`,
      detail: null,
      origin: '0'.repeat(64),
    },
  };
}

function eventFile(sha256: Sha256, text: string): Partial<HistoryNode> {
  const product = productOf('value', 'events.fits', 'application/fits', sha256);
  const { digest, name, mediaType, sizeBytes } = product.files[0]!;
  return {
    kind: 'file',
    parameters: [
      { name: 'sha256', value: digest },
      { name: 'name', value: name },
      { name: 'mediaType', value: mediaType },
    ],
    outputs: [product],
    source: {
      name,
      sha256: digest,
      mediaType,
      sizeBytes,
      description: `Events of a made-up telescope. ${text}`,
      licence: 'CC-BY-4.0',
      urls: ['https://archive.example.org/data/events.fits', 'https://doi.org/10.5072/example.1'],
    },
  };
}

function valueOf(name: string, sha256: Sha256): HistoryOutput {
  return { name, digest: sha256(`value ${name}`), sizeBytes: 120, files: [], kind: 'number' };
}

function productOf(output: string, name: string, mediaType: string, sha256: Sha256): HistoryOutput {
  const file = { name, mediaType, digest: sha256(`bytes of ${name}`), sizeBytes: 5760 };
  return { name: output, digest: sha256(`value of ${name}`), sizeBytes: 300, files: [file], kind: 'file' };
}

function rootFirst(root: Digest, nodes: ReadonlyMap<Digest, HistoryNode>): Map<Digest, HistoryNode> {
  return new Map([[root, nodes.get(root)!], ...nodes]);
}
