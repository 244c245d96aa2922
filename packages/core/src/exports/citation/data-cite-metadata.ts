// A citation as DataCite metadata 4.5 (https://datacite-metadata-schema.readthedocs.io), in the JSON that its API takes.
import type { Citation, CitedCreator } from './citation.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What DataCite says of a result. */
export type DataCite = ReturnType<typeof dataCite>;

/** A citation as DataCite metadata; valid by the JSON schema of kernel 4.5. */
export function dataCite(citation: Citation) {
  const { root, doi, licence } = citation;
  const files = root.outputs.flatMap((output) => output.files);
  return {
    ...(doi !== undefined && { doi }),
    creators: citation.creators.map(creatorOf),
    titles: [{ title: citation.title }],
    publisher: { name: citation.publisher },
    publicationYear: citation.publishedDay.slice(0, 4),
    types: { resourceType: 'Result of an analysis', resourceTypeGeneral: 'Dataset' },
    dates: [{ date: citation.createdDay, dateType: 'Created' }],
    alternateIdentifiers: [
      { alternateIdentifier: root.id, alternateIdentifierType: 'Stemma derivation' },
      ...(root.contentDigest === undefined
        ? []
        : [{ alternateIdentifier: root.contentDigest, alternateIdentifierType: 'sha256 of the content' }]),
    ],
    relatedIdentifiers: relationsOf(citation),
    sizes: [...new Set(files.map(({ sizeBytes }) => `${sizeBytes} bytes`))],
    formats: [...new Set(files.map(({ mediaType }) => mediaType))],
    version: citation.version,
    rightsList: licence === undefined ? [] : [rightsOf(licence)],
    descriptions: [
      { description: citation.description, descriptionType: 'Abstract' },
      { description: citation.method, descriptionType: 'Methods' },
    ],
    schemaVersion: 'http://datacite.org/schema/kernel-4',
  };
}

function creatorOf({ name, person, orcid, affiliation }: CitedCreator) {
  return {
    name,
    ...(person && { nameType: 'Personal', givenName: person.given, familyName: person.family }),
    ...(orcid !== undefined && {
      nameIdentifiers: [
        { nameIdentifier: `https://orcid.org/${orcid}`, nameIdentifierScheme: 'ORCID', schemeUri: 'https://orcid.org' },
      ],
    }),
    ...(affiliation !== undefined && { affiliation: [{ name: affiliation }] }),
  };
}

function rightsOf(licence: string): Fields {
  return {
    rights: licence,
    rightsUri: `https://spdx.org/licenses/${licence}.html`,
    rightsIdentifier: licence,
    rightsIdentifierScheme: 'SPDX',
    schemeUri: 'https://spdx.org/licenses/',
  };
}

// Software by the digest of its code: kernel 4.5 has no SWHID yet (4.7 has).
function relationsOf({ sources, address, root }: Citation): Fields[] {
  return [
    ...sources.map(({ doi, url }) => ({
      relatedIdentifier: doi ?? url,
      relatedIdentifierType: doi === undefined ? 'URL' : 'DOI',
      relationType: 'IsDerivedFrom',
    })),
    {
      relatedIdentifier: `urn:stemma:code:sha256:${root.code}`,
      relatedIdentifierType: 'URN',
      relationType: 'IsCompiledBy',
      resourceTypeGeneral: 'Software',
    },
    {
      relatedIdentifier: address,
      relatedIdentifierType: /^https?:/.test(address) ? 'URL' : 'URN',
      relationType: 'HasMetadata',
      relatedMetadataScheme: 'PROV-JSON',
      schemeUri: 'https://www.w3.org/Submission/prov-json/',
    },
  ];
}
