// The keywords of linear scaling and undefined values, shared by images (BSCALE, BZERO, BLANK) and table
// columns (TSCALn, TZEROn, TNULLn), with the checks that keep a written type the type that is read.
import { FitsError } from './fits-error.ts';
import type { KeywordEntry } from './format-header.ts';
import { type NumericArray, numericFormats, type NumericType, resolveNumericType } from './numeric-type.ts';

/** Scaling of stored values: physical = zero + scale × value, undefined where value = nullValue. */
export interface Scaling {
  readonly scale?: number | undefined;
  readonly zero?: number | undefined;
  readonly nullValue?: number | bigint | undefined;
}

/** The keywords' names, in the order scale, zero, undefined value. */
export type ScalingKeywords = readonly [scale: string, zero: string, nullValue: string];

/** Whether the type holds the value exactly: stored and read back, it must be the same integer. */
function isStorable(value: number | bigint, type: NumericType): boolean {
  const probe: NumericArray = numericFormats[type].create(1);
  if (typeof value === 'number' && !Number.isInteger(value)) return false;
  probe[0] = type.endsWith('int64') ? BigInt(value) : Number(value);
  return BigInt(probe[0]!) === BigInt(value);
}

function nullEntry(keyword: string, type: NumericType, nullValue: number | bigint, where: string): KeywordEntry {
  if (type.startsWith('float')) {
    throw new FitsError('invalid_request', `${where} holds ${type}, whose undefined value is NaN, not ${nullValue}.`);
  }
  if (!isStorable(nullValue, type)) {
    throw new FitsError('invalid_request', `${where} cannot have the undefined value ${nullValue}: it is no ${type}.`);
  }
  return { keyword, value: BigInt(nullValue) - (numericFormats[type].offset ?? 0n) };
}

function linearEntries(keywords: ScalingKeywords, type: NumericType, scaling: Scaling, where: string): KeywordEntry[] {
  const { scale = 1, zero = 0 } = scaling;
  const { offset, letter } = numericFormats[type];
  if (!Number.isFinite(scale) || !Number.isFinite(zero)) {
    throw new FitsError('invalid_request', `${where} has a scale or zero that is not finite.`);
  }
  const scaled = scale !== 1 || zero !== 0;
  if (offset !== undefined) {
    if (scaled) throw new FitsError('invalid_request', `${where} holds ${type}, which FITS cannot scale.`);
    return [
      { keyword: keywords[0], value: 1 },
      { keyword: keywords[1], value: offset },
    ];
  }
  if (!scaled) return [];
  const readAs = resolveNumericType(letter, scale, zero);
  if (readAs !== type) {
    throw new FitsError('invalid_request', `${where} with zero ${zero} would read back as ${readAs}: give it as that.`);
  }
  return [
    { keyword: keywords[0], value: scale, real: true },
    { keyword: keywords[1], value: zero, real: true },
  ];
}

/** The cards that describe scaling and undefined values. Throws `invalid_request` for what FITS cannot express. */
export function scalingEntries(
  keywords: ScalingKeywords,
  type: NumericType,
  scaling: Scaling,
  where: string,
): KeywordEntry[] {
  const entries = linearEntries(keywords, type, scaling, where);
  if (scaling.nullValue !== undefined) entries.push(nullEntry(keywords[2], type, scaling.nullValue, where));
  return entries;
}
