// An orbit file as the archive writes it, with made-up numbers: for what real files do not show.
import { tableHdu, writeFits } from '@stemma/data/fits';

const numbers = 'REVOL_PHASE DISTANCE XPOS YPOS ZPOS XVEL YVEL ZVEL RA_SCX DEC_SCX RA_SCZ DEC_SCZ POSANGLE'.split(' ');

/**
 * An orbit file with rows at the given seconds after on-board second 203732975 (2009-04-01). Column k of the thirteen
 * holds 100 k plus the seconds; one column may be left out.
 */
export function madeUpOrbitFile(seconds: readonly number[], omit?: string): Uint8Array {
  const words = seconds.flatMap((second) => {
    const ticks = BigInt(203_732_975 + second) << 20n;
    return [48n, 32n, 16n, 0n].map((shift) => Number((ticks >> shift) & 0xffffn));
  });
  const columns = numbers.map((name, k) => ({
    name,
    values: Float64Array.from(seconds, (second) => 100 * k + second),
  }));
  const times = { name: 'OB_TIME', values: Uint16Array.from(words), shape: [seconds.length, 4] };
  const kept = [times, ...columns.filter(({ name }) => name !== omit)];
  return writeFits([tableHdu({ name: 'INTL-ORBI-SCP', columns: kept, header: [['SWID', '078900560010']] })]);
}
