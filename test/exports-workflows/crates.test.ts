// Crates and Renku graphs before their judges: rocrate-validator, runcrate, and Renku's own SHACL shapes, each beside
// broken twins that the judge rejects.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { sha256 } from '@stemma/backends';
import { evaluatedWorkflow, renkuExporter, roCrateExporter, rootOf } from '@stemma/core/exports';
import { BurstReport, integral } from '@stemma/instruments/integral';
import { mirror, without } from '../instruments/real-data.ts';
import { judge, judgeScript, makeResult, run, writeExport, type Made } from './exported-workflow.ts';
import { mosaic, Mosaic } from './modules/mosaic.ts';

const python = judge('crates', 'python');
const runcrate = judge('crates', 'runcrate');
const shapes = fileURLToPath(new URL('fixtures/renku-2.9.4/shacl_shape.json', import.meta.url));
const creators = [{ name: 'Curie, Marie', orcid: '0000-0002-1825-0097', affiliation: 'Sorbonne' }];
const options = { creators, licence: 'CC-BY-4.0', publisher: 'An observatory', title: 'A "mosaic" <of> ünïcode' };
let made: Made;
before(async () => {
  made = await makeResult([mosaic], Mosaic());
});

type Entity = Readonly<Record<string, unknown>> & { readonly '@id': string; readonly '@type': unknown };

const entitiesOf = (folder: string) =>
  (JSON.parse(readFileSync(join(folder, 'ro-crate-metadata.json'), 'utf8')) as { '@graph': Entity[] })['@graph'];

function change(folder: string, how: (text: string) => string): void {
  const path = join(folder, 'ro-crate-metadata.json');
  const before = readFileSync(path, 'utf8');
  const after = how(before);
  assert.notEqual(after, before, 'the twin is not broken');
  writeFileSync(path, after);
}

const validate = (folder: string, severity = 'REQUIRED') =>
  run(python.path, [judgeScript('crate.py'), folder, severity], folder);

test(
  'rocrate-validator finds nothing required that is missing from a crate with fan-out, failure and files',
  python,
  async () => {
    const ended = await validate(await writeExport(made, roCrateExporter, options));
    assert.equal(ended.code, 0, ended.output);
  },
);

test(
  'of the recommendations only web addresses that nobody has told are open, and parts of results that are not in the crate',
  python,
  async () => {
    const { output } = await validate(await writeExport(made, roCrateExporter, options), 'RECOMMENDED');
    const open = output.split('\n').filter((line) => line.startsWith('RECOMMENDED'));
    const isKnown = (line: string) => /SHOULD have a (url|hasPart|mainEntity)|id SHOULD be an absolute URI/i.test(line);
    assert.deepEqual(
      open.filter((line) => !isKnown(line)),
      [],
    );
  },
);

test(
  'rocrate-validator finds nothing required that is missing from the crate of a real burst',
  { skip: python.skip || without('lightCurve') },
  async () => {
    const burst = await makeResult([integral], BurstReport(), [mirror]);
    const folder = await writeExport(burst, roCrateExporter);
    const ended = await validate(folder);
    assert.equal(ended.code, 0, ended.output);
    const products = entitiesOf(folder).filter((entity) => entity['@id'].startsWith('products/'));
    assert.ok(products.length > 0);
    for (const product of products) assert.equal(sha256(readFileSync(join(folder, product['@id']))), product.sha256);
  },
);

test('rocrate-validator rejects crates with broken profiles, steps, connections and times', python, async () => {
  const twins: [string, (text: string) => string][] = [
    ['no engine', (text) => text.replace('"instrument": {\n        "@id": "#engine"\n      },', '')],
    [
      'no profile',
      (text) => text.replaceAll('https://w3id.org/ro/wfrun/provenance/0.5', 'https://w3id.org/ro/elsewhere'),
    ],
    ['a step without tool', (text) => text.replace('"workExample"', '"workExemple"')],
    ['a connection to nowhere', (text) => text.replace('"targetParameter": {', '"targetPerameter": {')],
  ];
  for (const [name, how] of twins) {
    const folder = await writeExport(made, roCrateExporter, options);
    change(folder, how);
    assert.notEqual((await validate(folder)).code, 0, name);
  }
});

test('runcrate reports the run with every step, and not from a crate without a main workflow', runcrate, async () => {
  const folder = await writeExport(made, roCrateExporter, options);
  const ended = await run(runcrate.path, ['report', folder], folder);
  assert.equal(ended.code, 0, ended.output);
  const steps = evaluatedWorkflow(made.history).steps.size;
  assert.equal(ended.output.match(/^action: /gm)?.length, steps + 1);
  change(folder, (text) => text.replace('"about": {\n        "@id": "./"', '"about": {\n        "@id": "./nowhere/"'));
  assert.notEqual((await run(runcrate.path, ['report', folder], folder)).code, 0);
});

test('a crate holds the products under safe names, byte for byte, and names every file that it has', async () => {
  const folder = await writeExport(made, roCrateExporter);
  const entities = entitiesOf(folder);
  const [file] = rootOf(made.history).outputs.flatMap(({ files }) => files);
  const product = entities.find(({ sha256: digest }) => digest === file!.digest)!;
  assert.match(product['@id'], /^products\/[\w.-]+$/);
  assert.equal(sha256(readFileSync(join(folder, product['@id']))), file!.digest);
  const root = entities.find((entity) => entity['@id'] === './')!;
  const parts = new Set((root.hasPart as { '@id': string }[]).map((part) => part['@id']));
  for (const { path } of roCrateExporter.write(made.history, {}))
    assert.ok(path === 'ro-crate-metadata.json' || parts.has(path), path);
});

test('every reference in a crate leads to an entity of it, or to an address', async () => {
  const entities = entitiesOf(await writeExport(made, roCrateExporter, options));
  const ids = new Set(entities.map((entity) => entity['@id']));
  assert.equal(ids.size, entities.length, 'two entities of one @id');
  for (const [, id] of JSON.stringify(entities).matchAll(/"@id":"([^"]*)"/g))
    assert.ok(ids.has(id!) || id!.startsWith('https:'), id);
});

test('an expected failure is told as a failed action with its reason', async () => {
  const entities = entitiesOf(await writeExport(made, roCrateExporter));
  const failed = entities.filter(({ actionStatus }) => actionStatus === 'http://schema.org/FailedActionStatus');
  assert.deepEqual(
    failed.map(({ error }) => error),
    ['the window is empty'],
  );
});

test(
  'Renku’s shapes accept the graph, and reject one with a property of ours, without an agent, with another time',
  python,
  async () => {
    const folder = await writeExport(made, renkuExporter, options);
    const path = join(folder, 'renku.jsonld');
    const good = readFileSync(path, 'utf8');
    const conforms = () => run(python.path, [judgeScript('renku.py'), path, shapes], folder);
    const ended = await conforms();
    assert.equal(ended.code, 0, ended.output);
    const twins: [string, string | RegExp, string][] = [
      ['property', '"@type": "prov:Activity",', '"@type": "prov:Activity", "schema:version": "1",'],
      ['agent', /"schema:name": "renku [\d.]+"/, '"schema:name": "stemma 0.1.0"'],
      ['time', /"schema:dateCreated": "([^"]*)\+00:00"/, '"schema:dateCreated": "$1Z"'],
    ];
    for (const [name, found, wrong] of twins) {
      writeFileSync(path, good.replace(found, wrong));
      assert.notEqual(readFileSync(path, 'utf8'), good, name);
      assert.notEqual((await conforms()).code, 0, name);
    }
  },
);

test(
  'Renku’s shapes accept identifiers under an address of our own, and addresses that cannot be said are not used',
  python,
  async () => {
    for (const base of ['https://data.example.org/results/', 'urn:stemma:']) {
      const folder = await writeExport(made, renkuExporter, { base });
      const ended = await run(python.path, [judgeScript('renku.py'), join(folder, 'renku.jsonld'), shapes], folder);
      assert.equal(ended.code, 0, ended.output);
    }
  },
);
