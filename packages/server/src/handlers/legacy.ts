// The small services over HTTP: at stable routes with the values of results, and at today's paths in today's forms.
import type { Operation } from '@stemma/api';
import type { Call, Handlers } from '../http/handler.ts';
import { resultHeaders, type Ask } from '../legacy/ask.ts';
import { durations } from '../legacy/durations.ts';
import { dumpText, ipnText, realtime } from '../legacy/light-curves.ts';
import { response } from '../legacy/response.ts';
import { spacecraft } from '../legacy/spacecraft-system.ts';
import { convertTime, listWindows } from '../legacy/time-system.ts';
import { jsonValue } from '../products/json-value.ts';
import { blobHref, resultHref } from '../results/hrefs.ts';

/** Which analysis answers at which stable route. */
const analyses = {
  convertTime: 'integral.TimeConversion',
  listScienceWindows: 'integral.ScienceWindowList',
  getSpacecraft: 'integral.SpacecraftState',
  getBurstDuration: 'integral.BurstDuration',
  getResponse: 'integral.InstrumentResponse',
  getLimits: 'integral.UpperLimits',
  searchExcesses: 'integral.ExcessSearch',
} as const satisfies Partial<Record<Operation, string>>;

type Small = keyof typeof analyses;
type Legacy = Extract<Operation, `legacy${string}`>;

/** Handlers of the small services. @param ask asks the engine. */
export function smallServiceHandlers(ask: Ask): Handlers<Small | Legacy> {
  const small = (analysis: string) => async (asked: { query: Record<string, unknown> }, call: Call) => {
    const reply = await ask({ analysis, parameters: asked.query }, call);
    const { id, contentDigest } = reply.result;
    const values = jsonValue(reply.outputs, (file) => blobHref(file.digest!, file.name));
    const answer = { analysis, result: id, contentDigest, href: resultHref(id), values };
    return Response.json(answer, { headers: resultHeaders(reply) });
  };
  return {
    ...(Object.fromEntries(
      Object.entries<string>(analyses).map(([operation, analysis]) => [operation, small(analysis)]),
    ) as unknown as Handlers<Small>),
    legacyConvertTime: (asked, call) => convertTime(asked, call, ask),
    legacyWindowList: (asked, call) => listWindows(asked, call, ask),
    legacySpacecraft: (asked, call) => spacecraft(asked, call, ask),
    legacyDurations: (asked, call) => durations(asked, call, ask),
    legacyResponse: (asked, call) => response(asked, call, ask),
    legacyIpnLightCurve: (asked, call) => ipnText(asked, call, ask),
    legacyLightCurve: (asked, call) => dumpText(asked, call, ask),
    legacyRealtimeLightCurve: (asked, call) => realtime(asked, call, ask),
  };
}
