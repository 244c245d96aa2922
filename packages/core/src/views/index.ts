// Views of family trees: the operators that simplify them, their layout, and their drawings. Apart from the main entry,
// since a program that only asks for results should not load them.
export * from './render-view-dot.ts';
export * from './render-view-json.ts';
export * from './render-view-mermaid.ts';
export * from './render-view-svg.ts';
export * from './render-view-text.ts';
export * from './block-facts.ts';
export * from './dag.ts';
export * from './edge-facts.ts';
export * from './guarantees.ts';
export * from './collapse-chains.ts';
export * from './contract-edge.ts';
export * from './eliminate.ts';
export * from './planned-graph.ts';
export * from './provenance-graph.ts';
export * from './provenance-view.ts';
export * from './shape-blocks.ts';
export * from './split-blocks.ts';
export * from './transitive-reduction.ts';
export * from './user-view.ts';
export * from '../layout/layered-layout.ts';
export * from '../layout/text-width.ts';
