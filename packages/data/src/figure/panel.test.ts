/** Tests of panels: marks where their data say, labels outside the frame, and text that cannot break out of the document. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { escapeXml, panelSvg, textSvg, type Mark, type Panel } from './panel.ts';
import { linearScale, logScale } from './scale.ts';

const panel: Panel = {
  frame: { left: 100, top: 50, width: 400, height: 200 },
  x: linearScale(0, 4, 4),
  y: linearScale(0, 10, 5),
  yLabel: 'rate (count/s)',
  marks: [],
};
const draw = (...marks: Mark[]) => panelSvg({ ...panel, marks });

test('ticks are labelled below and to the left, and drawn as grid lines', () => {
  const svg = draw();
  assert.match(svg, /<path d="M100 50v200M200 50v200M300 50v200M400 50v200M500 50v200M100 250h400/);
  assert.match(svg, /<text x="200" y="268" [^>]*text-anchor="middle"[^>]*>1<\/text>/);
  assert.match(svg, /<text x="92" y="174" [^>]*text-anchor="end"[^>]*>4<\/text>/);
});

test('the title of the vertical axis stands upright; that of the horizontal one is drawn where there is one', () => {
  const svg = panelSvg({ ...panel, xLabel: 'time (s)' });
  assert.match(svg, /transform="rotate\(-90 38 150\)">rate \(count\/s\)</);
  assert.match(svg, /<text x="300" y="290"[^>]*>time \(s\)</);
  assert.ok(!draw().includes('time (s)'));
});

test('a line goes through its points, and stays inside the frame', () => {
  const svg = draw({ kind: 'line', x: [0, 2, 9], y: [0, 5, 99], colour: 'red', dash: '4 2', strokeWidth: 3 });
  assert.match(
    svg,
    /<polyline points="100,250 300,150 500,50" fill="none" stroke="red" stroke-width="3" stroke-dasharray="4 2"\/>/,
  );
});

test('a histogram line is drawn by its steps', () => {
  const steps = { start: [0, 1], width: [1, 1], value: [5, 10] };
  assert.match(
    draw({ kind: 'steps', steps, colour: 'blue' }),
    /<path d="M100 150H200V50H300" fill="none" stroke="blue"/,
  );
});

test('a band covers its range over the whole height, cut at the frame, with its label in the middle', () => {
  const svg = draw({ kind: 'band', from: 1, to: 99, colour: 'green', label: 'burst' });
  assert.match(svg, /<rect x="200" y="50" width="300" height="200" fill="green" opacity="0.15"\/><text x="350"/);
  assert.match(draw({ kind: 'band', from: 3, to: 1, colour: 'green' }), /width="0" height="200" fill="green"/);
});

test('a vertical mark stands at its value, its label beside it', () => {
  const svg = draw({ kind: 'vertical', at: 1, colour: 'black', label: 'T₀' });
  assert.match(svg, /<path d="M200 50v200" stroke="black" stroke-width="1.2"\/><text x="205" y="66"[^>]*>T₀</);
});

test('marks are drawn in their order, under the frame', () => {
  const svg = draw({ kind: 'vertical', at: 1, colour: 'c1' }, { kind: 'vertical', at: 2, colour: 'c2' });
  const [first, second, frame] = ['"c1"', '"c2"', 'fill="none" stroke="#222222" stroke-width="1"/>'].map((text) =>
    svg.indexOf(text),
  );
  assert.ok(0 < first! && first! < second! && second! < frame!);
});

test('a logarithmic axis puts a power of ten in its place', () => {
  const svg = panelSvg({ ...panel, x: logScale(1, 10_000), marks: [{ kind: 'vertical', at: 100, colour: 'red' }] });
  assert.match(svg, /M300 50v200" stroke="red"/);
});

test('text has its place, size, colour and weight', () => {
  assert.equal(
    textSvg('a', 1, 2, { anchor: 'end', size: 9, colour: 'red', bold: true }),
    '<text x="1" y="2" font-size="9" text-anchor="end" fill="red" font-weight="bold">a</text>',
  );
});

test('names of files and sources cannot open tags, close attributes or name entities', () => {
  const hostile = `</text><script>alert("1")</script>&amp;'`;
  assert.equal(escapeXml(hostile), '&lt;/text&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;amp;&apos;');
  const svg = panelSvg({
    ...panel,
    xLabel: hostile,
    yLabel: hostile,
    marks: [
      { kind: 'band', from: 0, to: 1, colour: 'red', label: hostile },
      { kind: 'vertical', at: 1, colour: 'red', label: hostile },
    ],
  });
  assert.ok(!svg.includes('<script'));
  assert.equal(svg.split('&lt;script&gt;').length, 5, 'all four texts are there, as text');
});

test('any text comes back when the five entities are read again', () => {
  const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const escaped = escapeXml(text);
      assert.doesNotMatch(escaped, /[<>"']/);
      assert.equal(
        escaped.replaceAll(/&(\w+);/g, (_, name: string) => entities[name]!),
        text,
      );
    }),
  );
});
