// The HTTP interface as data.
export * from './route.ts';
export * from './route-table.ts';
export * from './openapi.ts';
export * from './schemas/common.ts';
export * from './schemas/goal.ts';
export * from './schemas/job.ts';
export * from './schemas/analysis.ts';
export * from './schemas/service.ts';
export * from './schemas/annotation.ts';
export * from './schemas/preview.ts';
export * from './schemas/provenance.ts';
export * from './schemas/result.ts';
export * from './schemas/search.ts';
export * from './schemas/source.ts';
export * from './schemas/view-options.ts';
