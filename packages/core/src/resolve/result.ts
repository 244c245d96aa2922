// A result as a person or program reads it: named outputs, decoded when they are asked for.
import { StemmaError } from '../errors.ts';
import type { Digest } from '../identity/digest.ts';
import type { Failure, Manifest, OutputEntry } from '../identity/records.ts';
import type { Standing } from '../retraction/retraction.ts';
import { decodeValue, type FileEntry } from '../values/codec.ts';
import { FileValue } from '../values/file.ts';
import { entriesOf, type Contents } from './contents.ts';
import type { Services } from './services.ts';

/** A result, immutable. Reading outputs may touch the store; everything else is at hand. */
export class Result<O> {
  readonly id: Digest;
  readonly name: string;
  readonly contentDigest: Digest;
  readonly manifest: Manifest;
  /** Set when the result was retracted, or made from something that was; it can still be read. */
  readonly standing: Standing | undefined;
  readonly #reader: Pick<Services, 'contents' | 'loadFile' | 'inlineLimitBytes'>;

  constructor(
    id: Digest,
    name: string,
    contentDigest: Digest,
    manifest: Manifest,
    reader: Pick<Services, 'contents' | 'loadFile' | 'inlineLimitBytes'>,
    standing?: Standing,
  ) {
    this.id = id;
    this.name = name;
    this.contentDigest = contentDigest;
    this.manifest = manifest;
    this.#reader = reader;
    this.standing = standing;
  }

  /** The expected failure that this result is, or undefined. */
  get failure(): Failure | undefined {
    return 'failure' in this.manifest ? this.manifest.failure : undefined;
  }

  /** What the outputs are called, with digests and sizes. */
  get entries(): Readonly<Record<string, OutputEntry>> {
    return 'outputs' in this.manifest ? this.manifest.outputs : {};
  }

  /**
   * All outputs, decoded: the caller owns the arrays.
   * @throws StemmaError `no_data` when the result is an expected failure; `gone`, `corrupt` from the store.
   */
  async outputs(): Promise<O> {
    const outputs: Record<string, unknown> = {};
    for (const name of Object.keys(this.entries)) outputs[name] = await this.output(name as keyof O & string);
    if (this.failure) throw this.#noData(this.failure);
    return outputs as O;
  }

  /** One output, decoded. Throws as {@link outputs} does, and `not_found` for a name that is no output. */
  async output<K extends keyof O & string>(name: K): Promise<O[K]> {
    if (this.failure) throw this.#noData(this.failure);
    const entry = this.entries[name];
    if (!entry)
      throw new StemmaError(
        'not_found',
        `${this.name} has no output "${name}"; it has ${Object.keys(this.entries).join(', ')}`,
        { output: name },
      );
    const [payloads, files] = [
      await this.#reader.contents.payloads([entry]),
      await this.#reader.contents.files([entry]),
    ];
    const fileOf = (file: FileEntry) => storedFile(file, files, this.#reader.loadFile);
    return decodeValue(payloads.get(entry.digest)!, fileOf) as O[K];
  }

  /** Every file in the outputs. */
  async files(): Promise<FileValue[]> {
    const files = await this.#reader.contents.files(entriesOf(this.manifest));
    return entriesOf(this.manifest).flatMap((entry) =>
      entry.files.map((file) => storedFile(file, files, this.#reader.loadFile)),
    );
  }

  /** Reads and verifies the blobs that the outputs consist of; small values are rows of the index. @throws StemmaError `gone`, `corrupt`. */
  async checkBlobs(): Promise<void> {
    const entries = entriesOf(this.manifest);
    const large = entries.filter(({ sizeBytes }) => sizeBytes > this.#reader.inlineLimitBytes);
    if (large.length > 0) await this.#reader.contents.payloads(large);
    await this.#reader.contents.files(entries);
  }

  #noData({ reason, message, detail, origin }: Failure): StemmaError {
    return new StemmaError('no_data', message, { reason, detail, origin });
  }
}

/** The value of a stored file: bytes are loaded and verified when asked for. */
export function storedFile(
  { name, mediaType, digest }: FileEntry,
  files: Awaited<ReturnType<Contents['files']>>,
  load: Services['loadFile'],
): FileValue {
  const supplied = files.get(digest)!;
  return new FileValue(name, mediaType, {
    digest,
    load: () => load(supplied, digest),
    ...('path' in supplied && { path: supplied.path }),
  });
}
