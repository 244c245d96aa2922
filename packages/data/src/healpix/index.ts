/** HEALPix pixelisation of the sphere. */

export { HealpixError } from './healpix-error.ts';
export { type HealpixDirection, type HealpixOrdering, Healpix } from './healpix.ts';
