/** Pixels and directions against astropy.wcs, over hundreds of random headers of every projection and real images. */

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gunzipIfNeeded, readFits } from '../fits/index.ts';
import { judge, withoutAstropy } from '../time/python-judge.test.ts';
import { projectionCodes } from './projection.ts';
import { type Record2d, randomHeader } from './random-headers.test.ts';
import { compass, footprint, pixelAreaDeg2, pixelScalesDeg } from './sky-geometry.ts';
import { WcsError } from './wcs-error.ts';
import { Wcs } from './wcs.ts';

const script = `
import json, sys, warnings
import numpy as np
from astropy.io import fits
from astropy.wcs import WCS
from astropy.wcs.utils import proj_plane_pixel_scales, proj_plane_pixel_area
warnings.simplefilter('ignore')
clean = lambda a: [None if not np.isfinite(v) else float(v) for v in np.ravel(a)]
out = []
for item in json.load(sys.stdin):
    header = fits.Header()
    for key, value in item['header'].items():
        header[key] = value
    try:
        wcs = WCS(header)
        wcs.wcs.set()
    except Exception as error:
        out.append({'error': type(error).__name__})
        continue
    x, y, lon, lat = (np.array(item[k], float) for k in ('x', 'y', 'lon', 'lat'))
    swap = wcs.wcs.lng == 1
    world = wcs.all_pix2world(np.c_[x, y], 0)
    sky = np.c_[lat, lon] if swap else np.c_[lon, lat]
    if wcs.sip is None:
        back = wcs.wcs_world2pix(sky, 0)
    else:
        # Only directions that astropy's fixed-point iteration can handle: those of the image.
        back = np.full_like(sky, np.nan)
        good = np.isfinite(world).all(axis=1)
        back[good] = wcs.all_world2pix(world[good], 0, tolerance=1e-10, maxiter=200, quiet=True)
    corners = wcs.calc_footprint(axes=(300, 200), center=True) if not swap else np.zeros(0)
    outer = wcs.calc_footprint(axes=(300, 200), center=False) if not swap else np.zeros(0)
    out.append({'lon': clean(world[:, 1 if swap else 0]), 'lat': clean(world[:, 0 if swap else 1]), 'sip': wcs.sip is not None,
      'x': clean(back[:, 0]), 'y': clean(back[:, 1]), 'scales': clean(proj_plane_pixel_scales(wcs)),
      'area': float(proj_plane_pixel_area(wcs)), 'centres': clean(corners), 'edges': clean(outer)})
print(json.dumps(out))`;

interface Answer {
  readonly error?: string;
  readonly sip: boolean;
  readonly lon: (number | null)[];
  readonly lat: (number | null)[];
  readonly x: (number | null)[];
  readonly y: (number | null)[];
  readonly scales: [number, number];
  readonly area: number;
  readonly centres: (number | null)[];
  readonly edges: (number | null)[];
}

interface Question {
  readonly header: Record2d;
  readonly x: number[];
  readonly y: number[];
  readonly lon: number[];
  readonly lat: number[];
}

/** Pixels in and around the image, and directions all over the sky. */
function question(header: Record2d, seed: number): Question {
  const fraction = (k: number, step: number): number => (k * step + seed * 0.377) % 1;
  const indices = Array.from({ length: 60 }, (_, k) => k);
  return {
    header,
    x: indices.map((k) => -60 + 420 * fraction(k, 0.618_034)),
    y: indices.map((k) => -60 + 320 * fraction(k, 0.414_214)),
    lon: indices.map((k) => 360 * fraction(k, 0.732_051)),
    lat: indices.map((k) => (Math.asin(2 * fraction(k, 0.236_068) - 1) * 180) / Math.PI),
  };
}

/** Distance on the sky in degrees; zero when both are nowhere, infinite when only one is. */
function skyDistance(ours: [number, number], theirs: [number | null, number | null]): number {
  const isNowhere = Number.isNaN(ours[0]) || Number.isNaN(ours[1]);
  if (theirs[0] === null || theirs[1] === null) return isNowhere ? 0 : Infinity;
  if (isNowhere) return Infinity;
  const rad = Math.PI / 180;
  const [dLon, dLat] = [(ours[0] - theirs[0]) * rad, (ours[1] - theirs[1]) * rad];
  const half = Math.sin(dLat / 2) ** 2 + Math.cos(ours[1] * rad) * Math.cos(theirs[1] * rad) * Math.sin(dLon / 2) ** 2;
  return (2 * Math.asin(Math.min(1, Math.sqrt(half)))) / rad;
}

function pixelDistance(ours: number, theirs: number | null): number {
  if (theirs === null) return Number.isNaN(ours) ? 0 : Infinity;
  return Number.isNaN(ours) ? Infinity : Math.abs(ours - theirs);
}

/** Compares everything that can be asked of one header. */
function compare(ask: Question, answer: Answer, wcs: Wcs, label: string): void {
  const places = ask.x.map((x, i) => wcs.pixelToWorld(x, ask.y[i]!));
  places.forEach(({ lonDeg, latDeg }, i) => {
    const distance = skyDistance([lonDeg, latDeg], [answer.lon[i]!, answer.lat[i]!]);
    assert.ok(distance < 1e-9, `${label}: direction of pixel ${i} is ${lonDeg} ${latDeg}, off by ${distance} deg`);
    const wanted = answer.sip ? places[i]! : { lonDeg: ask.lon[i]!, latDeg: ask.lat[i]! };
    const pixel = wcs.worldToPixel(wanted.lonDeg, wanted.latDeg);
    const miss = Math.max(pixelDistance(pixel.x, answer.x[i]!), pixelDistance(pixel.y, answer.y[i]!));
    const size = Math.max(1, Math.abs(answer.x[i] ?? 0), Math.abs(answer.y[i] ?? 0));
    // Far outside of the image, say 1e5 pixels away, rounding alone is larger than 1e-6.
    assert.ok(miss < 1e-6 * Math.max(1, size / 1e5), `${label}: pixel ${i} is ${pixel.x} ${pixel.y}, off by ${miss}`);
  });
  const { xDeg, yDeg } = pixelScalesDeg(wcs);
  assert.ok(Math.abs(xDeg - answer.scales[0]) < 1e-12 * xDeg && Math.abs(yDeg - answer.scales[1]) < 1e-12 * yDeg);
  assert.ok(Math.abs(pixelAreaDeg2(wcs) - answer.area) < 1e-11 * answer.area, `${label}: area`);
  for (const kind of ['centres', 'edges'] as const) {
    if (answer[kind].length === 0) continue;
    footprint(wcs, [200, 300], kind).forEach(({ lonDeg, latDeg }, i) => {
      const distance = skyDistance([lonDeg, latDeg], [answer[kind][2 * i]!, answer[kind][2 * i + 1]!]);
      assert.ok(distance < 1e-9, `${label}: corner ${i} of the ${kind}`);
    });
  }
}

describe('astropy.wcs agrees', { skip: withoutAstropy }, () => {
  it('on 660 random headers of all projections, and refuses the same ones', () => {
    const questions = Array.from({ length: 660 }, (_, i) => question(randomHeader(i), i));
    const answers = judge<Answer[]>(script, questions);
    const judged = new Map<string, number>();
    let nowhere = 0;
    answers.forEach((answer, i) => {
      const ask = questions[i]!;
      const label = `header ${i} ${JSON.stringify(ask.header)}`;
      if (answer.error !== undefined) {
        assert.throws(() => new Wcs(ask.header), WcsError, `${label}: astropy says ${answer.error}`);
        return;
      }
      const wcs = new Wcs(ask.header);
      compare(ask, answer, wcs, label);
      judged.set(wcs.projection.code, (judged.get(wcs.projection.code) ?? 0) + 1);
      nowhere += answer.lon.filter((value) => value === null).length;
    });
    assert.ok(
      projectionCodes.every((code) => judged.get(code)! >= 25),
      JSON.stringify([...judged]),
    );
    // The judge has seen the borders of the sky as well.
    assert.ok(nowhere > 1000, `${nowhere}`);
  });
});

const mirror =
  process.env['STEMMA_DATA_MIRROR'] ?? join(import.meta.dirname, '..', '..', '..', '..', '..', 'shared', 'data');

describe('real images of ISGRI', () => {
  for (const name of ['isgri_sky_ima_1', 'isgri_mosa_ima_1']) {
    const path = join(mirror, 'isgri', `${name}.fits.gz`);
    const skip = existsSync(path) ? withoutAstropy : `no ${name}.fits.gz (set STEMMA_DATA_MIRROR)`;
    it(`have the same coordinates in astropy: ${name}`, { skip }, async () => {
      const header = readFits(await gunzipIfNeeded(readFileSync(path))).hdus[2]!.header;
      const wcs = new Wcs(header);
      const wanted = /^(CTYPE|CRVAL|CRPIX|CD|LATPOLE|LONPOLE|NAXIS|RADECSYS|EQUINOX)/;
      const record = Object.fromEntries(
        header.cards.filter(({ keyword }) => wanted.test(keyword)).map(({ keyword, value }) => [keyword, value]),
      ) as Record2d;
      const ask = question(record, 1);
      compare(ask, judge<Answer[]>(script, [ask])[0]!, wcs, name);
      assert.equal(wcs.frame, 'fk5');
    });
  }

  const sky = join(mirror, 'isgri', 'isgri_sky_ima_1.fits.gz');
  it('have the Crab where it belongs', { skip: existsSync(sky) ? false : 'no real data' }, async () => {
    const image = readFits(await gunzipIfNeeded(readFileSync(sky))).hdus.find(
      (hdu) => hdu.header.get('IMATYPE') === 'SIGNIFICANCE',
    )!;
    assert.equal(image.kind, 'image');
    const significance = image.pixels().physical();
    const columns = image.header.integer('NAXIS1');
    let peak = 0;
    significance.forEach((value, i) => {
      if (value > significance[peak]!) peak = i;
    });
    const wcs = new Wcs(image.header);
    const crab = wcs.icrsToPixel(83.6331, 22.0145);
    assert.ok(Math.hypot(crab.x - (peak % columns), crab.y - Math.floor(peak / columns)) < 0.75);
    assert.ok(Math.abs(significance[peak]! - 146.8) < 0.1);
    // The instrument's axes were along the circles of declination and right ascension, but north is left and east down.
    const { northDeg, eastDeg } = compass(wcs, 199.5, 199.5);
    assert.ok(Math.abs(northDeg - 89.812_471_546) < 1e-6 && Math.abs(eastDeg - 179.812_471_546) < 1e-6);
  });
});
