// The viewers, to be mounted by pages, notebooks and reports.
export { type Graph, type GraphNode, type NodeState } from './viewers/graph/graph-model.ts';
export { type GraphHandle, type GraphOptions, mountGraph } from './viewers/graph/mount-graph.ts';
export { type ImageHandle, type ImageOptions, mountImage } from './viewers/image/mount-image.ts';
export { type CatalogueSource } from './viewers/image/overlay.ts';
export { formatRegions, parseRegions, type Region } from './viewers/image/region.ts';
export { type Curve } from './viewers/light-curve/curve.ts';
export { type LightCurveHandle, type LightCurveOptions, mountLightCurve } from './viewers/light-curve/mount-light-curve.ts'; // prettier-ignore
export { type Response } from './viewers/spectrum/response.ts';
export { type Spectrum } from './viewers/spectrum/spectrum.ts';
export { mountSpectrum, type SpectrumHandle, type SpectrumOptions } from './viewers/spectrum/mount-spectrum.ts';
export { mountTable, type TableHandle, type TableOptions } from './viewers/table/mount-table.ts';
export { type TableColumn } from './viewers/table/table-column.ts';
