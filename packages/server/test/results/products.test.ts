// Products over HTTP: formats, ranges, conditional requests, names that try to do something.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readFits } from '@stemma/data/fits';
import { readVoTable, tablesOf } from '@stemma/data/votable';
import { sampleApp } from './sample-app.ts';

const { ids, ask, json, close } = await sampleApp();
after(close);
const outputs = `/api/v1/results/${ids.everything}/outputs`;
const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer());

test('a number is JSON; NaN in an array becomes text', async () => {
  assert.equal(await (await ask(`${outputs}/rate`)).json(), 0.25);
  const sky = (await (await ask(`${outputs}/sky`)).json()) as { data: unknown[] };
  assert.deepEqual(sky.data.slice(0, 2), ['NaN', 1]);
});

test('Accept chooses among the formats that a value can have, and `format` wins', async () => {
  const type = async (output: string, accept: string, query = '') => {
    const response = await ask(`${outputs}/${output}${query}`, { headers: { accept } });
    return response.headers.get('content-type');
  };
  assert.equal(await type('curve', 'text/csv'), 'text/csv');
  assert.equal(await type('curve', 'application/fits;q=0.9, text/csv;q=0.2'), 'application/fits');
  assert.equal(await type('curve', 'text/html, */*;q=0.1'), 'application/json');
  assert.equal(await type('rate', 'application/fits'), 'application/json');
  assert.equal(await type('curve', 'text/csv', '?format=votable'), 'application/x-votable+xml');
  const refused = await ask(`${outputs}/rate?format=fits`);
  assert.equal(refused.status, 400);
  assert.match(((await refused.json()) as { detail: string }).detail, /choose json, stored/);
});

test('a table is CSV with a header, awkward text quoted, formulas disarmed, wide columns spread', async () => {
  const text = await (await ask(`${outputs}/words?format=csv`)).text();
  assert.equal(
    text,
    'name,good,pair[0],pair[1]\r\nplain,true,1,2\r\n\'=cmd(),false,3,4\r\n"a ""quoted"", one",true,5,6\r\n',
  );
});

test('a table is the same in FITS and VOTable, with units, and both say of which result', async () => {
  const fits = readFits(await bytesOf(await ask(`${outputs}/curve?format=fits`)));
  const rate = fits.table(1).column('rateCps');
  assert.equal(rate.unit, 'count/s');
  assert.equal(rate.physical()[31_415], 1e6);
  assert.equal(fits.hdus[0]!.header.string('STMRESID'), ids.everything);
  const document = readVoTable(await bytesOf(await ask(`${outputs}/words?format=votable`)));
  const [table] = tablesOf(document);
  assert.deepEqual(
    table!.columns.map(({ name }) => name),
    ['name', 'good', 'pair'],
  );
  assert.equal(document.infos[0]!.value, ids.everything);
});

test('an image is FITS with its pixels and its unit', async () => {
  const image = readFits(await bytesOf(await ask(`${outputs}/sky?format=fits`))).image(0);
  assert.deepEqual(image.shape, [40, 60]);
  assert.equal(image.unit, 'count/s');
  assert.equal(image.pixels().data[61], 1);
});

const python = process.env.STEMMA_PYTHON ?? join(import.meta.dirname, '../../../../.venv/bin/python');
test('astropy reads what is served', { skip: !existsSync(python) && 'no Python with astropy is here' }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stemma-products-'));
  try {
    writeFileSync(join(folder, 'a.fits'), await bytesOf(await ask(`${outputs}/words?format=fits`)));
    writeFileSync(join(folder, 'a.vot'), await bytesOf(await ask(`${outputs}/words?format=votable`)));
    const program = `
import sys
from astropy.table import Table
for name in ('a.fits', 'a.vot'):
    t = Table.read(sys.argv[1] + '/' + name, **({'hdu': 1} if name == 'a.fits' else {}))
    print([str(x) for x in t['name']], [bool(x) for x in t['good']], t['pair'].tolist())
`;
    const printed = execFileSync(python, ['-c', program, folder], { encoding: 'utf8' }).trim().split('\n');
    const expected = `['plain', '=cmd()', 'a "quoted", one'] [True, False, True] [[1, 2], [3, 4], [5, 6]]`;
    assert.deepEqual(printed, [expected, expected]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a file is served by its name and by its digest, as data that no browser runs', async () => {
  const { outputs: described } = await json('getResult', `/api/v1/results/${ids.everything}`);
  const [page] = (described as Record<string, { files: { href: string; sha256: string; name: string }[] }>).page!.files;
  for (const path of [page!.href, `/api/v1/results/${ids.everything}/files/${encodeURIComponent(page!.name)}`]) {
    const response = await ask(path);
    assert.equal(await response.text(), '<script>alert(1)</script>');
    assert.equal(response.headers.get('etag'), `"${page!.sha256}"`);
    assert.equal(response.headers.get('cache-control'), 'private, max-age=31536000, immutable');
    assert.match(response.headers.get('content-security-policy')!, /sandbox/);
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
    assert.match(
      response.headers.get('content-disposition')!,
      /^attachment; filename="p_ge _1_\.html"; filename\*=UTF-8''p%C3%A4ge%20%221%22\.html$/,
    );
  }
  const missing = await ask(`/api/v1/results/${ids.everything}/files/other.html`);
  assert.equal(missing.status, 404);
});

test('ranges give exactly the bytes that were asked for; what cannot be is 416', async () => {
  const whole = await bytesOf(await ask(`${outputs}/curve?format=stored`));
  const part = async (range: string, more: Record<string, string> = {}) => {
    const response = await ask(`${outputs}/curve?format=stored`, { headers: { range, ...more } });
    return { status: response.status, range: response.headers.get('content-range'), bytes: await bytesOf(response) };
  };
  const { length } = whole;
  assert.deepEqual(await part('bytes=10-19'), {
    status: 206,
    range: `bytes 10-19/${length}`,
    bytes: whole.slice(10, 20),
  });
  assert.deepEqual((await part('bytes=-5')).bytes, whole.slice(-5));
  assert.deepEqual((await part(`bytes=${length - 3}-`)).bytes, whole.slice(-3));
  assert.deepEqual((await part('bytes=0-1,5-6')).status, 200);
  const beyond = await part(`bytes=${length}-`);
  assert.deepEqual([beyond.status, beyond.range], [416, `bytes */${length}`]);
  const { headers } = await ask(`${outputs}/curve?format=stored`);
  assert.equal((await part('bytes=0-1', { 'if-range': headers.get('etag')! })).status, 206);
  assert.equal((await part('bytes=0-1', { 'if-range': '"another"' })).status, 200);
});

test('HEAD tells the size without sending anything', async () => {
  const response = await ask(`${outputs}/curve?format=stored`, { method: 'HEAD' });
  assert.equal(response.status, 200);
  assert.ok(Number(response.headers.get('content-length')) > 600_000);
  assert.equal((await bytesOf(response)).length, 0);
});

test('an output that is not there, or of a result without data, says so', async () => {
  assert.equal((await ask(`${outputs}/nothing`)).status, 404);
  const failed = await ask(`/api/v1/results/${ids.nothing}/outputs/n`);
  assert.equal(failed.status, 422);
  assert.equal(((await failed.json()) as { code: string }).code, 'no_data');
  assert.equal((await ask(`/api/v1/blobs/${'0'.repeat(64)}/x.fits`)).status, 404);
});
