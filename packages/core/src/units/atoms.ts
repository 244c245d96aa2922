// The table of unit symbols (IVOA VOUnits 1.0, section 2.4, with the ones gamma-ray astronomers add).
// Base dimensions: m, kg, s, deg, K, A, and counted things. Constants: CODATA 2018 (exact), IAU 2012/2015.

/** A parsed unit: `numerator / denominator * 10^exponent10` base units, and the power of each base dimension. */
export interface Unit {
  readonly numerator: number;
  readonly denominator: number;
  readonly exponent10: number;
  readonly dimensions: Readonly<Record<string, number>>;
}

type Dimensions = Readonly<Record<string, number>>;

function unit(dimensions: Dimensions, exponent10 = 0, numerator = 1, denominator = 1): Unit {
  return { numerator, denominator, exponent10, dimensions };
}

const energy = { kg: 1, m: 2, s: -2 };

/** Units by symbol, without prefixes. */
export const atoms: Readonly<Record<string, Unit>> = {
  m: unit({ m: 1 }),
  AU: unit({ m: 1 }, 0, 149_597_870_700),
  pc: unit({ m: 1 }, 16, 3.085677581491367),
  lyr: unit({ m: 1 }, 0, 9_460_730_472_580_800),
  g: unit({ kg: 1 }, -3),
  s: unit({ s: 1 }),
  min: unit({ s: 1 }, 0, 60),
  h: unit({ s: 1 }, 0, 3600),
  d: unit({ s: 1 }, 0, 86_400),
  day: unit({ s: 1 }, 0, 86_400),
  yr: unit({ s: 1 }, 0, 31_557_600),
  Hz: unit({ s: -1 }),
  deg: unit({ deg: 1 }),
  rad: unit({ deg: 1 }, 0, 180, Math.PI),
  arcmin: unit({ deg: 1 }, 0, 1, 60),
  arcsec: unit({ deg: 1 }, 0, 1, 3600),
  mas: unit({ deg: 1 }, -3, 1, 3600),
  hourangle: unit({ deg: 1 }, 0, 15),
  sr: unit({ deg: 2 }, 0, 32_400, Math.PI ** 2),
  K: unit({ K: 1 }),
  A: unit({ A: 1 }),
  V: unit({ kg: 1, m: 2, s: -3, A: -1 }),
  T: unit({ kg: 1, s: -2, A: -1 }),
  G: unit({ kg: 1, s: -2, A: -1 }, -4),
  N: unit({ kg: 1, m: 1, s: -2 }),
  Pa: unit({ kg: 1, m: -1, s: -2 }),
  J: unit(energy),
  W: unit({ kg: 1, m: 2, s: -3 }),
  eV: unit(energy, -28, 1_602_176_634),
  erg: unit(energy, -7),
  Jy: unit({ kg: 1, s: -2 }, -26),
  Crab: unit({ Crab: 1 }),
  ct: unit({ count: 1 }),
  count: unit({ count: 1 }),
  counts: unit({ count: 1 }),
  ph: unit({ photon: 1 }),
  photon: unit({ photon: 1 }),
  photons: unit({ photon: 1 }),
  pix: unit({ pixel: 1 }),
  pixel: unit({ pixel: 1 }),
  bin: unit({ bin: 1 }),
  chan: unit({ channel: 1 }),
  channel: unit({ channel: 1 }),
  mag: unit({ magnitude: 1 }),
  sigma: unit({}),
  '%': unit({}, -2),
};

/** The symbols that take a decimal prefix (VOUnits 1.0, table 1; `ct` and `ph` by usage). Others with one are unknown. */
export const prefixable: ReadonlySet<string> = new Set(
  'm g s Hz K A V T G N Pa J W eV erg Jy Crab pc lyr yr rad ct ph'.split(' '),
);

/** Decimal prefixes and their powers of ten; the two-letter one first. */
export const prefixes: readonly (readonly [string, number])[] = [
  ['da', 1],
  ['P', 15],
  ['T', 12],
  ['G', 9],
  ['M', 6],
  ['k', 3],
  ['h', 2],
  ['d', -1],
  ['c', -2],
  ['m', -3],
  ['u', -6],
  ['µ', -6],
  ['n', -9],
  ['p', -12],
  ['f', -15],
  ['a', -18],
];
