// Today's path of the response: lists of one direction, as clients take the mean over them.
import type { Asked, Routes } from '@stemma/api';
import type { Call } from '../http/handler.ts';
import { jsonAnswer, type Ask } from './ask.ts';

interface ResponseValues {
  readonly detectors: { readonly response: Float64Array; readonly rateCps: Float64Array };
  readonly energyFlux: number;
  readonly photonFlux: number;
}

/** `response` in erg/cm² per count, `rate` in count/s, `enflux` in erg/cm²/s, `phflux` in ph/cm²/s. */
export async function response(
  { params: { detector }, query }: Asked<Routes['legacyResponse']>,
  call: Call,
  ask: Ask,
): Promise<Response> {
  const parameters = {
    detectors: [detector],
    thetaDeg: query.theta,
    phiDeg: query.phi,
    model: query.model,
    alpha: query.alpha,
    beta: query.beta,
    epeakKeV: query.epeak,
    ampl: query.ampl,
    eminKeV: query.emin,
    emaxKeV: query.emax,
    rateMaxKeV: query.emax_rate,
  };
  const reply = await ask({ analysis: 'integral.InstrumentResponse', parameters }, call);
  const { detectors, energyFlux, photonFlux } = reply.outputs as unknown as ResponseValues;
  return jsonAnswer(
    { response: [...detectors.response], rate: [...detectors.rateCps], enflux: energyFlux, phflux: photonFlux },
    reply,
  );
}
