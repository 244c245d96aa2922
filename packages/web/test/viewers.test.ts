// All viewers in Debian's Chromium, on the built page under a strict policy: pictures against formulas, readouts against
// astropy, times against the targets, keys, accessibility.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { imageHdu, writeFits } from '@stemma/data/fits';
import { openViewers, type ViewerPage, withoutBrowser } from './viewer-page.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const python = process.env['STEMMA_PYTHON'] ?? join(root, '.venv', 'bin', 'python');
const withoutAstropy = existsSync(python) ? false : 'no .venv with astropy (see CONTRIBUTING.md)';

const judge = `
import io, json, sys, base64, warnings
import numpy as np
from astropy.io import fits
from astropy.wcs import WCS
warnings.simplefilter('ignore')
out = []
for item in json.load(sys.stdin):
    wcs = WCS(fits.open(io.BytesIO(base64.b64decode(item['file'])))[0].header)
    sky = wcs.all_world2pix(np.array(item['sky']), 0) if not item['galactic'] else wcs.all_world2pix(np.array(item['galactic']), 0)
    out.append(sky.tolist())
print(json.dumps(out))`;

const base = { CRPIX1: 60.5, CRPIX2: 40.5, CDELT1: -0.05, CDELT2: 0.05, CUNIT1: 'deg', CUNIT2: 'deg' };
const headers: Readonly<Record<string, Record<string, string | number>>> = {
  TAN: { ...base, CTYPE1: 'RA---TAN', CTYPE2: 'DEC--TAN', CRVAL1: 83.6, CRVAL2: 22 },
  SIN: { ...base, CTYPE1: 'RA---SIN', CTYPE2: 'DEC--SIN', CRVAL1: 210, CRVAL2: -60 },
  'AIT, galactic': { ...base, CTYPE1: 'GLON-AIT', CTYPE2: 'GLAT-AIT', CRVAL1: 0, CRVAL2: 0, CDELT1: -1, CDELT2: 1 },
  'CAR, galactic': {
    ...base,
    CTYPE1: 'GLON-CAR',
    CTYPE2: 'GLAT-CAR',
    CRVAL1: 30,
    CRVAL2: 0,
    CDELT1: -0.5,
    CDELT2: 0.5,
  },
  'TAN with SIP': { ...base, CTYPE1: 'RA---TAN-SIP', CTYPE2: 'DEC--TAN-SIP', CRVAL1: 10, CRVAL2: 40, A_ORDER: 2, B_ORDER: 2, A_2_0: 1e-4, A_1_1: -5e-5, B_0_2: 8e-5, B_1_1: 3e-5 }, // prettier-ignore
};

function fileOf(keywords: Readonly<Record<string, string | number>>): string {
  const data = Float32Array.from({ length: 120 * 80 }, (_, i) => i);
  const header = Object.entries(keywords).map(([keyword, value]) => ({ keyword, value }));
  return Buffer.from(writeFits([imageHdu({ data, shape: [80, 120], header })])).toString('base64');
}

const pixels = Array.from({ length: 20 }, (_, i) => ({
  x: 3 + ((i * 37) % 113) + i / 40,
  y: 2 + ((i * 23) % 75) + i / 50,
}));

describe('the viewers in a browser', { skip: withoutBrowser }, () => {
  let viewers: ViewerPage;
  before(async () => {
    viewers = await openViewers();
  });
  after(() => viewers?.[Symbol.asyncDispose]());
  const ask = async <T>(expression: string): Promise<T> => (await viewers.page.evaluate(expression)) as T;

  it(
    'the readout agrees with astropy to a hundredth of a pixel in TAN, SIN, AIT, CAR and with SIP',
    { skip: withoutAstropy },
    async () => {
      // prettier-ignore
      const questions = [];
      for (const [name, keywords] of Object.entries(headers)) {
        const file = fileOf(keywords);
        const readouts = await ask<Record<'raDeg' | 'decDeg' | 'lonDeg' | 'latDeg' | 'value', number>[]>(`(() => {
        const host = document.body.appendChild(viewers.element('div'));
        const handle = viewers.mountImage(host, Uint8Array.from(atob('${file}'), (c) => c.charCodeAt(0)));
        const found = ${JSON.stringify(pixels)}.map(({ x, y }) => handle.readout(x, y));
        handle.close(); host.remove();
        return found;
      })()`);
        readouts.forEach(({ value }, i) => assert.equal(value, Math.floor(pixels[i]!.y + 0.5) * 120 + Math.floor(pixels[i]!.x + 0.5))); // prettier-ignore
        const isGalactic = name.includes('galactic');
        questions.push({ file, sky: readouts.map(({ raDeg, decDeg }) => [raDeg, decDeg]), galactic: isGalactic ? readouts.map(({ lonDeg, latDeg }) => [lonDeg, latDeg]) : null }); // prettier-ignore
      }
      const run = spawnSync(python, ['-c', judge], { input: JSON.stringify(questions), encoding: 'utf8' });
      assert.equal(run.status, 0, run.stderr);
      const answers = JSON.parse(run.stdout) as [number, number][][];
      answers.forEach((places, q) => places.forEach(([x, y], i) => {
      const miss = Math.hypot(x - pixels[i]!.x, y - pixels[i]!.y);
      assert.ok(miss < 0.01, `${Object.keys(headers)[q]}, pixel ${i}: off by ${miss}`);
    })); // prettier-ignore
    },
  );

  it('the graphics card and the fall-back draw the same picture in every stretch', async () => {
    for (const stretch of ['linear', 'log', 'sqrt', 'asinh', 'squared']) {
      const result = await ask<{ kinds: string[]; share: number; size: number }>(`(() => {
        const made = [false, true].map((isCpuOnly) => {
          const host = document.body.appendChild(viewers.element('div'));
          const handle = viewers.mountImage(host, viewers.simulatedSky(100), { isCpuOnly });
          handle.update({ stretch: '${stretch}', colourMap: 'grey' });
          const pixels = handle.pixels();
          const kind = handle.raster;
          handle.close(); host.remove();
          return { pixels, kind };
        });
        const [a, b] = made.map(({ pixels }) => pixels);
        let other = 0;
        for (let i = 0; i < a.length; i++) if (Math.abs(a[i] - b[i]) > 1) other++;
        return { kinds: made.map(({ kind }) => kind), share: other / a.length, size: a.length };
      })()`);
      assert.deepEqual(result.kinds, ['webgl2', 'cpu']);
      // Where the edge of an image pixel meets the middle of a screen pixel, single precision may choose its neighbour.
      assert.ok(result.share < 0.002 && result.size > 1e5, `${stretch}: ${JSON.stringify(result)}`);
    }
  });

  it('keys pan, zoom and change colours; the table and the image select together', async () => {
    await viewers.page.locator('#image .stemma-stage').focus();
    const scale = await ask<number>('viewers.image.state().view.scale');
    for (const key of ['+', 's', 'm']) await viewers.page.keyboard.press(key);
    assert.deepEqual(await ask('[viewers.image.state().stretch, viewers.image.state().colourMap]'), ['log', 'cividis']);
    assert.ok(Math.abs((await ask<number>('viewers.image.state().view.scale')) - 1.25 * scale) < 1e-9);
    await viewers.page.keyboard.press('0');
    const place = await ask<{ x: number; y: number }>(`viewers.image.screenOf(viewers.image.planes[0].wcs.icrsToPixel(83.6331, 22.0145))`); // prettier-ignore
    await viewers.page.locator('#image .stemma-stage').click({ position: place });
    assert.equal(await ask('viewers.sources.model.selected'), 0);
    assert.match((await viewers.page.locator('#image .stemma-readout').textContent())!, /RA 05:34/);
  });

  it('the times of the light curve follow the unit, and a brush zooms', async () => {
    await ask(`viewers.lightCurve.setUnit('UTC')`);
    assert.match((await ask<{ label: string }[]>('viewers.lightCurve.ticks()'))[0]!.label, /^\d\d:\d\d:\d\d$/);
    const box = (await viewers.page.locator('#light-curve .u-over').boundingBox())!;
    await viewers.page.locator('#light-curve .u-over').scrollIntoViewIfNeeded();
    const now = (await viewers.page.locator('#light-curve .u-over').boundingBox())!;
    await viewers.page.mouse.move(now.x + box.width * 0.25, now.y + 50);
    await viewers.page.mouse.down();
    await viewers.page.mouse.move(now.x + box.width * 0.5, now.y + 60, { steps: 4 });
    await viewers.page.mouse.up();
    const { from, to } = await ask<{ from: number; to: number }>('viewers.lightCurve.span()');
    assert.ok(Math.abs(from + 0.05) < 1 && Math.abs(to - 49.95) < 1, `${from} to ${to}`);
  });

  it('no tick of the spectrum says 0, and all units are drawn', async () => {
    for (const unit of ['counts', 'counts/s/keV', 'νFν']) {
      await ask(`viewers.spectrum.setUnit('${unit}')`);
      const { x, y } = await ask<Record<'x' | 'y', { label: string }[]>>('viewers.spectrum.ticks()');
      assert.ok(x.length > 2 && y.length > 2);
      assert.ok([...x, ...y].every(({ label }) => label !== '0'));
    }
  });

  it('a table of a million rows scrolls to its end with few elements', async () => {
    const result = await ask<{ rows: string[][]; count: number }>(`(() => {
      const host = document.body.appendChild(viewers.element('div'));
      const values = Float64Array.from({ length: 1e6 }, (_, i) => i);
      const handle = viewers.mountTable(host, [{ name: 'n', values }]);
      handle.model.toggleSort(0); handle.model.toggleSort(0); handle.refresh();
      handle.scrollTo(999_999);
      const rows = handle.shownRows();
      handle.close(); host.remove();
      return { rows, count: rows.length };
    })()`);
    assert.ok(result.count < 30);
    assert.deepEqual(result.rows.at(-1), ['0']);
  });

  it('the graph folds, finds paths and walks by keys; its table says the same', async () => {
    await viewers.page.locator('#graph .stemma-stage').focus();
    await viewers.page.keyboard.press('ArrowDown');
    assert.equal(typeof (await ask('viewers.graph.model.selected')), 'number');
    assert.ok((await ask<number[]>('viewers.graph.showPath(59, 0)')).length >= 2);
    await viewers.page.locator('#graph summary').click();
    assert.equal(await viewers.page.locator('#graph [role=grid]').getAttribute('aria-rowcount'), '61');
  });

  it('axe finds nothing serious in three themes, and hostile names stay texts', async () => {
    const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core')), 'utf8');
    await ask(axe);
    for (const theme of ['light', 'dark', 'night']) {
      await ask(`viewers.setTheme('${theme}')`);
      const found = await ask<{ id: string; nodes: string[] }[]>(`axe.run(document).then(({ violations }) => violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html.slice(0, 150)) })))`);
      assert.deepEqual(found, [], theme);
    }
    const isText = await ask<boolean>(`(() => {
      const host = document.body.appendChild(viewers.element('div'));
      const handle = viewers.mountTable(host, [{ name: '<img src=x onerror=alert(1)>', values: ['<script>alert(1)</script>'] }]);
      const clean = host.querySelector('img, script') === null && handle.shownRows()[0][0].startsWith('<script>');
      handle.close(); host.remove();
      return clean;
    })()`);
    assert.ok(isText);
  });

  it('nothing was asked of any other server, and nothing broke the policy', () => {
    assert.deepEqual(viewers.foreignRequests, []);
    assert.deepEqual(viewers.complaints, []);
  });
});
