// Today's paths of the time system: conversions as plain text, science windows as JSON.
import { StemmaError } from '@stemma/core';
import type { Asked, Routes } from '@stemma/api';
import type { Call } from '../http/handler.ts';
import { jsonAnswer, textAnswer, type Ask } from './ask.ts';

const formats = {
  UTC: 'utc',
  IJD: 'ijd',
  MJD: 'mjd',
  SCWID: 'science-window',
  REVNUM: 'revolution',
  ANY: 'any',
} as const;

type OutFormat = keyof typeof formats;

interface Conversion {
  readonly utc: string;
  readonly ijd: string;
  readonly mjd: string;
  readonly stop: { readonly utc: string; readonly ijd: string } | null;
  readonly revolution: { readonly number: number } | null;
  readonly scienceWindow: string | null;
}

/** One time in another form: text, or JSON of all forms for `ANY`. Intervals are `Boundary start stop`, as the legacy tool writes them. */
export async function convertTime(
  { params: { informat, intime, outformat } }: Asked<Routes['legacyConvertTime']>,
  call: Call,
  ask: Ask,
): Promise<Response> {
  const format = informat === 'ANY' ? guessed(intime) : formats[informat];
  const reply = await ask({ analysis: 'integral.TimeConversion', parameters: { time: intime, format } }, call);
  const forms = formsOf(reply.outputs as unknown as Conversion);
  if (outformat === 'ANY') return jsonAnswer(forms, reply);
  const text = forms[outformat];
  if (text === undefined) {
    const what = outformat === 'SCWID' ? 'no science window is documented for it' : 'there was no revolution yet';
    throw new StemmaError('no_data', `${intime} has no ${outformat}: ${what}`, { outformat });
  }
  return textAnswer(text, reply);
}

// The rule of the legacy service: numbers above 20000 are MJD, others IJD.
function guessed(time: string): string {
  if (!Number.isFinite(Number(time))) return 'utc';
  return Number(time) > 20_000 ? 'mjd' : 'ijd';
}

function formsOf({ utc, ijd, mjd, stop, revolution, scienceWindow }: Conversion): Partial<Record<OutFormat, string>> {
  const form = (from: string, to: string | undefined) => (to === undefined ? from : `Boundary ${from} ${to}`);
  const stopMjd = stop && mjdOf(stop.ijd);
  return {
    UTC: form(utc, stop?.utc),
    IJD: form(ijd, stop?.ijd),
    MJD: form(mjd, stopMjd ?? undefined),
    ...(scienceWindow !== null && { SCWID: scienceWindow }),
    ...(revolution && { REVNUM: String(revolution.number).padStart(4, '0') }),
  };
}

// MJD = IJD + 51544, both TT: on the whole days, so that no digit is lost.
function mjdOf(ijd: string): string {
  const [days, fraction = '0'] = ijd.split('.');
  return `${Number(days) + 51_544}.${fraction}`;
}

interface WindowValues {
  readonly windows: Readonly<Record<string, ArrayLike<unknown>>> & { readonly swid: readonly string[] };
  readonly label: string;
}

const columns: Readonly<Record<string, string>> = {
  SWID: 'swid',
  TSTART: 'tstartIjd',
  TSTOP: 'tstopIjd',
  RA_SCX: 'raScxDeg',
  DEC_SCX: 'decScxDeg',
  RA_SCZ: 'raSczDeg',
  DEC_SCZ: 'decSczDeg',
};

/** Science windows: a list of ids; an object when columns, version or particulars are asked for. An empty selection is an empty list. */
export async function listWindows(
  { params: { readiness, t1, t2 }, query }: Asked<Routes['legacyWindowList']>,
  call: Call,
  ask: Ask,
): Promise<Response> {
  if (query.index_version !== undefined && readiness === 'any')
    throw new StemmaError('invalid_request', 'an index version can be set with "cons" or "nrt" only, not with "any"');
  const isAnywhere = query.ra === undefined || query.dec === undefined || query.radius === undefined;
  const parameters = {
    start: t1,
    stop: t2,
    ...(isAnywhere
      ? { radiusDeg: 180 }
      : { raDeg: ((query.ra! % 360) + 360) % 360, decDeg: query.dec, radiusDeg: query.radius }),
    minGoodIsgriS: query.min_good_isgri,
  };
  const question = { analysis: 'integral.ScienceWindowList', parameters };
  const found = await ask(question, call).catch(emptyWhenNone);
  if (found === undefined) return Response.json(listAnswer([], {}, query));
  const { windows, label } = found.outputs as unknown as WindowValues;
  const table = query.return_columns === undefined ? {} : columnsOf(windows, query.return_columns);
  return jsonAnswer(listAnswer(windows.swid, table, query, label), found);
}

function emptyWhenNone(thrown: unknown): undefined {
  if (thrown instanceof StemmaError && thrown.code === 'no_data' && thrown.detail.reason === 'no_windows') return;
  throw thrown;
}

type WindowQuery = Asked<Routes['legacyWindowList']>['query'];

function listAnswer(
  ids: readonly string[],
  table: Record<string, unknown>,
  query: WindowQuery,
  label?: string,
): readonly string[] | Record<string, unknown> {
  const isBare =
    query.return_columns === undefined && query.return_index_version === undefined && query.debug === undefined;
  if (isBare) return [...ids];
  return { scwlist: [...ids], ...table, index_version: label ?? null };
}

function columnsOf(windows: WindowValues['windows'], asked: string): Record<string, unknown> {
  const names = asked.split(',').map((name) => name.trim());
  return Object.fromEntries(
    names.map((name) => {
      const column = Object.hasOwn(columns, name) ? windows[columns[name]!] : undefined;
      if (column) return [name, Array.from(column)];
      throw new StemmaError('invalid_request', `no column "${name}": there are ${Object.keys(columns).join(', ')}`);
    }),
  );
}
