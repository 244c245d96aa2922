// Widths of texts without a font: enough room for every font that a drawing may be shown with.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cutText, textWidthPx } from './text-width.ts';

test('widths add up, and grow with the size of the letters', () => {
  assert.equal(textWidthPx('', 11), 0);
  assert.equal(textWidthPx('ab', 10), textWidthPx('a', 10) + textWidthPx('b', 10));
  assert.equal(textWidthPx('mosaic', 22), 2 * textWidthPx('mosaic', 11));
  assert.ok(textWidthPx('iiii', 10) < textWidthPx('mmmm', 10) / 3);
});

test('letters of other scripts get a whole em', () => {
  assert.equal(textWidthPx('×', 10), 10);
  assert.equal(textWidthPx('天文', 10), 20);
  assert.equal(textWidthPx('🔭', 10), 10);
});

test('a cut text fits, begins as it did, and is left alone when it fits', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 12, max: 200 }), (text, width) => {
      const short = cutText(text, width, 11);
      assert.ok(textWidthPx(short, 11) <= width);
      if (textWidthPx(text, 11) <= width) assert.equal(short, text);
      else assert.ok(short.endsWith('…') && text.startsWith(short.slice(0, -1)));
    }),
    { numRuns: 200 },
  );
});
