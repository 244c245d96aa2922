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

// Which of the two ends is an activity.
const activityEnds: Readonly<Record<keyof typeof relations, readonly number[]>> = {
  used: [0],
  wasGeneratedBy: [1],
  wasDerivedFrom: [],
  hadMember: [],
  specializationOf: [],
  wasInformedBy: [0, 1],
};

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
    for (const kind of kinds) this.#readElements(document, kind, names);
    for (const kind of Object.keys(relations) as (keyof typeof relations)[]) this.#readRelations(document, kind, names);
    this.#readAgents(document, names);
    for (const [, bundle] of this.#section(document, 'bundle', names)) this.read(bundle, names);
  }

  #readElements(document: Loose, kind: (typeof kinds)[number], names: Names): void {
    for (const [id, record] of this.#section(document, kind, names)) {
      const there = this.#records[kind].get(id);
      this.#records[kind].set(id, there ? { ...there, ...record } : record);
    }
  }

  #readRelations(document: Loose, kind: keyof typeof relations, names: Names): void {
    const [, from, to] = relations[kind];
    for (const [, record] of this.#section(document, kind, names)) {
      const [first, second] = this.#ends(record, [from, to], names);
      if (first !== undefined && second !== undefined) this.#links.push([kind, [first, second, roleOf(record)]]);
    }
  }

  #readAgents(document: Loose, names: Names): void {
    for (const [, record] of this.#section(document, 'wasAssociatedWith', names)) {
      const [activity, agent, plan] = this.#ends(record, ['prov:activity', 'prov:agent', 'prov:plan'], names);
      if (activity === undefined) continue;
      if (agent !== undefined) this.#agentOf.set(activity, agent);
      if (plan !== undefined) this.#planOf.set(activity, plan);
    }
    // Who asked counts more than the engine that did it.
    for (const [, record] of this.#section(document, 'actedOnBehalfOf', names)) {
      const [activity, person] = this.#ends(record, ['prov:activity', 'prov:responsible'], names);
      if (activity !== undefined && person !== undefined) this.#agentOf.set(activity, person);
    }
    for (const [, record] of this.#section(document, 'wasStartedBy', names)) {
      const [starter] = this.#ends(record, ['prov:starter'], names);
      if (starter !== undefined) this.#starters.add(starter);
    }
  }

  #ends(record: Loose, attributes: readonly string[], names: Names): (string | undefined)[] {
    return attributes.map((attribute) => this.#name(record[attribute], names));
  }

  /** Turns records into things and doings, once all of them are read. */
  link(): void {
    const { statements } = this;
    const plans = new Set(this.#planOf.values());
    for (const [id, record] of this.#records.entity) if (!plans.has(id)) statements.things.set(id, thingOf(id, record));
    for (const [id, record] of this.#records.activity) statements.doings.set(id, this.#doing(id, record));
    for (const [kind, link] of this.#links) {
      if (plans.has(link[0]) || plans.has(link[1])) continue;
      for (const end of [0, 1] as const) this.#require(link[end], activityEnds[kind].includes(end));
      statements.link(relations[kind][0], link);
    }
  }

  // What relations name and the document does not describe: nothing more than its name is known.
  #require(id: string, isActivity: boolean): void {
    const { statements } = this;
    if (!isActivity) {
      if (!statements.doings.has(id)) statements.thing(id);
      return;
    }
    if (statements.doings.has(id)) return;
    statements.missing.add(id);
    statements.doings.set(id, { label: localName(id) });
  }

  #doing(id: string, record: Loose): Doing {
    const plan = this.#planOf.get(id);
    const recipe = plan === undefined ? undefined : this.#records.entity.get(plan);
    const isWorkflow = typesOf(record).some((type) => type.endsWith('WorkflowRun'));
    return defined({
      label: labelOf(record) ?? localName(id),
      tool: nameOf(plan, recipe),
      version: textOf(recipe, 'stemma:version', 'schema:version'),
      code: digestOf(recipe, 'stemma:codeDigest'),
      startedMs: timeMs(plain(record['prov:startTime'])),
      endedMs: timeMs(plain(record['prov:endTime'])),
      agent: nameOf(this.#agentOf.get(id), this.#records.agent.get(this.#agentOf.get(id) ?? '')),
      isSummary: (isWorkflow && this.#starters.has(id)) || undefined,
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
  const size = Number(textOf(record, 'stemma:sizeBytes', 'schema:contentSize') ?? Number.NaN);
  const isData = typesOf(record).some((type) => /(^|:)(Literal|Collection|Dictionary)$/.test(type));
  return defined({
    label: labelOf(record) ?? textOf(record, 'cwlprov:basename') ?? localName(id),
    value: textOf(record, 'prov:value'),
    unit: textOf(record, 'stemma:unit'),
    isData: isData || undefined,
    sha256: digestOf(record, 'stemma:sha256', 'schema:sha256'),
    contentName: contentNameOf(id, record),
    sizeBytes: Number.isSafeInteger(size) && size >= 0 ? size : undefined,
    mediaType: textOf(record, 'dcterms:format'),
    native: digestOf(record, 'stemma:derivation'),
  });
}

// Identifiers that are made of the bytes, as cwltool has them; and our own content digests.
function contentNameOf(id: string, record: Loose): string | undefined {
  if (/^urn:hash:|^data:|^sha\d+:/.test(id)) return id;
  const content = digestOf(record, 'stemma:contentDigest');
  return content === undefined ? undefined : `sha256:${content}`;
}

function nameOf(id: string | undefined, record: Loose | undefined): string | undefined {
  return id === undefined ? undefined : (labelOf(record) ?? localName(id));
}

// The first of these attributes that is there.
function textOf(record: Loose | undefined, ...attributes: readonly string[]): string | undefined {
  const found = attributes.find((attribute) => record?.[attribute] !== undefined);
  return found === undefined ? undefined : shortText(plain(record![found]));
}

function digestOf(record: Loose | undefined, ...attributes: readonly string[]): string | undefined {
  const text = textOf(record, ...attributes);
  return text !== undefined && isDigest(text) ? text : undefined;
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
