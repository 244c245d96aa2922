// Answers of the small services at their own routes: the values of one result, and where it lies.
import { z } from 'zod';
import { anyJson, digest } from './common.ts';

/** What a small service answers. */
export const serviceAnswer = z
  .object({
    analysis: z.string(),
    result: digest,
    contentDigest: digest,
    href: z.string().describe('the result, with its family tree'),
    values: z.record(z.string(), anyJson).describe('the outputs of the analysis, tables by column'),
  })
  .meta({ id: 'ServiceAnswer' });

/** An answer as clients read it. */
export type ServiceAnswer = z.output<typeof serviceAnswer>;

// As text, so that a unit may stand behind a number, and the analysis says what is wrong with it.
const given = (description: string) => z.string().min(1).max(200).optional().describe(description);

const position = {
  raDeg: given('right ascension of the source, J2000'),
  decDeg: given('declination of the source, J2000'),
};

/** A direction in spacecraft axes and a spectrum. */
const burst = {
  thetaDeg: given('angle to the pointing direction X'),
  phiDeg: given('about X, from Z towards Y'),
};

/** The query of each small service; names are those of the analysis. */
export const serviceQueries = {
  time: z.object({
    time: z.string().min(1).max(200).describe('a time, revolution or science window'),
    format: given('what it is: utc, ijd, mjd, …; default: guessed'),
  }),
  scienceWindows: z.object({
    start: given('windows must end after it'),
    stop: given('windows must begin before it'),
    ...position,
    radiusDeg: given('distance of the pointing, below'),
    minGoodIsgriS: given('ISGRI time of a window, above'),
  }),
  spacecraft: z.object({ time: given('at INTEGRAL; default: the middle of the orbit file'), ...position }),
  burstDuration: z.object({ trials: given('bootstrapped light curves for the errors') }),
  response: z.object({
    ...burst,
    model: given('compton, band or powerlaw'),
    alpha: given('photon index'),
    beta: given('photon index above the peak, band only'),
    epeakKeV: given('peak of E² N(E)'),
    ampl: given('amplitude at 100 keV'),
    eminKeV: given('lower end of the band'),
    emaxKeV: given('upper end of the band'),
  }),
  limits: z.object({ ...burst, nSigma: given('significance of the limits') }),
  excesses: z.object({
    t0Utc: given('time of interest, UTC'),
    thresholdSigma: given('from which an excess is listed'),
  }),
};
