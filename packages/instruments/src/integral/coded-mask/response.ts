/**
 * The response of ISGRI: effective area by photon energy and detector channel. Read from OGIP files (RMF, and ARF where
 * there is one), or a parametric stand-in with the same on-axis area where no file is at hand.
 */

import { type FitsFile, type NumericArray, type TableHdu } from '@stemma/data/fits';
import { normalCdf } from '@stemma/data/statistics';
import { type PowerLaw, photonFlux } from './power-law.ts';

/** A response; matrix[i * channels + k] is the area (cm2) with which photons of bin i are recorded in channel k. */
export interface Response {
  /** Limits of the photon energy bins, keV. */
  readonly energyLowKeV: Float64Array;
  readonly energyHighKeV: Float64Array;
  /** Limits of the channels, keV. */
  readonly channelLowKeV: Float64Array;
  readonly channelHighKeV: Float64Array;
  readonly matrix: Float32Array;
  /** What it is: the file's name, or that it is parametric. */
  readonly origin: string;
}

/** Reads an RMF (OGIP memo CAL/GEN/92-002) and multiplies it by the ARF, when given. Throws FitsError or RangeError. */
export function readResponse(rmf: FitsFile, arf?: FitsFile): Response {
  const bounds = rmf.table('EBOUNDS');
  const table = rmf.table('SPECRESP MATRIX');
  const channelLowKeV = bounds.column('E_MIN').physical();
  const energyLowKeV = table.column('ENERG_LO').physical();
  const matrix = denseMatrix(table, energyLowKeV.length, channelLowKeV.length);
  if (arf !== undefined)
    multiplyRows(matrix, arf.table('SPECRESP').column('SPECRESP').physical(), channelLowKeV.length);
  return {
    energyLowKeV,
    energyHighKeV: table.column('ENERG_HI').physical(),
    channelLowKeV,
    channelHighKeV: bounds.column('E_MAX').physical(),
    matrix,
    origin: table.header.get('FILENAME')?.toString() ?? 'response matrix file',
  };
}

/** Spreads the groups of channels of each row; F_CHAN counts from TLMIN of its column (1 when the card is absent). */
function denseMatrix(table: TableHdu, rows: number, channels: number): Float32Array {
  const matrix = new Float32Array(rows * channels);
  const position = table.columns.findIndex((column) => column.name === 'F_CHAN') + 1;
  const firstChannel = table.header.number(`TLMIN${position}`, 1);
  const first = rowsOf(table, 'F_CHAN');
  const count = rowsOf(table, 'N_CHAN');
  const values = rowsOf(table, 'MATRIX');
  const groups = table.column('N_GRP').physical();
  for (let row = 0; row < rows; row++) {
    let taken = 0;
    for (let group = 0; group < groups[row]!; group++) {
      const from = first(row)[group]! - firstChannel;
      const length = count(row)[group]!;
      if (from < 0 || from + length > channels) throw new RangeError(`row ${row} of the response leaves the channels`);
      for (let k = 0; k < length; k++) matrix[row * channels + from + k] = values(row)[taken++]!;
    }
  }
  return matrix;
}

/** Access to the array of each row, whether the column is of fixed or variable length. */
function rowsOf(table: TableHdu, name: string): (row: number) => ArrayLike<number> {
  const column = table.column(name);
  if (column.variable) {
    const rows = column.values as NumericArray[];
    return (row) => rows[row] as ArrayLike<number>;
  }
  const flat = column.physical();
  const width = table.rowCount === 0 ? 0 : flat.length / table.rowCount;
  return (row) => flat.subarray(row * width, (row + 1) * width);
}

function multiplyRows(matrix: Float32Array, areas: Float64Array, channels: number): void {
  if (areas.length * channels !== matrix.length) throw new RangeError('the ARF and the RMF have different energy bins');
  for (let i = 0; i < matrix.length; i++) matrix[i]! *= areas[Math.floor(i / channels)]!;
}

/** The 256 channels of ISGRI spectra: 0.5 keV wide at 12.5 keV, 7.5 keV wide at 1 MeV. */
export function isgriChannelsKeV(): { low: Float64Array; high: Float64Array } {
  const low = new Float64Array(256);
  const high = new Float64Array(256);
  let edge = 12.5;
  for (let k = 0; k < 256; k++) {
    low[k] = edge;
    // The mission's bins start one before, at 12 keV, with a bin that spectra leave out.
    edge += 0.5 * (1 + Math.round(0.054 * (k + 1)));
    high[k] = edge;
  }
  return { low, high };
}

/** On-axis area (cm2) behind the mask: sums over channels of the public matrix isgr_rmf_rsp_2197, rounded. */
const AREA_ANCHORS: readonly (readonly [energyKeV: number, areaCm2: number])[] = [
  [12, 210], [15, 424], [18, 623], [22, 777], [30, 847], [40, 1040], [50, 1133], [60, 1266], [70, 1260], [80, 1156],
  [100, 875], [120, 633], [150, 411], [200, 244], [300, 133], [400, 103], [1000, 79],
]; // prettier-ignore

/** Energy resolution of the detector: full width at half maximum at low energy, and its growth per keV. */
const FWHM_KEV = 4.8;
const FWHM_PER_KEV = 0.0017;

/**
 * A stand-in for the calibration files: the real on-axis area, a Gaussian line of 4.8 keV width and none of the
 * escape lines and tails. For simulations and tests, not for flux measurements of real data.
 */
export function parametricResponse(): Response {
  const { low: channelLowKeV, high: channelHighKeV } = isgriChannelsKeV();
  const bins = 400;
  const edge = (i: number): number => 12 * (1000 / 12) ** (i / bins);
  const energyLowKeV = Float64Array.from({ length: bins }, (_, i) => edge(i));
  const energyHighKeV = Float64Array.from({ length: bins }, (_, i) => edge(i + 1));
  const matrix = new Float32Array(bins * 256);
  for (let i = 0; i < bins; i++) {
    const energy = Math.sqrt(energyLowKeV[i]! * energyHighKeV[i]!);
    const sigma = (FWHM_KEV + FWHM_PER_KEV * energy) / 2.3548;
    for (let k = 0; k < 256; k++) {
      const [low, high] = [channelLowKeV[k]! - energy, channelHighKeV[k]! - energy];
      if (low > 6 * sigma || high < -6 * sigma) continue;
      matrix[i * 256 + k] = areaCm2At(energy) * (normalCdf(high / sigma) - normalCdf(low / sigma));
    }
  }
  return { energyLowKeV, energyHighKeV, channelLowKeV, channelHighKeV, matrix, origin: 'parametric' };
}

/** Area between the anchors, straight in logarithms. */
function areaCm2At(energyKeV: number): number {
  const next = Math.max(
    1,
    AREA_ANCHORS.findIndex(([energy]) => energy >= energyKeV),
  );
  const [[e0, a0], [e1, a1]] = [AREA_ANCHORS[next - 1]!, AREA_ANCHORS[next]!];
  return a0 * (a1 / a0) ** (Math.log(energyKeV / e0) / Math.log(e1 / e0));
}

/** Counts per second in each channel for a spectrum. */
export function foldSpectrum(response: Response, spectrum: PowerLaw): Float64Array {
  const channels = response.channelLowKeV.length;
  const rates = new Float64Array(channels);
  response.energyLowKeV.forEach((low, i) => {
    const photons = photonFlux(spectrum, low, response.energyHighKeV[i]!);
    for (let k = 0; k < channels; k++) rates[k]! += photons * response.matrix[i * channels + k]!;
  });
  return rates;
}

/** Rates per channel summed over a band; channels that the band cuts count by the part of their width inside. */
export function rateInBand(response: Response, rates: ArrayLike<number>, minKeV: number, maxKeV: number): number {
  let total = 0;
  for (let k = 0; k < rates.length; k++) {
    const [low, high] = [response.channelLowKeV[k]!, response.channelHighKeV[k]!];
    const inside = Math.min(high, maxKeV) - Math.max(low, minKeV);
    if (inside > 0) total += (rates[k]! * inside) / (high - low);
  }
  return total;
}
