// Asking the engine for one result and waiting for it: what the small services do. Results are those of jobs: found in
// the store when somebody asked before, shared when somebody asks at the same time, and with a family tree.
import { goalFromDocument, StemmaError, Urgency, type Engine, type Result } from '@stemma/core';
import type { Call } from '../http/handler.ts';
import { resultHref } from '../results/hrefs.ts';

/** A goal by name. */
export interface Question {
  readonly analysis: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** A result and its decoded outputs. */
export interface Reply {
  readonly result: Result<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** How much the small services may do. */
export interface AskLimits {
  /** Computations at once; known results do not count for long. */
  readonly atOnce: number;
  readonly timeoutS: number;
  /** @throws StemmaError `unavailable` when nothing new may be stored. */
  requireRoom?(this: void): Promise<void>;
}

/** Asks, and waits for the reply. @throws StemmaError `unavailable` when too many ask; `no_data`; `timeout`. */
export type Ask = (question: Question, call: Pick<Call, 'signal' | 'identity'>) => Promise<Reply>;

/** A way to ask an engine, with limits on it. */
export function askOf(engine: Engine, { atOnce, timeoutS, requireRoom }: AskLimits): Ask {
  let asking = 0;
  return async ({ analysis, parameters = {} }, { signal, identity }) => {
    const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
    const goal = goalFromDocument({ analysis, parameters: Object.fromEntries(given) }, engine.registry);
    if (asking >= atOnce) {
      throw new StemmaError('unavailable', `${asking} requests are computed already: try again in a second`, {
        retryAfterS: 1,
      });
    }
    asking++;
    try {
      // What is known is answered from a full disk too.
      if (requireRoom && !(await engine.plan(goal)).known) await requireRoom();
      const late = AbortSignal.timeout(timeoutS * 1000);
      // Somebody waits for it.
      const urgency = new Urgency(identity.subject, 0);
      const resolution = engine.resolve(goal, { signal: AbortSignal.any([signal, late]), urgency });
      const result = await resolution.result.catch((thrown: unknown) => {
        if (!late.aborted) throw thrown;
        throw new StemmaError('timeout', `${analysis} took longer than ${timeoutS} s: submit it as a job`, {
          analysis,
        });
      });
      return { result, outputs: await result.outputs() };
    } finally {
      asking--;
    }
  };
}

/** Headers that lead from an answer to its result. */
export function resultHeaders({ result }: Reply): Record<string, string> {
  return {
    link: `<${resultHref(result.id)}>; rel="describedby"`,
    'stemma-result': result.id,
    'cache-control': 'no-cache',
  };
}

/** An answer as plain text, with the way to its result. */
export function textAnswer(text: string, reply: Reply, mediaType = 'text/plain; charset=utf-8'): Response {
  return new Response(text, { headers: { 'content-type': mediaType, ...resultHeaders(reply) } });
}

/** An answer as JSON, with the way to its result. */
export function jsonAnswer(value: unknown, reply: Reply): Response {
  return textAnswer(`${JSON.stringify(value)}\n`, reply, 'application/json');
}
