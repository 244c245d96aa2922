// A PROV document as PROV-O in Turtle (https://www.w3.org/TR/prov-o/): each relation as a property, and, where it says
// more than that two things are related, as a qualified node too.
import type { ProvAttribute, ProvGraph, ProvRecord, ProvValue } from './prov-graph.ts';

interface Relation {
  /** The attributes that are the ends. */
  readonly ends: readonly [from: string, to: string];
  readonly property: string;
  /** The property that leads to the qualified node, its class, and its property of the other end. */
  readonly qualified?: readonly [property: string, type: string, end: string];
}

const relations: Readonly<Record<string, Relation>> = {
  used: {
    ends: ['prov:activity', 'prov:entity'],
    property: 'prov:used',
    qualified: ['prov:qualifiedUsage', 'prov:Usage', 'prov:entity'],
  },
  wasGeneratedBy: {
    ends: ['prov:entity', 'prov:activity'],
    property: 'prov:wasGeneratedBy',
    qualified: ['prov:qualifiedGeneration', 'prov:Generation', 'prov:activity'],
  },
  wasDerivedFrom: {
    ends: ['prov:generatedEntity', 'prov:usedEntity'],
    property: 'prov:wasDerivedFrom',
    qualified: ['prov:qualifiedDerivation', 'prov:Derivation', 'prov:entity'],
  },
  wasAssociatedWith: {
    ends: ['prov:activity', 'prov:agent'],
    property: 'prov:wasAssociatedWith',
    qualified: ['prov:qualifiedAssociation', 'prov:Association', 'prov:agent'],
  },
  actedOnBehalfOf: {
    ends: ['prov:delegate', 'prov:responsible'],
    property: 'prov:actedOnBehalfOf',
    qualified: ['prov:qualifiedDelegation', 'prov:Delegation', 'prov:agent'],
  },
  hadMember: { ends: ['prov:collection', 'prov:entity'], property: 'prov:hadMember' },
  alternateOf: { ends: ['prov:alternate1', 'prov:alternate2'], property: 'prov:alternateOf' },
};

const classes: Readonly<Record<string, string>> = {
  entity: 'prov:Entity',
  activity: 'prov:Activity',
  agent: 'prov:Agent',
};

// Attributes that PROV-O calls otherwise than PROV-DM.
const properties: Readonly<Record<string, string>> = {
  'prov:type': 'a',
  'prov:label': 'rdfs:label',
  'prov:startTime': 'prov:startedAtTime',
  'prov:endTime': 'prov:endedAtTime',
  'prov:time': 'prov:atTime',
  'prov:role': 'prov:hadRole',
  'prov:plan': 'prov:hadPlan',
  'prov:activity': 'prov:hadActivity',
  'prov:location': 'prov:atLocation',
};

/** A PROV document as Turtle text. */
export function provTurtle({ namespaces, records }: ProvGraph): string {
  const statements = new Map<string, string[]>();
  const state = (subject: string, ...added: string[]) => {
    const there = statements.get(subject);
    if (there) there.push(...added);
    else statements.set(subject, added);
  };
  for (const record of records) {
    const relation = relations[record.section];
    if (relation) stateRelation(record, relation, state);
    else state(record.id, `a ${classes[record.section]}`, ...record.attributes.map(predicate));
  }
  const prefixes = { ...namespaces, prov: 'http://www.w3.org/ns/prov#', rdfs: 'http://www.w3.org/2000/01/rdf-schema#' };
  const head = Object.entries({ ...prefixes, xsd: 'http://www.w3.org/2001/XMLSchema#' });
  const lines = head.map(([prefix, namespace]) => `@prefix ${prefix}: <${iri(namespace)}> .`);
  for (const [subject, stated] of statements) lines.push('', `${subject} ${stated.join(' ;\n  ')} .`);
  return `${lines.join('\n')}\n`;
}

function stateRelation(
  { attributes }: ProvRecord,
  { ends, property, qualified }: Relation,
  state: (subject: string, ...added: string[]) => void,
): void {
  const [from, to] = ends.map((end) => idOf(attributes.find(([name]) => name === end)));
  state(from!, `${property} ${to}`);
  const rest = attributes.filter(([name]) => !ends.includes(name));
  if (!qualified || rest.length === 0) return;
  const [leading, type, end] = qualified;
  state(from!, `${leading} [ ${[`a ${type}`, `${end} ${to}`, ...rest.map(predicate)].join(' ; ')} ]`);
}

function idOf(attribute: ProvAttribute | undefined): string {
  return (attribute![1] as { readonly id: string }).id;
}

function predicate([name, value]: ProvAttribute): string {
  return `${properties[name] ?? name} ${term(value)}`;
}

function term(value: ProvValue): string {
  if (typeof value === 'string') return quoted(value);
  if ('id' in value) return value.id;
  if ('name' in value) return value.name;
  return `${quoted(value.text)}^^${value.type}`;
}

// Everything that could end a literal or a line is escaped by its number.
function quoted(text: string): string {
  const escape = (character: string) => `\\u${character.codePointAt(0)!.toString(16).padStart(4, '0')}`;
  return `"${text.replace(/["\\\p{Cc}\u2028\u2029\ufeff]/gu, escape)}"`;
}

function iri(text: string): string {
  return text.replace(/[^\u0021-\u{10ffff}]|[<>"{}|^`\\]/gu, encodeURIComponent);
}
