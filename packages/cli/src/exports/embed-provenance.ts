// Puts the history of a FITS product into the product: one more table at its end. The stored bytes stay as they are, at
// the beginning: whoever cuts the file after PRODSIZE bytes has the product with its digest again.
import { StemmaError } from '@stemma/core';
import {
  provJsonExporter,
  rootOf,
  valueText,
  type ExportOptions,
  type History,
  type HistoryFile,
  type HistoryNode,
} from '@stemma/core/exports';
import { isGzip, readFits, tableHdu, writeFits, type FitsError, type KeywordEntry } from '@stemma/data/fits';

// The name of the table that holds the history.
const provenanceName = 'PROVENANCE';

/** A FITS block. */
const blockBytes = 2880;

/** True for files that by media type or name are FITS. */
export function isFits({ mediaType, name }: HistoryFile): boolean {
  return /\bfits\b/.test(mediaType) || /\.(fits?|fts)$/i.test(name);
}

/**
 * A FITS file with its history behind it: a table PROVENANCE whose header names derivation, analysis, version, digests
 * and parameters, and whose one row holds the whole PROV-JSON as UTF-8 bytes in the column PROVJSON.
 * @throws StemmaError `invalid_request` for bytes that are no whole FITS file, with the reason.
 */
export function embedProvenance(
  product: Uint8Array,
  file: HistoryFile,
  history: History,
  options: ExportOptions,
): Uint8Array {
  refuseWhatCannotGrow(product, file);
  const [document] = provJsonExporter.write(history, options);
  const bytes = new TextEncoder().encode((document as { readonly text: string }).text);
  const column = { name: 'PROVJSON', values: bytes, shape: [1, bytes.length], comment: 'W3C PROV-JSON, UTF-8' };
  const table = tableHdu({ name: provenanceName, columns: [column], header: cardsOf(rootOf(history), file) });
  // The writer puts an empty primary HDU before a table; the product has its own.
  const extension = writeFits([table]).subarray(blockBytes);
  const whole = new Uint8Array(product.length + extension.length);
  whole.set(product);
  whole.set(extension, product.length);
  return whole;
}

function refuseWhatCannotGrow(product: Uint8Array, { name }: HistoryFile): void {
  const refuse = (why: string, cause?: unknown) =>
    new StemmaError(
      'invalid_request',
      `${name} cannot take its history in: ${why}; export \`prov-json\` beside it`,
      { name },
      cause,
    );
  if (isGzip(product)) throw refuse('it is compressed');
  if (product.length % blockBytes !== 0) throw refuse(`its ${product.length} bytes are no whole FITS blocks`);
  try {
    const { hdus } = readFits(product);
    if (hdus.at(-1)!.extent.end !== product.length) throw refuse('something stands behind its last HDU');
    if (hdus[0]!.header.get('EXTEND') === false) throw refuse('its EXTEND keyword forbids extensions');
    if (hdus.some((hdu) => hdu.name === provenanceName)) throw refuse(`it has a ${provenanceName} table already`);
  } catch (error) {
    if (error instanceof StemmaError) throw error;
    throw refuse((error as FitsError).message, error);
  }
}

function cardsOf(root: HistoryNode, file: HistoryFile): KeywordEntry[] {
  const { activity } = root;
  const text = (keyword: string, value: string | undefined, comment?: string): KeywordEntry[] =>
    value === undefined ? [] : [{ keyword, value: printable(value), comment }];
  return [
    ...text('CREATOR', 'Stemma', 'what wrote this table'),
    // A digest fills its card: a comment would continue it on a second one.
    ...text('DERIVID', root.id),
    ...text('ANALYSIS', root.name, 'what made the product'),
    ...text('ANVERS', root.version, 'version of the analysis'),
    ...text('CODESUM', root.code),
    ...text('ENVSUM', root.environment),
    ...text('CONTSUM', root.contentDigest),
    ...text('PRODNAME', file.name, 'name of the product'),
    ...text('PRODSUM', file.digest),
    { keyword: 'PRODSIZE', value: file.sizeBytes, comment: 'their number' },
    ...text('DATE-BEG', activity && fitsTime(activity.startedMs), 'start of the activity (UTC)'),
    ...text('DATE-END', activity && fitsTime(activity.finishedMs), 'end of the activity (UTC)'),
    ...root.parameters
      .slice(0, maxParameters)
      .flatMap((parameter, i) => [
        ...text(`PNAME${i + 1}`, parameter.name, 'parameter'),
        ...text(`PVALUE${i + 1}`, valueText(parameter), 'its value'),
        ...text(`PUNIT${i + 1}`, parameter.unit, 'its unit'),
      ]),
    { keyword: 'HISTORY', comment: 'The PRODSIZE bytes before this table are the stored product, unchanged,' },
    { keyword: 'HISTORY', comment: 'with the sha256 PRODSUM. DERIVID is the derivation that made it, CODESUM and' },
    { keyword: 'HISTORY', comment: 'ENVSUM the sha256 of code and environment, CONTSUM that of the whole result.' },
    { keyword: 'HISTORY', comment: 'PROVJSON holds its whole history as W3C PROV-JSON.' },
  ];
}

// More than two digits would not fit into the keywords; the document has all of them.
const maxParameters = 99;

function fitsTime(timeMs: number): string {
  return new Date(timeMs).toISOString().replace('Z', '');
}

// Header text is printable ASCII (FITS 4.0, section 4.2.1): everything else is told by its number.
function printable(text: string): string {
  const escaped = text.replace(/[^ -~]/gu, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
  return escaped.length <= maxCardText ? escaped : `${escaped.slice(0, maxCardText)}... (${text.length} characters)`;
}

const maxCardText = 400;

/** The PROV-JSON inside a FITS file that {@link embedProvenance} wrote; undefined when there is none. */
export function readProvenance(bytes: Uint8Array): string | undefined {
  const hdu = readFits(bytes).hdus.find(({ name, kind }) => name === provenanceName && kind === 'table');
  if (hdu?.kind !== 'table') return undefined;
  const { extent, header } = hdu;
  return new TextDecoder().decode(bytes.subarray(extent.dataStart, extent.dataStart + header.integer('NAXIS1')));
}
