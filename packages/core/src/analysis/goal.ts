// Goals: analyses somebody asks for, with arguments and assumptions. Plain data until they are bound.
import type { AnyAnalysis, Args, Assumption, Goal, NamedInput } from './declaration.ts';

/**
 * A goal for an analysis or a late-bound name, frozen; `with` and `assuming` give new goals. Later arguments replace
 * earlier ones of the same name; assumptions are added behind those that are there.
 */
export function goalOf<O>(
  target: AnyAnalysis | NamedInput,
  args: Args = {},
  assumptions: readonly Assumption[] = [],
): Goal<O> {
  return Object.freeze({
    kind: 'goal' as const,
    target,
    args,
    assumptions,
    assuming: (...more: Assumption[]) => goalOf<O>(target, args, [...assumptions, ...more]),
    with: (more: Args) => goalOf<O>(target, { ...args, ...more }, assumptions),
  });
}
