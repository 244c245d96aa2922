// What can be asked of `npm run demo`, and that every demo tells what it claims: on real data, again from the store,
// and without any data.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { mirror } from '../test/instruments/real-data.ts';
import { demoList, demos, readRequest } from './demo.ts';

const scratch = mkdtempSync(join(tmpdir(), 'stemma-demo-'));
after(() => rmSync(scratch, { recursive: true }));

const needed = [
  'spiacs/grb230307a_spiacs_lc_100ms.fits',
  'isgri/isgri_mosa_ima_1.fits.gz',
  'isgri/isgri_sky_ima_1.fits.gz',
  'hess/data/hess_dl3_dr1_obs_id_023523.fits.gz',
];
const lacking = needed.find((path) => !existsSync(join(mirror, path)));
const withoutData = lacking === undefined ? false : `${lacking} is not in the data mirror`;

/** What a demo prints. */
async function shown(name: string, store: string, mirrors: readonly string[]): Promise<string> {
  const lines: string[] = [];
  const demo = demos.find((each) => each.name === name)!;
  const say = (line = '') => void lines.push(line);
  await demo.show({ folder: join(scratch, name), store: join(scratch, store), mirrors, network: false, say });
  return lines.join('\n');
}

/** Asserts that all of these stand in a text, in this order. */
function assertTells(text: string, ...patterns: readonly RegExp[]): void {
  let rest = text;
  for (const pattern of patterns) {
    const match = pattern.exec(rest);
    assert.ok(match, `${pattern} does not stand in\n${rest}`);
    rest = rest.slice(match.index + match[0].length);
  }
}

test('without a word the burst is shown, with a word the demo of that name, and paths are output folders', () => {
  const read = (...words: string[]) => {
    const request = readRequest(words);
    return request === 'list' ? request : [request.demo.name, request.folder, request.network];
  };
  assert.deepEqual(read(), ['burst', join('stemma-out', 'grb-230307a'), true]);
  assert.deepEqual(read('out/burst'), ['burst', 'out/burst', true]);
  assert.deepEqual(read('crab', 'here', '--offline'), ['crab', 'here', false]);
  assert.deepEqual(read('mosaic'), ['mosaic', join('stemma-out', 'isgri-mosaic'), true]);
  assert.equal(read('--list'), 'list');
});

test('an unknown name or option is refused with the list of demos', () => {
  const refusal = { code: 'invalid_request', message: /The demos are:\n.*burst .*\n.*mosaic .*\n.*crab / };
  assert.throws(() => readRequest(['mosiac']), refusal);
  assert.throws(() => readRequest(['mosiac']), /no demo "mosiac"; did you mean "mosaic"\?/);
  assert.throws(() => readRequest(['--fast']), refusal);
  assert.throws(() => readRequest(['zzzzzzzz']), /no demo "zzzzzzzz"\. The/);
});

test('the command lists the demos, and ends with exit code 2 for an unknown one', () => {
  const run = (...words: string[]) =>
    spawnSync(process.execPath, ['--conditions=source', join(import.meta.dirname, 'demo.ts'), ...words], {
      encoding: 'utf8',
    });
  assert.equal(run('--list').stdout, `${demoList().join('\n')}\n`);
  const { status, stderr } = run('nothing');
  assert.equal(status, 2);
  assert.match(stderr, /^demo: there is no demo "nothing"\. The demos are:\n/);
});

test('the mosaic needs no data: it is simulated and says so, and finds what was put there', async () => {
  assertTells(
    await shown('mosaic', 'mosaic', []),
    /SIMULATION: events .* model/,
    /✓ integral\.SimulatedEvents +9 ×/,
    /of \d+ nodes 0 were known before/,
    /left out: 066500090010 \(no_events\)/,
    /found +S\/N +RA \(deg\) +Dec \(deg\) +rate \(count\/s\)/,
    /Crab .* ± .* Crab +0\.\d\d\n/,
    /SIM J0540\+178 +0\.\d\d\n/,
    /Products in .*\n(.*\n)*? {2}isgri_mosa_ima\.png/,
    /NO DATA: the real mosaic .*neither found nor downloaded/,
    /npm run -s stemma -- run integral\.MosaicProducts --assume integral\.SimulatedObservation\.windows=9/,
  );
  assert.ok(readdirSync(join(scratch, 'mosaic')).includes('isgri_mosa_ima.fits'));
});

test(
  'a real mosaic joins the simulated one, which is answered from the store by now',
  { skip: withoutData },
  async () => {
    const again = await shown('mosaic', 'mosaic', [mirror]);
    assertTells(
      again,
      /Nothing had to be computed: answered from the store in 0\.\d+ s; all \d{2} nodes were known/,
      /REAL DATA: .*Galactic bulge/,
      /4U 1700-377 +135\.5 +255\.98. +-37\.84. +43\.6/,
      /OAO 1657-415 +44\.2/,
      /EXO 1722-363 +12\.4/,
    );
    assert.doesNotMatch(again, /✓ integral\.SimulatedEvents/);
  },
);

test(
  'the Crab is measured with two instruments, with the numbers that others found; again from the store',
  { skip: withoutData },
  async () => {
    assertTells(
      await shown('crab', 'crab', [mirror]),
      /Resolving hess\.Report/,
      /REAL DATA: H\.E\.S\.S\. DL3 .*\n.*No scientific publications/,
      /23523 +189 +234/,
      /ON +698 +counts +698\n/,
      /OFF +1529 +counts +1529\n/,
      /excess +633\.3 ± 26\.5 +counts +633\.3\n/,
      /significance .* 42\.78 +sigma +42\.78\n/,
      /livetime +6313\.8 +s +6313\.8\n/,
      /photon index +2\.66/,
      /report\.txt/,
      /REAL DATA: INTEGRAL ISGRI sky image/,
      /significance +146\.8 +sigma +146\.8/,
      /FWHM of the image +13\.1/,
    );
    assertTells(
      await shown('crab', 'crab', [mirror]),
      /hess\.Report +stored/,
      /all 31 nodes/,
      /ImageCatalogue +stored/,
    );
  },
);

test(
  'the burst is told from the real light curve, and the second time from the store',
  { skip: withoutData },
  async () => {
    assertTells(await shown('burst', 'burst', [mirror]), /sha256 +dda2/, /Onset at INTEGRAL +2023-03-07T15:44:07\.1/);
    assertTells(await shown('burst', 'burst', [mirror]), /answered from the store/, /Family tree/, /13 derivations/);
  },
);

test('without data the others say so, and show what works without them', async () => {
  assertTells(
    await shown('crab', 'nothing', []),
    /NO DATA: the event lists of H\.E\.S\.S\..*\n.*STEMMA_DATA_MIRROR/,
    /NO DATA: the ISGRI sky image isgri_sky_ima_1\.fits\.gz/,
    /SIMULATION: instead/,
    /source +S\/N/,
    /Crab +\d+\.\d +83\.63/,
    /run integral\.SkyImageProducts/,
  );
  assertTells(await shown('burst', 'nothing', []), /SIMULATION: the light curve/, /not an observation/);
});
