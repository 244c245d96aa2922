// Tests of the text formats, on texts made up from their documentation.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contiguousRuns } from '@stemma/data/lightcurve';
import { formatTime, ijdFromInstant, addSeconds, parseTime } from '@stemma/data/time';
import { isText, readSpiAcsDump } from './spi-acs-dump.ts';

const reference = parseTime('2023-03-07T15:44:07', 'utc');

/** A dump as the mission's program writes it: five comment lines, then IJD as %.20g, seconds, counts, second of the day. */
function dump(rows: readonly (readonly [seconds: number, counts: number])[], comment = '# '): string {
  const comments = ['SPI-ACS light curve', 'target ACS', 'start', 'stop', 'IJD seconds counts sod'].map(
    (line) => comment + line,
  );
  const lines = rows.map(([seconds, counts]) => {
    const ijd = ijdFromInstant(addSeconds(reference, seconds));
    return `${ijd.toPrecision(20)} ${seconds.toFixed(6)} ${counts} ${(56_647 + seconds).toFixed(3)}`;
  });
  return [...comments, ...lines, ''].join('\n');
}

const quiet = Array.from({ length: 40 }, (_, i) => [-1 + 0.05 * i, 4500 + i] as const);

test('a dump gives bins around its times, and the reference to the resolution of a double', () => {
  const { lightCurve, spacecraft, instrument } = readSpiAcsDump(dump(quiet));
  assert.equal(lightCurve.counts.length, 40);
  assert.deepEqual([...lightCurve.counts.subarray(0, 3)], [4500, 4501, 4502]);
  assert.equal(lightCurve.startS[0]!.toFixed(6), '-1.025000');
  assert.ok(lightCurve.widthS.every((width) => Math.abs(width - 0.05) < 1e-9));
  assert.deepEqual(lightCurve.variance, lightCurve.counts);
  // A double near 8466 resolves 157 ns.
  assert.ok(Math.abs(Number(lightCurve.reference.ttNs - reference.ttNs)) < 200);
  assert.deepEqual([spacecraft, instrument], [null, 'INTEGRAL SPI-ACS']);
});

test('comments may stand with or without a hash, lines end in either way', () => {
  const plain = readSpiAcsDump(dump(quiet)).lightCurve;
  assert.deepEqual(readSpiAcsDump(dump(quiet, '')).lightCurve, plain);
  assert.deepEqual(readSpiAcsDump(dump(quiet).replaceAll('\n', '\r\n')).lightCurve, plain);
  assert.deepEqual(readSpiAcsDump(dump(quiet).replace('\n-', '\n\n-')).lightCurve, plain);
});

test('lost data are a gap, not a long bin', () => {
  const { lightCurve } = readSpiAcsDump(dump(quiet.filter((_, i) => i < 10 || i >= 20)));
  assert.deepEqual(contiguousRuns(lightCurve), [
    [0, 10],
    [10, 30],
  ]);
  assert.ok(Math.abs(lightCurve.widthS[9]! - 0.05) < 1e-9);
});

test('other bins than those of 50 ms keep their width', () => {
  const { lightCurve } = readSpiAcsDump(dump(Array.from({ length: 20 }, (_, i) => [8 * i, 5000])));
  assert.deepEqual(contiguousRuns(lightCurve), [[0, 20]]);
  assert.deepEqual([lightCurve.startS[0], lightCurve.widthS[0]], [-4, 8]);
});

test('a single bin is taken to last 50 ms', () => {
  const { lightCurve } = readSpiAcsDump(dump([[0, 4500]]));
  assert.deepEqual([...lightCurve.startS, ...lightCurve.widthS], [-0.025, 0.05]);
});

const ipn = (lines: readonly string[], date = "'07/03/23'") =>
  [`'INTEGRAL  ' ${date} 56647.000 100.000 10000.000`, ' 4550.000 0.05000000', ...lines, ''].join('\n');

test('the form for the Interplanetary Network gives bin starts after the second of the day in UTC', () => {
  const { lightCurve } = readSpiAcsDump(
    ipn(['-0.10000000 4500', '-0.05000000 4550', ' 0.00000000 4600', ' 0.50000000 4700']),
  );
  assert.equal(formatTime(lightCurve.reference, 'utc', 3), '2023-03-07T15:44:07.000');
  assert.deepEqual([...lightCurve.startS], [-0.1, -0.05, 0, 0.5]);
  assert.deepEqual([...lightCurve.counts], [4500, 4550, 4600, 4700]);
  assert.ok(lightCurve.widthS.every((width) => Math.abs(width - 0.05) < 1e-12));
  assert.deepEqual(contiguousRuns(lightCurve), [
    [0, 3],
    [3, 4],
  ]);
});

test('both forms of one light curve agree', () => {
  const fromDump = readSpiAcsDump(dump(quiet)).lightCurve;
  const fromIpn = readSpiAcsDump(
    ipn(quiet.map(([seconds, counts]) => `${(seconds - 0.025).toFixed(8)} ${counts}`)),
  ).lightCurve;
  assert.deepEqual(fromIpn.counts, fromDump.counts);
  fromIpn.startS.forEach((start, i) => assert.ok(Math.abs(start - fromDump.startS[i]!) < 1e-6));
});

test('a line that cannot be read is named', () => {
  const lines = dump(quiet).split('\n');
  const broken = (line: number, text: string) => lines.with(line - 1, text).join('\n');
  const problems = [
    [broken(8, '8466.65 oops 4500 56646.1'), 8, /line 8 is no bin/],
    [broken(8, '8466.65'), 8, /line 8 is no bin/],
    [broken(9, 'nan -0.8 4500 56646.1'), 9, /line 9 is no bin/],
    [broken(10, '8466.65 -0.8 -1 56646.1'), 10, /line 10 is no bin/],
    [broken(11, lines[9]!), 11, /line 11 of the light curve is not later/],
    [ipn(['-0.1 4500', '-0.05 many']), 4, /line 4 is no bin/],
    [ipn(['0 4500', '0 4500']), 4, /line 4 of the light curve is not later/],
    ["'INTEGRAL  ' 7 March 56647\n 4550 0.05\n0 4500", 1, /line 1 is no bin/],
    ["'INTEGRAL  ' '07/03/23' 56647.0", 2, /line 2 is no bin/],
  ] as const;
  for (const [text, line, message] of problems) {
    assert.throws(
      () => readSpiAcsDump(text),
      (error: Error & { code: string; detail: { line: number } }) => {
        assert.match(error.message, message);
        assert.deepEqual([error.code, error.detail.line], ['invalid_request', line]);
        return true;
      },
    );
  }
  assert.throws(() => readSpiAcsDump(ipn(['0 4500'], "'07/13/23'")), /there is no month 13/);
});

test('a file without bins is no light curve', () => {
  for (const text of ['', dump([]), 'Service unavailable\n', ipn([])]) {
    assert.throws(() => readSpiAcsDump(text), { code: 'invalid_request', message: 'the light curve has no bins' });
  }
});

test('text is told from FITS and from other bytes', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  assert.ok(isText(bytes(dump(quiet))));
  assert.ok(!isText(bytes('SIMPLE  =                    T')));
  assert.ok(!isText(Uint8Array.of(80, 75, 3, 4, 0, 0)));
});
