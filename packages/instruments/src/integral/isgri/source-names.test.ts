/** Names of new sources: after their position, one for all bands, never the same for two. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { angularSeparationDeg } from '@stemma/data/coordinates';
import * as fc from 'fast-check';
import { positionName, sourceByName, SourceNames } from './source-names.ts';

test('names are those of known sources of the mission: cut off, with sign and leading zeros', () => {
  // IGR J17544-2619, IGR J00291+5934, IGR J05007-7047 (positions of Bird et al. 2016, ApJS 223, 15).
  assert.equal(positionName({ raDeg: 268.605, decDeg: -26.331 }), 'NEW J17544-2619');
  assert.equal(positionName({ raDeg: 7.29, decDeg: 59.576 }), 'NEW J00291+5934');
  assert.equal(positionName({ raDeg: 75.203, decDeg: -70.79 }), 'NEW J05008-7047');
  assert.equal(positionName({ raDeg: 359.9999, decDeg: -0.001 }), 'NEW J23599-0000');
  assert.equal(positionName({ raDeg: 360, decDeg: 0 }), 'NEW J00000+0000');
  assert.equal(positionName({ raDeg: 84, decDeg: 22 }), 'NEW J05360+2200');
});

test('every direction has a name of the same form', () => {
  const direction = fc.record({
    raDeg: fc.double({ min: 0, max: 360, noNaN: true }),
    decDeg: fc.double({ min: -90, max: 90, noNaN: true }),
  });
  fc.assert(
    fc.property(direction, (d) => /^NEW J([01]\d|2[0-3])[0-5]\d\d[+-]([0-8]\d|90)[0-5]\d$/.test(positionName(d))),
  );
});

test('a source keeps its name from band to band, and sources further apart than 0.15 degrees never share one', () => {
  const near = fc.record({
    raDeg: fc.double({ min: 80, max: 81, noNaN: true }),
    decDeg: fc.double({ min: -30.5, max: -29.5, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(near, { minLength: 2, maxLength: 20 }), (directions) => {
      const names = new SourceNames();
      const first = new Map<string, (typeof directions)[number]>();
      for (const direction of directions) {
        const name = names.nameOf(direction);
        assert.equal(names.nameOf(direction), name);
        const before = first.get(name);
        if (before) assert.ok(angularSeparationDeg(before, direction) <= 0.15);
        else first.set(name, direction);
      }
    }),
  );
});

test('a source is found by its name whatever its spaces and letters, and by nothing else', () => {
  const sources = [{ name: 'Crab' }, { name: '1E 1740.7-2942' }];
  assert.equal(sourceByName(sources, '1e1740.7-2942'), sources[1]);
  assert.equal(sourceByName(sources, 'CRAB'), sources[0]);
  assert.equal(sourceByName(sources, 'Cra'), undefined);
});
