// Binding: from a goal, with its assumptions and the loaded modules, to the graph of derivations. Nothing runs.
// Each analysis is bound once for each environment it meets, without recursion, so the cost is linear in the graph.
import { checkNames } from '../analysis/analysis.ts';
import type {
  AnyAnalysis,
  Args,
  FileInput,
  Goal,
  InputSpec,
  LiteralInput,
  NamedInput,
  SourceEntry,
} from '../analysis/declaration.ts';
import { forwarded, type Configuration } from '../analysis/exposed.ts';
import { checkInput, isPlainValue, literal } from '../analysis/inputs.ts';
import type { Registry } from '../analysis/registry.ts';
import { StemmaError } from '../errors.ts';
import { didYouMean } from '../nearest.ts';
import type { Digest } from '../identity/digest.ts';
import { makeDerivation, type BoundInput, type Derivation, type IdentityContext } from './derivation.ts';
import { Environment } from './environment.ts';
import { FileLeaf, LiteralLeaf } from './leaves.ts';
import { canonicalParameters, type Scope } from './parameters.ts';

/** What can be bound by itself. */
type Leaf = AnyAnalysis | Goal<unknown> | NamedInput | LiteralInput<unknown> | FileInput;

/** A place in the graph that waits for its derivation. */
interface Slot {
  readonly leaf: Leaf;
  readonly environment: Environment;
  readonly scope: Scope | undefined;
  readonly optional: boolean;
  /** `consumer.input`, for messages. */
  readonly where: string;
  bound?: Derivation | null;
}

interface Frame {
  readonly slot: Slot;
  readonly analysis: AnyAnalysis;
  readonly args: Args;
  readonly inputs: Readonly<Record<string, InputSpec>>;
  readonly slots: Slot[];
  next: number;
}

// Null where nothing stands (abstract, switched off); `pending` while it is being bound, so that a cycle is seen.
// Weak in what was declared, so that goals, of which there may be more than anything else, can go once they are bound.
type Memo = Map<Scope | undefined, Map<Environment, WeakMap<Leaf, Derivation | null | 'pending'>>>;

// Between two goals, so that a server that binds for months stays small; a graph may well be larger.
const maxRemembered = 20_000;

/**
 * Binds goals to derivations; keeps what it has bound, so that goals that share sub-graphs share derivations.
 *
 * What an analysis is bound to depends on three things: the declaration, the environment (assumptions in force), and the
 * scope (fan-outs around it, whose items may stand in its parameters). The memo has one entry for each combination met,
 * so a diamond of depth n costs n and not 2^n. Environments and scopes are interned: equal ones are one object.
 * The walk has its own stack of frames, since graphs are deeper than call stacks; a frame whose inputs are all bound is
 * finished and answers the slots that wait for it.
 */
export class Binder {
  readonly #registry: Registry;
  readonly #context: IdentityContext;
  #memo: Memo = new Map();
  #byId = new Map<Digest, Derivation>();
  #scopes = new Map<Scope | undefined, Map<unknown, Scope>>();
  #root = new Environment();
  /** What exposed parameters of the present request were handed on to, and where that must be met. */
  #handedOn: { readonly where: string; readonly rules: readonly Configuration[]; readonly environment: Environment }[] =
    [];
  /** Where files can be got, by digest: those that the modules declare, and those met so far. */
  readonly sources = new Map<Digest, SourceEntry>();

  constructor(registry: Registry, context: IdentityContext) {
    this.#registry = registry;
    this.#context = context;
    for (const { sources = [] } of registry.modules) for (const entry of sources) this.sources.set(entry.sha256, entry);
  }

  /**
   * The derivation of a goal.
   * @throws StemmaError `invalid_request` for cyclic declarations, inputs left open, wrong parameters, assumptions that
   *   concern nothing in the graph; `not_found` for unknown names.
   */
  bind(goal: AnyAnalysis | Goal<unknown> | NamedInput): Derivation {
    if (this.#byId.size > maxRemembered) this.#forget();
    const slot: Slot = { leaf: goal, environment: this.#root, scope: undefined, optional: false, where: 'the goal' };
    this.#handedOn = [];
    try {
      this.#run(slot);
    } catch (error) {
      // What was half bound must not be taken for a cycle by the next goal.
      this.#memo.clear();
      throw error;
    }
    if (goal.kind === 'goal') this.#checkAssumptionsMet(goal);
    this.#checkHandedOn();
    return slot.bound!;
  }

  // All at once: the memo, the environments and the scopes refer to each other by identity.
  #forget(): void {
    this.#memo = new Map();
    this.#byId = new Map();
    this.#scopes = new Map();
    this.#root = new Environment();
  }

  #run(root: Slot): void {
    const stack: Frame[] = [];
    this.#enter(root, stack);
    while (stack.length > 0) {
      const frame = stack.at(-1)!;
      if (frame.next < frame.slots.length) {
        this.#enter(frame.slots[frame.next++]!, stack);
      } else {
        stack.pop();
        frame.slot.bound = this.#finish(frame);
        this.#remember(frame.slot, frame.slot.bound);
      }
    }
  }

  // Either answers the slot at once, or pushes a frame for it.
  #enter(slot: Slot, stack: Frame[]): void {
    const known = this.#memo.get(slot.scope)?.get(slot.environment)?.get(slot.leaf);
    if (known === 'pending') throw cycle(stack, nameOf(slot.leaf));
    if (known !== undefined) {
      slot.bound = this.#orOpen(slot, known);
      return;
    }
    const target = this.#resolve(slot);
    if (target === null) {
      this.#remember(slot, null);
      slot.bound = this.#orOpen(slot, null);
      return;
    }
    const { analysis, args, environment } = target;
    const frame: Frame = { slot, analysis, args, inputs: inputsOf(analysis, args), slots: [], next: 0 };
    this.#remember(slot, 'pending');
    for (const [name, spec] of Object.entries(frame.inputs)) {
      this.#collect(
        spec,
        { environment, scope: slot.scope, where: `${analysis.definition.name}.${name}` },
        frame.slots,
      );
    }
    stack.push(frame);
  }

  // Follows goals, names and assumptions to the analysis that will stand here; null where nothing does.
  #resolve(slot: Slot): { analysis: AnyAnalysis; args: Args; environment: Environment } | null {
    let { leaf, environment } = slot;
    let args: Args = {};
    for (;;) {
      if (leaf.kind === 'goal') {
        environment = environment.extend(leaf.assumptions);
        args = { ...args, ...leaf.args };
        leaf = leaf.target;
      } else if (leaf.kind === 'literal') {
        return { analysis: LiteralLeaf, args: { value: leaf.value }, environment: this.#root };
      } else if (leaf.kind === 'file') {
        const { name, sha256, mediaType } = leaf.source;
        this.#noteSource(leaf.source);
        return { analysis: FileLeaf, args: { name, sha256, mediaType }, environment: this.#root };
      } else {
        const name: string = leaf.kind === 'named' ? leaf.name : leaf.definition.name;
        environment.note(name);
        if (environment.rule('without', name)) return null;
        const by = this.#substitute(name, environment);
        args = { ...args, ...environment.rule('configure', name)?.args };
        if (by) {
          environment = environment.hide(name);
          leaf = asLeaf(by, name);
          continue;
        }
        const analysis = leaf.kind === 'named' ? this.#registry.get(name) : leaf;
        if (!analysis.definition.run) return null;
        checkNames(analysis.definition, args);
        return this.#forward(analysis, args, environment);
      }
    }
  }

  // Exposed parameters become arguments of the analyses upstream that they belong to.
  #forward(analysis: AnyAnalysis, args: Args, environment: Environment) {
    const { own, rules } = forwarded(analysis.definition, args);
    if (rules.length === 0) return { analysis, args, environment };
    const inner = environment.forwarding(rules);
    this.#handedOn.push({ where: analysis.definition.name, rules, environment: inner });
    return { analysis, args: own, environment: inner };
  }

  // What says nowhere to look is not worth keeping: a server hears of any number of files.
  #noteSource(entry: SourceEntry): void {
    if (entry.urls || entry.paths) this.sources.set(entry.sha256, entry);
  }

  // An assumption of the request wins over what modules substitute; inside the substitute neither applies to its name.
  #substitute(name: string, environment: Environment): InputSpec | undefined {
    if (environment.isHidden(name)) return undefined;
    const rule = environment.rule('substitute', name) ?? this.#registry.substitution(name);
    return rule?.kind === 'substitute' ? rule.by : undefined;
  }

  #orOpen(slot: Slot, bound: Derivation | null): Derivation | null {
    if (bound !== null || slot.optional) return bound;
    const name = nameOf(slot.leaf);
    throw new StemmaError(
      'invalid_request',
      `${slot.where} is left open: ${name} is abstract or switched off; give it as an argument, or assume ${name}=…`,
      { input: slot.where, analysis: name },
    );
  }

  // Lists the places inside an input spec, in the order in which #build will take their answers.
  #collect(spec: InputSpec, at: Omit<Slot, 'leaf' | 'optional'>, slots: Slot[], optional = false): void {
    if (Array.isArray(spec)) {
      spec.forEach((item: InputSpec, i) => this.#collect(item, { ...at, where: `${at.where}[${i}]` }, slots));
      return;
    }
    const kind = kindOf(spec);
    if (isPlainValue(spec)) slots.push({ ...at, leaf: literal(spec), optional });
    else if (kind === 'optional') this.#collect((spec as { input: InputSpec }).input, at, slots, true);
    else if (kind === 'accepting') this.#collect((spec as { input: InputSpec }).input, at, slots, optional);
    else if (kind === 'each') {
      const fan = spec as Extract<InputSpec, { kind: 'each' }>;
      slots.push({ ...at, leaf: fan.over, optional: false });
      this.#collect(fan.template, { ...at, scope: this.#inside(fan, at.scope) }, slots);
    } else if (kind !== undefined) slots.push({ ...at, leaf: spec as Leaf, optional });
    else
      for (const [key, item] of Object.entries(spec as Record<string, InputSpec>))
        this.#collect(item, { ...at, where: `${at.where}.${key}` }, slots);
  }

  // The scope inside a fan-out, one object for each pair of fan-out and outer scope.
  #inside(owner: Extract<InputSpec, { kind: 'each' }>, outer: Scope | undefined): Scope {
    let scopes = this.#scopes.get(outer);
    if (!scopes) this.#scopes.set(outer, (scopes = new Map()));
    let scope = scopes.get(owner);
    if (!scope) scopes.set(owner, (scope = { owner, outer }));
    return scope;
  }

  #finish({ analysis, args, inputs, slots, slot }: Frame): Derivation {
    let taken = 0;
    const take = (): Derivation | null => slots[taken++]!.bound!;
    const bound: Record<string, BoundInput> = {};
    for (const name in inputs) bound[name] = build(inputs[name]!, take);
    const parameters = canonicalParameters(analysis.definition, args, slot.scope);
    const made = makeDerivation(analysis, parameters, bound, this.#context);
    const earlier = this.#byId.get(made.id);
    if (earlier) return earlier;
    this.#byId.set(made.id, made);
    return made;
  }

  #remember(slot: Slot, bound: Derivation | null | 'pending'): void {
    let environments = this.#memo.get(slot.scope);
    if (!environments) this.#memo.set(slot.scope, (environments = new Map()));
    let leaves = environments.get(slot.environment);
    if (!leaves) environments.set(slot.environment, (leaves = new WeakMap()));
    leaves.set(slot.leaf, bound);
  }

  // An argument that reaches nothing is a mistake too: what it was meant for has been replaced.
  #checkHandedOn(): void {
    for (const { where, rules, environment } of this.#handedOn) {
      const lost = rules.find(({ name }) => !environment.met.has(name));
      if (!lost) continue;
      const keys = Object.keys(lost.args).join(', ');
      throw new StemmaError(
        'invalid_request',
        `${where} hands ${keys} on to ${lost.name}, which is not in this graph`,
        {
          analysis: where,
          assumption: lost.name,
        },
      );
    }
  }

  // An assumption about something that is nowhere in the graph is a mistake of the asker, best said at once.
  #checkAssumptionsMet(goal: Goal<unknown>): void {
    const met = this.#root.extend(goal.assumptions).met;
    for (const { name } of goal.assumptions) {
      if (met.has(name)) continue;
      const unknown = !this.#registry.names.includes(name);
      const hint = unknown
        ? ` (and no loaded module has it)${didYouMean(name, [...met, ...this.#registry.names])}`
        : '';
      throw new StemmaError('invalid_request', `the assumption about ${name} concerns nothing in this goal${hint}`, {
        assumption: name,
        met: [...met].sort(),
      });
    }
  }
}

// The counterpart of #collect: goes through the spec in the same order and takes the answers one by one.
function build(spec: InputSpec, take: () => Derivation | null): BoundInput {
  if (Array.isArray(spec)) return { kind: 'list', items: spec.map((item: InputSpec) => build(item, take)) };
  switch (isPlainValue(spec) ? 'literal' : kindOf(spec)) {
    case undefined:
      return {
        kind: 'map',
        entries: Object.fromEntries(
          Object.entries(spec as Record<string, InputSpec>).map(([k, v]) => [k, build(v, take)]),
        ),
      };
    case 'optional': {
      const inner = build((spec as { input: InputSpec }).input, take);
      return inner.kind === 'node' ? { ...inner, optional: true } : inner;
    }
    case 'accepting': {
      const { input, reasons = [] } = spec as Extract<InputSpec, { kind: 'accepting' }>;
      const inner = build(input, take);
      return inner.kind === 'node' ? { ...inner, accept: reasons } : inner;
    }
    case 'each': {
      const { output, one, template } = spec as Extract<InputSpec, { kind: 'each' }>;
      const over = take()!;
      return { kind: 'each', over, output, one, template: build(template, take) };
    }
    default: {
      const node = take();
      return node ? { kind: 'node', node } : { kind: 'absent' };
    }
  }
}

function inputsOf({ definition }: AnyAnalysis, args: Args): Record<string, InputSpec> {
  const inputs: Record<string, InputSpec> = {};
  for (const name in definition.inputs) {
    const given = args[name];
    if (given === undefined) inputs[name] = definition.inputs[name]!;
    else {
      if (given !== null) checkInput(given, `${definition.name}.${name}`);
      inputs[name] = given as InputSpec;
    }
  }
  return inputs;
}

function kindOf(spec: InputSpec): string | undefined {
  const kind = (spec as { kind?: unknown } | null)?.kind;
  return typeof kind === 'string' ? kind : undefined;
}

// What stands in place of one analysis must be one thing: a list would change what consumers see.
function asLeaf(spec: InputSpec, name: string): Leaf {
  const kind = kindOf(spec);
  if (kind === undefined || Array.isArray(spec) || ['optional', 'accepting', 'each'].includes(kind)) {
    throw new StemmaError(
      'invalid_request',
      `${name} can only be substituted by one analysis, goal, name, literal or file`,
      { name },
    );
  }
  return spec as Leaf;
}

function nameOf(leaf: Leaf): string {
  if (leaf.kind === 'goal') return nameOf(leaf.target);
  if (leaf.kind === 'named') return leaf.name;
  return leaf.kind === 'analysis' ? leaf.definition.name : leaf.kind;
}

function cycle(stack: readonly Frame[], name: string): StemmaError {
  const names = stack.map((frame) => frame.analysis.definition.name);
  const path = [...names.slice(Math.max(0, names.indexOf(name))), name];
  return new StemmaError('invalid_request', `cyclic declaration: ${path.join(' needs ')}`, { path });
}
