// Previews over HTTP: what there is to see, pictures and their cut-outs, curves with their extremes.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { inflateSync } from 'node:zlib';
import { sampleApp } from './sample-app.ts';

const { ids, ask, json, close } = await sampleApp();
after(close);
const previews = `/api/v1/results/${ids.everything}/previews`;

test('what can be seen is listed with shapes, units and columns', async () => {
  const { items } = await json('listPreviews', previews);
  const found = (items as { source: string; kind: string }[]).map(({ source, kind }) => `${kind} ${source}`);
  assert.deepEqual(found.sort(), ['curve counts', 'curve curve', 'image sky']);
});

test('a picture is a PNG of the size that was asked for, and is kept', async () => {
  const path = `${previews}/image?source=sky&size=30`;
  const response = await ask(path);
  assert.equal(response.headers.get('content-type'), 'image/png');
  assert.equal(response.headers.get('x-shape'), '30 20');
  assert.equal(response.headers.get('x-step'), '2');
  const png = Buffer.from(await response.arrayBuffer());
  assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [30, 20]);
  const etag = response.headers.get('etag')!;
  assert.equal((await ask(path, { headers: { 'if-none-match': etag } })).status, 304);
});

test('the lowest row of the image is the lowest of the picture, and pixels without a value are transparent', async () => {
  const response = await ask(`${previews}/image?source=sky&size=60&low=0&high=59&colours=grey`);
  const png = Buffer.from(await response.arrayBuffer());
  const start = png.indexOf('IDAT');
  const rows = inflateSync(png.subarray(start + 4, start + 4 + png.readUInt32BE(start - 4)));
  const pixel = (row: number, column: number) => rows[row * 61 + 1 + column];
  assert.equal(pixel(39, 0), 255, 'the gap is at the lower left');
  assert.equal(pixel(0, 0), 0);
  assert.equal(pixel(0, 59), 254);
});

test('pixels as numbers are means of whole blocks of the cut-out', async () => {
  const response = await ask(`${previews}/image?source=sky&x=10&y=5&width=8&height=4&size=4&format=float32`);
  const values = new Float32Array(await response.arrayBuffer());
  assert.deepEqual([...values], [10.5, 12.5, 14.5, 16.5, 10.5, 12.5, 14.5, 16.5]);
  assert.equal((await ask(`${previews}/image?source=sky&x=60`)).status, 400);
  assert.equal((await ask(`${previews}/image?source=sky&plane=1`)).status, 400);
  assert.equal((await ask(`${previews}/image?source=curve`)).status, 404);
});

test('fifty thousand points travel as a few hundred, and the one spike among them is kept', async () => {
  const curve = await json('previewCurve', `${previews}/curve?source=curve&x=timeS&y=rateCps&bins=100`);
  const { xs, ys, rows, exact } = curve as unknown as { xs: number[]; ys: number[]; rows: number; exact: boolean };
  assert.deepEqual([rows, exact], [50_000, false]);
  assert.ok(xs.length <= 400);
  assert.equal(xs[ys.indexOf(1e6)], 3141.5);
  assert.deepEqual(
    xs,
    [...xs].sort((a, b) => a - b),
  );
  const part = await json(
    'previewCurve',
    `${previews}/curve?source=curve&x=timeS&y=rateCps&from=3141&to=3142&bins=100`,
  );
  assert.equal(part.rows, 11);
  assert.equal(part.exact, true);
  assert.equal((await ask(`${previews}/curve?source=curve&y=rate`)).status, 404);
});
