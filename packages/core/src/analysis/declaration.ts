// The vocabulary of declarations: the types of analyses, goals, inputs and assumptions, which refer to each
// other and so stand in one file. Everything here is plain data; the functions that make it are beside it.
import type { Type, ValueOf } from '../types/type.ts';
import type { FileValue } from '../values/file.ts';
import type { Activity } from './activity.ts';

declare const seenAs: unique symbol;

/** Anything whose value `run` sees as a `V`. */
export interface Spec<V> {
  readonly [seenAs]?: V;
}

/** What `run` sees for an input spec. */
export type InputValue<S> =
  S extends Spec<infer V>
    ? V
    : S extends readonly unknown[]
      ? { readonly [K in keyof S]: InputValue<S[K]> }
      : S extends object
        ? { readonly [K in keyof S]: InputValue<S[K]> }
        : S;

/** Anything that can stand as an input: an analysis, a goal, a leaf, a wrapper, a list, or a map of those. */
export type InputSpec =
  | AnyAnalysis
  | Goal<unknown>
  | NamedInput
  | LiteralInput<unknown>
  | FileInput
  | OptionalInput<unknown>
  | AcceptingInput<unknown>
  | EachInput<unknown>
  | readonly InputSpec[]
  | { readonly [name: string]: InputSpec };

/** An analysis named late: found in the loaded modules when the goal is bound. */
export interface NamedInput extends Spec<Readonly<Record<string, unknown>>> {
  readonly kind: 'named';
  readonly name: string;
}

/** A value that stands in the definition itself. */
export interface LiteralInput<T> extends Spec<T> {
  readonly kind: 'literal';
  readonly value: T;
}

/** A file as an input, named by the digest of its content. */
export interface FileInput extends Spec<FileValue> {
  readonly kind: 'file';
  readonly source: SourceEntry;
}

/** A data file that anybody can get: what it is, its digest, its licence, and where it lies. */
export interface SourceEntry {
  /** File name as consumers see it. */
  readonly name: string;
  readonly sha256: string;
  readonly mediaType: string;
  readonly sizeBytes?: number;
  readonly description?: string;
  readonly licence?: string;
  /** Public addresses, tried in order. */
  readonly urls?: readonly string[];
  /** Relative names inside local mirrors. */
  readonly paths?: readonly string[];
}

/** An input that may be left open, switched off, or fail as expected: `run` sees undefined then. */
export interface OptionalInput<V> extends Spec<V | undefined> {
  readonly kind: 'optional';
  readonly input: AnyAnalysis | Goal<unknown> | NamedInput;
}

/** What a consumer that accepts failures sees of an input. */
export type Outcome<V> =
  | { readonly ok: true; readonly value: V }
  | { readonly ok: false; readonly reason: string; readonly message: string; readonly detail: unknown };

/** An input whose expected failures the consumer accepts. */
export interface AcceptingInput<V> extends Spec<Outcome<V>> {
  readonly kind: 'accepting';
  readonly input: AnyAnalysis | Goal<unknown> | NamedInput;
  /** Accepted reasons; all of them when left out. */
  readonly reasons?: readonly string[];
}

/** A fan-out over a list that another result contains. */
export interface EachInput<V> extends Spec<V> {
  readonly kind: 'each';
  readonly over: AnyAnalysis | Goal<unknown> | NamedInput;
  readonly output: string;
  /** Built once with a placeholder item; holes in its parameters are filled for each member. */
  readonly template: InputSpec;
  /** True for a single follow-up instead of one for each element. */
  readonly one: boolean;
}

/** One change that holds in the whole graph of a goal, by the full name of the analysis it concerns. */
export type Assumption =
  | { readonly kind: 'substitute'; readonly name: string; readonly by: InputSpec }
  | { readonly kind: 'configure'; readonly name: string; readonly args: Readonly<Record<string, unknown>> }
  | { readonly kind: 'without'; readonly name: string };

/** A request for a result, immutable: `BinnedEvents({ binSizeKeV: 4 }).assuming(substitute(A, B))`. */
export interface Goal<O> extends Spec<O> {
  readonly kind: 'goal';
  readonly target: AnyAnalysis | NamedInput;
  /** Parameters (in any unit or as text) and inputs by name; placeholders of fan-outs may stand among them. */
  readonly args: Readonly<Record<string, unknown>>;
  readonly assumptions: readonly Assumption[];
  /** The same goal under further assumptions; they hold in everything that it depends on. */
  assuming(...assumptions: Assumption[]): Goal<O>;
  /** The same goal with further arguments. */
  with(args: Readonly<Record<string, unknown>>): Goal<O>;
}

/** Types by name. */
export type Types = Readonly<Record<string, Type<unknown>>>;
/** Input specs by name. */
export type Inputs = Readonly<Record<string, InputSpec>>;
/** TypeScript's view of values by name. */
export type Values<T extends Types> = { readonly [K in keyof T]: ValueOf<T[K]> };

/** Limits and hints for whoever schedules. They count in no identity. */
export interface Resources {
  /** Ends the activity with a `timeout` failure after this time. */
  readonly timeLimitS?: number;
  /** Ends the activity when its heap grows over this. */
  readonly memoryLimitMB?: number;
  /** True for work of milliseconds, which is not worth a thread. */
  readonly light?: boolean;
}

/** A parameter of an analysis upstream that a goal takes in its own name; made with `exposed`. */
export interface Exposed<T> extends Spec<T> {
  readonly kind: 'exposed';
  readonly analysis: AnyAnalysis;
  /** The name of the parameter there. */
  readonly parameter: string;
}

/** Exposed parameters by the name under which they are given. */
export type Exposes = Readonly<Record<string, Exposed<unknown>>>;

/** What an author writes. */
export interface Declaration<P extends Types, I extends Inputs, O extends Types, X extends Exposes = Exposes> {
  /** Full name, `module.Analysis`. */
  readonly name: string;
  /** The author's version; change it when the meaning of the result changes. */
  readonly version: string;
  /** One sentence for people. */
  readonly description?: string;
  readonly parameters?: P;
  /** Parameters of analyses upstream that a request may give here; they count in the identity of those, not of this. */
  readonly exposes?: X;
  readonly inputs?: I;
  readonly outputs: O;
  /** Left out for an abstract analysis: one that a module or a request must put something in place of. */
  readonly run?: (
    inputs: { readonly [K in keyof I]: InputValue<I[K]> } & Values<P>,
    activity: Activity,
  ) => NoInfer<Values<O>> | Promise<NoInfer<Values<O>>>;
  /** False for results that are cheap to make again: they live in memory for the length of a run. */
  readonly stored?: boolean;
  /** True when `run` draws random numbers: only then may it ask for the seed. */
  readonly stochastic?: boolean;
  /** `version`: the declared version alone stands for the code; otherwise (`source`) every edit of it counts. */
  readonly code?: 'source' | 'version';
  readonly resources?: Resources;
  /** Reasons of expected failures that this analysis may end with, with a sentence each. */
  readonly failures?: Readonly<Record<string, string>>;
}

/** A declaration with everything filled in, and what it was specialised from. */
export interface AnalysisDefinition {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly parameters: Types;
  readonly exposes: Exposes;
  readonly inputs: Inputs;
  readonly outputs: Types;
  readonly run?: (inputs: never, activity: Activity) => unknown;
  readonly stored: boolean;
  readonly stochastic: boolean;
  readonly code: 'source' | 'version';
  readonly resources: Resources;
  readonly failures: Readonly<Record<string, string>>;
  readonly specialises?: AnyAnalysis;
  /** Set only for core's own leaves (files, literals), whose consumers see the value itself. */
  readonly leaf?: boolean;
}

/** Arguments by name. */
export type Args = Readonly<Record<string, unknown>>;

/** An analysis: call it with parameters and inputs to get a goal; or use it as it is, as an input of another. */
export interface Analysis<O, A extends Args = Args> extends Spec<O> {
  (args?: A): Goal<O>;
  readonly kind: 'analysis';
  readonly definition: AnalysisDefinition;
}

/** Any analysis at all. */
// eslint-disable-next-line typescript/no-explicit-any -- arguments are contravariant: no other type takes every analysis
export type AnyAnalysis = Analysis<any, any>;
