// W3C PROV-JSON as statements: what python-prov, cwltool --provenance, ProvToolbox and Stemma write.
// https://www.w3.org/submissions/2013/SUBM-prov-json-20130424/
import { StemmaError } from '../errors.ts';
import { isDigest } from '../identity/digest.ts';
import { asList, isLoose, type Loose } from './bounded-json.ts';
import { defined, localName, shortText, Statements, timeMs, type Doing, type Link, type Thing } from './statements.ts';

/** Reads names: by the prefixes of the document, and of the bundle inside it. */
type Names = Readonly<Record<string, string>>;

const kinds = ['entity', 'activity', 'agent'] as const;

/** True for a document that has the sections of PROV-JSON. */
export function looksLikeProvJson(document: Loose): boolean {
  return [...kinds, 'bundle', 'wasGeneratedBy', 'wasDerivedFrom'].some((section) => isLoose(document[section]));
}

/**
 * What a PROV-JSON document says, its bundles included.
 * @param where names the document, for messages.
 * @throws StemmaError `invalid_request` when a section has no form of PROV-JSON; `too_large`.
 */
export function readProvJson(document: Loose, where: string): Statements {
  const reader = new Reader(where);
  reader.read(document, {});
  reader.link();
  return reader.statements;
}

// From PROV-JSON to statements: which attribute is the first end, which the second.
const relations = {
  used: ['used', 'prov:activity', 'prov:entity'],
  wasGeneratedBy: ['generated', 'prov:entity', 'prov:activity'],
  wasDerivedFrom: ['derived', 'prov:generatedEntity', 'prov:usedEntity'],
  hadMember: ['parts', 'prov:collection', 'prov:entity'],
  specializationOf: ['special', 'prov:specificEntity', 'prov:generalEntity'],
  wasInformedBy: ['informed', 'prov:informed', 'prov:informant'],
} as const;

class Reader {
  readonly statements = new Statements();
  readonly #where: string;
  readonly #records = {
    entity: new Map<string, Loose>(),
    activity: new Map<string, Loose>(),
    agent: new Map<string, Loose>(),
  };
  readonly #agentOf = new Map<string, string>();
  readonly #planOf = new Map<string, string>();
  readonly #starters = new Set<string>();
  readonly #links: [keyof typeof relations, Link][] = [];

  constructor(where: string) {
    this.#where = where;
  }

  read(document: Loose, outer: Names): void {
    const names = { ...outer, ...this.#prefixes(document.prefix) };
    for (const kind of kinds)
      for (const [id, record] of this.#section(document, kind, names)) {
        const there = this.#records[kind].get(id);
        this.#records[kind].set(id, there ? { ...there, ...record } : record);
      }
    for (const kind of Object.keys(relations) as (keyof typeof relations)[]) {
      const [, from, to] = relations[kind];
      for (const [, record] of this.#section(document, kind, names)) {
        const ends = [record[from], record[to]].map((end) => this.#name(end, names));
        if (ends[0] !== undefined && ends[1] !== undefined)
          this.#links.push([kind, [ends[0], ends[1], roleOf(record)]]);
      }
    }
    for (const [, record] of this.#section(document, 'wasAssociatedWith', names)) {
      const [activity, agent, plan] = ['prov:activity', 'prov:agent', 'prov:plan'].map((at) =>
        this.#name(record[at], names),
      );
      if (activity === undefined) continue;
      if (agent !== undefined) this.#agentOf.set(activity, agent);
      if (plan !== undefined) this.#planOf.set(activity, plan);
    }
    // Who asked counts more than the engine that did it.
    for (const [, record] of this.#section(document, 'actedOnBehalfOf', names)) {
      const [activity, person] = ['prov:activity', 'prov:responsible'].map((at) => this.#name(record[at], names));
      if (activity !== undefined && person !== undefined) this.#agentOf.set(activity, person);
    }
    for (const [, record] of this.#section(document, 'wasStartedBy', names)) {
      const starter = this.#name(record['prov:starter'], names);
      if (starter !== undefined) this.#starters.add(starter);
    }
    for (const [, bundle] of this.#section(document, 'bundle', names)) this.read(bundle, names);
  }

  /** Turns records into things and doings, once all of them are read. */
  link(): void {
    const { statements } = this;
    const plans = new Set(this.#planOf.values());
    for (const [id, record] of this.#records.entity) if (!plans.has(id)) statements.things.set(id, thingOf(id, record));
    for (const [id, record] of this.#records.activity) statements.doings.set(id, this.#doing(id, record));
    for (const [kind, link] of this.#links) {
      const [from, to] = link;
      if (plans.has(from) || plans.has(to)) continue;
      for (const end of kind === 'wasInformedBy' ? [] : [from, to])
        if (!statements.doings.has(end)) statements.thing(end);
      for (const end of kind === 'wasInformedBy' ? [from, to] : [])
        if (!statements.doings.has(end)) this.#mentioned(end);
      if (
        (kind === 'used' && !statements.doings.has(from)) ||
        (kind === 'wasGeneratedBy' && !statements.doings.has(to))
      )
        this.#mentioned(kind === 'used' ? from : to);
      statements.link(relations[kind][0], link);
    }
  }

  // An activity that relations name and the document does not describe: it ran, and nothing more is known.
  #mentioned(id: string): void {
    this.statements.things.delete(id);
    this.statements.missing.add(id);
    this.statements.doings.set(id, { label: localName(id) });
  }

  #doing(id: string, record: Loose): Doing {
    const plan = this.#planOf.get(id);
    const planRecord = plan === undefined ? undefined : this.#records.entity.get(plan);
    const tool = plan === undefined ? undefined : (labelOf(planRecord) ?? localName(plan));
    const agentId = this.#agentOf.get(id);
    const agent = agentId === undefined ? undefined : (labelOf(this.#records.agent.get(agentId)) ?? localName(agentId));
    const code = plain(planRecord?.['stemma:codeDigest']);
    const isWorkflow = typesOf(record).some((type) => /WorkflowRun$/.test(type));
    return defined({
      label: labelOf(record) ?? localName(id),
      tool,
      version: shortText(plain(planRecord?.['stemma:version'] ?? planRecord?.['schema:version'])),
      code: typeof code === 'string' && isDigest(code) ? code : undefined,
      startedMs: timeMs(plain(record['prov:startTime'])),
      endedMs: timeMs(plain(record['prov:endTime'])),
      agent,
      isSummary: isWorkflow && this.#starters.has(id) ? true : undefined,
    });
  }

  #prefixes(value: unknown): Record<string, string> {
    const found: Record<string, string> = {};
    if (!isLoose(value)) return found;
    for (const [prefix, iri] of Object.entries(value)) if (typeof iri === 'string') found[prefix] = iri;
    return found;
  }

  // A record may stand as a list of records of one id; relations and elements alike.
  *#section(document: Loose, name: string, names: Names): Generator<[string, Loose]> {
    const section = document[name];
    if (section === undefined) return;
    if (!isLoose(section)) throw this.#wrong(`its section "${name}" is no object`);
    for (const [id, records] of Object.entries(section))
      for (const record of asList(records)) {
        if (!isLoose(record)) throw this.#wrong(`"${id.slice(0, 80)}" in its section "${name}" is no record`);
        yield [this.#name(id, names)!, record];
      }
  }

  // Qualified names of other prefixes may mean the same: only the whole IRI is a key.
  #name(value: unknown, names: Names): string | undefined {
    const text = isLoose(value) ? value.$ : value;
    if (typeof text !== 'string') return undefined;
    const colon = text.indexOf(':');
    const prefix = colon < 0 ? 'default' : text.slice(0, colon);
    const base = Object.hasOwn(names, prefix) ? names[prefix] : undefined;
    return (base === undefined ? text : base + text.slice(colon + 1)).toWellFormed();
  }

  #wrong(what: string): StemmaError {
    return new StemmaError('invalid_request', `${this.#where} is no PROV-JSON: ${what}`);
  }
}

function thingOf(id: string, record: Loose): Thing {
  const types = typesOf(record);
  const value = plain(record['prov:value']);
  const sha256 = plain(record['stemma:sha256'] ?? record['schema:sha256']);
  const native = plain(record['stemma:derivation']);
  const size = Number(plain(record['stemma:sizeBytes'] ?? record['schema:contentSize'] ?? Number.NaN));
  return defined({
    label: labelOf(record) ?? shortText(plain(record['cwlprov:basename'])) ?? localName(id),
    value: shortText(value),
    unit: shortText(plain(record['stemma:unit'])),
    isData: types.some((type) => /(^|:)(Literal|Collection|Dictionary)$/.test(type)) ? true : undefined,
    sha256: typeof sha256 === 'string' && isDigest(sha256) ? sha256 : undefined,
    contentName: /^urn:hash:|^data:|^sha\d+:/.test(id) ? id : undefined,
    sizeBytes: Number.isSafeInteger(size) && size >= 0 ? size : undefined,
    mediaType: shortText(plain(record['dcterms:format'])),
    native: typeof native === 'string' && isDigest(native) ? native : undefined,
  });
}

// The value of an attribute, without its type; of several the first.
function plain(value: unknown): unknown {
  const [first] = asList(value);
  return isLoose(first) ? first.$ : first;
}

function labelOf(record: Loose | undefined): string | undefined {
  return shortText(plain(record?.['prov:label'] ?? record?.['rdfs:label']));
}

function typesOf(record: Loose): string[] {
  return asList(record['prov:type']).flatMap((type) => {
    const text = isLoose(type) ? type.$ : type;
    return typeof text === 'string' ? [text] : [];
  });
}

function roleOf(record: Loose): string | undefined {
  const role = shortText(plain(record['prov:role']));
  return role === undefined ? undefined : /[:/#]\S/.test(role) && !role.includes(' ') ? localName(role) : role;
}
