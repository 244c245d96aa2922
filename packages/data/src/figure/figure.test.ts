/** Tests of whole figures: what stands where, a watermark under the data, and equal text for equal input. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { figureSvg, type Figure } from './figure.ts';
import { linearScale } from './scale.ts';

const panel = {
  frame: { left: 86, top: 70, width: 600, height: 300 },
  x: linearScale(0, 10),
  y: linearScale(0, 1),
  yLabel: 'rate',
  marks: [{ kind: 'vertical', at: 5, colour: 'red' }],
} as const;
const figure: Figure = { width: 760, height: 440, title: 'GRB 230307A', panels: [panel] };

test('the document has the size of the figure, a white ground and the title', () => {
  const svg = figureSvg(figure);
  assert.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="760" height="440" viewBox="0 0 760 440"/);
  assert.ok(svg.endsWith('</svg>\n'));
  assert.match(svg, /<rect width="760" height="440" fill="#ffffff"\/>/);
  assert.match(svg, /font-weight="bold">GRB 230307A</);
});

test('subtitle, footer and watermark are there when they are given, and only then', () => {
  const bare = figureSvg(figure);
  const full = figureSvg({ ...figure, subtitle: 'INTEGRAL', footer: 'origin', watermark: 'SIMULATION' });
  for (const text of ['>INTEGRAL<', '>origin<', '>SIMULATION<']) {
    assert.ok(full.includes(text), text);
    assert.ok(!bare.includes(text), text);
  }
});

test('the watermark lies under the data: it must be seen, and hide nothing', () => {
  const svg = figureSvg({ ...figure, watermark: 'SIMULATION' });
  assert.ok(svg.indexOf('SIMULATION') < svg.indexOf('stroke="red"'));
  assert.match(svg, /text-anchor="middle"[^>]*rotate\(-20 380 220\)">SIMULATION/);
});

test('panels of both kinds stand in one figure', () => {
  const image = {
    ...panel,
    xLabel: 'x',
    values: [0, 1, 2, 3],
    columns: 2,
    rows: 2,
    range: [0, 3],
    barLabel: 'σ',
    marks: [],
  } as const;
  const svg = figureSvg({ ...figure, panels: [panel, image] });
  assert.equal(svg.match(/<image /g)!.length, 2, 'the picture and its colour bar');
  assert.ok(svg.includes('stroke="red"'));
});

test('titles are text, whatever they contain', () => {
  const svg = figureSvg({ ...figure, title: '<b>&', subtitle: '"x"', footer: "it's", watermark: '<!--' });
  for (const text of ['&lt;b&gt;&amp;', '&quot;x&quot;', 'it&apos;s', '&lt;!--']) assert.ok(svg.includes(text), text);
});

test('the same input gives the same text', () => {
  assert.equal(figureSvg(structuredClone({ ...figure, panels: [] })), figureSvg({ ...figure, panels: [] }));
  assert.equal(figureSvg(figure), figureSvg(figure));
});
