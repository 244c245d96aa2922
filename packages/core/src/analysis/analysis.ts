// The declaration of an analysis: name, version, parameters, inputs, outputs, and a function without side effects.
import { StemmaError } from '../errors.ts';
import { didYouMean } from '../nearest.ts';
import type { ValueOf } from '../types/type.ts';
import type { Activity } from './activity.ts';
import type {
  Analysis,
  AnalysisDefinition,
  AnyAnalysis,
  Args,
  Declaration,
  Exposed,
  Exposes,
  Goal,
  Inputs,
  InputSpec,
  Resources,
  Types,
  Values,
} from './declaration.ts';
import { goalOf } from './goal.ts';
import { checkInput } from './inputs.ts';

type ArgsOf<P extends Types, I extends Inputs, X extends Exposes> = {
  readonly [K in keyof P]?: ValueOf<P[K]> | string;
} & {
  readonly [K in keyof I]?: InputSpec | string | number | boolean;
} & { readonly [K in keyof X]?: X[K] extends Exposed<infer T> ? T : never };

const namePattern = /^[a-z][A-Za-z0-9]*(\.[A-Za-z][A-Za-z0-9_]*)+$/;

/**
 * Declares an analysis.
 * @throws StemmaError `invalid_request` for a name that is not `module.Name`, a parameter, exposed parameter or input of
 *   the same name as another, or an input that is nothing.
 */
export function analysis<
  const P extends Types = {},
  const I extends Inputs = {},
  const O extends Types = {},
  const X extends Exposes = {},
>(declaration: Declaration<P, I, O, X>): Analysis<Values<O>, ArgsOf<P, I, X>> {
  const { name, version } = declaration;
  if (!namePattern.test(name))
    throw new StemmaError('invalid_request', `"${name}" is no analysis name: use module.Name`, { name });
  if (!version) throw new StemmaError('invalid_request', `${name} has no version`, { name });
  const { parameters = {}, exposes = {}, inputs = {} } = declaration;
  for (const key of Object.keys(parameters)) {
    if (Object.hasOwn(inputs, key))
      throw new StemmaError('invalid_request', `${name}: "${key}" is both a parameter and an input`, { name });
  }
  for (const key of Object.keys(exposes)) {
    if (Object.hasOwn(inputs, key) || Object.hasOwn(parameters, key))
      throw new StemmaError('invalid_request', `${name}: "${key}" is exposed, and a parameter or input too`, { name });
  }
  for (const [key, spec] of Object.entries(inputs)) checkInput(spec, `${name}.${key}`);
  return fromDefinition({
    description: '',
    stored: true,
    stochastic: false,
    code: 'source',
    resources: {},
    failures: {},
    ...declaration,
    parameters,
    exposes,
    inputs,
  } as AnalysisDefinition);
}

/** What {@link specialise} may change: a new name, fixed or other parameters, other inputs, another `run`. */
export interface Specialisation {
  readonly name: string;
  readonly version?: string;
  readonly description?: string;
  /** Replaced or added parameters. */
  readonly parameters?: Types;
  /** Replaced inputs; each must exist in what is specialised. */
  readonly inputs?: Inputs;
  /** Added inputs. */
  readonly moreInputs?: Inputs;
  readonly run?: (inputs: never, activity: Activity) => unknown;
  readonly resources?: Resources;
}

/**
 * An analysis like another, with some things replaced; what is not named stays as it is, the code included.
 * @throws StemmaError `invalid_request` when a replaced input does not exist.
 */
export function specialise<O, A extends Args>(base: Analysis<O, A>, changes: Specialisation): Analysis<O, A> {
  const { definition } = base;
  for (const key of Object.keys(changes.inputs ?? {})) {
    if (!Object.hasOwn(definition.inputs, key)) {
      throw new StemmaError(
        'invalid_request',
        `${definition.name} has no input "${key}"${didYouMean(key, Object.keys(definition.inputs))}`,
        { input: key },
      );
    }
  }
  const { moreInputs, ...rest } = changes;
  const merged = {
    ...definition,
    ...rest,
    // Only the built-in leaves themselves are leaves.
    leaf: false,
    inputs: { ...definition.inputs, ...changes.inputs, ...moreInputs },
    parameters: { ...definition.parameters, ...changes.parameters },
  };
  const made = analysis(merged as never) as AnyAnalysis;
  return fromDefinition({ ...made.definition, specialises: base }) as Analysis<O, A>;
}

function fromDefinition<O, A extends Args>(definition: AnalysisDefinition): Analysis<O, A> {
  const make = (args: Args = {}): Goal<O> => {
    checkNames(definition, args);
    return goalOf<O>(make as unknown as AnyAnalysis, args);
  };
  Object.defineProperty(make, 'name', { value: definition.name });
  return Object.assign(make, {
    kind: 'analysis' as const,
    definition: Object.freeze(definition),
  }) as unknown as Analysis<O, A>;
}

/** @throws StemmaError `invalid_request` when an argument is neither a parameter nor an input of the analysis. */
export function checkNames({ name, parameters, exposes, inputs }: AnalysisDefinition, args: Args): void {
  for (const key of Object.keys(args)) {
    if ([parameters, exposes, inputs].some((named) => Object.hasOwn(named, key))) continue;
    const known = [parameters, exposes, inputs].flatMap((named) => Object.keys(named));
    const hint = didYouMean(key, known) || (known.length > 0 ? ` (it has ${known.join(', ')})` : ' (it has none)');
    throw new StemmaError('invalid_request', `${name} has no parameter or input "${key}"${hint}`, {
      analysis: name,
      parameter: key,
    });
  }
}
