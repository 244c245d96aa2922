// One derivation by itself: its inputs come as result packs, its result goes out as one. What an outside workflow engine
// (CWL, Snakemake, REANA) calls for each node, so that engine and Stemma agree on every byte without sharing a store.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  childrenOf,
  entriesOf,
  idsIn,
  StemmaError,
  type AnyAnalysis,
  type Derivation,
  type Digest,
  type PipelineModule,
  type Result,
  type ResultIndex,
} from '@stemma/core';
import { type PlainRecord } from '@stemma/core/exports';
import { compose, type Composition } from '../compose.ts';
import { parse, type Pack } from './pack.ts';
import { readPack } from './read-pack.ts';
import { isObject, readRecord } from './records.ts';
import { writePack } from './write-pack.ts';

/** What to run, with what, and where the result goes. */
export interface StepRequest {
  /** A derivation record as JSON; `records` inside it has those that no pack brings: literals, fan-out templates. */
  readonly record: string;
  /** Packs of everything that the derivation uses directly, in any order; more do no harm. */
  readonly inputs: readonly string[];
  /** The bytes of a data file, when the derivation is one. */
  readonly file?: string;
  /** A name ending in `.tar`, or a folder. */
  readonly out: string;
  readonly modules: readonly PipelineModule[];
  readonly preload?: readonly string[];
}

/** What a step gave. */
export interface StepResult {
  readonly id: Digest;
  readonly name: string;
  readonly contentDigest: Digest;
  /** The reason, when the result is an expected failure: that is a pack like any other. */
  readonly failure?: string;
}

/**
 * Runs a step in a private store that ends with it; nothing is read from or written to any other store, nor the network.
 * @throws StemmaError `conflict` when the loaded code is not the recorded one; `not_found` for an input without a pack;
 *   `corrupt`, `invalid_request` from packs; `analysis_failed` and the like from the analysis.
 */
export async function runStep(request: StepRequest): Promise<StepResult> {
  const root = await mkdtemp(join(tmpdir(), 'stemma-step-'));
  try {
    const { modules, preload = [] } = request;
    const parts = await compose({ store: join(root, 'store'), modules, preload, mirrors: [], network: false });
    try {
      return await runIn(parts, root, request);
    } finally {
      await parts.close();
    }
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function runIn(
  parts: Composition,
  root: string,
  { record, inputs, file, out }: StepRequest,
): Promise<StepResult> {
  const [target, ...others] = await readStep(record);
  const records = new Map<Digest, PlainRecord>();
  const packs: Pack[] = [];
  for (const path of inputs) {
    const pack = await readPack(path, parts.blobs, root);
    packs.push(pack);
    for (const [id, found] of pack.records) records.set(id, found);
  }
  for (const found of [target!, ...others]) records.set(found.id, found);
  await publishInputs(packs, records, parts.index);
  if (file !== undefined) await supplyFile(file, target!, parts);
  refuseUnknown(target!, records);
  const derivation = await parts.engine.rebuild(target!.id);
  refuseOtherCode(target!, derivation);
  const result = await resolveAlone(derivation, new Set(packs.map(({ id }) => id)), parts);
  await writeResult(result, records, parts, out);
  const { id, name, contentDigest, failure } = result;
  return { id, name, contentDigest, ...(failure && { failure: failure.reason }) };
}

// Everything that the id is made of must be there, or the derivation cannot be told from another one.
function refuseUnknown(target: PlainRecord, records: ReadonlyMap<Digest, PlainRecord>): void {
  const met = new Set([target.id]);
  for (const id of met) {
    const record = records.get(id);
    if (!record) throw missing('with the id', id);
    for (const binding of Object.values(record.inputs)) for (const used of idsIn(binding)) met.add(used);
  }
}

// A record that says something else than what its id was made of is as wrong as one of other code.
function refuseOtherCode({ id, definition }: PlainRecord, { definition: loaded }: Derivation): void {
  const parts = (['name', 'version', 'code', 'environment'] as const).filter(
    (part) => definition[part] !== loaded[part],
  );
  if (parts.length === 0) return;
  const message = `the ${parts.join(' and the ')} of ${definition.name} changed: load the modules that the workflow was exported with`;
  throw new StemmaError('conflict', message, { id, recorded: definition, loaded });
}

async function readStep(path: string): Promise<PlainRecord[]> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new StemmaError('not_found', `cannot read the derivation record ${path}`, { path }, cause);
  });
  const value = parse(text, path);
  const others = isObject(value) && Array.isArray(value.records) ? (value.records as unknown[]) : [];
  return [value, ...others].map((record) => readRecord(record, path));
}

// Ids are not checked here: rebuilding the derivation computes every one of them from the loaded code.
async function publishInputs(
  packs: readonly Pack[],
  records: ReadonlyMap<Digest, PlainRecord>,
  index: ResultIndex,
): Promise<void> {
  // The store is private and nobody searches it: shapes, which only serve search, may be anything.
  const whole = (record: PlainRecord) => ({ ...record, shapes: { l1: record.id, l2: record.id, l3: record.id } });
  await index.recordDerivations([...records.values()].map(whole));
  await index.publish(
    packs.map(({ id, contentDigest, manifest }) => ({
      derivation: whole(records.get(id)!),
      actionKey: id,
      contentDigest,
      manifest,
      payloads: new Map(),
      used: [],
    })),
  );
}

async function supplyFile(
  path: string,
  { definition, parameters }: PlainRecord,
  { blobs }: Composition,
): Promise<void> {
  if (definition.name !== 'stemma.File')
    throw new StemmaError('invalid_request', `${definition.name} is no data file: only those take --file`);
  await blobs.put({ path }, String(parameters.sha256));
}

// Only the derivation itself may run, with what no pack can bring: literals, and analyses that are never stored.
function mayRunBeside({ definition }: AnyAnalysis): boolean {
  return !definition.stored || definition.name === 'stemma.Literal';
}

function refuseMissing(derivation: Derivation, given: ReadonlySet<Digest>): void {
  const open = [derivation];
  for (let node = open.pop(); node; node = open.pop())
    for (const child of childrenOf(node)) {
      if (given.has(child.id)) continue;
      if (!mayRunBeside(child.analysis)) throw missing(child.definition.name, child.id);
      open.push(child);
    }
}

async function resolveAlone(
  derivation: Derivation,
  given: ReadonlySet<Digest>,
  { engine }: Composition,
): Promise<Result<unknown>> {
  refuseMissing(derivation, given);
  const resolution = engine.resolve(derivation, { retry: { attempts: 1, firstDelayMs: 0 } });
  let refused: StemmaError | undefined;
  // Members of fan-outs are known only now that their list is read.
  for await (const event of resolution.events()) {
    if (event.type !== 'started' || event.id === derivation.id) continue;
    if (event.name === 'stemma.Literal' || (event.name !== 'stemma.File' && mayRunBeside(engine.analysis(event.name))))
      continue;
    refused ??= missing(event.name, event.id);
    resolution.cancel();
  }
  try {
    return await resolution.result;
  } catch (error) {
    throw refused ?? error;
  }
}

function missing(name: string, id: Digest): StemmaError {
  return new StemmaError('not_found', `the input ${name} ${id} is missing: give its result pack with --input`, {
    id,
    name,
  });
}

async function writeResult(
  { id, contentDigest, manifest }: Result<unknown>,
  records: ReadonlyMap<Digest, PlainRecord>,
  { engine, blobs }: Composition,
  out: string,
): Promise<void> {
  const { contents, inlineLimitBytes } = engine.services;
  const { stored } = (await engine.rebuild(id)).analysis.definition;
  const atHand = entriesOf(manifest).filter(({ sizeBytes }) => !stored || sizeBytes <= inlineLimitBytes);
  const values = await contents.payloads(atHand);
  await writePack({ id, contentDigest, manifest, records }, { values, blobs }, out);
}
