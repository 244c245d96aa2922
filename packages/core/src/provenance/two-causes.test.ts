// Two mosaics of 500 science windows, of about 6,500 derivations each, with two planted causes: the descent names
// exactly them and visits less than a hundredth of the nodes, also when a cause makes every window differ.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bind, sha256 } from '../../test/setting.ts';
import { analysis } from '../analysis/analysis.ts';
import type { AnyAnalysis, Goal } from '../analysis/declaration.ts';
import { bindingsOf, childrenOf, type Derivation } from '../bind/derivation.ts';
import { postOrder } from '../graph/post-order.ts';
import { ShapeHasher } from '../identity/shapes.ts';
import { number, string } from '../types/scalars.ts';
import { compareDerivations, type Defined, type DescentReport } from './differences.ts';

const windows = Array.from({ length: 500 }, (_, i) => `0665${String(i).padStart(4, '0')}0010`);
/** Classes of each window with their inputs, as in the imaging pipeline; 13 for each window, shared ones apart. */
const perWindow: readonly (readonly [name: string, ...inputs: string[]])[] = [
  ['Raw'], ['Pointing', 'Raw'], ['PixelStates', 'Calibration', 'Raw', 'Pointing'], ['Events', 'Pointing', 'PixelStates', 'Raw'],
  ['GoodTimes', 'Pointing', 'Events'], ['DeadTime', 'Events', 'GoodTimes'], ['Corrected', 'Events', 'Calibration', 'GoodTimes', 'PixelStates'],
  ['Catalogue', 'Reference', 'Pointing'], ['Background', 'Calibration', 'Pointing', 'PixelStates', 'GoodTimes', 'DeadTime'],
  ['Shadowgrams', 'Corrected', 'GoodTimes', 'DeadTime', 'PixelStates', 'Bins'], ['SkyImage', 'Pointing', 'Shadowgrams', 'Background', 'Catalogue', 'Bins'],
  ['Cleaned', 'SkyImage', 'Catalogue', 'Reference'], ['Image', 'Cleaned', 'SkyImage', 'GoodTimes'],
]; // prettier-ignore

interface Plants {
  /** Versions by class; parameter `level` by class, for all windows or for one. */
  readonly versions?: Readonly<Record<string, string>>;
  readonly levels?: Readonly<Record<string, number>>;
  readonly window?: { readonly scw: string; readonly name: string; readonly level: number };
  readonly scws?: readonly string[];
}

const outputs = { x: number() };
const run = () => ({ x: 1 });
type Given = AnyAnalysis | Goal<unknown>;

function mosaic({ versions = {}, levels = {}, window, scws = windows }: Plants): Given {
  const declared = new Map<string, AnyAnalysis>();
  const declare = (name: string, parameters: object, inputs: object = {}): AnyAnalysis => {
    const version = versions[name] ?? '1';
    let found = declared.get(name);
    if (!found) declared.set(name, (found = analysis({ name: `test.${name}`, version, parameters, inputs, outputs, run } as never) as AnyAnalysis)); // prettier-ignore
    return found;
  };
  const level = number({ default: 1 });
  const call = (of: AnyAnalysis, args: object): Given => (of as unknown as (args: object) => Given)(args);
  const shared = new Map(['Calibration', 'Reference', 'Bins'].map((name) => [name, call(declare(name, { level }), { level: levels[name] ?? 1 })])); // prettier-ignore
  const images = scws.map((scw) => {
    const made = new Map<string, Given>(shared);
    for (const [name, ...uses] of perWindow) {
      const isPlanted = window?.scw === scw && window.name === name;
      const given = { scw, level: isPlanted ? window.level : (levels[name] ?? 1) };
      const inputs = Object.fromEntries(uses.map((use) => [use.toLowerCase(), made.get(use)!]));
      const of = declare(name, { scw: string({ dataUnit: true }), level }, inputs);
      made.set(name, call(of, { ...given, ...inputs }));
    }
    return made.get('Image')!;
  });
  const Mosaic = declare('Mosaic', { level }, { images: [] as AnyAnalysis[] });
  return call(Mosaic, { level: levels['Mosaic'] ?? 1, images });
}

const hasher = new ShapeHasher(sha256);

function recordsOf(root: Derivation, records: Map<string, Defined>): number {
  const before = records.size;
  postOrder([root], (node) => childrenOf(node, true), (node) => {
    const { id, definition, parameters, inputs } = node;
    records.set(id, { id, definition, parameters, inputs: bindingsOf(inputs), shapes: hasher.of(node) });
  }); // prettier-ignore
  return records.size - before;
}

const plain = bind(mosaic({}) as never);
const known = new Map<string, Defined>();
const nodes = recordsOf(plain, known);

async function compared(plants: Plants, every = false): Promise<DescentReport> {
  const records = new Map(known);
  const other = bind(mosaic(plants) as never);
  recordsOf(other, records);
  const read = async (ids: readonly string[]) => new Map(ids.map((id) => [id, records.get(id)!]));
  return compareDerivations(plain.id, other.id, read, { every });
}

const causes = ({ differences }: DescentReport) => differences.map(({ kind, name }) => `${kind} ${name}`).sort();

test('a parameter of the mosaic and one of a single window: not even the members of the list are read', async (t) => {
  const window = { scw: windows[237]!, name: 'GoodTimes', level: 2 };
  const report = await compared({ levels: { Mosaic: 3 }, window });
  assert.deepEqual(causes(report), ['parameter test.GoodTimes', 'parameter test.Mosaic']);
  assert.match(report.differences[1]!.path, /^images\[237\]\//);
  t.diagnostic(`${report.visited} of ${nodes} visited, ${report.read} read`);
  assert.ok(report.visited <= nodes / 100);
  assert.ok(report.read <= nodes / 100);
});

test('a version and a shared parameter that make all 500 windows differ: still less than a hundredth', async (t) => {
  const report = await compared({ versions: { GoodTimes: '2' }, levels: { Bins: 25 } });
  assert.deepEqual(causes(report), ['parameter test.Bins', 'version test.GoodTimes']);
  assert.ok(report.alike >= 499);
  t.diagnostic(`${report.visited} of ${nodes} visited, ${report.read} read, ${report.alike} alike`);
  assert.ok(report.visited <= nodes / 100);
});

test('comparing every pair finds the same causes, the long way round', async () => {
  const plants = { versions: { GoodTimes: '2' }, levels: { Bins: 25 } };
  const [quick, whole] = [await compared(plants), await compared(plants, true)];
  assert.deepEqual(quick.differences, whole.differences);
  assert.equal(whole.alike, 0);
  assert.ok(whole.visited > 100 * quick.visited);
});

test('windows that came and went are told beside a cause that all others share', async () => {
  const report = await compared({ versions: { Cleaned: '2' }, scws: [...windows.slice(1), '9999'] });
  assert.deepEqual(causes(report), ['input_added test.Image', 'input_removed test.Image', 'version test.Cleaned']);
});

test('one window of other data is told as removed and added, although only samples of the others are read', async () => {
  const report = await compared({ scws: windows.with(100, '9999') });
  assert.deepEqual(causes(report), ['input_added test.Image', 'input_removed test.Image']);
  assert.ok(report.read < 20);
});
