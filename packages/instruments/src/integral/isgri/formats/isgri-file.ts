/** Opens files of the instrument, and says in words what is wrong with those that are not. */

import { ExpectedFailure, type FileValue } from '@stemma/core';
import { type FitsFile, gunzipIfNeeded, readFits } from '@stemma/data/fits';

/** The reason of the failures here, for declarations. */
export const wrongFile = { wrong_file: 'the file is not one of ISGRI, or not of the kind that is needed' };

/**
 * Reads something from a FITS file of ISGRI, compressed or not.
 * @param read what is wanted of the file; whatever it throws becomes the failure.
 * @throws ExpectedFailure `wrong_file` for what is no FITS file, is of another instrument, or lacks what is wanted.
 */
export async function fromIsgriFile<V>(file: FileValue, kind: string, read: (fits: FitsFile) => V): Promise<V> {
  try {
    const fits = readFits(await gunzipIfNeeded(file.bytes()));
    const stranger = strangerIn(fits);
    if (stranger !== undefined) throw new RangeError(`it is of ${stranger}`);
    return read(fits);
  } catch (thrown) {
    const why = (thrown as Error).message.replace(/\.$/, '');
    throw new ExpectedFailure('wrong_file', `${file.name} is no ${kind} of ISGRI: ${why}`, { file: file.name });
  }
}

/** The mission, instrument or detector that a file names and that is not ISGRI; headers that name none are taken at their word. */
export function strangerIn(fits: FitsFile): string | undefined {
  const wanted = { TELESCOP: 'INTEGRAL', INSTRUME: 'IBIS', DETNAM: 'ISGRI' };
  for (const { header } of fits.hdus) {
    for (const [keyword, value] of Object.entries(wanted)) {
      const found = header.get(keyword);
      if (typeof found === 'string' && found.trim() !== '' && found.trim() !== value) return found.trim();
    }
  }
  return undefined;
}
