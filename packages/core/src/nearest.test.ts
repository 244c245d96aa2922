// "Did you mean": near enough to be meant, and silent otherwise.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { didYouMean, nearest } from './nearest.ts';

test('the candidate with the fewest edits is the nearest, without regard to case', () => {
  assert.equal(nearest('binSizekev', ['minKeV', 'binSizeKeV', 'binCount']), 'binSizeKeV');
  assert.equal(nearest('evnets', ['event', 'events']), 'events');
});

test('the last part of a full name is as near as the name itself', () => {
  assert.equal(nearest('SkyImage', ['skyimages', 'integral.SkyImage']), 'integral.SkyImage');
});

test('what is too far off is not suggested', () => {
  assert.equal(nearest('xyz', ['binSizeKeV', 'events']), undefined);
  assert.equal(didYouMean('xyz', []), '');
  assert.equal(didYouMean('event', ['events']), '; did you mean "events"?');
});
