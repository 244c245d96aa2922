// Histories as documents that others read (PROV, crates, workflows, citations), and documents made elsewhere. Apart
// from the main entry, since a program that only asks for results should not load them.
export * from './fan-out-templates.ts';
export * from './history.ts';
export * from './history-words.ts';
export * from './read-history.ts';
export * from './exported-file.ts';
export * from './exporters.ts';
export * from './workflow/evaluated-workflow.ts';
export * from './cwl/cwl.ts';
export * from './snakemake/snakemake.ts';
export * from './reana/reana.ts';
export * from './renku/renku.ts';
export * from './ro-crate/ro-crate.ts';
export * from './plain-text.ts';
export * from './prov/prov-exporters.ts';
export * from '../imports/foreign-records.ts';
export { importLimits } from '../imports/bounded-json.ts';
export * from '../imports/read-foreign.ts';
export type { CrateFile } from '../imports/read-ro-crate.ts';
