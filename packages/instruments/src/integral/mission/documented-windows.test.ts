// Tests of the science windows with public times.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatTime, parseTime, secondsBetween } from '@stemma/data/time';
import { documentedWindow, documentedWindowAt, documentedWindows } from './documented-windows.ts';
import { parseScienceWindow } from './science-window.ts';
import { revolutionAt } from './revolution.ts';

test('every documented window lies in the revolution of its name and lasts an hour at most', () => {
  for (const { id, start, stop, source } of documentedWindows) {
    assert.equal(revolutionAt(start).revolution, parseScienceWindow(id).revolution);
    const lengthS = secondsBetween(start, stop);
    assert.ok(lengthS >= 0 && lengthS <= 3600, `${id} ${lengthS}`);
    assert.ok(source.length > 0);
  }
});

test('science window 066500280010 lasts 2037 s', () => {
  const { start, stop } = documentedWindow('066500280010')!;
  assert.equal(secondsBetween(start, stop).toFixed(2), '2037.00');
  assert.equal(documentedWindow('066500290010'), undefined);
});

test('the window of an instant is found at its edges and not beyond them', () => {
  const at = (ijd: string) => documentedWindowAt(parseTime(ijd, 'ijd'))?.id;
  assert.equal(at('2000'), '032800550010');
  assert.equal(at('3006.12412246426'), '066500280010');
  assert.equal(at('3006.13'), '066500280010');
  assert.equal(at('3006.14769886678'), '066500280010');
  assert.equal(at('3006.1477'), undefined);
  assert.equal(at('2000.001'), undefined);
  assert.equal(formatTime(documentedWindow('032800550010')!.start, 'utc', 3), '2005-06-22T23:58:55.816');
});
