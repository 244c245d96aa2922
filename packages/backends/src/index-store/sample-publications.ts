// Publications as the engine would make them, with true digests throughout, for the tests of all backends.
import { canonicalJson, preimageOf } from '@stemma/core';
import type {
  ActivityRecord,
  DerivationRecord,
  Digest,
  Failure,
  InputBinding,
  Json,
  Manifest,
  Publication,
} from '@stemma/core';
import { sha256 } from '../hashing/sha256.ts';

const encoder = new TextEncoder();

/** What to vary in a sample; everything else has a plain default. */
export interface SampleOptions {
  readonly name?: string;
  readonly version?: string;
  readonly parameters?: Readonly<Record<string, Json>>;
  /** One derivation per input name. */
  readonly inputs?: Readonly<Record<string, Digest>>;
  /** More derivations that were used, as the members of a fan-out are. */
  readonly fanOut?: readonly { readonly role: string; readonly id: Digest }[];
  /** Texts by output name; kept in the index as small values. */
  readonly outputs?: Readonly<Record<string, string>>;
  readonly failure?: Omit<Failure, 'origin'>;
  readonly activity?: Partial<ActivityRecord>;
  /** Set for a content that was taken over: no activity, this action key. */
  readonly takenOver?: Digest;
  readonly lease?: Publication['lease'];
}

/** The record of a derivation; equal options give equal ids. */
export function sampleDerivation({
  name = 'test.Sample',
  version = '1',
  parameters = {},
  inputs = {},
}: SampleOptions): DerivationRecord {
  const definition = { name, version, code: sha256(`code of ${name} ${version}`), environment: sha256('environment') };
  const bindings: Record<string, InputBinding> = {};
  for (const [role, id] of Object.entries(inputs)) bindings[role] = { id };
  const id = sha256(preimageOf(definition, parameters, bindings as unknown as Json));
  const shapes = {
    l1: sha256(canonicalJson([name, version, parameters])),
    l2: sha256(canonicalJson([name, version])),
    l3: sha256(name),
  };
  return { id, definition, parameters, inputs: bindings, shapes };
}

/** An activity that took a second. */
export function sampleActivity(derivation: Digest, changes: Partial<ActivityRecord> = {}): ActivityRecord {
  return {
    derivation,
    status: 'done',
    startedMs: 1_000_000,
    finishedMs: 1_001_000,
    agent: 'observer',
    host: 'station',
    pid: 42,
    attempt: 1,
    log: [],
    ...changes,
  };
}

/** A publication ready for `publish`; by default its one output says which derivation it is of. */
export function samplePublication(options: SampleOptions = {}): Publication {
  const derivation = sampleDerivation(options);
  const { manifest, payloads } = sampleManifest(derivation.id, options);
  const used = Object.entries(options.inputs ?? {}).map(([role, id]) => ({ role, id }));
  return {
    derivation,
    actionKey: options.takenOver ?? sha256(`action ${derivation.id}`),
    contentDigest: sha256(canonicalJson(manifest as unknown as Json)),
    manifest,
    payloads,
    used: [...used, ...(options.fanOut ?? [])],
    ...(options.takenOver ? {} : { activity: sampleActivity(derivation.id, options.activity) }),
    ...(options.lease ? { lease: options.lease } : {}),
  };
}

function sampleManifest(
  id: Digest,
  { outputs, failure }: SampleOptions,
): { manifest: Manifest; payloads: Map<Digest, Uint8Array> } {
  const payloads = new Map<Digest, Uint8Array>();
  if (failure) return { manifest: { failure: { ...failure, origin: id } }, payloads };
  const entries: Record<string, { digest: Digest; sizeBytes: number; files: [] }> = {};
  for (const [name, text] of Object.entries(outputs ?? { value: `made by ${id}` })) {
    const bytes = encoder.encode(text);
    const digest = sha256(bytes);
    payloads.set(digest, bytes);
    entries[name] = { digest, sizeBytes: bytes.length, files: [] };
  }
  return { manifest: { outputs: entries }, payloads };
}

/** Many different publications: number 0, 1, 2 … in a chain when `chained`, independent otherwise. */
export function samplePublications(count: number, chained = false, first = 0): Publication[] {
  const batch: Publication[] = [];
  for (let number = first; number < first + count; number += 1) {
    const previous = batch.at(-1);
    const inputs: Record<string, Digest> = chained && previous ? { previous: previous.derivation.id } : {};
    batch.push(samplePublication({ parameters: { number }, inputs }));
  }
  return batch;
}
