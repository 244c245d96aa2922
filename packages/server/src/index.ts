// The online service.
export { createApp, type AppParts, type Seen } from './app.ts';
export { allHandlers } from './handlers/all-handlers.ts';
export { noSuch, visibilityIn, type Thing, type Visibility } from './access/visibility.ts';
export { anonymousOnLoopback, type Identity } from './http/identity.ts';
export { listen, type Fetch, type Listening } from './listen.ts';
export type { DeskStatus, JobDesk, JobEvent, JobQuery } from './jobs/job-desk.ts';
export { openJobDesk, type JobDeskOptions } from './jobs/desk/open-job-desk.ts';
export { childWorker, type ChildWorkerOptions } from './jobs/work/child-worker.ts';
export type { OpenParts } from './jobs/work/worker-process.ts';
export type { Worker } from './jobs/work/worker.ts';
export type { ServerParts } from './parts.ts';
export { accessInMemory, openAccess, type Access, type AccessParts } from './access/access.ts';
export { checkExposure, type AccessSettings } from './access/settings.ts';
export { protect } from './http/protect.ts';
export type { CurvePreview, CurveRequest, ImagePreview, ImageRequest } from './previews/previewer.ts';
export type { Previewer, PreviewFacts, PreviewSource } from './previews/previewer.ts';
export type { Product, ProductFormat, ProductWriter } from './products/product-writer.ts';
export { tableColumns, type TableColumn } from './products/table-columns.ts';
