// The public face of core: everything another package may use.
export * from './errors.ts';
export * from './nearest.ts';
export * from './canonical/json.ts';
export * from './identity/digest.ts';
export * from './identity/records.ts';
export * from './identity/binding-ids.ts';
export * from './ports/blob-store.ts';
export * from './ports/clock.ts';
export * from './ports/log.ts';
export * from './ports/result-index.ts';
export * from './ports/executor.ts';
export * from './canonical/form.ts';
export * from './types/dtype.ts';
export * from './types/type.ts';
export * from './types/scalars.ts';
export * from './types/compounds.ts';
export * from './units/unit.ts';
export * from './values/file.ts';
export * from './values/codec.ts';
export * from './analysis/declaration.ts';
export * from './analysis/activity.ts';
export * from './analysis/analysis.ts';
export * from './analysis/assumptions.ts';
export * from './analysis/failure.ts';
export * from './analysis/goal.ts';
export * from './analysis/inputs.ts';
export * from './analysis/module.ts';
export * from './analysis/registry.ts';
export {
  goalFromDocument,
  type AssumptionDocument,
  type GoalDocument,
  type InputDocument,
} from './analysis/goal-document.ts';
export * from './bind/bind.ts';
export * from './bind/derivation.ts';
export * from './bind/expand.ts';
export * from './bind/leaves.ts';
export * from './identity/action-key.ts';
export * from './identity/shapes.ts';
export * from './graph/post-order.ts';
export * from './resolve/content-digest.ts';
export * from './resolve/contents.ts';
export * from './resolve/events.ts';
export * from './resolve/inputs.ts';
export * from './resolve/outputs.ts';
export * from './resolve/engine.ts';
export * from './resolve/plan.ts';
export * from './resolve/publication.ts';
export * from './resolve/rebuild.ts';
export * from './resolve/resolver.ts';
export * from './resolve/result.ts';
export * from './resolve/services.ts';
export * from './resolve/execution.ts';
export * from './care/check-store.ts';
export * from './care/collect-garbage.ts';
export * from './care/store-usage.ts';
export * from './provenance/describe.ts';
export * from './provenance/differences.ts';
export * from './provenance/family-tree.ts';
export * from './provenance/format-difference.ts';
export * from './provenance/node-state.ts';
export * from './provenance/render-dot.ts';
export * from './provenance/render-json.ts';
export * from './provenance/render-mermaid.ts';
export * from './provenance/render-text.ts';
export * from './provenance/tree-rows.ts';
export * from './provenance/why-missing.ts';
