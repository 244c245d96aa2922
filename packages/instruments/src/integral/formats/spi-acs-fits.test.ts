// Tests of the FITS format, on made-up files and on the real light curve of GRB 230307A.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tableHdu, writeFits, type ColumnSpec, type HeaderEntry } from '@stemma/data/fits';
import { contiguousRuns } from '@stemma/data/lightcurve';
import { formatTime } from '@stemma/data/time';
import { judge, withoutAstropy } from '../../../../data/src/time/python-judge.test.ts';
import { readReal, realPath, without } from '../../../../../test/instruments/real-data.ts';
import { readSpiAcsFits } from './spi-acs-fits.ts';

type Columns = Readonly<Record<string, readonly number[]>>;
const cards: Readonly<Record<string, string | number>> = {
  MJDREF: 51_544,
  TIMEZERO: 731_519_205.25,
  TIMEDEL: 0.1,
  EPHS: '198.394 71.787 143490.5 0.012 0.012 30.0',
};
const columns: Columns = {
  TIME: [0, 0.1, 0.2],
  RATE: [100, 200, 0],
  ERROR: [Math.sqrt(1000), Math.sqrt(2000), 0],
};

function file(
  changed: {
    readonly cards?: Readonly<Record<string, string | number>>;
    readonly columns?: Columns;
    readonly omit?: readonly string[];
    readonly name?: string;
  } = {},
): Uint8Array {
  const kept = (name: string) => !changed.omit?.includes(name);
  const specs: ColumnSpec[] = Object.entries({ ...columns, ...changed.columns })
    .filter(([name]) => kept(name))
    .map(([name, values]) => ({ name, values: Float64Array.from(values) }));
  const header = Object.entries({ ...cards, ...changed.cards }).filter(([name]) => kept(name)) as HeaderEntry[];
  return writeFits([tableHdu({ name: changed.name ?? 'RATE', columns: specs, header })]);
}

test('rates become counts in bins around their times', () => {
  const { lightCurve, spacecraft, instrument } = readSpiAcsFits(file());
  assert.deepEqual([...lightCurve.counts], [10, 20, 0]);
  assert.deepEqual([...lightCurve.variance], [10, 20, 0]);
  assert.deepEqual([...lightCurve.widthS], [0.1, 0.1, 0.1]);
  assert.equal(lightCurve.startS[0], -0.05);
  assert.deepEqual(spacecraft, { raDeg: 198.394, decDeg: 71.787, distanceKm: 143_490.5 });
  assert.equal(instrument, 'INTEGRAL SPI-ACS');
  assert.equal(formatTime(lightCurve.reference, 'tt', 3), '2023-03-07T15:46:45.250');
});

test('bins of half the nominal width are known by their Poisson errors', () => {
  // 10 counts in 0.05 s: 200 ± sqrt(10) / 0.05.
  const { lightCurve } = readSpiAcsFits(
    file({
      columns: {
        RATE: [100, 200, 100],
        ERROR: [Math.sqrt(1000), Math.sqrt(10) / 0.05, Math.sqrt(1000)],
        TIME: [0, 0.075, 0.15],
      },
    }),
  );
  assert.deepEqual([...lightCurve.widthS], [0.1, 0.05, 0.1]);
  assert.deepEqual(contiguousRuns(lightCurve), [[0, 3]]);
});

test('OGIP files with widths of their own and a reference in two parts are read', () => {
  const { lightCurve } = readSpiAcsFits(
    file({
      omit: ['MJDREF', 'TIMEZERO', 'EPHS'],
      cards: { MJDREFI: 60_010, MJDREFF: 0.25, TIMESYS: 'TT', TIMEUNIT: 's', TIMEPIXR: 0 },
      columns: { TIMEDEL: [0.1, 0.1, 0.3], TIME: [0, 0.1, 0.2] },
    }),
  );
  assert.equal(formatTime(lightCurve.reference, 'tt', 3), '2023-03-07T06:00:00.000');
  assert.deepEqual([...lightCurve.widthS], [0.1, 0.1, 0.3]);
  assert.ok(Math.abs(lightCurve.startS[2]! - 0.2) < 1e-12);
});

test('rows without a rate are a gap', () => {
  const { lightCurve } = readSpiAcsFits(
    file({ columns: { RATE: [100, NaN, 100], ERROR: [Math.sqrt(1000), NaN, Math.sqrt(1000)] } }),
  );
  assert.deepEqual(contiguousRuns(lightCurve), [
    [0, 1],
    [1, 2],
  ]);
  assert.deepEqual([...lightCurve.counts], [10, 10]);
});

test('a file that does not say where the spacecraft was is read without it', () => {
  assert.equal(readSpiAcsFits(file({ omit: ['EPHS'] })).spacecraft, null);
  for (const EPHS of ['', '198.394 71.787', 'unknown', '198.394 nan 143490.5']) {
    assert.equal(readSpiAcsFits(file({ cards: { EPHS } })).spacecraft, null, EPHS);
  }
});

test('files that cannot be used say why', () => {
  const problems = [
    [file({ name: 'EVENTS' }), 'not_found', /no HDU "RATE"/],
    [file({ omit: ['ERROR'] }), 'not_found', /no column "ERROR"; it has: TIME, RATE/],
    [file({ omit: ['MJDREF'] }), 'not_found', /MJDREF/],
    [file({ omit: ['TIMEDEL'] }), 'not_found', /TIMEDEL/],
    [file({ cards: { TIMESYS: 'UTC' } }), 'invalid_request', /TIMESYS of the light curve is 'UTC': only TT/],
    [file({ cards: { TIMEUNIT: 'd' } }), 'invalid_request', /TIMEUNIT of the light curve is 'd': only s/],
    [file({ columns: { RATE: [NaN, NaN, NaN] } }), 'invalid_request', /no bins/],
    [file().subarray(0, 2880 * 2), 'truncated', /./],
    [new TextEncoder().encode('<html>not found</html>'), 'not_fits', /does not begin with SIMPLE/],
  ] as const;
  for (const [bytes, code, message] of problems) assert.throws(() => readSpiAcsFits(bytes), { code, message });
  assert.throws(
    () => readSpiAcsFits(file({ columns: { TIME: [0, 0.2, 0.1] } })),
    /begins before the one before it ends/,
  );
});

test('the real light curve of GRB 230307A has whole counts and no gaps', { skip: without('lightCurve') }, () => {
  const { lightCurve, spacecraft } = readSpiAcsFits(readReal('lightCurve'));
  assert.equal(lightCurve.counts.length, 5400);
  assert.ok(lightCurve.counts.every(Number.isInteger));
  assert.deepEqual(contiguousRuns(lightCurve), [[0, 5400]]);
  assert.equal(new Set(lightCurve.widthS).size, 3);
  assert.deepEqual(spacecraft, { raDeg: 198.394, decDeg: 71.787, distanceKm: 143_490.5 });
  assert.equal(formatTime(lightCurve.reference, 'utc', 3), '2023-03-07T15:45:35.979');
});

test(
  'rates and times of the real light curve are those that astropy reads',
  { skip: without('lightCurve') || withoutAstropy },
  () => {
    const script = `
import sys, json
from astropy.io import fits
from astropy.time import Time
h = fits.open(json.load(sys.stdin))['RATE']
t = Time(h.header['MJDREF'], h.header['TIMEZERO'] / 86400, format='mjd', scale='tt')
t.precision = 6
json.dump({'time': h.data['TIME'].tolist(), 'rate': h.data['RATE'].tolist(), 'utc': t.utc.isot}, sys.stdout)
`;
    const theirs = judge<{ time: number[]; rate: number[]; utc: string }>(script, realPath('lightCurve'));
    const { lightCurve } = readSpiAcsFits(readReal('lightCurve'));
    assert.equal(formatTime(lightCurve.reference, 'utc', 6), theirs.utc);
    const { startS, widthS, counts } = lightCurve;
    theirs.time.forEach((time, i) => {
      assert.ok(Math.abs(startS[i]! + widthS[i]! / 2 - time) < 1e-9);
      assert.ok(Math.abs(counts[i]! / widthS[i]! / theirs.rate[i]! - 1) < 1e-12);
    });
  },
);
