// Stores with made-up contents for the tests of care: any index and blob store, filled as the engine fills them.
import { preimageOf } from '../bind/derivation.ts';
import { canonicalJson, type Json } from '../canonical/json.ts';
import type { Digest, Sha256 } from '../identity/digest.ts';
import type { ActivityRecord, DerivationRecord, Failure, Manifest, OutputEntry } from '../identity/records.ts';
import type { BlobStore } from '../ports/blob-store.ts';
import type { ResultIndex } from '../ports/result-index.ts';

/** What a sample result consists of; texts stand for the bytes. */
export interface SampleResult {
  readonly name?: string;
  /** The value: kept in the index, or among the blobs when `large`. */
  readonly value?: string;
  readonly large?: boolean;
  /** Files of the value. */
  readonly files?: readonly string[];
  readonly failed?: boolean;
}

const encoder = new TextEncoder();

/** Publishes sample results in a store. */
export class SampleStore {
  readonly #sha256: Sha256;
  readonly #index: ResultIndex;
  readonly #blobs: BlobStore;
  #count = 0;

  constructor(sha256: Sha256, index: ResultIndex, blobs: BlobStore) {
    this.#sha256 = sha256;
    this.#index = index;
    this.#blobs = blobs;
  }

  /** Publishes a result of a new derivation; gives its id and what it consists of. */
  async publish({
    name = 't.Sample',
    value = `value ${this.#count}`,
    large = false,
    files = [],
    failed = false,
  }: SampleResult): Promise<{ id: Digest; contentDigest: Digest; manifest: Manifest }> {
    const derivation = this.#derivation(name);
    const { id } = derivation;
    const bytes = encoder.encode(value);
    const digest = this.#sha256(bytes);
    const entry: OutputEntry = { digest, sizeBytes: bytes.length, files: files.map((text) => this.#file(text)) };
    const failure: Failure = { reason: 'no_events', message: 'no events', detail: null, origin: 'the first' };
    const manifest: Manifest = failed ? { failure } : { outputs: { value: entry } };
    if (!failed) for (const text of large ? [value, ...files] : files) await this.#blobs.put(encoder.encode(text));
    const contentDigest = this.#sha256(canonicalJson(manifest as unknown as Json));
    const payloads = new Map<Digest, Uint8Array>(large || failed ? [] : [[digest, bytes]]);
    const activity: ActivityRecord = {
      derivation: id,
      status: 'done',
      startedMs: 0,
      finishedMs: 1,
      agent: 'observer',
      host: 'station',
      pid: 1,
      attempt: 1,
      log: [],
    };
    await this.#index.publish([{ derivation, actionKey: id, contentDigest, manifest, payloads, used: [], activity }]);
    return { id, contentDigest, manifest };
  }

  #file(text: string): OutputEntry['files'][number] {
    const bytes = encoder.encode(text);
    return { name: 'file.txt', mediaType: 'text/plain', digest: this.#sha256(bytes), sizeBytes: bytes.length };
  }

  #derivation(name: string): DerivationRecord {
    const definition = { name, version: '1', code: this.#sha256(name), environment: this.#sha256('environment') };
    const parameters = { number: this.#count++ };
    const shape = this.#sha256(`shape of ${name}`);
    const id = this.#sha256(preimageOf(definition, parameters, {}));
    return { id, definition, parameters, inputs: {}, shapes: { l1: shape, l2: shape, l3: shape } };
  }
}
