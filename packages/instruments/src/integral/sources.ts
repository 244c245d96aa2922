// The catalogue of public INTEGRAL data files that analyses here know of: what each is, its digest, its licence,
// and where it lies. They are got when they are needed, from a local mirror first.
import { source } from '@stemma/core';

const gdtIntegral =
  'https://raw.githubusercontent.com/USRA-STI/gdt-integral/d1635675a54de29ba8b4bc84148ecec90988ab34/tests/missions/integral/data';
const pyspi =
  'https://raw.githubusercontent.com/BjoernBiltzinger/pyspi/c848f36a4c3d719ac000811faedb348f2e502fcb/pyspi/data';

/** SPI-ACS light curve around GRB 230307A: 5400 bins of about 0.1 s. */
export const grb230307aLightCurve = source({
  name: 'grb230307a_spiacs_lc_100ms.fits',
  mediaType: 'application/fits',
  sha256: 'dda2054fcd39ed9c04b023acf76827de29ddd94ddfdf46393c85d0f874d17a74',
  sizeBytes: 135_360,
  description: 'INTEGRAL SPI-ACS light curve around GRB 230307A, 0.1 s bins',
  licence: 'Apache-2.0 (USRA-STI/gdt-integral); INTEGRAL public data',
  urls: [`${gdtIntegral}/spiacs_lc_query-3.1.fits`],
  paths: ['spiacs/grb230307a_spiacs_lc_100ms.fits'],
});

/** Orbit and attitude every 8 s during science window 078900560010. */
export const orbit0789 = source({
  name: '078900560010_sc_orbit_param.fits.gz',
  mediaType: 'application/gzip',
  sha256: 'adfdd936ea322d219c87dc951da11c4ca558339950b0ea6475593c0ed6fcd81d',
  sizeBytes: 19_706,
  description: 'INTEGRAL orbit and attitude, science window 078900560010 (revolution 789)',
  licence: 'Apache-2.0 (USRA-STI/gdt-integral); INTEGRAL public data',
  urls: [`${gdtIntegral}/sc_orbit_param.fits.gz`],
  paths: ['orbit/078900560010_sc_orbit_param.fits.gz'],
});

/** Orbit and attitude every 8 s during science window 169600130010, after the orbit change of 2015. */
export const orbit1696 = source({
  name: '169600130010_sc_orbit_param.fits.gz',
  mediaType: 'application/gzip',
  sha256: '5b3e4af34dbf22d2671f826767e183e7005fc04323f72bb40b86fb1678286499',
  sizeBytes: 33_330,
  description: 'INTEGRAL orbit and attitude, science window 169600130010 (revolution 1696)',
  licence: 'INTEGRAL public archive file, distributed with pyspi',
  urls: [`${pyspi}/169600130010/sc_orbit_param.fits.gz`],
  paths: ['orbit/169600130010_sc_orbit_param.fits.gz'],
});

const pymosaics =
  'https://raw.githubusercontent.com/volodymyrss/pymosaics/b67a19104c278bb4cc0c1ed3333b97005fecc6f6/tests/data';

/** Real ISGRI sky image with the Crab in its field, 25 to 80 keV, science window 066500280010. */
export const isgriSkyImage = source({
  name: 'isgri_sky_ima_1.fits.gz',
  mediaType: 'application/gzip',
  sha256: 'ded6c643f6f491c719d899b23dabb676232cccdf540b06e9fdc7c1033eaf27e8',
  sizeBytes: 2_393_488,
  description: 'INTEGRAL ISGRI sky image 400 x 400 with the Crab, 25 to 80 keV, science window 066500280010',
  licence: 'LGPL-2.1 (volodymyrss/pymosaics); products of public INTEGRAL data',
  urls: [`${pymosaics}/isgri_sky_ima_1.fits.gz`],
  paths: ['isgri/isgri_sky_ima_1.fits.gz'],
});

/** Real ISGRI mosaic of the Galactic bulge, 20 to 40 keV, 2003-03-15. */
export const isgriMosaic = source({
  name: 'isgri_mosa_ima_1.fits.gz',
  mediaType: 'application/gzip',
  sha256: 'ace17c11cae0c899dd9e948156043e111fd38174d2e2cb544cdf371cdd8f1456',
  sizeBytes: 2_822_728,
  description: 'INTEGRAL ISGRI mosaic 543 x 529 of the Galactic bulge, 20 to 40 keV, 2003-03-15',
  licence: 'LGPL-2.1 (volodymyrss/pymosaics); products of public INTEGRAL data',
  urls: [`${pymosaics}/isgri_mosa_ima_1.fits.gz`],
  paths: ['isgri/isgri_mosa_ima_1.fits.gz'],
});

const grb221009 = 'https://raw.githubusercontent.com/volodymyrss/grb221009/0c7e4f13127d3391f01a2383c3b71d73d2b43096';

/** Response matrix of ISGRI with the effective area in it, 256 channels: isgr_rmf_rsp_2197. */
export const isgriRmf = source({
  name: 'IBIS_rmf_GRB221009A.fits',
  mediaType: 'application/fits',
  sha256: '585fd8e69f5c5e97d84f7aabc991d86a2c479af30b4fdd2536944d095300c34e',
  sizeBytes: 2_606_400,
  description: 'INTEGRAL ISGRI response matrix isgr_rmf_rsp_2197 (2022), distributed with an analysis of GRB 221009A',
  licence: 'no licence given (volodymyrss/grb221009); INTEGRAL calibration product',
  urls: [`${grb221009}/IBIS_rmf_GRB221009A.fits`],
  paths: ['grb221009/IBIS_rmf_GRB221009A.fits'],
});

/** The effective area that goes with `isgriRmf`: ones, as the area is in the matrix. */
export const isgriArf = source({
  name: 'IBIS_arf_GRB221009A.fits',
  mediaType: 'application/fits',
  sha256: 'c4a74cdf301eecd66908d378cc10accdeaf487825600fb28f0db070894b63ba5',
  sizeBytes: 40_320,
  description: 'INTEGRAL ISGRI effective area that goes with isgr_rmf_rsp_2197',
  licence: 'no licence given (volodymyrss/grb221009); INTEGRAL calibration product',
  urls: [`${grb221009}/IBIS_arf_GRB221009A.fits`],
  paths: ['grb221009/IBIS_arf_GRB221009A.fits'],
});

/** Pixels of ISGRI on and off and their low thresholds in August 2003; from the test data of osa-dal3ibis, no address of its own. */
export const isgriContext = source({
  name: 'isgri_context_20030808145151.fits',
  mediaType: 'application/fits',
  sha256: '2a8ecc760dbfc79eb776a4029c7c2b42861f24a3651155a16f7972950f672210',
  sizeBytes: 89_280,
  description: 'INTEGRAL ISGRI context: low thresholds and state of 128 x 128 pixels, revolution 100',
  licence: 'no licence given (volodymyrss/osa-dal3ibis, test data); INTEGRAL public data',
  paths: ['detector/isgri_context_20030808145151.fits'],
});

/** Noisy pixels that were switched off and on in August 2003; from the test data of osa-dal3ibis, no address of its own. */
export const isgriSwitchList = source({
  name: 'isgri_pxlswtch_20030810200317.fits',
  mediaType: 'application/fits',
  sha256: 'dbcdb2d91abfc31583bc845745db3e0308a5b3c558e67dd257e6deb393552d01',
  sizeBytes: 28_800,
  description: 'INTEGRAL ISGRI pixel switch list: 990 entries for 478 pixels, revolution 100',
  licence: 'no licence given (volodymyrss/osa-dal3ibis, test data); INTEGRAL public data',
  paths: ['detector/isgri_pxlswtch_20030810200317.fits'],
});

/** Maps of noisy pixels of August 2003; from the test data of osa-dal3ibis, no address of its own. */
export const isgriNoiseMaps = source({
  name: 'isgri_prp_noise_20030810200317.fits',
  mediaType: 'application/fits',
  sha256: 'b16d703bed2c307b270927fe9adf0e470a2dbf2ced72f2f972ca6b1c43fe9383',
  sizeBytes: 25_920,
  description: 'INTEGRAL ISGRI noise maps: 57 blocks of 2048 pixels each, revolution 100',
  licence: 'no licence given (volodymyrss/osa-dal3ibis, test data); INTEGRAL public data',
  paths: ['detector/isgri_prp_noise_20030810200317.fits'],
});
