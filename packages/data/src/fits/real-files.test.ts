// Real mission files read without Python: known values of each, so that a machine without astropy notices too.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type FitsFile, gunzipIfNeeded, type NumericArray, readFits } from './index.ts';

const mirror =
  process.env['STEMMA_DATA_MIRROR'] ?? join(import.meta.dirname, '..', '..', '..', '..', '..', 'shared', 'data');
const open = async (name: string): Promise<FitsFile> =>
  readFits(await gunzipIfNeeded(readFileSync(join(mirror, name))));
const needs = (name: string) => ({
  skip: existsSync(join(mirror, name)) ? false : `no ${name} (set STEMMA_DATA_MIRROR to the folder of real data)`,
});

const lightCurve = 'spiacs/grb230307a_spiacs_lc_100ms.fits';
const response = 'grb221009/IBIS_rmf_GRB221009A.fits';
const orbit = 'orbit/169600130010_sc_orbit_param.fits.gz';
const mosaic = 'isgri/isgri_mosa_ima_1.fits.gz';
const events = 'hess/data/hess_dl3_dr1_obs_id_023523.fits.gz';

describe('real files', () => {
  it('include the SPI-ACS light curve of GRB 230307A', needs(lightCurve), async () => {
    const rate = (await open(lightCurve)).table('RATE');
    assert.equal(rate.rowCount, 5400);
    assert.equal(rate.header.number('TIMEZERO'), 731519205.1627802);
    assert.equal(rate.header.string('EPHS').split(/ +/).length, 6);
    assert.equal(rate.column('RATE').unit, 'count/s');
    const rates = rate.column('RATE').as(Float64Array);
    // The published peak, 1.744e6 count/s.
    assert.equal(Math.round(Math.max(...rates) / 1e3), 1744);
    assert.equal(rates[0], 90360);
  });

  it('include a response matrix with one array of its own length per row', needs(response), async () => {
    const table = (await open(response)).table('SPECRESP MATRIX');
    const channels = table.column('N_CHAN').as(Int32Array);
    const rows = table.column('MATRIX').values as NumericArray[];
    assert.equal(rows.length, 2466);
    assert.ok(rows.every((row, i) => row.length === channels[i] && row instanceof Float32Array));
  });

  it('include orbits whose on-board time is four unsigned words per row', needs(orbit), async () => {
    const table = (await open(orbit)).table('INTL-ORBI-SCP');
    const words = table.column('OB_TIME');
    assert.deepEqual(words.shape, [417, 4]);
    assert.deepEqual([...words.as(Uint16Array).subarray(0, 3)], [1, 40034, 41968]);
    assert.equal(new Set(table.column('REVOL').as(Uint16Array)).has(1696), true);
  });

  it('include a mosaic of four images of one name, with intact checksums', needs(mosaic), async () => {
    const file = await open(mosaic);
    const types = [1, 2, 3, 4].map((version) => file.image('ISGR-MOSA-IMA', version).header.get('IMATYPE'));
    assert.equal(new Set(types).size, 4);
    assert.deepEqual(file.image('ISGR-MOSA-IMA').shape, [529, 543]);
    for (const hdu of file.hdus.slice(1)) assert.deepEqual(hdu.checksums(), { checksum: 'ok', datasum: 'ok' });
    assert.equal(file.table('GROUPING').column('MEMBER_NAME').strings()[0], 'ISGR-MOSA-IMA');
  });

  it('include H.E.S.S. events with 64-bit identifiers and response tables of several axes', needs(events), async () => {
    const file = await open(events);
    assert.equal(file.table('EVENTS').column('EVENT_ID').as(BigInt64Array).length, 7613);
    assert.deepEqual(file.table('AEFF').column('EFFAREA').shape, [1, 6, 96]);
  });
});
