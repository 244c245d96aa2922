// What each operator promises, as data: the reference page shows this table, the property tests prove it.

/** The properties that a view can have. */
export const viewProperties = {
  acyclic: 'no block depends on itself',
  complete: 'where a node depends on another, so do their blocks (both being shown)',
  exact: 'a block depends on another only where a node of the first depends on a node of the second',
  allOfSome: 'where a block uses another, every node of the first uses some node of the second',
  reversible: 'each node is in one block at most, and opening a block gives exactly its nodes',
  counted: 'the sizes of the blocks and the number of hidden nodes add up to the whole',
  deterministic: 'the outcome does not depend on the order in which nodes or edges are given',
  idempotent: 'doing it twice does nothing more than doing it once',
} as const;

/** The name of a property. */
export type ViewProperty = keyof typeof viewProperties;

/** `yes`: always. `kept`: between nodes that are blocks of their own. `no`: not in general. `-`: has no meaning here. */
export type Holds = 'yes' | 'kept' | 'no' | '-';

type Row = Readonly<Record<ViewProperty, Holds>>;

/** What holds for every operator: they all answer a partition of what they show. */
const always = { acyclic: 'yes', complete: 'yes', reversible: 'yes', counted: 'yes', deterministic: 'yes' } as const;

/** For each operator what it promises of its outcome, with respect to the graph that it was given. */
export const viewGuarantees = {
  shapeQuotient: { ...always, exact: 'kept', allOfSome: 'yes', idempotent: 'yes' },
  splitBlocks: { ...always, exact: 'no', allOfSome: 'no', idempotent: 'yes' },
  eliminate: { ...always, exact: 'yes', allOfSome: '-', idempotent: 'yes' },
  transitiveReduction: { ...always, exact: 'yes', allOfSome: 'yes', idempotent: 'yes' },
  collapseChains: { ...always, exact: 'yes', allOfSome: 'no', idempotent: 'yes' },
  contractEdge: { ...always, exact: 'no', allOfSome: 'no', idempotent: '-' },
  userView: { ...always, exact: 'kept', allOfSome: 'no', idempotent: 'yes' },
} as const satisfies Readonly<Record<string, Row>>;

/** The name of an operator. */
export type ViewOperator = keyof typeof viewGuarantees;
