// The small services at the paths that clients of the data centre use today, in today's forms of answers. What the
// legacy services answered wrongly is right here; docs/operators/services.md lists the differences.
import { z } from 'zod';
import type { ErrorCode } from '@stemma/core';
import { route } from '../route.ts';

const text = (description: string) => z.string().min(1).max(200).describe(description);
const number = (description: string) => z.coerce.number().describe(description);
const errors: readonly ErrorCode[] = ['not_found', 'no_data', 'analysis_failed', 'timeout'];
const plain = { status: 200, description: 'text', media: ['text/plain'] } as const;
const json = {
  status: 200,
  description: 'JSON in the form of the legacy service',
  media: ['application/json'],
} as const;
const span = z.object({
  t0: text('middle of the interval'),
  dt: number('half of its length, s').pipe(z.number().gt(0)),
});
const shared = { method: 'GET', tag: 'services', scope: 'run', errors } as const;

export const legacyRoutes = {
  legacyConvertTime: route({
    ...shared,
    path: '/api/v1.0/converttime/{informat}/{intime}/{outformat}',
    summary: 'a time in another form (today’s path of the time system)',
    params: z.object({
      informat: z.enum(['UTC', 'IJD', 'MJD', 'SCWID', 'REVNUM', 'ANY']),
      intime: text('the time'),
      outformat: z.enum(['UTC', 'IJD', 'MJD', 'SCWID', 'REVNUM', 'ANY']).describe('ANY: all of them, as JSON'),
    }),
    answer: { status: 200, description: 'the time', media: ['text/plain', 'application/json'] },
  }),
  legacyWindowList: route({
    ...shared,
    path: '/api/v1.0/scwlist/{readiness}/{t1}/{t2}',
    summary: 'science windows for a time and place (today’s path of the time system)',
    params: z.object({ readiness: z.enum(['any', 'nrt', 'cons']), t1: text('start'), t2: text('stop') }),
    query: z.object({
      ra: number('deg').optional(),
      dec: number('deg').optional(),
      radius: number('deg').optional(),
      min_good_isgri: number('s').optional(),
      return_columns: z.string().max(500).optional().describe('SWID,TSTART,TSTOP,RA_SCX,…'),
      index_version: z.string().regex(/^\d+$/, 'must be digits').optional(),
      return_index_version: z.string().optional(),
      debug: z.string().optional(),
    }),
    answer: json,
  }),
  legacySpacecraft: route({
    ...shared,
    path: '/api/v1.0/sc/{time}/{ra}/{dec}',
    summary: 'spacecraft and source (today’s path of the spacecraft system)',
    params: z.object({ time: text('UTC or IJD'), ra: number('deg'), dec: number('deg') }),
    answer: json,
  }),
  legacyDurations: route({
    ...shared,
    path: '/durations/api/v1.1/{utc}/{span}',
    summary: 'the most significant excess around a time (today’s path of the burst durations)',
    params: z.object({ utc: text('middle'), span: number('half of the interval, s').pipe(z.number().gt(0)) }),
    answer: json,
  }),
  legacyResponse: route({
    ...shared,
    path: '/response/api/v1.0/{detector}/response',
    summary: 'response to a spectrum from a direction (today’s path of the response)',
    params: z.object({ detector: z.enum(['ACS', 'VETO', 'ISGRI', 'PICsIT']) }),
    query: z.object({
      theta: number('deg'),
      phi: number('deg').default(0),
      model: z.enum(['compton', 'band', 'powerlaw']).default('compton'),
      alpha: number('photon index').default(-1),
      beta: number('photon index above the peak').default(-2.5),
      epeak: number('keV').default(600),
      ampl: number('ph/cm2/s/keV at 100 keV').default(1),
      emin: number('keV').default(75),
      emax: number('keV').default(2000),
      emax_rate: number('keV').default(10_000),
      lt: z.string().optional().describe('not used: the threshold is part of the area'),
      radius: z.string().optional().describe('not used: the direction itself'),
      width: z.string().optional().describe('not used'),
      mode: z.string().optional().describe('not used'),
    }),
    answer: json,
  }),
  legacyIpnLightCurve: route({
    ...shared,
    path: '/api/v1.0/ipnlc/{t0}/{dt}',
    summary: 'light curve in the form of the interplanetary network (today’s path)',
    params: span,
    answer: plain,
  }),
  legacyLightCurve: route({
    ...shared,
    path: '/api/v1.0/genlc/{target}/{t0}/{dt}',
    summary: 'light curve in the form of the dump program (today’s path)',
    params: span.extend({ target: z.string().max(50).describe('ACS') }),
    answer: plain,
  }),
  legacyRealtimeLightCurve: route({
    ...shared,
    path: '/api/v1.0/rtlc/{t0}/{dt}',
    summary: 'light curve as CSV or JSON (today’s path)',
    params: span,
    query: z.object({ json: z.string().optional(), prophecy: z.string().optional() }),
    answer: { status: 200, description: 'the bins', media: ['text/csv', 'application/json'] },
  }),
};
