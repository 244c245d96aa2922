/** SIP distortion: polynomials that correct pixel coordinates before the linear step (Shupe et al. 2005, ASPC 347, 491). */

import type { Keywords } from './keyword-source.ts';
import type { Pair } from './projection-type.ts';
import { WcsError } from './wcs-error.ts';

/** Coefficients of u^p v^q with p + q up to the order, row by row of `order + 1`. */
interface Polynomial {
  readonly order: number;
  readonly coefficients: Float64Array;
}

const maximumOrder = 9;

function readPolynomial(keywords: Keywords, name: 'A' | 'B'): Polynomial | undefined {
  const order = keywords.plainNumber(`${name}_ORDER`);
  if (order === undefined) return undefined;
  if (!Number.isInteger(order) || order < 0 || order > maximumOrder) {
    throw new WcsError('corrupt', `${name}_ORDER is ${order}, not an integer from 0 to ${maximumOrder}`);
  }
  const coefficients = new Float64Array((order + 1) ** 2);
  for (let p = 0; p <= order; p++) {
    for (let q = 0; p + q <= order; q++) {
      coefficients[p * (order + 1) + q] = keywords.plainNumber(`${name}_${p}_${q}`) ?? 0;
    }
  }
  return { order, coefficients };
}

/** The polynomials of a header. */
export class SipDistortion {
  readonly #a: Polynomial;
  readonly #b: Polynomial;
  // Value and derivatives of the polynomial evaluated last.
  #value = 0;
  #du = 0;
  #dv = 0;

  private constructor(a: Polynomial, b: Polynomial) {
    this.#a = a;
    this.#b = b;
  }

  /** The distortion of a header, `undefined` when it has none; throws `corrupt` when half of it is missing. */
  static read(keywords: Keywords): SipDistortion | undefined {
    const [a, b] = [readPolynomial(keywords, 'A'), readPolynomial(keywords, 'B')];
    if (a === undefined && b === undefined) return undefined;
    if (a !== undefined && b !== undefined) return new SipDistortion(a, b);
    throw new WcsError('corrupt', `the SIP distortion has ${a ? 'A_ORDER' : 'B_ORDER'} only`);
  }

  /** Corrected from observed pixel offsets from the reference pixel, in place. */
  apply(offset: Pair): void {
    const { first: u, second: v } = offset;
    this.#evaluate(this.#a, u, v);
    offset.first = u + this.#value;
    this.#evaluate(this.#b, u, v);
    offset.second = v + this.#value;
  }

  /**
   * Observed from corrected offsets, in place, by Newton's method on the forward polynomials: the AP and BP keywords
   * are approximations that need not agree with them. NaN where it does not converge.
   */
  invert(offset: Pair): void {
    const { first: wantedU, second: wantedV } = offset;
    let u = wantedU;
    let v = wantedV;
    for (let i = 0; i < 50; i++) {
      this.#evaluate(this.#a, u, v);
      const [f, fu, fv] = [u + this.#value - wantedU, 1 + this.#du, this.#dv];
      this.#evaluate(this.#b, u, v);
      const [g, gu, gv] = [v + this.#value - wantedV, this.#du, 1 + this.#dv];
      const determinant = fu * gv - fv * gu;
      const stepU = (f * gv - g * fv) / determinant;
      const stepV = (g * fu - f * gu) / determinant;
      u -= stepU;
      v -= stepV;
      if (Math.abs(stepU) + Math.abs(stepV) <= 1e-12 * (1 + Math.abs(u) + Math.abs(v))) {
        offset.first = u;
        offset.second = v;
        return;
      }
    }
    offset.first = NaN;
    offset.second = NaN;
  }

  #evaluate({ order, coefficients }: Polynomial, u: number, v: number): void {
    // Horner's scheme in u over Horner's schemes in v, with the derivatives carried along.
    let [value, du, dv] = [0, 0, 0];
    for (let p = order; p >= 0; p--) {
      let [inner, innerDv] = [0, 0];
      for (let q = order - p; q >= 0; q--) {
        innerDv = innerDv * v + inner;
        inner = inner * v + coefficients[p * (order + 1) + q]!;
      }
      du = du * u + value;
      value = value * u + inner;
      dv = dv * u + innerDv;
    }
    this.#value = value;
    this.#du = du;
    this.#dv = dv;
  }
}
