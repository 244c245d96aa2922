// The assumptions in force at one place of a graph. Environments are shared and compared by reference, so that
// a graph without assumptions has exactly one, and each sub-graph is bound once for each environment it meets.
import type { Assumption } from '../analysis/declaration.ts';
import type { Configuration } from '../analysis/exposed.ts';

/** An immutable set of assumptions, at most one of each kind for each name. */
export class Environment {
  readonly #rules: ReadonlyMap<string, Assumption>;
  readonly #hidden: ReadonlySet<string>;
  readonly #parent: Environment | undefined;
  /** Every name that was looked up here or further in. */
  readonly met = new Set<string>();
  readonly #extended = new Map<readonly Assumption[], Environment>();
  readonly #hiding = new Map<string, Environment>();

  constructor(
    rules: ReadonlyMap<string, Assumption> = new Map(),
    hidden: ReadonlySet<string> = new Set(),
    parent?: Environment,
  ) {
    this.#rules = rules;
    this.#hidden = hidden;
    this.#parent = parent;
  }

  /** Remembers that a name was met, so that an assumption that concerns nothing can be reported. */
  note(name: string): void {
    if (this.met.has(name)) return;
    this.met.add(name);
    this.#parent?.note(name);
  }

  /** With the assumptions of a goal further in: those of the outer goal stay in force where both speak of one name. */
  extend(assumptions: readonly Assumption[]): Environment {
    if (assumptions.length === 0) return this;
    let extended = this.#extended.get(assumptions);
    if (!extended) {
      const rules = new Map(this.#rules);
      const own = new Map(assumptions.map((rule) => [keyOf(rule.kind, rule.name), rule]));
      for (const [key, rule] of own) if (!rules.has(key)) rules.set(key, rule);
      extended = new Environment(rules, this.#hidden, this);
      this.#extended.set(assumptions, extended);
    }
    return extended;
  }

  /** With arguments for analyses further in, key by key: what is in force already wins. Always a new environment. */
  forwarding(rules: readonly Configuration[]): Environment {
    const merged = new Map(this.#rules);
    for (const { kind, name, args } of rules)
      merged.set(keyOf(kind, name), { kind, name, args: { ...args, ...this.rule(kind, name)?.args } });
    return new Environment(merged, this.#hidden, this);
  }

  /** Without substitutions for one name: what holds inside the substitute itself. */
  hide(name: string): Environment {
    let environment = this.#hiding.get(name);
    if (!environment) {
      environment = this.#hidden.has(name)
        ? this
        : new Environment(this.#rules, new Set([...this.#hidden, name]), this);
      this.#hiding.set(name, environment);
    }
    return environment;
  }

  /** True inside the substitute of this name. */
  isHidden(name: string): boolean {
    return this.#hidden.has(name);
  }

  /** The assumption of one kind about one name. */
  rule<K extends Assumption['kind']>(kind: K, name: string): Extract<Assumption, { kind: K }> | undefined {
    return this.#rules.get(keyOf(kind, name)) as Extract<Assumption, { kind: K }> | undefined;
  }
}

function keyOf(kind: Assumption['kind'], name: string): string {
  return `${kind} ${name}`;
}
