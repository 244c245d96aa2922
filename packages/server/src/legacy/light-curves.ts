// Today's paths of the light curves: bins around a time, as text of the dump program, of the interplanetary network, as
// CSV or JSON. The light curve is the declared one; a time outside of it is `no_data`.
import { StemmaError } from '@stemma/core';
import type { Asked, Routes } from '@stemma/api';
import type { Call } from '../http/handler.ts';
import { jsonAnswer, textAnswer, type Ask, type Reply } from './ask.ts';
import { ijdAfter, secondsBetweenIjd } from './ijd.ts';

interface LightCurve {
  readonly bins: { readonly startS: Float64Array; readonly widthS: Float64Array; readonly counts: Float64Array };
  readonly reference: { readonly utc: string; readonly ijd: string };
  readonly spacecraft: { readonly raDeg: number; readonly decDeg: number; readonly distanceKm: number } | null;
  readonly origin: { readonly text: string };
}

/** Bins of an interval; times of their centres count from t0. */
interface Cut {
  readonly reply: Reply;
  readonly t0: { readonly utc: string; readonly ijd: string };
  readonly timeS: Float64Array;
  readonly widthS: Float64Array;
  readonly counts: Float64Array;
  readonly lightCurve: LightCurve;
}

interface Span {
  readonly t0: string;
  readonly dt: number;
}

// The limit of the dump program.
const longestS = 400_000;
const lightSpeedKmS = 299_792.458;

/** The form of the interplanetary network: date, second of the day, background, then bin starts and counts. */
export async function ipnText({ params }: Asked<Routes['legacyIpnLightCurve']>, call: Call, ask: Ask) {
  const { reply, t0, timeS, widthS, counts } = await cutOut(params, call, ask);
  const [year, month, day] = t0.utc.slice(0, 10).split('-');
  const sod = secondOfDay(t0.utc);
  const mean = counts.reduce((sum, one) => sum + one, 0) / counts.length;
  const head = [
    `'INTEGRAL  ' '${day}/${month}/${year!.slice(2)}' ${sod.toFixed(3)} 100.000 10000.000`,
    `${mean.toFixed(3)} ${widthS[0]!.toFixed(8)}`,
  ];
  const rows = Array.from(timeS, (time, i) => `${(time - widthS[i]! / 2).toFixed(3)} ${counts[i]!.toFixed(3)}`);
  return textAnswer(`${[...head, ...rows].join('\n')}\n`, reply);
}

/** The form of the dump program: five lines of comment, then IJD, seconds after t0, counts, second of the day. */
export async function dumpText({ params }: Asked<Routes['legacyLightCurve']>, call: Call, ask: Ask) {
  if (params.target.toUpperCase() !== 'ACS')
    throw new StemmaError('not_found', `no light curves of ${params.target}: there are those of ACS`);
  const { reply, t0, timeS, counts, lightCurve } = await cutOut(params, call, ask);
  const sod = secondOfDay(t0.utc);
  const head = [
    `# ${lightCurve.origin.text}`,
    `# reference time UTC ${t0.utc}`,
    `# reference time IJD ${t0.ijd}`,
    `# result ${reply.result.id}`,
    '# IJD, s since the reference time, counts, s of the day (UTC)',
  ];
  const rows = Array.from(
    timeS,
    (time, i) => `${ijdAfter(t0.ijd, time)} ${time.toFixed(6)} ${counts[i]!} ${(sod + time).toFixed(6)}`,
  );
  return textAnswer(`${[...head, ...rows].join('\n')}\n`, reply);
}

/** CSV with counts, IJD, place of the spacecraft and its light-travel time; the same as JSON when asked for. */
export async function realtime(
  { params, query }: Asked<Routes['legacyRealtimeLightCurve']>,
  call: Call,
  ask: Ask,
): Promise<Response> {
  const { reply, t0, timeS, counts, lightCurve } = await cutOut(params, call, ask);
  const { raDeg, decDeg, distanceKm } = lightCurve.spacecraft ?? { raDeg: NaN, decDeg: NaN, distanceKm: NaN };
  const place = [raDeg, decDeg, distanceKm, distanceKm / lightSpeedKmS];
  const columns = ['index', 'time_s', 'counts', 'ijd', 'ra', 'dec', 'distance_km', 'light_time_s'];
  const rows = Array.from(timeS, (time, i) => [i, time, counts[i]!, Number(ijdAfter(t0.ijd, time)), ...place]);
  if (query.json !== undefined) return jsonAnswer({ columns, data: rows }, reply);
  const text = [columns, ...rows].map((row) => row.join(',')).join('\n');
  return textAnswer(`${text}\n`, reply, 'text/csv; charset=utf-8');
}

/** The bins within `dt` of a time. @throws StemmaError `invalid_request` beyond the longest interval; `no_data` when there are none. */
export async function cutOut({ t0: time, dt }: Span, call: Call, ask: Ask): Promise<Cut> {
  if (dt > longestS) throw new StemmaError('invalid_request', `at most ${longestS} s on each side can be asked for`);
  const [converted, reply] = await Promise.all([
    ask({ analysis: 'integral.TimeConversion', parameters: { time } }, call),
    ask({ analysis: 'integral.SpiAcsLightCurve' }, call),
  ]);
  const t0 = converted.outputs as unknown as Cut['t0'];
  const lightCurve = reply.outputs as unknown as LightCurve;
  const { startS, widthS, counts } = lightCurve.bins;
  const offsetS = secondsBetweenIjd(t0.ijd, lightCurve.reference.ijd);
  const centreS = startS.map((start, i) => offsetS + start + widthS[i]! / 2);
  const first = centreS.findIndex((one) => one >= -dt);
  const last = centreS.findLastIndex((one) => one <= dt);
  if (first < 0 || last < first) {
    const [from, to] = [lightCurve.reference.utc, Math.round(startS.at(-1)! - startS[0]!)];
    throw new StemmaError(
      'no_data',
      `no data within ${dt} s of ${t0.utc}: the light curve has ${to} s around ${from} (${lightCurve.origin.text})`,
      { reason: 'no_data' },
    );
  }
  const cut = (values: Float64Array) => values.subarray(first, last + 1);
  return { reply, t0, timeS: cut(centreS), widthS: cut(widthS), counts: cut(counts), lightCurve };
}

function secondOfDay(utc: string): number {
  const [hours, minutes, seconds] = utc.slice(11).replace('Z', '').split(':').map(Number);
  return hours! * 3600 + minutes! * 60 + seconds!;
}
