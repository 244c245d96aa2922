// The selection rule of the science-window list, on columns of an index.
import { StemmaError } from '@stemma/core';

/** Columns of an index that count in the selection, one row for each science window. */
export interface WindowColumns {
  readonly startIjd: ArrayLike<number>;
  readonly stopIjd: ArrayLike<number>;
  /** Distance of the pointing from the position asked for. */
  readonly separationDeg: ArrayLike<number>;
  readonly goodIsgriS: ArrayLike<number>;
}

/** What is asked for. */
export interface WindowSelection {
  readonly fromIjd: number;
  readonly toIjd: number;
  readonly radiusDeg: number;
  readonly minGoodIsgriS: number;
}

/** Rows that fit, and how many fall to each condition first. */
export interface SelectedWindows {
  readonly rows: readonly number[];
  readonly rejected: { readonly time: number; readonly position: number; readonly isgri: number };
}

/**
 * Rows with start < to, stop > from, separation < radius, ISGRI time > minimum: all strict, as the time service has them.
 * @throws StemmaError `invalid_request` for a time range that is empty or inverted.
 */
export function selectWindows(index: WindowColumns, asked: WindowSelection): SelectedWindows {
  const { fromIjd, toIjd, radiusDeg, minGoodIsgriS } = asked;
  if (!(toIjd > fromIjd))
    throw new StemmaError('invalid_request', `the time range IJD ${fromIjd} to ${toIjd} is empty or inverted`, {
      fromIjd,
      toIjd,
    });
  const rows: number[] = [];
  const rejected = { time: 0, position: 0, isgri: 0 };
  for (let i = 0; i < index.startIjd.length; i++) {
    if (!(index.startIjd[i]! < toIjd && index.stopIjd[i]! > fromIjd)) rejected.time++;
    else if (!(index.separationDeg[i]! < radiusDeg)) rejected.position++;
    else if (!(index.goodIsgriS[i]! > minGoodIsgriS)) rejected.isgri++;
    else rows.push(i);
  }
  return { rows, rejected };
}
