// Columns of ASCII tables (FITS 4.0, section 7.2): numbers and strings as text at fixed positions of each row.
import { Column, type ColumnDescription, type DecodedColumn } from './column.ts';
import type { TableBytes } from './binary-column.ts';
import { optionalText } from './column-layout.ts';
import { FitsError } from './fits-error.ts';
import type { Header } from './header.ts';
import { type NumericArray, numericFormats } from './numeric-type.ts';
import { decodeFields } from './text-values.ts';

/** TFORM, TBCOL and TNULL of one column. */
interface AsciiForm {
  readonly letter: string;
  readonly width: number;
  /** Digits after an implied decimal point. */
  readonly decimals: number;
  /** Offset in the row. */
  readonly byteOffset: number;
  /** The text that means "undefined", without surrounding blanks. */
  readonly nullText: string | undefined;
}

const numberPattern = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:(?:[ED]|(?=[+-]))[+-]?\d+)?$/i;
const integerPattern = /^[+-]?\d+$/;

/** Fortran reading: exponents with D or without a letter, and an implied decimal point where none is written. */
function parseReal(text: string, decimals: number): number {
  if (!numberPattern.test(text)) return NaN;
  const [, mantissa, letter, exponent] = /^([+-]?[\d.]+)([ED]?)([+-]?\d*)$/i.exec(text)!;
  const hasExponent = letter !== '' || exponent !== '';
  const value = Number(hasExponent ? `${mantissa}E${exponent}` : mantissa);
  return mantissa!.includes('.') || decimals === 0 ? value : value / 10 ** decimals;
}

type AsciiType = 'int32' | 'int64' | 'float64';

// Nine digits always fit 32 bits.
function typeOf(form: AsciiForm): AsciiType {
  if (form.letter !== 'I') return 'float64';
  return form.width > 9 ? 'int64' : 'int32';
}

/** The number in a field, or `undefined` when there is none that the type can hold. */
function parseNumber(text: string, form: AsciiForm, type: AsciiType): number | bigint | undefined {
  if (type === 'float64') return numberPattern.test(text) ? parseReal(text, form.decimals) : undefined;
  if (!integerPattern.test(text)) return undefined;
  if (type === 'int32') return Number(text);
  const value = BigInt(text.replace('+', ''));
  return BigInt.asIntN(64, value) === value ? value : undefined;
}

function parseFields(texts: readonly string[], form: AsciiForm, where: string): DecodedColumn {
  const type = typeOf(form);
  const values: NumericArray = numericFormats[type].create(texts.length);
  const nulls = new Uint8Array(texts.length);
  for (let row = 0; row < texts.length; row++) {
    const text = texts[row]!.trim();
    const missing = text === '' || text === form.nullText;
    if (missing) nulls[row] = 1;
    if (missing && type !== 'float64') continue;
    const value = missing ? NaN : parseNumber(text, form, type);
    if (value === undefined) {
      throw new FitsError('corrupt', `Row ${row} of ${where} is ${JSON.stringify(text)}, which is no ${type} number.`);
    }
    values[row] = value;
  }
  return { values, nulls };
}

function parseAsciiForm(header: Header, index: number, where: string): AsciiForm {
  const format = header.string(`TFORM${index}`);
  const match = /^ *([AIFED])(\d+)(?:\.(\d+))? *$/.exec(format);
  if (match === null) throw new FitsError('corrupt', `${where} has the impossible format ${JSON.stringify(format)}.`);
  return {
    letter: match[1]!,
    width: Number(match[2]),
    decimals: Number(match[3] ?? 0),
    byteOffset: header.integer(`TBCOL${index}`) - 1,
    nullText: optionalText(header, `TNULL${index}`)?.trim(),
  };
}

function describe(header: Header, index: number, form: AsciiForm, rowCount: number): ColumnDescription {
  return {
    name: optionalText(header, `TTYPE${index}`) ?? `col${index}`,
    format: header.string(`TFORM${index}`),
    unit: optionalText(header, `TUNIT${index}`),
    comment: header.card(`TTYPE${index}`)?.comment || undefined,
    display: optionalText(header, `TDISP${index}`),
    type: form.letter === 'A' ? 'string' : typeOf(form),
    descriptor: undefined,
    shape: [rowCount],
    width: form.letter === 'A' ? form.width : undefined,
    nullValue: undefined,
    scale: header.number(`TSCAL${index}`, 1),
    zero: header.number(`TZERO${index}`, 0),
  };
}

/** The columns of an ASCII table: I of up to 9 digits as int32, wider as int64, F, E and D as float64. */
export function asciiColumns(header: Header, table: TableBytes): Column[] {
  const count = header.integer('TFIELDS');
  if (count < 0 || count > 999)
    throw new FitsError('corrupt', `Keyword TFIELDS of ${table.label} is ${count}, not 0 to 999.`);
  const columns: Column[] = [];
  for (let index = 1; index <= count; index++) {
    const where = `column ${index} of ${table.label}`;
    const form = parseAsciiForm(header, index, where);
    if (form.byteOffset < 0 || form.byteOffset + form.width > table.rowBytes) {
      throw new FitsError(
        'corrupt',
        `TBCOL${index} and TFORM${index} put ${where} outside its rows of ${table.rowBytes} bytes.`,
      );
    }
    const fields = {
      start: table.start + form.byteOffset,
      stride: table.rowBytes,
      rows: table.rowCount,
      width: form.width,
    };
    const decode = (): DecodedColumn => {
      const texts = decodeFields(table.bytes, fields);
      return form.letter === 'A' ? { values: texts } : parseFields(texts, form, where);
    };
    columns.push(new Column(describe(header, index, form, table.rowCount), decode));
  }
  return columns;
}
