// Where the real data files of the tests lie, and why a test that needs them is skipped.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of real data files. */
export const mirror = process.env['STEMMA_DATA_MIRROR'] ?? join(import.meta.dirname, '../../../shared/data');

/** Relative names of the files inside a mirror. */
export const realFiles = {
  lightCurve: 'spiacs/grb230307a_spiacs_lc_100ms.fits',
  orbit0789: 'orbit/078900560010_sc_orbit_param.fits.gz',
  orbit1696: 'orbit/169600130010_sc_orbit_param.fits.gz',
} as const;

/** Where a real file lies. */
export function realPath(name: keyof typeof realFiles): string {
  return join(mirror, realFiles[name]);
}

/** The bytes of a real file. */
export function readReal(name: keyof typeof realFiles): Uint8Array {
  return readFileSync(realPath(name));
}

/** Reason to skip a test that needs a real file, or false when it is there. */
export function without(name: keyof typeof realFiles): string | false {
  return existsSync(realPath(name)) ? false : `${realFiles[name]} is not in the data mirror`;
}
