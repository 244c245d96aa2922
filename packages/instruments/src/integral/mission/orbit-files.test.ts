/** Mission time on real orbit files: identifiers, clock and revolution phase of the archive must agree with one another. */

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { type TableHdu, readFits } from '@stemma/data/fits';
import { parseTime, secondsBetween } from '@stemma/data/time';
import { instantFromObt, obtFromText, obtFromWords, obtSecondsSinceFirst } from './on-board-time.ts';
import { fractionalRevolution, revolutionAt } from './revolution.ts';
import { formatScienceWindow, parseScienceWindow } from './science-window.ts';

const mirror = process.env['STEMMA_DATA_MIRROR'] ?? new URL('../../../../../../shared/data', import.meta.url).pathname;
const pathOf = (name: string): string => `${mirror}/orbit/${name}_sc_orbit_param.fits.gz`;
const names = ['078900560010', '169600130010'];
const skip = names.every((name) => existsSync(pathOf(name))) ? false : 'the orbit files are not in the data mirror';
const open = (name: string): TableHdu => readFits(gunzipSync(readFileSync(pathOf(name)))).table('INTL-ORBI-SCP');

for (const name of names) {
  test(`science window ${name}: keywords and columns name the same revolution`, { skip }, () => {
    const table = open(name);
    const window = parseScienceWindow(table.header.string('SWID'));
    assert.equal(formatScienceWindow(window), name);
    assert.equal(window.type, table.header.string('SW_TYPE').trim().toLowerCase());
    assert.equal(window.revolution, table.header.number('REVOL'));
    assert.ok(
      table
        .column('REVOL')
        .physical()
        .every((revolution) => revolution === window.revolution),
    );
    const previous = parseScienceWindow(table.header.string('PREVSWID'));
    assert.deepEqual([previous.revolution, previous.type], [window.revolution, 'slew']);
  });

  test(`science window ${name}: the on-board clock ticks every 8 s inside the window`, { skip }, () => {
    const table = open(name);
    const words = table.column('OB_TIME').physical();
    const first = obtFromWords(words);
    assert.ok(first >= obtFromText(table.header.string('OBTSTART')));
    assert.ok(obtFromWords(words, words.length - 4) <= obtFromText(table.header.string('OBTEND')));
    const seconds = obtSecondsSinceFirst(words);
    assert.equal(seconds.length, table.rowCount);
    for (let row = 1; row < seconds.length; row++) {
      const step = seconds[row]! - seconds[row - 1]!;
      assert.ok(step > 0 && step <= 16 && Number.isInteger(step * 2 ** 20), `row ${row}: ${step} s`);
    }
  });

  test(`science window ${name}: on-board time gives the archive's revolution phase to a thousandth`, { skip }, () => {
    const table = open(name);
    const words = table.column('OB_TIME').physical();
    const fraction = table.column('REVOL_FRAC').physical();
    for (const row of [0, table.rowCount - 1]) {
      const instant = instantFromObt(obtFromWords(words, 4 * row));
      assert.ok(Math.abs(fractionalRevolution(instant) - fraction[row]!) < 1e-3, `row ${row}`);
      assert.equal(revolutionAt(instant).revolution, Math.floor(fraction[row]!));
    }
    const received = parseTime(table.header.string('ERTFIRST'), 'utc');
    const start = instantFromObt(obtFromText(table.header.string('OBTSTART')));
    assert.ok(Math.abs(secondsBetween(start, received)) < 30);
  });
}
