// Citations: the DataCite schema and library, cffconvert and pybtex take what is exported, and reject broken twins.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bibTexExporter } from '../../packages/core/src/exports/citation/bib-tex.ts';
import { citationCffExporter } from '../../packages/core/src/exports/citation/citation-cff.ts';
import { dataCiteExporter } from '../../packages/core/src/exports/citation/data-cite.ts';
import type { Exporter, ExportOptions } from '../../packages/core/src/exports/exported-file.ts';
import { sampleHistory } from '../../packages/core/src/exports/sample-history.ts';
import { hostileText, judges, sha256 } from './judge.ts';

const { skip, ask } = judges('provenance');

const published: ExportOptions = {
  title: 'A mosaic of the Crab',
  creators: [
    { name: 'Rubin, Vera', orcid: '0000-0002-1825-0097', affiliation: 'Carnegie' },
    { name: 'Research and Development, Inc.' },
    { name: 'The Collaboration' },
  ],
  doi: '10.5281/zenodo.123456',
  licence: 'CC-BY-4.0',
  publisher: 'An observatory',
};

function texts(exporter: Exporter, options: ExportOptions, text: string): string[] {
  return exporter.write(sampleHistory(sha256, { text }), options).map((file) => ('text' in file ? file.text : ''));
}

function written(options: ExportOptions = {}, text = 'plain') {
  const [dataciteJson = '', dataciteXml = ''] = texts(dataCiteExporter, options, text);
  const [cff = ''] = texts(citationCffExporter, options, text);
  const [bibtex = ''] = texts(bibTexExporter, options, text);
  return { dataciteJson, dataciteXml, cff, bibtex };
}

test('the judges take the citations of a plain and of a published result', { skip }, () => {
  const plain = ask('citation-judge.py', written());
  assert.deepEqual(plain.problems, []);
  const { problems, title, cff, bibtex } = ask('citation-judge.py', written(published));
  assert.deepEqual(problems, []);
  assert.equal(title, published.title);
  assert.deepEqual(cff, { title: published.title, authors: 3 });
  assert.deepEqual((bibtex as { authors: string[] }).authors.length, 3);
});

test('the judges take whatever stands in texts, and read the same title everywhere', { skip }, () => {
  for (const text of [hostileText, '', '{', '}', '% comment', '\\', 'and and and', '- a: [', 'é\u0301 \u202e']) {
    const options = { title: text, creators: [{ name: text }, { name: `${text}, ${text}` }], publisher: text };
    const { problems, title, cff } = ask('citation-judge.py', written(options, text));
    assert.deepEqual(problems, [], JSON.stringify(text));
    assert.equal((cff as { title: string }).title, title);
  }
});

test('data with a DOI are cited by it, others by their address; code and provenance are related', () => {
  const metadata = JSON.parse(written(published).dataciteJson) as { relatedIdentifiers: Record<string, string>[] };
  const relations = metadata.relatedIdentifiers.map((one) => [one.relationType, one.relatedIdentifierType]);
  assert.deepEqual(relations, [
    ['IsDerivedFrom', 'DOI'],
    ['IsCompiledBy', 'URN'],
    ['HasMetadata', 'URN'],
  ]);
  assert.equal(metadata.relatedIdentifiers[0]!.relatedIdentifier, '10.5072/example.1');
});

test('what is no DOI, no ORCID and no licence is refused', () => {
  const refused: ExportOptions[] = [
    { doi: 'doi:10.5281' },
    { doi: '10.5281/a b' },
    { licence: 'as you like' },
    { creators: [{ name: 'A, B', orcid: '0000' }] },
  ];
  for (const options of refused)
    assert.throws(() => written(options), { code: 'invalid_request' }, JSON.stringify(options));
});

test('the judges reject a broken twin of each kind', { skip }, () => {
  const whole = written(published);
  const none = { dataciteJson: null, dataciteXml: null, cff: null, bibtex: null };
  const { dataciteJson, dataciteXml, cff, bibtex } = whole;
  const broken: [string, object][] = [
    ['an unknown relation', { dataciteJson: dataciteJson.replace('IsDerivedFrom', 'IsMadeFrom'), dataciteXml }],
    ['no publisher', { dataciteJson: dataciteJson.replace('"publisher"', '"house"'), dataciteXml }],
    ['XML with another licence', { dataciteJson, dataciteXml: dataciteXml.replace('>CC-BY-4.0<', '>CC0-1.0<') }],
    ['XML that does not end', { dataciteJson, dataciteXml: dataciteXml.replace('</resource>', '') }],
    ['an unknown licence', { cff: cff.replace('"CC-BY-4.0"', '"MINE"') }],
    ['no authors', { cff: cff.replace(/authors:\n( {2}.*\n)+/, '') }],
    ['YAML that is none', { cff: cff.replace('title: "', 'title: "" "') }],
    ['a brace too few', { bibtex: bibtex.replace('title = {{', 'title = {{{') }],
    ['no title', { bibtex: bibtex.replace('title =', 'headline =') }],
  ];
  for (const [what, twin] of broken)
    assert.notDeepEqual(ask('citation-judge.py', { ...none, ...twin }).problems, [], what);
});
