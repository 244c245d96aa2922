// Units: what can be read, exact conversion, and errors that name the nearest unit.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { atoms, prefixable, prefixes } from './atoms.ts';
import { compatible, convert, parseQuantity, parseUnit } from './unit.ts';

test('conversions by powers of ten are exact in decimal', () => {
  const cases: [number, string, string, number][] = [
    [0.0035, 'MeV', 'keV', 3.5],
    [3.5, 'keV', 'MeV', 0.0035],
    [0.1, 'ks', 'ms', 100_000],
    [1.1, 'm', 'cm', 110],
    [4.35, 'keV', 'eV', 4350],
    [0.3, 's', 'us', 300_000],
    [7, 'cm2', 'm2', 0.0007],
    [1e-10, 'erg/cm2', 'J/m2', 1e-13],
    [5, '%', '', 0.05],
    [1, 'Jy', 'mJy', 1000],
    [20, 'mas', 'arcsec', 0.02],
  ];
  for (const [value, from, to, expected] of cases)
    assert.equal(convert(value, from, to), expected, `${value} ${from} in ${to}`);
});

test('other conversions are right to the last place', () => {
  const cases: [number, string, string, number][] = [
    [1, 'd', 's', 86_400],
    [1, 'h', 'min', 60],
    [1, 'yr', 'd', 365.25],
    [1, 'deg', 'arcsec', 3600],
    [90, 'arcmin', 'deg', 1.5],
    [1, 'hourangle', 'deg', 15],
    [180, 'deg', 'rad', Math.PI],
    [1, 'AU', 'km', 149_597_870.7],
    [1, 'keV', 'erg', 1.602176634e-9],
    [1, 'pc', 'lyr', 3.261563777167433],
    [1, 'Hz', 's-1', 1],
    [1, 'T', 'G', 10_000],
  ];
  for (const [value, from, to, expected] of cases) {
    const got = convert(value, from, to);
    assert.ok(
      Math.abs(got - expected) <= 2 * Number.EPSILON * Math.abs(expected),
      `${value} ${from} is ${got} ${to}, not ${expected}`,
    );
  }
});

test('one unit may be written in many ways', () => {
  const ways = ['erg cm-2 s-1', 'erg/cm2/s', 'erg / cm**2 / s', 'erg.cm^-2.s^-1', 's-1 erg*cm-2', 'erg cm^(-2) s-1'];
  for (const way of ways) assert.equal(convert(3, way, 'erg/cm2/s'), 3, way);
  assert.equal(convert(2, 'uJy', 'µJy'), 2);
});

test('there and back gives the number that went in', () => {
  const groups = [
    ['eV', 'keV', 'MeV', 'GeV', 'TeV', 'erg', 'J'],
    ['s', 'ms', 'us', 'ks', 'min', 'h', 'd', 'yr'],
    ['deg', 'arcmin', 'arcsec', 'mas', 'rad', 'hourangle'],
    ['m', 'km', 'cm', 'AU', 'pc', 'kpc', 'lyr'],
  ];
  const pair = fc
    .constantFrom(...groups)
    .chain((units) => fc.tuple(fc.constantFrom(...units), fc.constantFrom(...units)));
  fc.assert(
    fc.property(pair, fc.double({ min: -1e6, max: 1e6, noNaN: true }), ([from, to], value) => {
      // Below this, a result could be subnormal and lose digits by itself.
      fc.pre(Math.abs(value) > 1e-100);
      const back = convert(convert(value, from, to), to, from);
      assert.ok(Math.abs(back - value) <= 4 * Number.EPSILON * Math.abs(value), `${value} ${from} → ${to} → ${back}`);
    }),
  );
});

test('decimal prefixes there and back lose nothing at all', () => {
  const units = fc.constantFrom('eV', 'keV', 'MeV', 'GeV', 'TeV');
  // Twelve digits leave room for the shift of the decimal point.
  const values = fc.integer({ min: -(10 ** 12), max: 10 ** 12 }).map((n) => n / 1e6);
  fc.assert(
    fc.property(units, units, values, (from, to, value) => {
      assert.equal(convert(convert(value, from, to), to, from), value);
    }),
  );
});

test('NaN and the infinities pass through', () => {
  assert.ok(Number.isNaN(convert(NaN, 'keV', 'MeV')));
  assert.equal(convert(-Infinity, 'keV', 'MeV'), -Infinity);
});

test('units of different dimensions are not converted', () => {
  assert.throws(() => convert(1, 'keV', 's'), { code: 'invalid_request', message: '"keV" cannot be converted to "s"' });
  assert.throws(() => convert(1, '', 'keV'), {
    code: 'invalid_request',
    message: 'a pure number cannot be converted to "keV"',
  });
  assert.equal(compatible('erg', 'keV'), true);
  assert.equal(compatible('counts/s', 'Hz'), false);
});

test('an unknown unit is refused with the nearest one', () => {
  assert.throws(() => parseUnit('kev'), {
    code: 'invalid_request',
    message: /unknown unit "kev" in "kev"; did you mean "keV"\?/,
  });
  assert.throws(() => parseUnit('erg/arcsek'), { code: 'invalid_request', message: /"arcsek".*did you mean "arcsec"/ });
  assert.throws(() => parseUnit('parsnip'), { code: 'invalid_request' });
});

test('text that is no unit is refused with the part that cannot be read', () => {
  for (const bad of ['3', 'm/(s', 'cm²', 'm2.5', '/', 'm/', 'm//s', '$']) {
    assert.throws(() => parseUnit(bad), { code: 'invalid_request' }, bad);
  }
});

test('names that every object inherits are no units', () => {
  for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'mconstructor']) {
    assert.throws(() => parseUnit(name), { code: 'invalid_request' }, name);
  }
});

test('parsing never ends in another error than invalid_request', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string({ unit: fc.constantFrom('m', 's', 'k', 'e', 'V', '/', ' ', '-', '2', '^', '*', '(', ')') }),
      ),
      (text) => {
        try {
          parseUnit(text);
        } catch (error) {
          assert.equal((error as { code?: string }).code, 'invalid_request');
        }
      },
    ),
  );
});

test('every symbol of the table can be read, alone and with each prefix that it takes', () => {
  for (const symbol of Object.keys(atoms))
    assert.equal(parseUnit(symbol).exponent10, atoms[symbol]!.exponent10, symbol);
  for (const symbol of prefixable) {
    for (const [prefix, exponent10] of prefixes) {
      if (Object.hasOwn(atoms, prefix + symbol)) continue;
      assert.equal(parseUnit(prefix + symbol).exponent10, atoms[symbol]!.exponent10 + exponent10, prefix + symbol);
    }
  }
});

test('quantities are read as people write them', () => {
  const cases: [string, number, string][] = [
    ['4 keV', 4, 'keV'],
    ['1e-10erg/cm2', 1e-10, 'erg/cm2'],
    [' -.5  deg ', -0.5, 'deg'],
    ['42', 42, ''],
    ['3.', 3, ''],
    ['inf s', Infinity, 's'],
    ['-Infinity', -Infinity, ''],
  ];
  for (const [text, value, unit] of cases) assert.deepEqual(parseQuantity(text), { value, unit }, text);
  assert.ok(Number.isNaN(parseQuantity('nan')!.value));
  for (const bad of ['', 'keV', '.', 'e5', '--1']) assert.equal(parseQuantity(bad), undefined, bad);
});
