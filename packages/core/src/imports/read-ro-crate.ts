// The metadata of an RO-Crate as statements: the Workflow Run profiles (process, workflow, provenance) and plain actions
// on files, as runcrate, Galaxy, cwltool converters and Stemma write them. https://w3id.org/ro/wfrun/
import { StemmaError } from '../errors.ts';
import { isDigest, type Digest } from '../identity/digest.ts';
import { asList, isLoose, type Loose } from './bounded-json.ts';
import { defined, localName, shortText, Statements, timeMs, type Doing, type Thing } from './statements.ts';

/** A file that a crate says it holds. */
export interface CrateFile {
  /** Its `@id` as it stands there: a path in the crate, or an address. */
  readonly path: string;
  readonly sha256: Digest;
}

/** What a crate says. */
export interface CrateReading {
  readonly statements: Statements;
  readonly title?: string;
  /** Those with a sha256, which the files beside the document must have. */
  readonly files: readonly CrateFile[];
}

/** True for the document of an RO-Crate: flat JSON-LD with its descriptor. */
export function looksLikeRoCrate(document: Loose): boolean {
  return Array.isArray(document['@graph']);
}

/**
 * What the metadata of a crate say.
 * @param where names the document, for messages.
 * @throws StemmaError `invalid_request` when it is no crate or describes no run; `too_large`.
 */
export function readRoCrate(document: Loose, where: string): CrateReading {
  const entities = entitiesOf(document, where);
  const crate = new Crate(entities);
  for (const [id, entity] of entities) if (isRun(entity)) crate.addAction(id, entity);
  if (crate.statements.doings.size === 0)
    throw new StemmaError('invalid_request', `${where} describes no run (CreateAction), so it holds no provenance`);
  crate.addParts();
  const title = shortText(entities.get('./')?.name);
  return { statements: crate.statements, files: crate.files(), ...(title !== undefined && { title }) };
}

function entitiesOf(document: Loose, where: string): Map<string, Loose> {
  const entities = new Map<string, Loose>();
  for (const entity of asList(document['@graph'])) {
    if (!isLoose(entity) || typeof entity['@id'] !== 'string')
      throw new StemmaError('invalid_request', `${where} is no RO-Crate: something in its @graph has no @id`);
    const id = entity['@id'].toWellFormed();
    if (entities.has(id))
      throw new StemmaError('invalid_request', `${where} describes ${id.slice(0, 80)} twice: it is no RO-Crate`);
    entities.set(id, entity);
  }
  if (
    !entities.has('ro-crate-metadata.json') &&
    ![...entities.keys()].some((id) => id.endsWith('ro-crate-metadata.json'))
  )
    throw new StemmaError('invalid_request', `${where} has no metadata descriptor, so it is no RO-Crate`);
  return entities;
}

function typesOf(entity: Loose | undefined): string[] {
  return asList(entity?.['@type']).filter((type) => typeof type === 'string');
}

function isRun(entity: Loose): boolean {
  return typesOf(entity).some((type) => /^(Create|Update|Activate)Action$/.test(type));
}

function idsOf(value: unknown): string[] {
  return asList(value).flatMap((item) => {
    const id = isLoose(item) ? item['@id'] : undefined;
    return typeof id === 'string' ? [id.toWellFormed()] : [];
  });
}

function failureOf({ actionStatus, error }: Loose): string | undefined {
  const hasFailed = typeof actionStatus === 'string' && actionStatus.includes('FailedActionStatus');
  return hasFailed ? (shortText(error) ?? 'it failed') : undefined;
}

class Crate {
  readonly statements = new Statements();
  readonly #entities: ReadonlyMap<string, Loose>;
  /** Runs of whole workflows: what an engine organised. */
  readonly #organised: ReadonlySet<string>;

  constructor(entities: ReadonlyMap<string, Loose>) {
    this.#entities = entities;
    const engines = [...entities.values()].filter((entity) => typesOf(entity).includes('OrganizeAction'));
    this.#organised = new Set(engines.flatMap(({ result }) => idsOf(result)));
  }

  addAction(id: string, action: Loose): void {
    const instrumentId = idsOf(action.instrument)[0];
    const instrument = instrumentId === undefined ? undefined : this.#entities.get(instrumentId);
    this.statements.doings.set(id, this.#doing(id, action, instrumentId, instrument));
    const formal = { input: idsOf(instrument?.input), output: idsOf(instrument?.output) };
    for (const key of idsOf(action.object)) {
      this.#thing(key);
      this.statements.link('used', [id, key, this.#roleOf(key, formal.input)]);
    }
    for (const key of idsOf(action.result)) {
      this.#thing(key);
      this.statements.link('generated', [key, id, this.#roleOf(key, formal.output)]);
    }
  }

  #doing(id: string, action: Loose, instrumentId: string | undefined, instrument: Loose | undefined): Doing {
    const native = action.identifier;
    return defined({
      label: shortText(action.name) ?? localName(id),
      tool: this.#nameOf(instrumentId),
      version: shortText(instrument?.version ?? instrument?.softwareVersion),
      startedMs: timeMs(action.startTime),
      endedMs: timeMs(action.endTime),
      agent: this.#nameOf(idsOf(action.agent)[0]),
      failed: failureOf(action),
      isSummary: this.#organised.has(id) || undefined,
      native: typeof native === 'string' && isDigest(native) && !this.#organised.has(id) ? native : undefined,
    });
  }

  #nameOf(id: string | undefined): string | undefined {
    return id === undefined ? undefined : (shortText(this.#entities.get(id)?.name) ?? localName(id));
  }

  // A thing is an example of formal parameters, of which one belongs to the tool in question.
  #roleOf(key: string, formal: readonly string[]): string | undefined {
    const own = idsOf(this.#entities.get(key)?.exampleOfWork).find((id) => formal.includes(id));
    return own === undefined ? undefined : (shortText(this.#entities.get(own)?.name) ?? localName(own));
  }

  #thing(key: string): void {
    if (this.statements.things.has(key)) return;
    const entity = this.#entities.get(key);
    if (entity) this.statements.things.set(key, thingOf(key, entity));
    else this.statements.thing(key);
  }

  /** Members of collections and folders, as far as runs used or made the whole. */
  addParts(): void {
    for (const whole of this.statements.things.keys())
      for (const part of idsOf(this.#entities.get(whole)?.hasPart)) {
        this.#thing(part);
        this.statements.link('parts', [whole, part]);
      }
  }

  files(): CrateFile[] {
    const found: CrateFile[] = [];
    for (const [path, entity] of this.#entities) {
      const sha256 = entity.sha256;
      if (typesOf(entity).includes('File') && typeof sha256 === 'string') {
        if (!isDigest(sha256.toLowerCase()))
          throw new StemmaError(
            'invalid_request',
            `the sha256 of ${path.slice(0, 80)} is none: ${sha256.slice(0, 80)}`,
          );
        found.push({ path, sha256: sha256.toLowerCase() });
      }
    }
    return found;
  }
}

function thingOf(key: string, entity: Loose): Thing {
  const types = typesOf(entity);
  const sha256 = typeof entity.sha256 === 'string' ? entity.sha256.toLowerCase() : undefined;
  const size = Number(entity.contentSize ?? Number.NaN);
  const isValue = types.includes('PropertyValue');
  const content = shortText(entity.identifier);
  return defined({
    label: shortText(entity.name) ?? localName(key),
    value: isValue ? valueOf(entity.value) : undefined,
    unit: isValue ? shortText(entity.unitText) : undefined,
    sha256: sha256 !== undefined && isDigest(sha256) ? sha256 : undefined,
    contentName: content?.startsWith('sha256:') ? content : undefined,
    sizeBytes: Number.isSafeInteger(size) && size >= 0 ? size : undefined,
    mediaType: asList(entity.encodingFormat)
      .map(shortText)
      .find((type) => type !== undefined),
  });
}

// Values of several parts (a range, a record) are told as their JSON.
function valueOf(value: unknown): string | number | boolean {
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  return shortText(typeof value === 'string' ? value : JSON.stringify(value ?? null))!;
}
