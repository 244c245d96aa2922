// The terms under which H.E.S.S. DL3 DR1 was released. They must travel with every copy in full or part, so every
// product of this module carries them.
import type { HeaderEntry } from '@stemma/data/fits';

/** The attribution that the collaboration asks for. */
export const attribution =
  'This work made use of data from the H.E.S.S. DL3 public test data release 1 (HESS DL3 DR1, H.E.S.S. collaboration, 2018).';

/** The terms, in words of the release. */
export const termsOfUse = [
  'The data and documentation is publicly released by the H.E.S.S. collaboration as a contribution to the ongoing efforts to define a common open format for data level 3 of imaging atmospheric Cherenkov telescopes (IACTs) and IACT open-source science tool development, to enlarge the community involved in IACT data analysis.',
  'No scientific publications may be derived from the data. Using the data for new claims about the astrophysical sources is not permitted.',
  `When using this data, please include the following attribution: ${attribution}`,
  'These terms of use must be included in all copies in full or part of the data.',
] as const;

/** Where the release is described. */
export const releasePage = 'https://www.mpi-hd.mpg.de/hfm/HESS/pages/dl3-dr1/';

/** One line for catalogues and the small print of figures. */
export const licence =
  'HESS DL3 DR1 terms of use (README.txt of the release): no scientific publications, no new astrophysical claims; attribution required';

/** Header cards of every FITS product: origin, derivation, terms. */
export function originCards(derivation: string): HeaderEntry[] {
  const remark = (text: string): HeaderEntry => ({ keyword: 'COMMENT', comment: text });
  return [
    ['TELESCOP', 'HESS'],
    ['INSTRUME', 'H.E.S.S. Phase I'],
    ['ORIGIN', 'Stemma'],
    ['DERIV_ID', derivation, 'derivation of this product'],
    ...termsOfUse.map(remark),
    remark(`Release: ${releasePage}`),
  ];
}
