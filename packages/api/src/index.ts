// The HTTP interface as data.
export * from './route.ts';
export * from './route-table.ts';
export * from './openapi.ts';
export * from './schemas/common.ts';
export * from './schemas/goal.ts';
export * from './schemas/job.ts';
export * from './schemas/analysis.ts';
