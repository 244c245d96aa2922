// The graph of a goal that was only bound: what would be made, before anything has run. Fan-outs over a list that is
// declared by the caller are expanded, so that the pipeline of a mosaic of 500 windows can be looked at in no time.
import { childrenOf, nodesOf, type BoundInput, type Derivation, type IdentityContext } from '../bind/derivation.ts';
import { bindingsOf } from '../bind/derivation.ts';
import { expand } from '../bind/expand.ts';
import { postOrder } from '../graph/post-order.ts';
import type { Digest } from '../identity/digest.ts';
import { ShapeHasher } from '../identity/shapes.ts';
import { provenanceGraph, type GraphNode, type ProvenanceGraph } from './provenance-graph.ts';

type Each = Extract<BoundInput, { kind: 'each' }>;

/** What a planned graph is made with. */
export interface PlanOptions {
  readonly identity: IdentityContext;
  /** The list that a fan-out runs over, where it is declared; undefined leaves the template in its place. */
  readonly listOf?: (over: Derivation, output: string) => readonly unknown[] | undefined;
}

/**
 * The graph of a bound goal, the goal first. Nothing runs and nothing is looked up. Each derivation once; members of
 * expanded fan-outs share what has no hole.
 * @throws StemmaError `invalid_request` when an element of a declared list does not fit the template.
 */
export function plannedGraph(goal: Derivation, { identity, listOf }: PlanOptions): ProvenanceGraph {
  const shapes = new ShapeHasher(identity.sha256);
  const nodes: GraphNode[] = [];
  const met = new Set<Digest>();
  const usesOf = new Map<Digest, Use[]>();
  const uses = (derivation: Derivation): Use[] => {
    const known = usesOf.get(derivation.id) ?? usesIn(derivation, identity, listOf);
    usesOf.set(derivation.id, known);
    return known;
  };
  postOrder(
    [goal],
    (derivation) => uses(derivation).map(({ node }) => node),
    (derivation) => {
      if (met.has(derivation.id)) return;
      met.add(derivation.id);
      const { id, definition, parameters, inputs } = derivation;
      const record = { id, definition, parameters, inputs: bindingsOf(inputs), shapes: shapes.of(derivation) };
      const used = uses(derivation).map(({ role, node }) => ({ role, id: node.id }));
      nodes.push({ id, record, state: 'absent', used });
    },
  );
  return provenanceGraph(nodes.reverse());
}

interface Use {
  readonly role: string;
  readonly node: Derivation;
}

function usesIn(derivation: Derivation, identity: IdentityContext, listOf: PlanOptions['listOf']): Use[] {
  const uses: Use[] = [];
  for (const [role, input] of Object.entries(derivation.inputs)) gather(role, input, { uses, identity, listOf });
  return uses;
}

function gather(role: string, input: BoundInput, setting: PlanOptions & { readonly uses: Use[] }): void {
  if (input.kind === 'node') setting.uses.push({ role, node: input.node });
  else if (input.kind === 'list') for (const item of input.items) gather(role, item, setting);
  else if (input.kind === 'map') for (const item of Object.values(input.entries)) gather(role, item, setting);
  else if (input.kind === 'each') gatherMembers(role, input, setting);
}

function gatherMembers(role: string, each: Each, setting: PlanOptions & { readonly uses: Use[] }): void {
  setting.uses.push({ role: `${role} over`, node: each.over });
  const list = setting.listOf?.(each.over, each.output);
  if (list) for (const member of expand(each, list, setting.identity)) gather(role, member, setting);
  else gather(`each of ${role}`, each.template, setting);
}

/** An identity context that gives every analysis of a bound goal the definition that it has there. */
export function identityOf(goal: Derivation, sha256: IdentityContext['sha256']): IdentityContext {
  const definitions = new Map<Derivation['analysis'], Derivation['definition']>();
  postOrder(
    [goal],
    (derivation) => [...childrenOf(derivation, true), ...Object.values(derivation.inputs).flatMap((i) => nodesOf(i))],
    ({ analysis, definition }) => void definitions.set(analysis, definition),
  );
  return { sha256, definitionOf: (analysis) => definitions.get(analysis)! };
}
