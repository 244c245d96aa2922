/** FITS world coordinate systems of the sky: projections, distortion, geometry of images, resampling. */

export type { HeaderLike, KeywordSource } from './keyword-source.ts';
export type { PixelMatrix } from './linear-axes.ts';
export type { Pair, Projection } from './projection-type.ts';
export { projectionCodes } from './projection.ts';
export { type ReprojectedImage, type ReprojectOptions, type SkyImage, reproject } from './reproject.ts';
export { type SimpleWcsSpec, simpleWcsKeywords } from './simple-wcs.ts';
export type { SkyFrame } from './sky-frame.ts';
export { type Compass, compass, footprint, pixelAreaDeg2, pixelScalesDeg } from './sky-geometry.ts';
export { WcsError, type WcsErrorCode } from './wcs-error.ts';
export { type PixelPosition, type WorldPosition, Wcs } from './wcs.ts';
