// Exposed parameters: a goal takes, in its own name, parameters of analyses far upstream, so that people ask for
// `Mosaic bands=20-40` and need not know which step of the graph holds the bands.
import { StemmaError } from '../errors.ts';
import { didYouMean } from '../nearest.ts';
import type { Type } from '../types/type.ts';
import { configure } from './assumptions.ts';
import type { Analysis, AnalysisDefinition, AnyAnalysis, Args, Assumption, Exposed, Types } from './declaration.ts';

/**
 * A parameter of an analysis upstream, for `exposes`. Giving it to the goal is the same request as
 * `goal.assuming(configure(analysis, { parameter: value }))`: it has the same id, and shares all that does not depend on
 * it. An assumption of the request about the same parameter wins. Not given, it leaves the analysis upstream as it is.
 * @throws StemmaError `invalid_request` when the analysis has no such parameter.
 */
export function exposed<A extends Args, K extends string & keyof A>(
  analysis: Analysis<unknown, A>,
  parameter: K,
): Exposed<NonNullable<A[K]>> {
  const { name, parameters } = (analysis as AnyAnalysis).definition;
  if (!Object.hasOwn(parameters, parameter)) {
    const hint = didYouMean(parameter, Object.keys(parameters));
    throw new StemmaError('invalid_request', `${name} has no parameter "${parameter}" to expose${hint}`, {
      analysis: name,
      parameter,
    });
  }
  return { kind: 'exposed', analysis: analysis as AnyAnalysis, parameter };
}

/** The type of a parameter that a request may give to an analysis: its own or an exposed one; undefined for others. */
export function parameterOf({ parameters, exposes }: AnalysisDefinition, key: string): Type<unknown> | undefined {
  if (Object.hasOwn(parameters, key)) return parameters[key];
  if (!Object.hasOwn(exposes, key)) return undefined;
  const { analysis, parameter } = exposes[key]!;
  return analysis.definition.parameters[parameter];
}

/** All parameters that a request may give to an analysis, its own first: what forms and help texts show. */
export function requestParameters(definition: AnalysisDefinition): Types {
  const keys = [...Object.keys(definition.parameters), ...Object.keys(definition.exposes)];
  return Object.fromEntries(keys.map((key) => [key, parameterOf(definition, key)!]));
}

/** Parts arguments into the analysis' own and the assumptions that its exposed ones stand for, one for each analysis. */
export function forwarded(
  { exposes }: AnalysisDefinition,
  args: Args,
): { readonly own: Args; readonly rules: readonly Configuration[] } {
  const keys = Object.keys(exposes).filter((key) => args[key] !== undefined);
  if (keys.length === 0) return { own: args, rules: [] };
  const byAnalysis = Map.groupBy(keys, (key) => exposes[key]!.analysis);
  const rules = [...byAnalysis].map(([analysis, given]) =>
    configure(analysis, Object.fromEntries(given.map((key) => [exposes[key]!.parameter, args[key]]))),
  );
  const own = Object.fromEntries(Object.entries(args).filter(([key]) => !Object.hasOwn(exposes, key)));
  return { own, rules: rules as Configuration[] };
}

/** An assumption that gives arguments. */
export type Configuration = Extract<Assumption, { kind: 'configure' }>;
