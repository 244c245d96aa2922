// Tests of all-sky pictures: every map, mark and label is drawn, and texts are escaped.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Healpix } from '@stemma/data/healpix';
import { skyMapFigureSvg } from './sky-map-figure.ts';

const healpix = new Healpix(2, 'nested');
const panel = (title: string) => ({
  title,
  values: Float64Array.from({ length: 48 }, (_, i) => (i === 7 ? NaN : i)),
  range: [0, 47] as const,
  barLabel: 'units',
});
const figure = {
  title: 'Limits & more',
  subtitle: '3 sigma',
  footer: ['model', 'derivation 1234'],
  healpix,
  panels: [panel('best'), panel('ACS'), panel('VETO'), panel('ISGRI')],
  marks: [{ name: 'a < b', raDeg: 90, decDeg: 0 }],
};

test('each panel has its picture, title and colour bar, the large one a named mark', () => {
  const svg = skyMapFigureSvg(figure);
  // A picture and a bar for each panel.
  assert.equal(svg.match(/<image /g)!.length, 8);
  for (const title of ['best', 'ACS', 'VETO', 'ISGRI']) assert.ok(svg.includes(`>${title}</text>`), title);
  assert.equal(svg.match(/a &lt; b/g)!.length, 1);
  assert.ok(svg.includes('Limits &amp; more') && svg.includes('derivation 1234'));
  assert.ok(!svg.includes('NaN') && !svg.includes('undefined'));
});

test('right ascensions and declinations are labelled on every map', () => {
  const svg = skyMapFigureSvg(figure);
  for (const label of ['60°', '120°', '180°', '240°', '300°', '−30°', '30°']) {
    assert.ok(svg.split(`>${label}<`).length - 1 >= 4, label);
  }
});

test('a mark east of the centre lies left of it, at the height of its declination', () => {
  const place = (raDeg: number, decDeg: number) => {
    const svg = skyMapFigureSvg({ ...figure, panels: [panel('one')], marks: [{ name: 'mark', raDeg, decDeg }] });
    const [, x, y] = /M([\d.]+) ([\d.]+)h14M/.exec(svg)!;
    return [Number(x) + 7, Number(y)] as const;
  };
  const centre = place(180, 0);
  assert.ok(place(240, 0)[0] < centre[0] && place(120, 0)[0] > centre[0]);
  assert.ok(place(180, 45)[1] < centre[1] && place(180, -45)[1] > centre[1]);
});

test('a watermark says what must not be taken for an observation, and equal input gives equal text', () => {
  assert.ok(!skyMapFigureSvg(figure).includes('SIMULATION'));
  const marked = { ...figure, watermark: 'SIMULATION' };
  assert.ok(skyMapFigureSvg(marked).includes('SIMULATION'));
  assert.equal(skyMapFigureSvg(marked), skyMapFigureSvg(marked));
});
