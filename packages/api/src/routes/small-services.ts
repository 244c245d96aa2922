// The small services of INTEGRAL at stable routes: one question, one answer, at once. Each is an analysis; jobs can ask
// the same, and find the same result.
import type { z } from 'zod';
import { route, type Route } from '../route.ts';
import { serviceAnswer, serviceQueries } from '../schemas/small-service.ts';

type SmallService<Q extends z.ZodType> = Route<z.ZodUndefined, Q, z.ZodUndefined, typeof serviceAnswer> & {
  readonly method: 'GET';
};

function small<const Q extends z.ZodType>(path: string, summary: string, query: Q): SmallService<Q> {
  return route({
    method: 'GET',
    path: `/api/v1/integral/${path}`,
    tag: 'services',
    summary,
    scope: 'run',
    query,
    answer: { status: 200, description: 'the values', schema: serviceAnswer },
    errors: ['not_found', 'no_data', 'analysis_failed', 'timeout'],
  });
}

export const smallServiceRoutes = {
  convertTime: small('time', 'a time of the mission in all forms', serviceQueries.time),
  listScienceWindows: small('science-windows', 'science windows for a time and place', serviceQueries.scienceWindows),
  getSpacecraft: small('spacecraft', 'position, axes and orbit; angles to a source', serviceQueries.spacecraft),
  getBurstDuration: small('burst-duration', 'T90 and T50 of the burst', serviceQueries.burstDuration),
  getResponse: small('response', 'what a spectrum from a direction gives', serviceQueries.response),
  getLimits: small('limits', 'upper limits on a burst that was not seen', serviceQueries.limits),
  searchExcesses: small('excesses', 'excesses with their false-alarm rates', serviceQueries.excesses),
};
