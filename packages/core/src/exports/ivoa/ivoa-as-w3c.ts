// IVOA provenance as plain W3C PROV, as section 5 of the recommendation and its reference implementation (`voprov`) map it:
// descriptions and parameters become typed entities, the relations between them typed influences.
import type { ProvAttribute, ProvGraph, ProvRecord } from '../prov/prov-graph.ts';

// Section of a record → the section in W3C PROV, and the class that its type tells.
const sections: Readonly<Record<string, readonly [section: string, type: string]>> = {
  activity: ['activity', 'Activity'],
  agent: ['agent', 'Agent'],
  entity: ['entity', 'Entity'],
  valueEntity: ['entity', 'ValueEntity'],
  datasetEntity: ['entity', 'DatasetEntity'],
  parameter: ['entity', 'Parameter'],
  activityDescription: ['entity', 'ActivityDescription'],
  usageDescription: ['entity', 'UsageDescription'],
  generationDescription: ['entity', 'GenerationDescription'],
  parameterDescription: ['entity', 'ParameterDescription'],
  used: ['used', 'Usage'],
  wasGeneratedBy: ['wasGeneratedBy', 'Generation'],
  wasDerivedFrom: ['wasDerivedFrom', 'Derivation'],
  wasAssociatedWith: ['wasAssociatedWith', 'Association'],
  hadMember: ['hadMember', 'Membership'],
  isDescribedBy: ['wasInfluencedBy', 'DescriptionRelation'],
  isRelatedTo: ['wasInfluencedBy', 'RelatedToRelation'],
  wasConfiguredBy: ['wasInfluencedBy', 'ConfigurationRelation'],
};

const ends: Readonly<Record<string, string>> = {
  'voprov:described': 'prov:influencee',
  'voprov:descriptor': 'prov:influencer',
  'voprov:related': 'prov:influencee',
  'voprov:relator': 'prov:influencer',
  'voprov:configured': 'prov:influencee',
  'voprov:configurator': 'prov:influencer',
};

/** The same graph in the terms of W3C PROV. */
export function ivoaAsW3c({ namespaces, records }: ProvGraph): ProvGraph {
  return { namespaces, records: records.map(w3cRecord) };
}

function w3cRecord({ section, id, attributes }: ProvRecord): ProvRecord {
  const [mapped, type] = sections[section]!;
  const kept = attributes.filter(([name]) => name !== 'voprov:artefactType');
  const renamed = kept.map(([name, value]): ProvAttribute => [ends[name] ?? name, value]);
  return { section: mapped, id, attributes: [...renamed, ['prov:type', { name: `voprov:${type}` }]] };
}
