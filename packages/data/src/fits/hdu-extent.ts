// Where an HDU lies in the file, computed from the mandatory keywords (FITS 4.0, sections 4.4.1 and 7).
import { FitsError } from './fits-error.ts';
import type { Header } from './header.ts';
import { paddedLength } from './parse-header.ts';

/** Byte offsets of an HDU, from the start of the file. */
export interface HduExtent {
  readonly headerStart: number;
  readonly dataStart: number;
  /** Bytes of data without padding. */
  readonly dataLength: number;
  /** Start of the next HDU; beyond the file when only the padding of the last block is missing. */
  readonly end: number;
}

/** NAXIS1 to NAXISn in file order. */
export function axisLengths(header: Header, label: string): number[] {
  const count = header.integer('NAXIS');
  if (count < 0 || count > 999) throw new FitsError('corrupt', `Keyword NAXIS of ${label} is ${count}, not 0 to 999.`);
  const lengths: number[] = [];
  for (let axis = 1; axis <= count; axis++) {
    const length = header.integer(`NAXIS${axis}`);
    if (length < 0) throw new FitsError('corrupt', `Keyword NAXIS${axis} of ${label} is ${length}, which is negative.`);
    lengths.push(length);
  }
  return lengths;
}

/** Whether the HDU holds random groups (FITS 4.0, section 6). */
export function isRandomGroups(header: Header): boolean {
  return header.get('GROUPS') === true && header.get('NAXIS1') === 0;
}

/** PCOUNT and GCOUNT count in extensions and random groups only (section 4.4.1.2); a primary array ignores them. */
function valueCount(header: Header, label: string, primary: boolean): number {
  const lengths = axisLengths(header, label);
  const groups = isRandomGroups(header);
  const axes = groups ? lengths.slice(1) : lengths;
  // An empty axis first: the product of the others may overflow.
  const empty = axes.length === 0 || axes.includes(0);
  const values = empty ? 0 : axes.reduce((total, length) => total * length, 1);
  if (primary && !groups) return values;
  const parameters = header.integer('PCOUNT', 0);
  const groupCount = header.integer('GCOUNT', 1);
  if (parameters < 0) throw new FitsError('corrupt', `Keyword PCOUNT of ${label} is ${parameters}, which is negative.`);
  if (groupCount < 0) throw new FitsError('corrupt', `Keyword GCOUNT of ${label} is ${groupCount}, which is negative.`);
  return groupCount === 0 ? 0 : groupCount * (parameters + values);
}

/** The place of the HDU whose header has been read. Throws `truncated` when the file ends before its data do. */
export function locateHdu(
  header: Header,
  place: { headerStart: number; dataStart: number; fileLength: number; label: string; primary: boolean },
): HduExtent {
  const { headerStart, dataStart, fileLength, label, primary } = place;
  const bitpix = header.integer('BITPIX');
  if (![8, 16, 32, 64, -32, -64].includes(bitpix)) {
    throw new FitsError('corrupt', `Keyword BITPIX of ${label} is ${bitpix}, not 8, 16, 32, 64, -32 or -64.`);
  }
  const dataLength = (Math.abs(bitpix) / 8) * valueCount(header, label, primary);
  if (dataLength > 0 && !(dataStart + dataLength <= fileLength)) {
    const problem = `The data of ${label} should reach byte ${dataStart + dataLength}`;
    throw new FitsError('truncated', `${problem}, but the file ends at byte ${fileLength}.`);
  }
  return { headerStart, dataStart, dataLength, end: dataStart + paddedLength(dataLength) };
}
