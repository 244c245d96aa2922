// Today's paths and stable routes, over the real analyses: forms of answers, corrected defects, refusals.
import { strict as assert } from 'node:assert';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { allHandlers, anonymousOnLoopback, createApp, type JobDesk } from '../index.ts';
import { compose } from '../../../cli/src/compose.ts';
import { integral } from '../../../instruments/src/integral/module.ts';
import { askOf } from './ask.ts';

const mirror = (process.env.STEMMA_DATA_MIRROR ?? join(import.meta.dirname, '../../../../../shared/data')).split(
  ':',
)[0]!;
const needsData = { skip: existsSync(join(mirror, 'spiacs')) ? false : 'real data are not here (STEMMA_DATA_MIRROR)' };

const parts = await compose({ store: 'memory', modules: [integral], mirrors: [mirror], network: false, jobs: 1 });
after(() => parts.close());
const app = createApp({
  handlers: allHandlers(parts, {} as JobDesk, 'test'),
  identify: async () => anonymousOnLoopback,
});
const get = (path: string) => app.fetch(new Request(`http://here${path}`));
const json = async (path: string) => (await (await get(path)).json()) as Record<string, never>;
const text = async (path: string) => (await get(path)).text();
const near = (value: number, expected: number, within: number, what: string) =>
  assert.ok(Math.abs(value - expected) <= within, `${what}: ${value}, not ${expected} ± ${within}`);

test('a time is converted at today’s path, as plain text', async () => {
  const response = await get('/api/v1.0/converttime/IJD/2000/UTC');
  assert.equal(response.headers.get('content-type'), 'text/plain; charset=utf-8');
  assert.equal((await response.text()).slice(0, 23), '2005-06-22T23:58:55.816');
  assert.equal((await text('/api/v1.0/converttime/UTC/2023-06-27T01:53:37/IJD')).slice(0, 17), '8578.079701203703');
  assert.equal(await text('/api/v1.0/converttime/UTC/2023-05-19T15:24:10/REVNUM'), '2641');
  assert.equal(Number(await text('/api/v1.0/converttime/IJD/2000/MJD')), 53_544);
});

test('revolutions and science windows are intervals, start and stop being the second and third word', async () => {
  const [word, start, stop] = (await text('/api/v1.0/converttime/REVNUM/2641/IJD')).split(' ');
  assert.equal(word, 'Boundary');
  assert.ok(Number(stop) - Number(start) > 2.5 && Number(stop) - Number(start) < 2.8);
  const [, from, to] = (await text('/api/v1.0/converttime/SCWID/066500280010/IJD')).split(' ');
  near(Number(from), 3006.124_122_464_26, 1e-8, 'start');
  near(Number(to), 3006.147_698_866_78, 1e-8, 'stop');
});

test('ANY guesses as the legacy service does, and gives all forms', async () => {
  const forms = await json('/api/v1.0/converttime/ANY/53544/ANY');
  assert.deepEqual(Object.keys(forms).slice(0, 3), ['UTC', 'IJD', 'MJD']);
  assert.equal(Number(forms.IJD), 2000);
});

test('an answer leads to its result', async () => {
  const response = await get('/api/v1.0/converttime/IJD/2000/UTC');
  const id = response.headers.get('stemma-result')!;
  assert.match(id, /^[0-9a-f]{64}$/);
  assert.equal(response.headers.get('link'), `</api/v1/results/${id}>; rel="describedby"`);
  assert.ok((await parts.index.known([id as never])).has(id as never));
});

test('what cannot be converted is refused with a sentence', async () => {
  assert.equal((await get('/api/v1.0/converttime/UTC/yesterday/IJD')).status, 400);
  assert.equal((await get('/api/v1.0/converttime/GPS/1/IJD')).status, 400);
  const response = await get('/api/v1.0/converttime/IJD/2000.5/SCWID');
  assert.equal(response.status, 422);
  assert.match(((await response.json()) as { detail: string }).detail, /no science window is documented/);
});

test('science windows are a list of ids; columns and version come when asked for', async () => {
  const path = '/api/v1.0/scwlist/any/2008-03-25T06:00:00/2008-03-25T12:00:00';
  const ids = (await (await get(`${path}?ra=83.633&dec=22.0145&radius=5`)).json()) as string[];
  assert.ok(ids.length > 0 && ids.every((id) => /^\d{12}$/.test(id)));
  assert.ok(ids.includes('066500010010'));
  const table = await json(`${path}?return_columns=SWID,TSTART,RA_SCX&return_index_version=yes`);
  const { scwlist, SWID, TSTART } = table as unknown as { scwlist: string[]; SWID: string[]; TSTART: number[] };
  assert.deepEqual(SWID, scwlist);
  assert.equal(TSTART.length, scwlist.length);
  assert.match(String(table.index_version), /SIMULATION/i);
});

test('no window that fits is an empty list, as it always was', async () => {
  const response = await get('/api/v1.0/scwlist/cons/2019-06-10T11:27:45/2019-06-10T14:27:45');
  assert.deepEqual([response.status, await response.json()], [200, []]);
});

test('wrong selections are refused as they were: readiness, times, versions, columns', async () => {
  const times = '2008-03-25T06:00:00/2008-03-25T12:00:00';
  const wrong = [
    `/api/v1.0/scwlist/unset/${times}`,
    '/api/v1.0/scwlist/any/A019-06-10T11:27:45/2019-06-10T11:27:45',
    `/api/v1.0/scwlist/cons/${times}?index_version=bad_version`,
    `/api/v1.0/scwlist/any/${times}?index_version=20190919131949`,
    `/api/v1.0/scwlist/any/${times}?return_columns=NAME`,
  ];
  for (const path of wrong) assert.equal((await get(path)).status, 400, path);
});

test('the spacecraft stands in a right-handed frame, and each body in its own direction', needsData, async () => {
  const state = (await json('/api/v1.0/sc/2016-06-29T22:07:25/83.633/22.0145')) as unknown as {
    ephs: { alt: number };
    scx: Radec;
    scy: Radec;
    scz: Radec;
    theta: number;
    phi: number;
    barytime: number;
    bodies: Record<'earth' | 'sun', { body_ra: number }>;
  };
  const [x, y, z] = [vector(state.scx), vector(state.scy), vector(state.scz)];
  cross(z, x).forEach((one, i) => near(one, y[i]!, 1e-4, `Y[${i}] = (Z x X)[${i}]`));
  near(state.barytime, -0.165_914, 1e-4, 'light-travel time');
  near(state.ephs.alt, 124_499, 50, 'distance');
  assert.ok(Math.abs(state.bodies.earth.body_ra - state.bodies.sun.body_ra) > 10);
});

test('a time without an orbit file is no data, said in words', needsData, async () => {
  const response = await get('/api/v1.0/sc/2019-01-01T00:00:00/83.6/22');
  assert.equal(response.status, 422);
});

test('the response is that of GCN 34316 for ACS at 75 degrees', async () => {
  const query = 'theta=75&phi=90&mode=all&radius=0.1&lt=75&model=compton&alpha=-0.5&epeak=600&emin=75&emax=2000';
  const answer = (await json(`/response/api/v1.0/ACS/response?${query}`)) as unknown as Record<string, number[]>;
  near(answer.response![0]!, 1.4e-10, 0.4e-10, 'erg/cm2 per count');
  near(Number(answer.enflux) / answer.rate![0]!, answer.response![0]!, 1e-20, 'response = flux / rate');
  assert.equal((await get('/response/api/v1.0/LOFAR/response?theta=1')).status, 400);
});

test('light curves have the forms of the mission, around the time that was asked for', needsData, async () => {
  const ipn = (await text('/api/v1.0/ipnlc/2023-03-07T15:44:07/10')).trimEnd().split('\n');
  assert.match(ipn[0]!, /^'INTEGRAL {2}' '07\/03\/23' 56647\.000 100\.000 10000\.000$/);
  assert.equal(ipn.length, 2 + 200);
  const dump = (await text('/api/v1.0/genlc/ACS/2023-03-07T15:44:07/10')).trimEnd().split('\n');
  assert.ok(dump.slice(0, 5).every((line) => line.startsWith('#')) && !dump[5]!.startsWith('#'));
  const [ijd, time, counts, sod] = dump[5]!.split(' ').map(Number);
  near((ijd! - 8466.656_437_315) * 86_400, time!, 1e-2, 'IJD and seconds');
  near(sod!, 56_647 + time!, 1e-5, 'second of the day');
  assert.equal(counts, Number(ipn[2]!.split(' ')[1]));
  const { columns, data } = (await json('/api/v1.0/rtlc/2023-03-07T15:44:07/10?json')) as unknown as {
    columns: string[];
    data: number[][];
  };
  assert.deepEqual([columns[2], columns[3], data[0]![2]], ['counts', 'ijd', counts]);
});

test('a light curve of another time, another detector or a month is refused', needsData, async () => {
  assert.equal((await get('/api/v1.0/ipnlc/2020-01-01T00:00:00/10')).status, 422);
  assert.equal((await get('/api/v1.0/genlc/GBM/2023-03-07T15:44:07/10')).status, 404);
  assert.equal((await get('/api/v1.0/ipnlc/2023-03-07T15:44:07/500000')).status, 400);
});

test(
  'the burst is found with its significance, time and scale; without data the status says so',
  needsData,
  async () => {
    const found = (await json('/durations/api/v1.1/2023-03-07T15:44:07/60')) as unknown as Record<string, number>;
    assert.equal(found.status, 0);
    assert.ok(found.maxsig! > 100 && found.maxcounts! > 1000, JSON.stringify(found));
    assert.ok(found.maxsig_time! > 55 && found.maxsig_time! < 80, String(found.maxsig_time));
    assert.equal((await json('/durations/api/v1.1/2020-01-01T00:00:00/60')).status, -2);
  },
);

test('stable routes give the values of results with their names', async () => {
  const { analysis, result, href, values } = await json('/api/v1/integral/time?time=2000&format=ijd');
  assert.deepEqual([analysis, href], ['integral.TimeConversion', `/api/v1/results/${result}`]);
  assert.match((values as unknown as { utc: string }).utc, /^2005-06-22T23:58:55\.816/);
  const limits = await json('/api/v1/integral/limits?thetaDeg=75%20deg');
  assert.equal(limits.analysis, 'integral.UpperLimits');
  assert.equal((await get('/api/v1/integral/response?thetaDeg=75%20keV')).status, 400);
});

test('more requests than may compute at once are told to come back', async () => {
  const ask = askOf(parts.engine, { atOnce: 1, timeoutS: 10 });
  const call = { signal: new AbortController().signal, identity: anonymousOnLoopback };
  const question = { analysis: 'integral.TimeConversion', parameters: { time: '3000' } };
  const [first, second] = await Promise.allSettled([ask(question, call), ask(question, call)]);
  assert.equal(first.status, 'fulfilled');
  assert.ok(second.status === 'rejected' && second.reason.code === 'unavailable');
  assert.ok((await ask(question, call)).result.id);
});

test('without room on the disk what is known is still answered', async () => {
  const requireRoom = () => Promise.reject(new Error('no room'));
  const call = { signal: new AbortController().signal, identity: anonymousOnLoopback };
  const full = askOf(parts.engine, { atOnce: 1, timeoutS: 10, requireRoom });
  const known = { analysis: 'integral.TimeConversion', parameters: { time: '4000' } };
  await askOf(parts.engine, { atOnce: 1, timeoutS: 10 })(known, call);
  assert.ok((await full(known, call)).result.id);
  await assert.rejects(full({ analysis: 'integral.TimeConversion', parameters: { time: '4001' } }, call), /no room/);
});

interface Radec {
  readonly ra: number;
  readonly dec: number;
}

function vector({ ra, dec }: Radec): number[] {
  const [a, d] = [(ra * Math.PI) / 180, (dec * Math.PI) / 180];
  return [Math.cos(d) * Math.cos(a), Math.cos(d) * Math.sin(a), Math.sin(d)];
}

function cross([a, b, c]: number[], [d, e, f]: number[]): number[] {
  return [b! * f! - c! * e!, c! * d! - a! * f!, a! * e! - b! * d!];
}
