// Drawings of graphs for whoever draws them: a browser takes only this, without the engine.
export { type Dag, dagOf } from '../views/dag.ts';
export { type Layout, type LayoutInput, layeredLayout } from './layered-layout.ts';
export { cutText, textWidthPx } from './text-width.ts';
